"""Meetings as news: each announcement, and each time one was moved or cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from uuid import uuid5

from django.db.models import Case, F, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...feeds import Entry, NewsItem, Scope
from ...typography import NBSP
from ..choices import TOLD, ChangeKind
from ..models import MeetingChange
from ..querysets import meeting_model
from . import words
from .meetings import bodies_of, changes_of, meetings_of


class MeetingNews:
    """The provider of the meetings room (``feeds.NewsProvider``)."""

    def items(self, scope: Scope, limit: int) -> Iterable[NewsItem]:
        """Announcements and changes, the newest of each; four queries."""
        told = self._newest_told(scope, limit)
        pages = self._pages(scope, limit, {change.meeting.translation_key for change in told})
        known = {page.translation_key: page for page in pages}
        of_known = meeting_model()._default_manager.filter(pk__in=[page.pk for page in pages])
        changes = changes_of(of_known)
        bodies = bodies_of(of_known)
        for page in sorted(pages, key=_published_at, reverse=True)[:limit]:
            history = changes[page.translation_key]
            names = [scope.names[key] for key in bodies[page.pk] if key in scope.names]
            at = _published_at(page)
            build = partial(announcement, scope, page, history, names, at)
            yield NewsItem(label=page.title, at=at, build=build)
        for change in told:
            page = known.get(change.meeting.translation_key)
            if page is not None:
                build = partial(told_entry, scope, page, changes[page.translation_key], change)
                yield NewsItem(label=page.title, at=change.made_at, build=build)

    def _newest_told(self, scope: Scope, limit: int) -> list[MeetingChange]:
        keys = meetings_of(scope).order_by().values("translation_key")
        rows = MeetingChange.objects.filter(kind__in=TOLD, meeting__translation_key__in=keys)
        return list(rows.select_related("meeting").order_by("-made_at", "-pk")[:limit])

    def _pages(self, scope: Scope, limit: int, keys: set) -> list:
        """The meetings of ``keys`` and, behind them, the newest of the others."""
        pages = meetings_of(scope).select_related("locale", "host_organisation")
        order = [F("last_published_at").desc(nulls_last=True), "-pk"]
        if keys:
            order.insert(0, Case(When(translation_key__in=keys, then=0), default=1))
        return list(pages.order_by(*order)[: limit + len(keys)])


def _published_at(page):
    """When the page was last published; of one that was written past publishing, long ago."""
    return page.last_published_at or page.first_published_at or datetime(2000, 1, 1, tzinfo=UTC)


def announcement(scope: Scope, page, changes: list, names: list[str], at) -> Entry:
    """One entry a meeting, renewed whenever its page is published again."""
    url, now = page.get_full_url(scope.request) or "", scope.gate.now
    return Entry(
        id=f"urn:uuid:{page.translation_key}",
        title=_with_date(words.summary(page, now), page.when),
        url=url,
        published_at=page.first_published_at or at,
        updated_at=at,
        text=words.description(page, changes=changes, names=names, url="", now=now),
        categories=(pgettext("calendar", "meeting"),),
        topic="meetings",
        page=page,
        stale_at=page.over_at,
    )


def told_entry(scope: Scope, page, changes: list, change: MeetingChange) -> Entry:
    """An entry of its own for each time a meeting was moved or cancelled: they never change."""
    place = [row.pk for row in changes].index(change.pk)
    before = changes[place - 1] if place else None
    is_moved = change.kind == ChangeKind.MOVED
    pattern = _("Moved: %(title)s") if is_moved else _("CANCELLED: %(title)s")
    return Entry(
        id=f"urn:uuid:{uuid5(page.translation_key, f'change {change.sequence}')}",
        title=_with_date(pattern % {"title": page.title}, change.when),
        url=page.get_full_url(scope.request) or "",
        published_at=change.made_at,
        updated_at=change.made_at,
        text=words.told_line(before, change).replace(NBSP, " "),
        categories=(pgettext("calendar", "meeting"), str(change.get_kind_display())),
        topic="meetings",
        page=page,
        stale_at=page.over_at,
    )


def _with_date(title: str, when) -> str:
    return f"{title} ({when.days()})".replace(NBSP, " ")
