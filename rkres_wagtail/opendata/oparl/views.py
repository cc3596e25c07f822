"""Addresses of OParl: the system, single objects, lists; for everyone, JSON only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.models import Site

from ...open_responses import conditional_json, open_to_scripts
from . import bodies, lists, records, sources
from .asked import Asked, BadQuestion
from .freshness import refresh
from .kinds import BODY, KINDS, LISTED, SCHEMA, as_uuid
from .objects import Writer
from .world import World

NOT_FOUND = "There is no such object here, and there never was."


class NotThere(LookupError):
    """Nothing was ever public at an address; answered with 404."""


def _error(status: int, message: str) -> HttpResponse:
    """OParl 1.1, chapter 2.9."""
    data = {"type": f"{SCHEMA}Error", "message": message, "debug": f"HTTP {status}"}
    response = JsonResponse(data, status=status)
    response["Cache-Control"] = "no-cache"
    return response


def _answers(view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """Decorator: what a view says of the site of the request, as JSON, errors too."""

    @open_to_scripts
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        site = Site.find_for_request(request)
        if site is None:
            return _error(404, NOT_FOUND)
        world = World(site)
        try:
            with world.speaking():
                data = view(request, world, *args, **kwargs)
        except NotThere:
            return _error(404, NOT_FOUND)
        except BadQuestion as error:
            return _error(400, str(error))
        return conditional_json(request, data, language=world.language)

    return answer


@_answers
def system(request: HttpRequest, world: World) -> dict[str, Any]:
    """The way in (chapter 2.10)."""
    built = bodies.system(world)
    return Writer(world.address, records.stamped(world, [built])).written(built)


@_answers
def single(request: HttpRequest, world: World, kind: str, key: str) -> dict[str, Any]:
    """One object; a tombstone of one that was public and is not (chapter 2.8)."""
    asked = KINDS.get(kind)
    if asked is None:
        raise NotThere
    built = sources.found(world, asked, [key]).get(key)
    if built is not None:
        return Writer(world.address, records.stamped(world, [built])).written(built)
    known = records.of_site(world.site).filter(kind=kind, key=key)
    row = known.first()
    # Some databases do not tell capital letters from small ones.
    if row is None or row.key != key:
        raise NotThere
    if row.deleted_at is None:
        records.close(world.site, [row.pk])
        row = known.get()
    return Writer(world.address, {}).tombstone(asked, row)


@_answers
def body_list(request: HttpRequest, world: World) -> dict[str, Any]:
    """All committees of the site."""
    asked = Asked.of(request.GET)
    refresh(world.site)
    return lists.answer(world, BODY, asked, address=world.url("oparl_bodies"))


@_answers
def object_list(request: HttpRequest, world: World, key: str, kind: str) -> dict[str, Any]:
    """One of the lists of a committee; of one that is gone, only what is left of them."""
    wanted, committee_key = LISTED.get(kind), as_uuid(key)
    if wanted is None or committee_key is None:
        raise NotThere
    asked = Asked.of(request.GET)
    refresh(world.site)
    if not records.of_site(world.site).filter(kind=BODY.name, key=key).exists():
        raise NotThere
    address = world.list_address(committee_key, wanted)
    return lists.answer(world, wanted, asked, address=address, committee_key=committee_key)
