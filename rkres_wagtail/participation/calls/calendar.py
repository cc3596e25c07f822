"""The closing of every call as an entry of calendars.

What is printed is read first as plain values, which is what tells whether a written entry is
still right; pages are only loaded for those that are not in the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid5

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext, pgettext

from ...conf import settings
from ...consultations.course import deadline
from ...consultations.feeds.calendar import told_moment
from ...consultations.feeds.words import channel, plain, row
from ...feeds import Event, Item, Scope
from ..querysets import call_model
from . import course, words
from .scope import calls_of
from .stages import period

#: Everything that an entry prints of a page; another value is another entry.
_PAGE = (
    "pk", "translation_key", "body__translation_key", "title", "url_path", "live_revision_id",
    "first_published_at", "last_published_at", "lead", "opens_at", "closes_at", "settled_on",
    "seats_min", "seats_max", "decided_by", "contact_person", "contact_phone", "contact_email",
)  # fmt: skip


class ClosingDates:
    """The provider of calls (``feeds.CalendarProvider``)."""

    def items(self, scope: Scope) -> list[Item]:
        """Closings of public calls of the scope; one query."""
        pages = calls_of(scope).exclude(closes_at=None)
        rows = pages.annotate(rkres_channels=Cast("channels", TextField()))
        rows = rows.order_by("closes_at", "pk").values_list(*_PAGE, "rkres_channels")
        return [item for each in rows if (item := _item(scope, each)) is not None]

    def builders(self, scope: Scope, items: list[Item]) -> dict[Any, Callable[[], Event]]:
        """Pages of those that are wanted; one query, however many there are."""
        names = {item.id: item.key[-1] for item in items}
        pages = call_model()._default_manager.filter(pk__in=names).select_related("locale")
        return {page.pk: partial(event, scope, page, names[page.pk]) for page in pages}


def _item(scope: Scope, each: tuple) -> Item | None:
    values = dict(zip(_PAGE, each, strict=False))
    page, now = _Facts(values), scope.gate.now
    cut, closes_at = course.is_cut(page), values["closes_at"]
    if cut and closes_at <= now - timedelta(days=settings.CANCELLED_DAYS):
        return None
    name = scope.names.get(values["body__translation_key"], "")
    return Item(
        id=values["pk"],
        key=("call", each, cut, _takes_applications(page, now), name),
        title=values["title"],
        page_id=values["pk"],
        problem=_problem(scope, values["body__translation_key"], name),
    )


class _Facts:
    """As much of a page as ``course.is_cut`` asks for, without the page."""

    def __init__(self, values: dict):
        self.closes_at, self.settled_on = values["closes_at"], values["settled_on"]


def _takes_applications(page, now) -> bool:
    return page.settled_on is None and page.closes_at > now


def _problem(scope: Scope, body, name: str) -> str:
    """Why no body's calendar has it, for the editors' report."""
    if not scope.is_report:
        return ""
    if body is None:
        return gettext("No body is chosen whose members are sought.")
    return "" if name else gettext("The body whose members are sought is not public.")


def event(scope: Scope, page, name: str) -> Event:
    """The closing of a call as an entry."""
    cut, url = course.is_cut(page), page.get_full_url(scope.request) or ""
    title = plain(gettext("Call closes: %(title)s") % {"title": page.title})
    first, last = page.first_published_at, page.last_published_at
    return Event(
        uid=str(uuid5(page.translation_key, "closing")),
        # Many clients do not show STATUS.
        title=gettext("CANCELLED: %(title)s") % {"title": title} if cut else title,
        starts=told_moment(page.closes_at),
        changed_at=last or page.closes_at,
        created_at=first,
        # It rises with every publication, and never goes down.
        sequence=max(0, int((last - first).total_seconds())) if first and last else 0,
        status="CANCELLED" if cut else "CONFIRMED",
        url=url,
        description=_description(page, scope.gate.now, name, url),
        categories=(pgettext("calendar", "call"),),
    )


def _description(page, now, name: str, url: str) -> str:
    """All that a reader needs without opening the page, one fact a line."""
    how = how_to_apply(page) if _takes_applications(page, now) else []
    return plain(
        page.lead,
        row(gettext("call"), period(page)),
        row(gettext("applications until"), deadline(page.closes_at)),
        row(gettext("body"), name),
        row(pgettext("call", "seats"), words.seats(page)),
        row(gettext("who decides"), page.decided_by),
        *how,
        row(pgettext("calendar", "More"), url),
    )


def how_to_apply(page) -> list[str]:
    """Every way on a line of its own, then whom to ask."""
    lines = []
    for block in page.channels:
        said = channel(block.value)
        # Not ``row``: “ePUAP” begins with a small letter.
        lines.append(f"{block.block.label}: {said}" if said else f"{block.block.label}.")
    contact = ", ".join(filter(None, [page.contact_person, page.contact_phone, page.contact_email]))
    return [*lines, row(gettext("contact"), contact)]
