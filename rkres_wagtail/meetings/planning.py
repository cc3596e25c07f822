"""Days for the meetings of a year: evenly spread, none on a weekend or a public holiday.

Pure functions on dates. Holidays are those of Poland (Act of 18 January 1951 on days off, in
the words of the ``holidays`` library); August and 24–31 December are avoided while other days
are left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

#: Meetings of one body that are proposed in one year at most: one every other week.
MAX_PER_BODY = 26
#: Meetings a year that are spread over the calendar, with August in it.
_FEW = 10
#: Monday to Friday, as ``date.weekday()`` counts them.
WORKDAYS = range(5)
_AUGUST = 8
_CHRISTMAS = (12, 24)


@lru_cache(maxsize=32)
def _polish_holidays(year: int, language: str) -> dict[date, str]:
    return dict(holidays.Poland(years=year, language=language).items())


def holiday_name(day: date, language: str = "pl") -> str:
    """Name of the Polish public holiday; empty on other days.

    ``language`` is one that the library knows ("pl", "en_US"); holidays moved or named by law
    are as in its installed version.
    """
    return _polish_holidays(day.year, language).get(day, "")


def is_workday(day: date) -> bool:
    return day.weekday() in WORKDAYS and not holiday_name(day)


def is_quiet(day: date) -> bool:
    """Whether offices are half empty: in August, and from Christmas Eve to the end of the year."""
    return day.month == _AUGUST or (day.month, day.day) >= _CHRISTMAS


@dataclass(frozen=True)
class YearOfBody:
    """What the plan of one body's year is made from; days outside of ``first``–``last`` are out.

    ``existing`` are days of meetings that are there already: they count towards ``count``.
    """

    year: int
    count: int
    weekday: int
    existing: tuple[date, ...] = ()
    first: date | None = None
    last: date | None = None
    taken: Collection[date] = field(default_factory=frozenset)

    @property
    def missing(self) -> int:
        return max(0, min(self.count, MAX_PER_BODY) - len(self.existing))

    def bounds(self) -> tuple[date, date]:
        start, end = date(self.year, 1, 1), date(self.year, 12, 31)
        return max(start, self.first or start), min(end, self.last or end)


def propose_days(plan: YearOfBody) -> list[date]:
    """Days for the meetings that are missing, in order; fewer where no days are left.

    The ideal days of the whole year are counted first and those near to an existing meeting are
    dropped, so that a second run proposes what the first one left out.
    """
    if not plan.missing:
        return []
    ideal = ideal_days(plan.year, plan.weekday, plan.count)
    wanted = _without_nearest(ideal, plan.existing)[: plan.missing]
    first, last = plan.bounds()
    found: list[date] = []
    taken = set(plan.taken) | set(plan.existing)
    for day in (day for day in wanted if first <= day <= last):
        free = _nearest_free(day, plan, taken)
        if free is not None:
            found.append(free)
            taken.add(free)
    return sorted(found)


def ideal_days(year: int, weekday: int, count: int) -> list[date]:
    """Good days of one weekday, evenly spread.

    Up to ten are those nearest to the middle of so many equal parts of the year. More than
    that are spread over the working weeks instead: what August cannot have would crowd
    September.
    """
    days = _days(date(year, 1, 1), date(year, 12, 31))
    good = [day for day in days if day.weekday() == weekday and _is_good(day)]
    count = min(count, MAX_PER_BODY)
    parts = [(2 * number + 1) / (2 * count) for number in range(count)]
    if count > _FEW:
        return [good[int(part * len(good))] for part in parts]
    first, length = date(year, 1, 1), date(year, 12, 31).timetuple().tm_yday
    middles = [first + timedelta(days=int(part * length)) for part in parts]
    # Of two days that are as near, the later: after August rather than before.
    return [min(good, key=lambda day: (abs(day - one), -day.toordinal())) for one in middles]


def _is_good(day: date) -> bool:
    return is_workday(day) and not is_quiet(day)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _without_nearest(ideal: list[date], existing: Iterable[date]) -> list[date]:
    """``ideal`` without the day nearest to each existing meeting, the closest pairs first."""
    pairs = sorted(
        (abs(day - there), day, number) for number, there in enumerate(existing) for day in ideal
    )
    left, matched = set(ideal), set()
    for _distance, day, number in pairs:
        if day in left and number not in matched:
            left.remove(day)
            matched.add(number)
    return sorted(left)


def _nearest_free(day: date, plan: YearOfBody, taken: Collection[date]) -> date | None:
    """The free day nearest to ``day``: of the usual weekday within two weeks, else any workday.

    August and the end of December come last.
    """
    first, last = plan.bounds()
    days = [one for one in _days(first, last) if is_workday(one) and one not in taken]
    if not days:
        return None

    def cost(one: date):
        distance = abs(one - day)
        is_usual = one.weekday() == plan.weekday and distance <= timedelta(weeks=2)
        return (is_quiet(one), not is_usual, distance, one)

    return min(days, key=cost)
