"""When a meeting is: known to the minute, the day, several days, the month, or not yet.

One value object holds the rules and the words of dates, for the page, its history, the forms,
the feeds and the API. Hours are local to ``RKRES_WAGTAIL_TIME_ZONE``, as people say them;
``starts_at`` and ``over_at`` are the moments that follow from them (requirements 26, 41).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ..conf import settings
from ..dates import as_in_a_sentence, date_range, long_date, month_and_year
from ..fields import ChoiceField, DayField
from ..typography import NBSP
from .choices import DatePrecision

#: Longer meetings are slips of the keyboard.
MAX_DAYS = 31
_MIDNIGHT = time(0)
_ONE_DAY = timedelta(days=1)
#: Names of the fields that say when, in the order of ``When``.
WHEN_FIELDS = ("date_precision", "starts_on", "starts_time", "ends_on", "ends_time")


def zone() -> ZoneInfo:
    """The zone in which hours are told (``RKRES_WAGTAIL_TIME_ZONE``)."""
    return ZoneInfo(settings.TIME_ZONE)


def local_today() -> date:
    return datetime.now(zone()).date()


def moment(day: date, hour: time = _MIDNIGHT) -> datetime:
    """The aware moment of a local hour; of an hour that comes twice in autumn, the first."""
    return datetime.combine(day, hour.replace(fold=0), tzinfo=zone())


def is_skipped(day: date, hour: time) -> bool:
    """Whether clocks jump over this hour (02:00–03:00 on the last Sunday of March)."""
    there = moment(day, hour)
    back = there.astimezone(UTC).astimezone(zone())
    return back.replace(tzinfo=None) != there.replace(tzinfo=None)


def is_doubled(day: date, hour: time) -> bool:
    """Whether this hour comes twice (02:00–03:00 on the last Sunday of October)."""
    first = moment(day, hour)
    return not is_skipped(day, hour) and first.utcoffset() != first.replace(fold=1).utcoffset()


def next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


@dataclass(frozen=True)
class When:
    """A date as it is known. Fields that the precision has no use for are None."""

    date_precision: str = DatePrecision.UNKNOWN
    starts_on: date | None = None
    starts_time: time | None = None
    ends_on: date | None = None
    ends_time: time | None = None

    @classmethod
    def of(cls, source) -> When:
        """Read the five fields of a page, a change or a form's instance."""
        return cls(*(getattr(source, name) for name in WHEN_FIELDS)).normalised()

    def normalised(self) -> When:
        """The same date written one way: a month by its first day, no end that says nothing."""
        first, last = self.starts_on, self.ends_on
        if self.date_precision == DatePrecision.MONTH and first:
            first = first.replace(day=1)
        if self.date_precision == DatePrecision.MINUTE and last == first:
            last = None
        return When(
            str(self.date_precision), first, _plain(self.starts_time), last, _plain(self.ends_time)
        )

    def apply(self, target) -> None:
        for name in WHEN_FIELDS:
            setattr(target, name, getattr(self, name))

    # What is wrong ---------------------------------------------------------------------------

    def errors(self) -> dict[str, str]:
        """Field -> why the date cannot be so; what is only missing is no error of a draft."""
        found = {}
        if self.date_precision != DatePrecision.MINUTE:
            for name in ("starts_time", "ends_time"):
                if getattr(self, name) is not None:
                    found[name] = _("Clear the hour, or choose “day and hour”.")
        if self.date_precision in (DatePrecision.DAY, DatePrecision.MONTH) and self.ends_on:
            found["ends_on"] = _("Clear the last day, or choose “several days”.")
        if self.date_precision == DatePrecision.UNKNOWN:
            for name in ("starts_on", "ends_on"):
                if getattr(self, name) is not None:
                    found[name] = _("Clear the day, or choose how exactly it is known.")
        return found or self._errors_of_order()

    def _errors_of_order(self) -> dict[str, str]:
        if self.starts_on is None:
            return {}
        for name, day, hour in (
            ("starts_time", self.starts_on, self.starts_time),
            ("ends_time", self.last_day, self.ends_time),
        ):
            if hour is not None and is_skipped(day, hour):
                return {
                    name: _(
                        "There is no such hour on that night: clocks go forward from 2:00 to 3:00."
                    )
                }
        if self.ends_on is not None:
            if self.ends_on < self.starts_on:
                return {"ends_on": _("The end is before the start.")}
            if self.date_precision == DatePrecision.DAYS and self.ends_on == self.starts_on:
                return {"ends_on": _("That is one day. Choose “day only”, or a later last day.")}
            if (self.ends_on - self.starts_on).days >= MAX_DAYS:
                return {"ends_on": _("A meeting lasts at most %(days)d days.") % {"days": MAX_DAYS}}
        if self.ends_at is not None and self.starts_time and self.ends_at <= self.starts_at:
            return {"ends_time": _("The end is before the start.")}
        return {}

    def missing(self) -> dict[str, str]:
        """Field -> what is asked for before the date can be published."""
        found = {}
        if self.date_precision != DatePrecision.UNKNOWN and self.starts_on is None:
            found["starts_on"] = _("Give the day, or choose “not yet known”.")
        if self.date_precision == DatePrecision.MINUTE:
            if self.starts_time is None:
                found["starts_time"] = _("Give the hour, or choose “day only”.")
            if self.ends_on and self.ends_time is None:
                found["ends_time"] = _("Give the hour of the end on the last day.")
        if self.date_precision == DatePrecision.DAYS and self.ends_on is None:
            found["ends_on"] = _("Give the last day, or choose “day only”.")
        return found

    @property
    def is_dated(self) -> bool:
        """Whether a day or at least a month is known and nothing is wrong with it."""
        return self.starts_on is not None and not self.errors() and not self.missing()

    @property
    def is_day_known(self) -> bool:
        return self.is_dated and self.date_precision != DatePrecision.MONTH

    @property
    def has_hour(self) -> bool:
        return self.is_dated and self.date_precision == DatePrecision.MINUTE

    # Moments ---------------------------------------------------------------------------------

    @property
    def last_day(self) -> date | None:
        """The last day that the date names; of a month, its last one."""
        if self.starts_on is None:
            return None
        if self.date_precision == DatePrecision.MONTH:
            return next_month(self.starts_on) - _ONE_DAY
        return self.ends_on or self.starts_on

    @property
    def starts_at(self) -> datetime | None:
        """The moment of the start; where no hour is known, the first midnight."""
        if self.starts_on is None:
            return None
        return moment(self.starts_on, self.starts_time or _MIDNIGHT)

    @property
    def ends_at(self) -> datetime | None:
        """The announced moment of the end; None where no hour of it is known."""
        if self.starts_on is None or self.ends_time is None:
            return None
        return moment(self.last_day, self.ends_time)

    @property
    def over_at(self) -> datetime | None:
        """From when the meeting counts as over: its end, else the midnight after its last day."""
        if not self.is_dated:
            return None
        return self.ends_at or moment(self.last_day + _ONE_DAY)

    # Words -----------------------------------------------------------------------------------

    def days(self) -> str:
        """``12 grudnia 2016``, ``7–8 kwietnia 2016``, ``wrzesień 2024``, ``termin nieznany``."""
        if not self.is_dated:
            return _("date not yet known")
        if self.date_precision == DatePrecision.MONTH:
            return month_and_year(self.starts_on)
        return date_range(self.starts_on, self.ends_on)

    def weekday(self) -> str:
        """``sobota``; nothing where the date is longer or vaguer than a day."""
        if not self.is_day_known or self.ends_on:
            return ""
        return as_in_a_sentence(date_format(self.starts_on, "l"))

    def hours(self) -> str:
        """``10:00–13:00``, ``10:00``; nothing where no hour is known."""
        if not self.has_hour or self.ends_on:
            return ""
        start = _clock(self.starts_on, self.starts_time)
        if self.ends_time is None:
            return start
        return f"{start}–{_clock(self.starts_on, self.ends_time)}"

    def text(self) -> str:
        """The whole in one line: ``12 grudnia 2026, sobota, 10:00–13:00``."""
        if self.has_hour and self.ends_on:
            return _("%(first)s, %(from)s – %(last)s, %(to)s") % {
                "first": long_date(self.starts_on),
                "from": _clock(self.starts_on, self.starts_time),
                "last": long_date(self.ends_on),
                "to": _clock(self.ends_on, self.ends_time),
            }
        return ", ".join(part for part in (self.days(), self.weekday(), self.hours()) if part)


