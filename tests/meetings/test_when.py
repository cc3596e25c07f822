"""Dates of meetings: how exactly they are known, what is refused, moments, words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.test import override_settings
from django.utils import translation

from rkres_wagtail.meetings.choices import DatePrecision as P
from rkres_wagtail.meetings.when import When

NBSP = "\u00a0"


def when(precision, first=None, start=None, last=None, end=None):
    return When(precision, first, start, last, end).normalised()


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (when(P.MINUTE, date(2026, 12, 12), time(13), None, time(10)), "ends_time"),
        (when(P.MINUTE, date(2026, 12, 12), time(10), None, time(10)), "ends_time"),
        (when(P.MINUTE, date(2026, 12, 12), time(10), date(2026, 12, 11), time(11)), "ends_on"),
        (when(P.DAYS, date(2026, 12, 12), None, date(2026, 12, 11)), "ends_on"),
        (when(P.DAYS, date(2026, 12, 12), None, date(2026, 12, 12)), "ends_on"),
        (when(P.DAYS, date(2026, 1, 1), None, date(2026, 12, 1)), "ends_on"),
        (when(P.DAY, date(2026, 12, 12), time(10)), "starts_time"),
        (when(P.DAY, date(2026, 12, 12), None, date(2026, 12, 13)), "ends_on"),
        (when(P.MONTH, date(2026, 9, 1), time(10)), "starts_time"),
        (when(P.MONTH, date(2026, 9, 1), None, date(2026, 9, 30)), "ends_on"),
        (when(P.UNKNOWN, date(2026, 9, 1)), "starts_on"),
        # Clocks jump from 2:00 to 3:00.
        (when(P.MINUTE, date(2026, 3, 29), time(2, 30)), "starts_time"),
        (when(P.MINUTE, date(2026, 3, 28), time(22), date(2026, 3, 29), time(2, 30)), "ends_time"),
    ],
)
def test_refused(value, field):
    assert list(value.errors()) == [field]
    assert not value.is_dated


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (when(P.MINUTE), "starts_on"),
        (when(P.MINUTE, date(2026, 12, 12)), "starts_time"),
        (when(P.MINUTE, date(2026, 12, 12), time(10), date(2026, 12, 13)), "ends_time"),
        (when(P.DAY), "starts_on"),
        (when(P.DAYS, date(2026, 12, 12)), "ends_on"),
        (when(P.MONTH), "starts_on"),
    ],
)
def test_missing_is_no_error_of_a_draft(value, field):
    assert value.errors() == {}
    assert field in value.missing()
    assert not value.is_dated and value.over_at is None


@pytest.mark.parametrize(
    ("value", "starts_at", "over_at"),
    [
        # Summer and winter.
        (
            when(P.MINUTE, date(2026, 7, 1), time(10), None, time(13)),
            datetime(2026, 7, 1, 8, tzinfo=UTC),
            datetime(2026, 7, 1, 11, tzinfo=UTC),
        ),
        (
            when(P.MINUTE, date(2026, 12, 12), time(10), None, time(13)),
            datetime(2026, 12, 12, 9, tzinfo=UTC),
            datetime(2026, 12, 12, 12, tzinfo=UTC),
        ),
        # Without an hour of the end: over at midnight.
        (
            when(P.MINUTE, date(2026, 12, 12), time(10)),
            datetime(2026, 12, 12, 9, tzinfo=UTC),
            datetime(2026, 12, 12, 23, tzinfo=UTC),
        ),
        (
            when(P.DAY, date(2026, 7, 1)),
            datetime(2026, 6, 30, 22, tzinfo=UTC),
            datetime(2026, 7, 1, 22, tzinfo=UTC),
        ),
        (
            when(P.DAYS, date(2016, 4, 7), None, date(2016, 4, 8)),
            datetime(2016, 4, 6, 22, tzinfo=UTC),
            datetime(2016, 4, 8, 22, tzinfo=UTC),
        ),
        (
            when(P.MONTH, date(2024, 12, 17)),
            datetime(2024, 11, 30, 23, tzinfo=UTC),
            datetime(2024, 12, 31, 23, tzinfo=UTC),
        ),
        # The hour that comes twice counts as the first of the two.
        (
            when(P.MINUTE, date(2026, 10, 25), time(2, 30)),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 23, tzinfo=UTC),
        ),
        # Over the spring night: one hour shorter.
        (
            when(P.MINUTE, date(2026, 3, 28), time(22), date(2026, 3, 29), time(4)),
            datetime(2026, 3, 28, 21, tzinfo=UTC),
            datetime(2026, 3, 29, 2, tzinfo=UTC),
        ),
    ],
)
def test_moments(value, starts_at, over_at):
    assert value.errors() == {}
    assert (value.starts_at.astimezone(UTC), value.over_at.astimezone(UTC)) == (starts_at, over_at)


@override_settings(TIME_ZONE="UTC")
def test_hours_are_those_of_our_zone_whatever_the_host_uses():
    value = when(P.MINUTE, date(2026, 7, 1), time(10))
    assert value.starts_at.astimezone(UTC).hour == 8


@override_settings(RKRES_WAGTAIL_TIME_ZONE="Europe/Lisbon")
def test_the_zone_is_a_setting():
    assert when(P.MINUTE, date(2026, 7, 1), time(10)).starts_at.astimezone(UTC).hour == 9


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (when(P.UNKNOWN), "termin jeszcze nieznany"),
        (when(P.MONTH, date(2024, 9, 1)), "wrzesień 2024"),
        (when(P.DAY, date(2016, 12, 12)), "12 grudnia 2016, poniedziałek"),
        (when(P.DAYS, date(2016, 4, 7), None, date(2016, 4, 8)), "7–8 kwietnia 2016"),
        (
            when(P.MINUTE, date(2026, 12, 12), time(10), None, time(13)),
            "12 grudnia 2026, sobota, 10:00–13:00",
        ),
        (
            when(P.MINUTE, date(2016, 4, 7), time(9), date(2016, 4, 8), time(14, 30)),
            "7 kwietnia 2016, 9:00 – 8 kwietnia 2016, 14:30",
        ),
        (
            when(P.MINUTE, date(2026, 10, 25), time(2, 30)),
            "25 października 2026, niedziela, 2:30 (czasu letniego)",
        ),
    ],
)
def test_words(value, text):
    with translation.override("pl"):
        assert value.text().replace(NBSP, " ") == text


def test_a_month_and_an_end_that_says_nothing_are_written_one_way():
    assert when(P.MONTH, date(2024, 9, 17)) == when(P.MONTH, date(2024, 9, 1))
    day = date(2026, 12, 12)
    assert when(P.MINUTE, day, time(10), day, time(11)) == when(
        P.MINUTE, day, time(10), None, time(11)
    )
