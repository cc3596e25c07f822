"""The whole document, OpenAPI 3.1, put together for each request from what is mounted."""

from __future__ import annotations

from typing import Any

from ... import __version__
from .mounted import Endpoint, mounted
from .operations import endpoint_id, item_schema, models_of, paths_of, room_of
from .registry import contributions
from .types import COMPONENTS, Schema, ref

_DESCRIPTION = """\
What the public may read of committees of the social economy, as JSON; the same for everyone,
no key, no login. Every answer has an `ETag` and may be asked for again with `If-None-Match`;
scripts of other sites may read all of it. HEAD and OPTIONS work wherever GET does; other methods
are 405. Errors are `{"message": …}`."""

_ROOMS = {
    "pages": "Every public page, whatever its class.",
    "bodies": "Committees, tiers, groups, who sits there and what founded them.",
    "meetings": "Meetings: announcement and report.",
    "minutes": "Approved minutes of meetings.",
    "decisions": "Resolutions, positions, opinions, recommendations.",
    "consultations": "Documents under consultation and their versions.",
    "programmes": "Programmes, their trees, indicators and readings.",
    "calls": "Calls for members.",
    "participation": "What it asks and gives to take part.",
    "remarks": "Remarks that the public may read, with their answers; sending them.",
    "documents": "Files that something public refers to.",
    "images": "Pictures that something public refers to.",
}


def document(origin: str) -> dict[str, Any] | None:
    """The document for the site at ``origin``; None where API v2 is not mounted.

    Paths are whole: they say where each address is mounted, so that one document can have
    addresses of API v2 and of ``rkres_wagtail.urls``.
    """
    endpoints = mounted()
    if not endpoints:
        return None
    schemas: dict[str, Schema] = dict(COMPONENTS)
    paths: dict[str, Any] = {}
    tags = {room: _ROOMS.get(room, "") for room in map(room_of, endpoints)}
    for endpoint in endpoints:
        paths |= paths_of(endpoint, _component(endpoint, endpoints, schemas))
    for added in contributions():
        paths |= added.get("paths", {})
        schemas |= added.get("schemas", {})
        tags |= {each["name"]: each.get("description", "") for each in added.get("tags", [])}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "rkres-wagtail",
            "version": __version__,
            "description": _DESCRIPTION,
            "license": {"name": "BSD 3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": origin}],
        "tags": [_tag(name, text) for name, text in sorted(tags.items())],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _tag(name: str, description: str) -> dict[str, str]:
    return {"name": name, "description": description} if description else {"name": name}


def _component(endpoint: Endpoint, endpoints, schemas: dict[str, Schema]) -> Schema:
    """Add what the endpoint shows to ``schemas``; return the reference to it."""
    models = models_of(endpoint)
    is_one_of = len(models) > 1
    found = [
        _added(
            endpoint,
            model,
            item_schema(endpoint.view, model, endpoints, is_one_of=is_one_of),
            schemas,
        )
        for model in models
    ]
    if not is_one_of:
        return found[0]
    name = endpoint_id(endpoint.name)
    schemas[name] = {"anyOf": found, "description": "`meta.type` tells which."}
    return ref(name)


def _added(endpoint: Endpoint, model: type, schema: Schema, schemas: dict[str, Schema]) -> Schema:
    """Named like the model, unless that name is of something else already."""
    for name in (model.__name__, f"{endpoint_id(endpoint.name)}Item", model._meta.label):
        if schemas.setdefault(name, schema) == schema:
            return ref(name)
    raise ValueError(f"no name is left for {model._meta.label}")
