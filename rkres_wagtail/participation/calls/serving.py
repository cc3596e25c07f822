"""How long pages that tell of calls may be kept by caches (DESIGN, rule 14)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min, Q

from ...consultations.course import start_of_day, today_of
from ...consultations.presentation.serving import note
from ...meetings.presentation.boundaries import limit_caches
from ...public import Gate
from ..querysets import is_open
from .course import moments_of


def limit_to_dates(page, request, response) -> None:
    """Let caches keep ``response`` no longer than until the call opens, closes or counts down."""
    gate = Gate.of(request)
    if getattr(request, "is_preview", False) or gate.is_restricted(page):
        return
    moments = moments_of(page.source, gate.now)
    if page.expire_at:
        moments.append(page.expire_at)
    limit_caches(request, response, moments, gate.now)


def note_calls(request, pages, now: datetime) -> None:
    """Remember for a page that shows ``pages`` in a box or list when they change."""
    for page in pages:
        note(request, moments_of(page, now))


def note_all(request, calls, now: datetime) -> None:
    """The same for all of a list, those on its other pages, too; two queries."""
    unsettled = Q(settled_on=None)
    found = calls.order_by().aggregate(
        opens=Min("opens_at", filter=unsettled & Q(opens_at__gt=now)),
        closes=Min("closes_at", filter=unsettled & Q(closes_at__gt=now)),
        expires=Min("expire_at"),
    )
    if calls.filter(is_open(now)).exists():
        found["midnight"] = start_of_day(today_of(now) + timedelta(days=1))
    note(request, found.values())
