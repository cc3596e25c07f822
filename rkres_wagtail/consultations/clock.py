"""The clock of the law: how long a consultation lasts, and when that is inconvenient.

Both counts can be checked against the table in ``domain.md`` §1.8.

Pure functions on days. Nothing here refuses anything: the law warns (DESIGN, rule 3). The words
are in ``rounds/cautions.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..meetings.planning import holiday_name, is_workday

_ONE_DAY = timedelta(days=1)
_AUGUST = 8
#: From Christmas Eve to Epiphany little is read and less is answered.
_CHRISTMAS, _EPIPHANY = (12, 24), (1, 6)
#: Days off in a row, with a public holiday in it, from which people go away.
_LONG = 3
#: Longer periods are not looked through for single days.
_MOST_DAYS = 2 * 366


@dataclass(frozen=True)
class Length:
    """Days of a period, counted as offices do.

    ``inclusive`` counts the first and the last day; ``exclusive`` leaves out the first one, as
    terms in days usually are counted (KPA art. 57 § 1).
    """

    inclusive: int
    exclusive: int

    def is_short(self, minimum: int) -> bool:
        """Whether it is too short by at least one way of counting."""
        return self.exclusive < minimum

    def is_disputed(self, minimum: int) -> bool:
        """Whether it is long enough by one way of counting and too short by the other."""
        return self.exclusive < minimum <= self.inclusive


def length(first: date, last: date) -> Length:
    """Both counts of the days from ``first`` to ``last``."""
    days = (last - first).days
    return Length(inclusive=days + 1, exclusive=days)


def report_due(last: date, days: int) -> date:
    """The last day for a report: ``days`` after the last day of the consultation."""
    return last + timedelta(days=days)


def last_day_for(first: date, minimum: int) -> date:
    """The earliest last day that is long enough by both ways of counting."""
    return first + timedelta(days=minimum)


# Inconvenient days ------------------------------------------------------------------------------


def days_between(first: date, last: date) -> list[date]:
    """Every day from ``first`` to ``last``; of a period out of all reason, the last ones."""
    count = min((last - first).days + 1, _MOST_DAYS)
    return [last - timedelta(days=number) for number in range(count - 1, -1, -1)]


def august_days(first: date, last: date) -> int:
    return sum(day.month == _AUGUST for day in days_between(first, last))


def is_christmas(day: date) -> bool:
    """Whether ``day`` is from 24 December to 6 January."""
    return (day.month, day.day) >= _CHRISTMAS or (day.month, day.day) <= _EPIPHANY


def christmas_days(first: date, last: date) -> int:
    return sum(map(is_christmas, days_between(first, last)))


def long_weekends(first: date, last: date) -> list[tuple[date, date]]:
    """Long weekends that have a day in the period: first and last day of each.

    Three or more days off in a row because of a public holiday on a weekday; a single working
    day between two days off is taken off, too. Christmas is no long weekend.
    """
    found: list[tuple[date, date]] = []
    for day in days_between(first - _LONG * _ONE_DAY, last + _LONG * _ONE_DAY):
        if not _is_holiday(day) or (found and day <= found[-1][1]):
            continue
        start, end = _edge(day, -_ONE_DAY), _edge(day, _ONE_DAY)
        if (end - start).days + 1 >= _LONG and start <= last and end >= first:
            found.append((start, end))
    return found


def _is_holiday(day: date) -> bool:
    """A public holiday that makes a working day free."""
    return day.weekday() < 5 and not is_christmas(day) and bool(holiday_name(day))


def _edge(day: date, step: timedelta) -> date:
    """The last day off from ``day`` on in one direction, across one bridge of a working day."""
    for _number in range(10):
        if not is_workday(day + step):
            day += step
        elif not is_workday(day + 2 * step) and _is_bridge(day, step):
            day += 2 * step
        else:
            break
    return day


def _is_bridge(day: date, step: timedelta) -> bool:
    """Only beside a holiday: otherwise each week would be bridged to the next."""
    return _is_holiday(day) or _is_holiday(day + 2 * step)