def _plain(hour: time | None) -> time | None:
    """Without seconds, which nobody announces, and without a fold."""
    return hour.replace(second=0, microsecond=0, fold=0) if hour is not None else None


def _clock(day: date, hour: time) -> str:
    text = time_format(hour, "G:i")
    if is_doubled(day, hour):
        note = pgettext("hour that comes twice", "summer time").replace(" ", NBSP)
        return f"{text}{NBSP}({note})"
    return text


class WhenFields(models.Model):
    """The five fields of ``When``, with the moments that follow from them, kept for queries."""

    date_precision = ChoiceField(
        gettext_lazy("how exactly the date is known"),
        choices=DatePrecision,
        default=DatePrecision.MINUTE,
    )
    starts_on = DayField(gettext_lazy("first day"), null=True, blank=True)
    starts_time = models.TimeField(gettext_lazy("from"), null=True, blank=True)
    ends_on = DayField(gettext_lazy("last day"), null=True, blank=True)
    ends_time = models.TimeField(gettext_lazy("to"), null=True, blank=True)
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    over_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.count_moments()
        super().save(*args, **kwargs)

    @property
    def when(self) -> When:
        return When.of(self)

    def count_moments(self) -> None:
        when = self.when
        self.starts_at = when.starts_at if when.is_dated else None
        self.over_at = when.over_at
