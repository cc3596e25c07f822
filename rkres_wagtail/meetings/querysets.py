"""States of meetings as adjectives, for querysets of any class of meeting pages.

They are conditions (``Q``), not a manager: page classes of a host that are made from the mixin
keep the managers they have. ``meetings()`` gives the pages to put them on.
"""

from __future__ import annotations

from datetime import date, datetime

from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone

from ..conf import settings
from .choices import MeetingStatus

_HELD = MeetingStatus.HELD


def meeting_model() -> type:
    """The page class of meetings: ``RKRES_WAGTAIL_MEETING_PAGE``."""
    return apps.get_model(settings.MEETING_PAGE)


def index_model() -> type:
    """The page class of lists of meetings: ``RKRES_WAGTAIL_MEETING_INDEX_PAGE``."""
    return apps.get_model(settings.MEETING_INDEX_PAGE)


def meetings():
    """All meeting pages; nothing of it is public without the gate (``public_meetings``)."""
    return meeting_model()._default_manager.all()


def public_meetings(gate, **kwargs):
    """Meetings that the public may see; arguments as those of ``Gate.pages``."""
    return gate.pages(meetings(), **kwargs)


def is_upcoming(now: datetime | None = None) -> Q:
    """Meetings that are not over: running, ahead, or of no known date; cancelled ones too."""
    now = now or timezone.now()
    return (Q(over_at=None) | Q(over_at__gt=now)) & ~Q(status=_HELD)


def is_past(now: datetime | None = None) -> Q:
    """Meetings whose time is over; the cancelled among them were not held."""
    now = now or timezone.now()
    return Q(over_at__lte=now) | Q(status=_HELD)


def is_cancelled() -> Q:
    return Q(status=MeetingStatus.CANCELLED)


def is_of_body(*bodies) -> Q:
    """Meetings of any of ``bodies``, whichever language of their pages is given."""
    keys = [body.translation_key for body in bodies]
    # A subquery: a joint meeting of two of them is one row.
    return Q(pk__in=meetings().filter(bodies__translation_key__in=keys).order_by().values("pk"))


def is_of_year(year: int) -> Q:
    return is_between(date(year, 1, 1), date(year, 12, 31))


def is_between(first: date | None, last: date | None) -> Q:
    """Meetings that start between two days, both included; an end may be open."""
    condition = Q(starts_on__isnull=False)
    if first is not None:
        condition &= Q(starts_on__gte=first)
    if last is not None:
        condition &= Q(starts_on__lte=last)
    return condition


def soonest_first():
    """Order of what is ahead; meetings of no known date stand last."""
    return (F("starts_at").asc(nulls_last=True), "pk")


def latest_first():
    """Order of what is over."""
    return (F("starts_at").desc(nulls_last=True), "-pk")
