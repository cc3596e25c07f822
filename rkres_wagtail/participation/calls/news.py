"""Calls as news: what was announced, opened, settled.

An opening appears by time alone. A call that was put on the site when it was over is history:
one entry tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from uuid import uuid5

from django.db.models import F
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import PageLogEntry

from ...consultations.course import start_of_day, until_deadline
from ...consultations.feeds.words import plain as plain_lines
from ...consultations.feeds.words import row
from ...dates import long_date
from ...feeds import Entry, NewsItem, Scope, stale_after
from ...search import plain
from . import course, words
from .calendar import how_to_apply
from .scope import calls_of
from .stages import period


class CallNews:
    """The provider of calls (``feeds.NewsProvider``)."""

    def items(self, scope: Scope, limit: int) -> Iterable[NewsItem]:
        """The newest of each kind; four queries."""
        pages, now = calls_of(scope).select_related("locale"), scope.gate.now
        begun = pages.filter(opens_at__lte=now)
        settled = pages.exclude(settled_on=None)
        found = {
            page.pk: page
            for chosen in (
                pages.order_by(F("first_published_at").desc(nulls_last=True), "-pk"),
                begun.order_by("-opens_at", "-pk"),
                settled.order_by("-settled_on", "-last_published_at", "-pk"),
            )
            for page in chosen[:limit]
        }
        told = settled_moments(found.values())
        for page in found.values():
            yield from _items(scope, page, told.get(page.pk))


def _items(scope: Scope, page, told: datetime | None) -> Iterator[NewsItem]:
    now, published = scope.gate.now, _published_at(page)
    is_history, opens = course.is_history(page), page.opens_at
    if is_history or page.closes_at is None or (opens is not None and opens > published):
        yield _item(page, published, _announced, published, scope, is_history)
    if page.closes_at is not None and not is_history:
        at = max(opens or published, published)
        if at <= now:
            yield _item(page, at, _opened, at, scope)
    if page.settled_on is not None:
        at = told or max(start_of_day(page.settled_on), published)
        # What was settled when the page appeared is told with it.
        if at <= now and not (is_history and (at - published).total_seconds() < 60):
            yield _item(page, at, _settled, at, scope)


def settled_moments(pages: Iterable) -> dict[int, datetime]:
    """When the public could first read that a call is settled; one query.

    The day on which it was settled may lie before: whoever is told of news is told from here.
    Missing where the history of the page is.
    """
    keys = [page.pk for page in pages if page.settled_on is not None]
    if not keys:
        return {}
    rows = PageLogEntry.objects.filter(page__in=keys, action="wagtail.publish")
    rows = rows.exclude(revision=None).order_by("timestamp", "pk")
    found: dict[int, datetime] = {}
    for page, at, settled_on in rows.values_list(
        "page", "timestamp", "revision__content__settled_on"
    ):
        if not settled_on:
            found.pop(page, None)
        else:
            found.setdefault(page, at)
    return found


def _published_at(page) -> datetime:
    return course.published_at(page) or datetime(2000, 1, 1, tzinfo=UTC)


def _item(page, at: datetime, build, *arguments) -> NewsItem:
    return NewsItem(label=page.title, at=at, build=partial(build, page, *arguments))


# Entries ------------------------------------------------------------------------------------------


def _entry(
    scope: Scope,
    page,
    at: datetime,
    *,
    key: str,
    title: str,
    text: list[str],
    updated=None,
    stale_at: datetime | None = None,
) -> Entry:
    id = uuid5(page.translation_key, key) if key else page.translation_key
    return Entry(
        id=f"urn:uuid:{id}",
        title=plain_lines(title % {"title": page.title}),
        url=page.get_full_url(scope.request) or "",
        published_at=at,
        updated_at=max(at, updated) if updated else at,
        text=plain_lines(*text),
        categories=(pgettext("feed", "call"),),
        topic="calls",
        page=page,
        stale_at=stale_at,
    )


def _announced(page, at: datetime, scope: Scope, is_history: bool) -> Entry:
    title = _("Call: %(title)s") if is_history else _("Call announced: %(title)s")
    text = [page.lead, row(_("call"), period(page)), row(pgettext("call", "seats"), _seats(page))]
    if is_history and page.settled_on is not None:
        text.append(row(_("settled on"), long_date(page.settled_on)))
    return _entry(
        scope,
        page,
        at,
        key="",
        title=title,
        text=text,
        updated=page.last_published_at,
        stale_at=page.closes_at,
    )


def _seats(page) -> str:
    return words.seats(page)


def _opened(page, at: datetime, scope: Scope) -> Entry:
    until = _("You can apply %(until)s.") % {"until": until_deadline(page.closes_at)}
    seats = row(pgettext("call", "seats"), _seats(page))
    return _entry(
        scope, page, at, key="open", title=_("Call open: %(title)s"),
        text=[page.lead, until, seats, *how_to_apply(page)], stale_at=page.closes_at,
    )  # fmt: skip


def _settled(page, at: datetime, scope: Scope) -> Entry:
    settled = row(_("settled on"), long_date(page.settled_on))
    outcome = plain(page.outcome) if strip_tags(page.outcome).strip() else ""
    return _entry(
        scope, page, at, key="settled", title=_("Call settled: %(title)s"),
        text=[settled, " ".join(outcome.split())], updated=page.last_published_at,
        stale_at=stale_after(page.settled_on),
    )  # fmt: skip
