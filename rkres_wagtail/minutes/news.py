"""Published minutes as news of the bodies that met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from uuid import uuid5

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .. import feeds
from ..dates import long_date
from ..feeds import Entry, NewsItem, Scope
from ..meetings.calendars.meetings import meetings_of
from ..typography import NBSP
from .models import Minutes, MinutesApproval
from .published import published


class MinutesNews:
    """The provider of the minutes room (``feeds.NewsProvider``)."""

    def items(self, scope: Scope, limit: int) -> Iterable[NewsItem]:
        """The newest minutes; three queries."""
        keys = meetings_of(scope).order_by().values("translation_key")
        found = published(scope.gate.now).filter(meeting__translation_key__in=keys)
        newest = F("first_published_at").desc(nulls_last=True)
        rows = list(found.select_related("meeting").order_by(newest, "-pk")[:limit])
        if not rows:
            return
        wanted = [row.meeting.translation_key for row in rows]
        pages = meetings_of(scope).filter(translation_key__in=wanted).select_related("locale")
        known = {page.translation_key: page for page in pages}
        days = dict(
            MinutesApproval.objects.filter(minutes__in=rows).values_list("minutes", "approved_on")
        )
        for row in rows:
            page, at = known.get(row.meeting.translation_key), _published_at(row)
            if page is not None:
                build = partial(announcement, scope, page, row, days.get(row.pk), at)
                yield NewsItem(label=page.title, at=at, build=build)


def _published_at(minutes: Minutes) -> datetime:
    """When they were published first: a corrected comma is no news."""
    at = minutes.first_published_at or minutes.last_published_at
    return at or datetime(2000, 1, 1, tzinfo=UTC)


def announcement(scope: Scope, page, minutes: Minutes, approved_on, at: datetime) -> Entry:
    """One entry for each minutes, at the address below the meeting's page."""
    told = [_("Minutes of the meeting of %(date)s were published.") % {"date": page.when.text()}]
    if approved_on:
        approved = _("Approved on %(day)s") % {"day": long_date(approved_on)}
        # In Polish it ends with "r." already.
        told.append(f"{approved.rstrip('.')}.")
    url = page.get_full_url(scope.request)
    return Entry(
        id=f"urn:uuid:{uuid5(page.translation_key, 'minutes')}",
        title=(_("Minutes: %(meeting)s") % {"meeting": page.title}).replace(NBSP, " "),
        url=f"{url}{page.reverse_subpage('minutes')}" if url else "",
        published_at=at,
        updated_at=minutes.last_published_at or at,
        text="\n".join(told).replace(NBSP, " "),
        categories=(pgettext("feed", "minutes"),),
        topic="meetings",
        page=page,
        stale_at=feeds.stale_after(page.over_at),
    )


def register() -> None:
    feeds.add_news("minutes", MinutesNews())
