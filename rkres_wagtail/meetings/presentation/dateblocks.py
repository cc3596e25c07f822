"""The block of a date that the eye finds first: day, month, weekday, year when not this one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format

from ...dates import as_in_a_sentence
from ..choices import DatePrecision
from ..when import When, local_today


@dataclass(frozen=True)
class DateBlock:
    """Parts of a date as ``pieces/dateblock.html`` sets them; ``text`` is what is read aloud."""

    text: str
    #: For ``<time datetime>``: minute with offset, day, month, or empty.
    machine: str = ""
    day: str = ""
    month: str = ""
    weekday: str = ""
    year: str = ""

    @property
    def is_range(self) -> bool:
        return "–" in self.day


def machine_date(when: When) -> str:
    """``2026-10-25T02:30+02:00``, ``2026-10-25``, ``2026-10``; empty where no date is known."""
    if not when.is_dated:
        return ""
    if when.has_hour:
        return when.starts_at.isoformat(timespec="minutes")
    pattern = "%Y-%m" if when.date_precision == DatePrecision.MONTH else "%Y-%m-%d"
    return when.starts_on.strftime(pattern)


def dateblock(when: When) -> DateBlock:
    if not when.is_dated:
        return DateBlock(when.days())
    first, last = when.starts_on, when.ends_on or when.starts_on
    is_month = when.date_precision == DatePrecision.MONTH
    is_range = last != first
    year = str(last.year) if is_month or last.year != local_today().year else ""
    if first.year != last.year:
        year = f"{first.year}–{last.year}"
    month = _short(first, "M")
    if (first.year, first.month) != (last.year, last.month):
        month = f"{month}–{_short(last, 'M')}"
    day = "" if is_month else f"{first.day}–{last.day}" if is_range else str(first.day)
    weekday = "" if is_month or is_range else _short(first, "D")
    return DateBlock(when.days(), machine_date(when), day, month, weekday, year)


def _short(day, pattern: str) -> str:
    return as_in_a_sentence(date_format(day, pattern))
