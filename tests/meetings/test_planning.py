"""Days of a planned year: none on a holiday or weekend, evenly spread, what is there counted."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest

from rkres_wagtail.meetings.planning import (
    MAX_PER_BODY,
    YearOfBody,
    holiday_name,
    is_quiet,
    is_workday,
    propose_days,
)

YEARS = range(2024, 2036)


def easter(year: int) -> date:
    """Easter Sunday after Meeus, Jones and Butcher; the library is not asked about itself."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def days_off(year: int) -> set[date]:
    """Days off by the Act of 18 January 1951; Christmas Eve since 2025."""
    fixed = [(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)]
    found = {date(year, month, day) for month, day in fixed}
    found |= {easter(year) + timedelta(days=days) for days in (0, 1, 49, 60)}
    if year >= 2025:
        found.add(date(year, 12, 24))
    return found


@pytest.mark.parametrize("year", YEARS)
def test_the_library_knows_the_days_off(year):
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365 + calendar.isleap(year)))
    assert {day for day in days if holiday_name(day)} == days_off(year)


def test_names_of_holidays_are_polish():
    assert holiday_name(date(2026, 6, 4)) == "Dzień Bożego Ciała"
    assert holiday_name(date(2026, 6, 5)) == ""


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("weekday", range(5))
def test_every_year_and_number_has_good_days_well_apart(year, weekday):
    for count in range(1, 13):
        days = propose_days(YearOfBody(year, count, weekday))
        assert len(set(days)) == count and days == sorted(days)
        for day in days:
            assert day.year == year and day.weekday() == weekday
            assert day not in days_off(year)
            assert day.month != 8 and (day.month, day.day) < (12, 24)
        gaps = [(later - day).days for day, later in zip(days, days[1:], strict=False)]
        # August shifts a day by three weeks; where there are many, one gap is longer by it.
        slack = 22 if count <= 10 else 35
        assert all(abs(gap - 365 / count) <= slack for gap in gaps), (count, days)
        assert min(gaps, default=20) >= 20, (count, days)
        middles = [365 * (2 * number + 1) / (2 * count) for number in range(count)]
        for day, middle in zip(days, middles, strict=True):
            assert abs((day - date(year, 1, 1)).days - middle) <= slack, (count, days)


def test_four_meetings_of_a_year():
    days = propose_days(YearOfBody(2027, 4, 2))
    assert days == [date(2027, 2, 17), date(2027, 5, 19), date(2027, 9, 1), date(2027, 11, 17)]


def test_a_leap_day_may_be_proposed():
    days = [
        day
        for count in range(1, 27)
        for day in propose_days(YearOfBody(2028, count, date(2028, 2, 29).weekday()))
    ]
    assert date(2028, 2, 29) in days


@pytest.mark.parametrize("count", [27, 100, 32767])
def test_no_more_than_one_every_other_week(count):
    days = propose_days(YearOfBody(2027, count, 1))
    assert len(days) == MAX_PER_BODY
    assert all(is_workday(day) and not is_quiet(day) for day in days)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_what_is_there_counts(count):
    whole = propose_days(YearOfBody(2027, 4, 1))
    existing = tuple(whole[:count])
    assert propose_days(YearOfBody(2027, 4, 1, existing)) == whole[count:]


def test_the_gap_is_filled_also_when_the_others_were_moved():
    first, second, third, fourth = propose_days(YearOfBody(2027, 4, 1))
    week = timedelta(days=7)
    existing = (first + week, third - week, fourth + timedelta(days=2))
    assert propose_days(YearOfBody(2027, 4, 1, existing)) == [second]


def test_more_than_enough_is_enough():
    existing = tuple(date(2027, month, 5) for month in range(1, 7))
    assert propose_days(YearOfBody(2027, 4, 1, existing)) == []


def test_another_bodys_day_is_left_alone():
    days = propose_days(YearOfBody(2027, 4, 1))
    others = propose_days(YearOfBody(2027, 4, 1, taken=frozenset(days)))
    assert len(others) == 4 and not set(days) & set(others)
    assert all(day.weekday() == 1 for day in others)


def test_a_body_that_ends_or_begins_meets_within_its_time():
    last = date(2027, 6, 30)
    days = propose_days(YearOfBody(2027, 4, 1, last=last))
    assert len(days) == 2 and days[-1] <= last
    days = propose_days(YearOfBody(2027, 4, 1, first=last))
    assert len(days) == 2 and days[0] >= last
    assert propose_days(YearOfBody(2027, 4, 1, last=date(2026, 5, 5))) == []


def test_august_is_taken_when_there_is_nothing_else():
    first, last = date(2027, 7, 26), date(2027, 9, 5)
    window = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    taken = frozenset(day for day in window if day.month != 8)
    days = propose_days(YearOfBody(2027, 26, 1, first=first, last=last, taken=taken))
    assert days and all(day.month == 8 and is_workday(day) for day in days)
