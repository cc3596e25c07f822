"""Meetings as entries of calendars.

What is printed is read first as plain values, which is what tells whether a written entry is
still right; pages are only loaded for those that are not in the cache.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext, gettext_lazy, pgettext

from ...conf import settings
from ...dates import month_and_year
from ...feeds import Event, Item, LeftOut, Scope
from ..choices import DatePrecision, MeetingStatus
from ..models import MeetingChange
from ..querysets import meeting_model, public_meetings
from . import words

#: Everything that ``words`` and ``event`` read of a page; another value is another entry.
PRINTED = (
    "translation_key",
    "title",
    "url_path",
    "locale_id",
    "live_revision_id",
    "first_published_at",
    "last_published_at",
    "status",
    "date_precision",
    "starts_on",
    "starts_time",
    "ends_on",
    "ends_time",
    "starts_at",
    "over_at",
    "lead",
    "meeting_form",
    "place_name",
    "place_address",
    "host_organisation__name",
    "access_url",
    "access_visibility",
    "is_open",
    "signup_text",
    "signup_url",
    "signup_until",
)
STATUS = {
    MeetingStatus.PLANNED: "TENTATIVE",
    MeetingStatus.CONFIRMED: "CONFIRMED",
    MeetingStatus.HELD: "CONFIRMED",
    MeetingStatus.CANCELLED: "CANCELLED",
}
#: Longer lists of keys are asked for as the query they came from.
_MANY = 500


class MeetingDates:
    """The provider of the meetings room (``feeds.CalendarProvider``)."""

    def items(self, scope: Scope) -> list[Item]:
        """Public meetings of the scope; two queries."""
        pages = meetings_of(scope).filter(_is_kept(scope.gate.now))
        return list(self._items(scope, pages))

    def item_of(self, scope: Scope, page) -> Item | None:
        """The item of one public page, also of one that was cancelled long ago."""
        pages = public_meetings(scope.gate, any_locale=True).filter(pk=page.pk)
        return next(iter(self._items(scope, pages)), None)

    def _items(self, scope: Scope, pages):
        bodies = bodies_of(pages)
        rows = pages.annotate(
            rkres_sequence=Subquery(
                MeetingChange.objects.filter(meeting__translation_key=OuterRef("translation_key"))
                .values("sequence")
                .order_by("-sequence")[:1]
            ),
            rkres_outside=Cast("outside_bodies", TextField()),
        ).order_by("starts_at", "pk")
        for pk, sequence, outside, *printed in rows.values_list(
            "pk", "rkres_sequence", "rkres_outside", *PRINTED
        ):
            row = dict(zip(PRINTED, printed, strict=True))
            keys = bodies.get(pk, ())
            names = [scope.names[key] for key in keys if key in scope.names]
            over_at = row["over_at"]
            is_over = over_at is not None and over_at <= scope.gate.now
            yield Item(
                id=pk,
                key=(sequence, outside, names, is_over, printed),
                title=row["title"],
                page_id=pk,
                problem=_problem(row, keys, names, scope),
            )

    def builders(self, scope: Scope, items: list[Item]) -> dict[Any, Callable[[], Event]]:
        """Pages and their changes; three queries, however many there are."""
        pages, chosen = meeting_model()._default_manager, [item.id for item in items]
        pages = meetings_of(scope) if len(chosen) > _MANY else pages.filter(pk__in=chosen)
        found = list(pages.select_related("locale", "host_organisation"))
        changes = changes_of(pages)
        names = {item.id: item.key[2] for item in items}
        return {
            page.pk: partial(event, scope, page, changes[page.translation_key], names[page.pk])
            for page in found
            if page.pk in names
        }


def event(scope: Scope, page, changes: list[MeetingChange], names: list[str]) -> Event:
    """A meeting as an entry. Raises ``LeftOut``, and whatever a broken page raises."""
    when, now = page.when, scope.gate.now
    if not when.is_day_known:
        raise LeftOut(gettext_lazy("The date is incomplete."))
    url = page.get_full_url(scope.request) or ""
    last = changes[-1] if changes else None
    moments = (page.last_published_at, last.made_at if last else None)
    return Event(
        uid=str(page.translation_key),
        title=words.summary(page, now),
        starts=when.starts_at if when.has_hour else when.starts_on,
        ends=when.ends_at if when.has_hour else when.last_day,
        changed_at=max(filter(None, moments), default=page.starts_at),
        created_at=page.first_published_at,
        sequence=last.sequence if last else 0,
        status=STATUS[page.state(now)],
        url=url,
        location=words.location(page),
        description=words.description(page, changes=changes, names=names, url=url, now=now),
        join_url=words.join_url(page, now),
        categories=(pgettext("calendar", "meeting"),),
    )


# Queries ----------------------------------------------------------------------------------------


def meetings_of(scope: Scope):
    """Public meetings of the scope's bodies, in its language."""
    pages = public_meetings(scope.gate, locale_id=scope.locale_id)
    if scope.keys is None:
        return pages
    through, meeting, body = _links()
    return pages.filter(
        Exists(
            through.objects.filter(
                **{meeting: OuterRef("pk"), f"{body}__translation_key__in": list(scope.keys)}
            )
        )
    )


def bodies_of(pages) -> dict[int, list]:
    """Translation keys of who meets, as in the tree, by primary key of the meeting; one query."""
    through, meeting, body = _links()
    rows = through.objects.filter(**{f"{meeting}__in": pages.order_by().values("pk")})
    found = defaultdict(list)
    rows = rows.order_by(f"{body}__path")
    for pk, key in rows.values_list(f"{meeting}_id", f"{body}__translation_key"):
        found[pk].append(key)
    return found


def changes_of(pages) -> dict[Any, list[MeetingChange]]:
    """Changes by translation key, the latest last, in one query."""
    rows = MeetingChange.objects.filter(
        meeting__translation_key__in=pages.order_by().values("translation_key")
    ).select_related("meeting")
    found = defaultdict(list)
    for row in rows.order_by("sequence"):
        found[row.meeting.translation_key].append(row)
    return found


def _links():
    """The table of who meets, and the names of its two columns."""
    field = meeting_model()._meta.get_field("bodies")
    return field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()


def _is_kept(now) -> Q:
    """Cancelled meetings leave calendars some days after their date."""
    since = now - timedelta(days=settings.CANCELLED_DAYS)
    return ~Q(status=MeetingStatus.CANCELLED) | Q(over_at__gt=since)


def _problem(row: dict, keys, names: list[str], scope: Scope) -> str:
    """Why a calendar cannot hold the meeting, as far as plain values tell."""
    if row["starts_at"] is None:
        if row["date_precision"] == DatePrecision.UNKNOWN:
            return gettext("The date is not yet known.")
        return gettext("The date is incomplete.")
    if row["date_precision"] == DatePrecision.MONTH:
        return gettext("Only the month is known: %(month)s.") % {
            "month": month_and_year(row["starts_on"])
        }
    if scope.is_report and not keys:
        return gettext("Nobody is named under “Who meets”.")
    if scope.is_report and not names:
        return gettext("None of the bodies that meet is public.")
    return ""
