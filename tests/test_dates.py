"""Dates in words (requirement 41)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from rkres_wagtail import dates
from rkres_wagtail.typography import JOINER, NBSP, bind_ranges


@pytest.fixture(autouse=True)
def _polish():
    with translation.override("pl"):
        yield


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_long_date_has_the_month_in_the_genitive_and_does_not_break():
    assert dates.long_date(date(2016, 4, 7)) == f"7{NBSP}kwietnia{NBSP}2016"


def test_month_alone_stands_in_the_nominative():
    assert plain(dates.month_and_year(date(2024, 9, 1))) == "wrzesień 2024"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2016, 4, 7), date(2016, 4, 8), "7–8 kwietnia 2016"),
        (date(2016, 4, 8), date(2016, 4, 7), "7–8 kwietnia 2016"),
        (date(2016, 4, 7), date(2016, 4, 7), "7 kwietnia 2016"),
        (date(2016, 4, 7), None, "7 kwietnia 2016"),
        (date(2016, 4, 30), date(2016, 5, 2), "30 kwietnia – 2 maja 2016"),
        (date(2016, 12, 30), date(2017, 1, 2), "30 grudnia 2016 – 2 stycznia 2017"),
        (date(2016, 4, 7), date(2017, 4, 7), "7 kwietnia 2016 – 7 kwietnia 2017"),
    ],
)
def test_ranges_repeat_only_what_differs(first, last, words):
    assert plain(dates.date_range(first, last)) == words


def test_a_long_range_may_break_after_its_dash_and_nowhere_else():
    text = dates.date_range(date(2016, 4, 30), date(2016, 5, 2))
    assert text.split(" ") == [f"30{NBSP}kwietnia{NBSP}–", f"2{NBSP}maja{NBSP}2016"]


def test_a_moment_is_the_day_it_is_in_warsaw():
    assert plain(dates.long_date(datetime(2016, 4, 7, 22, 30, tzinfo=UTC))) == "8 kwietnia 2016"
    assert plain(dates.long_date(datetime(2016, 4, 7, 22, 30))) == "7 kwietnia 2016"


def test_since_until_and_periods_in_english():
    day, later = date(2023, 5, 31), date(2026, 5, 30)
    with translation.override("en"):
        assert plain(dates.since(day)) == "from 31 May 2023"
        assert plain(dates.until(day)) == "until 31 May 2023"
        assert plain(dates.period(day, later)) == "from 31 May 2023 to 30 May 2026"
        assert plain(dates.period(None, later)) == "until 30 May 2026"
        assert dates.period(None, None) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-06-01", date(2023, 6, 1)),
        (" 2023-6-1 ", date(2023, 6, 1)),
        ("1.06.2023", date(2023, 6, 1)),
        ("01.06.2023", date(2023, 6, 1)),
        ("", None),
        (None, None),
        ("2023-02-30", None),
        ("0000-01-01", None),
        ("99999-01-01", None),
        ("20230601", None),
        ("1/6/2023", None),
        ("٢٠٢٣-٠٦-٠١", None),
        ("2023-06-01\x00", None),
        ("wczoraj", None),
    ],
)
def test_reading_a_day_never_fails(text, day):
    assert dates.parse_day(text) == day


def test_ranges_stay_on_one_line_and_the_year_may_leave_it():
    text = f"26–27{NBSP}stycznia{NBSP}2027, 10:00–13:00"
    joined = f"{JOINER}–{JOINER}"
    assert bind_ranges(text) == f"26{joined}27{NBSP}stycznia 2027, 10:00{joined}13:00"
