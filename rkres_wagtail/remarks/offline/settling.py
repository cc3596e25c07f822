"""When something came in, as the office says it: a day, and an hour where that matters."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from ...consultations.course import Course
from ...dates import parse_day
from ...meetings.when import moment

_TIME = re.compile(r"^(.*?)[ T,]+(?:godz\. ?|g\. ?)?(\d{1,2})[:.](\d{2})(?::(\d{2}))?$")
_NOON = time(12)
_SECOND = timedelta(seconds=1)


def parse_moment(text: str) -> tuple[date, time | None] | None:
    """``2026-11-30``, ``30.11.2026 15:59:59``; None for anything else."""
    text, hour = " ".join(text.split()), None
    if match := _TIME.match(text):
        try:
            hour = time(int(match[2]), int(match[3]), int(match[4] or 0))
        except ValueError:
            return None
        text = match[1].strip()
    day = parse_day(text.rstrip(" r."))
    return (day, hour) if day else None


def moment_of(day: date, hour: time | None, course: Course, now: datetime) -> datetime:
    """The moment of a day; without an hour nobody is late, or early, by one.

    On a day on which a round is open at some hour, a moment in it. Never later than ``now`` on the
    day of now.
    """
    if hour is not None:
        return moment(day, hour)
    found, begin, end = moment(day, _NOON), moment(day), moment(day + timedelta(days=1))
    if begin <= now < end:
        found = min(found, now)
    for each in course.rounds:
        first, last = max(each.starts_at, begin), min(each.ends_at, end)
        if first < last and first <= now:
            return min(max(found, first), last - _SECOND, max(now, first))
    return found
