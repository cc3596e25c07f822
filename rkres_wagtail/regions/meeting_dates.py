"""Dates of meetings in a profile: how they are read, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..meetings.choices import DatePrecision
from ..meetings.pages import MeetingPageMixin
from ..meetings.rules import fixing_change
from ..meetings.when import MAX_DAYS, WHEN_FIELDS, When, is_skipped
from .problems import show_value

if TYPE_CHECKING:
    from .plan import Item

#: Keys of the profile that say when; without any of them the profile does not own the date.
KEYS = ("date", "month", "date_to", "from", "to")
#: Field of ``When`` -> the key that says it; of a month the first day is the month.
NAMES = {
    "date_precision": "date",
    "starts_on": "date",
    "starts_time": "from",
    "ends_on": "date_to",
    "ends_time": "to",
}


def as_hour(text: str) -> time:
    """``"9:30"``, ``"09:30"``, or ``"09:30:00"`` as TOML writes an hour without quotation marks."""
    if len(text) not in (4, 5, 8) or ":" not in text:
        raise ValueError(text)
    hour = time.fromisoformat(text.zfill(5))
    if hour.second or hour.tzinfo:
        raise ValueError(text)
    return hour


def as_month(text: str) -> date:
    """``"2023-09"`` as its first day."""
    if len(text) != 7:
        raise ValueError(text)
    return date.fromisoformat(f"{text}-01")


def when_of(item: dict) -> When | None:
    """The date of a meeting in the profile; None where it says nothing of it."""
    if not any(key in item for key in KEYS):
        return None
    hours = [as_hour(item[key]) if key in item else None for key in ("from", "to")]
    if "month" in item:
        return When(DatePrecision.MONTH, as_month(item["month"]))
    first = date.fromisoformat(item["date"])
    last = date.fromisoformat(item["date_to"]) if "date_to" in item else None
    if hours[0] is not None:
        precision = DatePrecision.MINUTE
    else:
        precision = DatePrecision.DAYS if last else DatePrecision.DAY
    return When(precision, first, hours[0], last, hours[1]).normalised()


def names_of(item: dict) -> dict[str, str]:
    """Field of ``When`` -> key of the profile."""
    return {**NAMES, "starts_on": "month", "date_precision": "month"} if "month" in item else NAMES


def date_problems(item: dict) -> Iterator[tuple[str, str, str]]:
    """Key, what was expected and what was found, of the first fault of a meeting's date.

    Values that the schema refuses are left to it.
    """
    if fault := _combination(item):
        yield fault
        return
    try:
        when = when_of(item)
    except (TypeError, ValueError, KeyError):
        return
    if when is not None and (fault := _order(item, when)):
        yield fault


def _combination(item: dict) -> tuple[str, str, str] | None:
    if "month" in item:
        for key in ("date", "date_to", "from", "to"):
            if key in item:
                return key, _("either the month or the day, not both"), show_value(item[key])
        return None
    for key, needed in (("date_to", "date"), ("from", "date"), ("to", "from")):
        if key in item and needed not in item:
            expected = _("the key “%(key)s”, which belongs to “%(other)s”")
            found = pgettext("found in a profile", "nothing")
            return needed, expected % {"key": needed, "other": key}, found
    if {"date_to", "from"} <= set(item) and "to" not in item:
        expected = _("the hour of the end on the last day")
        return "to", expected, pgettext("found in a profile", "nothing")
    return None


def _order(item: dict, when: When) -> tuple[str, str, Any] | None:
    if when.ends_on is not None:
        days = (when.ends_on - when.starts_on).days
        if days < 0 or (days == 0 and when.date_precision == DatePrecision.DAYS):
            expected = _("a day later than the date, %(day)s") % {"day": when.starts_on}
            return "date_to", expected, str(when.ends_on)
        if days >= MAX_DAYS:
            expected = _("a last day at most %(days)d days after the first") % {
                "days": MAX_DAYS - 1
            }
            return "date_to", expected, str(when.ends_on)
    for key, day, hour in (
        ("from", when.starts_on, when.starts_time),
        ("to", when.last_day, when.ends_time),
    ):
        if hour is not None and is_skipped(day, hour):
            expected = _("an hour that there is: clocks go forward from 2:00 to 3:00 on %(day)s")
            return key, expected % {"day": day}, show_value(item[key])
    if when.ends_at is not None and when.ends_at <= when.starts_at:
        expected = _("an hour later than the start, %(hour)s") % {"hour": item["from"]}
        return "to", expected, show_value(item["to"])
    return None


def compare_date(item: Item) -> None:
    """Treat the date as one value, and leave a settled one alone (DESIGN, section 3).

    An editor who changed one part of it keeps the whole; once a meeting is confirmed, moved,
    cancelled or held, only "Move" and "Cancel" change when it is.
    """
    if not isinstance(item.instance, MeetingPageMixin):
        return
    if any(name in item.kept for name in WHEN_FIELDS):
        _keep(item, [name for name in WHEN_FIELDS if name in item.changes])
    settled = [name for name in (*WHEN_FIELDS, "status") if name in item.changes]
    change = fixing_change(item.instance) if settled else None
    if change is not None:
        for name in settled:
            del item.changes[name]
        item.refused[settled[0]] = _(
            "it is settled: %(date)s, %(state)s; “Move” and “Cancel the meeting” change it"
        ) % {"date": change.when.text(), "state": change.get_status_display()}


def _keep(item: Item, names: list[str]) -> None:
    for name in names:
        del item.changes[name]
        item.kept.append(name)
