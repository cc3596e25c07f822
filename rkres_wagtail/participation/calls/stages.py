"""The course of a call as a time line: announced, open, decided, composition."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import pgettext

from ...consultations.course import last_day_of, today_of
from ...consultations.presentation.stages import Stage
from ...dates import date_range, long_date, until
from ..choices import CallState
from . import course

_STEPS = ("announced", "open", "deciding", "settled")
_CURRENT = {
    CallState.ANNOUNCED: "announced",
    CallState.OPEN: "open",
    CallState.CLOSED: "deciding",
    CallState.SETTLED: "settled",
}


def stages(page, now: datetime) -> list[Stage]:
    """The four steps; the current one follows from the state."""
    position = _STEPS.index(_CURRENT[page.state(now)])
    details = {"announced": _announced(page), "open": period(page), "settled": _settled(page)}
    return [
        Stage(
            name,
            label,
            details.get(name, ""),
            is_done=number < position,
            is_current=number == position,
        )
        for number, (name, label) in enumerate(_labels())
    ]


def _labels() -> list[tuple[str, str]]:
    return [
        ("announced", pgettext("step of a call", "Announcement")),
        ("open", pgettext("step of a call", "Open for applications")),
        ("deciding", pgettext("step of a call", "Decision")),
        ("settled", pgettext("step of a call", "Outcome")),
    ]


def announced_on(page) -> date | None:
    """The day of the announcement; of what was entered when it had begun, nobody knows it."""
    at, opens = course.published_at(page), page.opens_at
    if at is None or course.is_history(page) or (opens is not None and opens < at):
        return None
    return today_of(at)


def _announced(page) -> str:
    day = announced_on(page)
    return long_date(day) if day else ""


def period(page) -> str:
    """``4–19 kwietnia 2023``; without a known beginning ``do 19 kwietnia 2023``."""
    if page.closes_at is None:
        return ""
    last = last_day_of(page.closes_at)
    opens = page.opens_at or (None if course.is_history(page) else course.published_at(page))
    return date_range(today_of(opens), last) if opens is not None else until(last)


def _settled(page) -> str:
    return long_date(page.settled_on) if page.settled_on else ""
