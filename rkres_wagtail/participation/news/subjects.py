"""What pieces of news are about: bodies, tags and meetings of their pages; few queries for all."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import swapper

from ... import feeds
from ...meetings.calendars import meetings as calendar
from ...meetings.pages import MeetingPageMixin

logger = logging.getLogger(__name__)


def key(page) -> tuple:
    """The class belongs to it: keys of several classes may be the same."""
    return (type(page), getattr(page, "pk", None))


def bodies_of(pages: Iterable) -> dict[tuple, set]:
    """Translation keys of the bodies that each page is about; a query a class."""
    found: dict[tuple, set] = defaultdict(set)
    for model, rows in _by_class(pages).items():
        if issubclass(model, MeetingPageMixin):
            known = calendar.bodies_of(_queryset(model, rows))
            for pk, keys in known.items():
                found[model, pk].update(keys)
        elif hasattr(model, "body"):
            Page = swapper.load_model("wagtailcore", "Page")
            wanted = {page.body_id for page in rows} - {None}
            keys = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "translation_key"))
            for page in rows:
                if page.body_id in keys:
                    found[model, page.pk].add(keys[page.body_id])
    return found


def tags_of(pages: Iterable) -> dict[tuple, set[str]]:
    """Tags of each page, in small letters, where its class has tags; a query a class."""
    found: dict[tuple, set[str]] = defaultdict(set)
    for model, rows in _by_class(pages).items():
        if hasattr(model, "tags"):
            tagged = _queryset(model, rows).order_by().filter(tags__isnull=False)
            for pk, name in tagged.values_list("pk", "tags__name"):
                found[model, pk].add(name.casefold())
    return found


def meetings_ahead(scope: feeds.Scope, pages: Iterable) -> dict[tuple, feeds.Event]:
    """Entries of the public calendar, of meetings that are not over and have a day."""
    provider, found = calendar.MeetingDates(), {}
    for model, rows in _by_class(pages).items():
        if not issubclass(model, MeetingPageMixin):
            continue
        ahead = [page for page in rows if not page.is_over(scope.gate.now)]
        items = [provider.item_of(scope, page) for page in ahead]
        items = [item for item in items if item is not None and not item.problem]
        for pk, build in (provider.builders(scope, items) if items else {}).items():
            try:
                found[model, pk] = build()
            except Exception:
                logger.exception("Meeting %s has no entry for calendars.", pk)
    return found


def _by_class(pages: Iterable) -> dict[type, list[Any]]:
    found: dict[type, dict] = defaultdict(dict)
    for page in pages:
        if page is not None:
            found[type(page)][page.pk] = page
    return {model: list(rows.values()) for model, rows in found.items()}


def _queryset(model, rows):
    return model._default_manager.filter(pk__in=[page.pk for page in rows])
