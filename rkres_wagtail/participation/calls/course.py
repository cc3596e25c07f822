"""The course of a call: what its moments make of it at one moment ``now`` (DESIGN, rules 2, 14).

``state`` is the page's own; everything else that depends on the clock is here, and page, list,
calendar and admin ask here. A stored closing is the moment after the last one: midnight ends the
day before.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ...consultations.course import last_day_of, start_of_day, today_of
from ..choices import CallState

_ONE_DAY = timedelta(days=1)


def published_at(page) -> datetime | None:
    """When the public could first read of it."""
    return page.first_published_at or page.last_published_at


def opening_of(page) -> datetime | None:
    """When it opens: as the office says, else with its publication."""
    return page.opens_at or published_at(page)


def days_left(page, now: datetime) -> int | None:
    """Whole days until the last one: 0 on that day; None of one that is not open."""
    if page.state(now) != CallState.OPEN:
        return None
    return (last_day_of(page.closes_at) - today_of(now)).days


def closed_on(page, now: datetime) -> date | None:
    """The last day on which anybody could apply; None until it is over."""
    if page.closes_at is None or page.state(now) in (CallState.OPEN, CallState.ANNOUNCED):
        return None
    return last_day_of(page.closes_at)


def is_history(page) -> bool:
    """Whether it was put on the site when it was over: nobody could apply by this page."""
    at = published_at(page)
    return at is not None and page.closes_at is not None and page.closes_at <= at


def is_cut(page) -> bool:
    """Whether it was settled before its last day: nobody needs the date any more."""
    if page.settled_on is None or page.closes_at is None:
        return False
    return page.settled_on < last_day_of(page.closes_at)


def moments_of(page, now: datetime) -> list[datetime]:
    """Moments ahead at which the page says something else by itself.

    Days left change at midnight; the way to a composition opens on its day.
    """
    found = []
    if page.settled_on is None:
        found = [each for each in (page.opens_at, page.closes_at) if each is not None]
        if page.state(now) == CallState.OPEN:
            found.append(start_of_day(today_of(now) + _ONE_DAY))
    if page.composition_on is not None:
        found.append(start_of_day(page.composition_on))
    if page.expire_at is not None:
        found.append(page.expire_at)
    return [each for each in found if each > now]
