"""Dates in words, as official Polish writes them (requirement 41).

Months stand in the genitive, a range repeats only what differs ("7–8 kwietnia 2016"), and
spaces inside a date do not break. In another active language the same functions give that
language's words.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .typography import NBSP

#: Ways a reader may type a day: ISO, and day.month.year as on Polish forms.
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_POLISH = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def as_date(value: date | datetime) -> date:
    """The calendar day of ``value``; of an aware moment, in the current time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def long_date(value: date | datetime) -> str:
    """``7 kwietnia 2016``."""
    return _format(as_date(value), "j E Y")


def month_and_year(value: date | datetime) -> str:
    """``wrzesień 2024``: a date known only to the month, in the nominative."""
    return as_in_a_sentence(_format(as_date(value), "F Y"))


def as_in_a_sentence(name: str) -> str:
    """A month's or a day's name in lower case where the language writes it so."""
    # Django's Polish names stand as in a heading.
    return name.lower() if (get_language() or "").startswith("pl") else name


def date_range(first: date | datetime, last: date | datetime | None = None) -> str:
    """``7–8 kwietnia 2016``, ``30 kwietnia – 2 maja 2016``; one day when both are the same.

    Ends given in the wrong order are put right.
    """
    first = as_date(first)
    last = as_date(last) if last is not None else first
    first, last = min(first, last), max(first, last)
    if first == last:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{long_date(last)}"
    opening = _format(first, "j E" if first.year == last.year else "j E Y")
    return f"{opening}{NBSP}– {long_date(last)}"


def since(value: date | datetime) -> str:
    """``od 31 maja 2023``."""
    return _bound(_("from %(date)s") % {"date": long_date(value)})


def until(value: date | datetime) -> str:
    """``do 31 maja 2023``."""
    return _bound(_("until %(date)s") % {"date": long_date(value)})


def period(first: date | datetime | None, last: date | datetime | None) -> str:
    """``od 31 maja 2023 do 30 maja 2026``; one end only, or nothing, when that is all known."""
    if first and last:
        dates = {"first": long_date(first), "last": long_date(last)}
        return _("from %(first)s to %(last)s") % dates
    if first:
        return since(first)
    return until(last) if last else ""


def parse_day(text: str) -> date | None:
    """Read ``2023-06-01`` or ``1.06.2023``; None for anything else, never an error."""
    text = (text or "").strip()
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _POLISH.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _format(day: date, pattern: str) -> str:
    return _bound(date_format(day, pattern))


def _bound(text: str) -> str:
    return text.replace(" ", NBSP)
