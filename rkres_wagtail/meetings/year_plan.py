"""The plan of a committee's year: what is there, what is missing, and drafts of that.

Reads and proposes only; ``plan_services`` writes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from .agenda_text import ParsedAgenda, parse_agenda
from .choices import DatePrecision
from .plan_bodies import bodies_of
from .planning import YearOfBody, holiday_name, is_quiet, propose_days
from .querysets import is_cancelled, is_of_year, meetings
from .rules import closed_reason
from .when import When, local_today

_TITLE_LENGTH = 255


@dataclass(frozen=True)
class PlanSettings:
    """What the office says before days are proposed; ``counts`` by the body's page id."""

    year: int
    weekday: int
    starts_time: time | None = None
    ends_time: time | None = None
    place_name: str = ""
    place_address: str = ""
    counts: dict[int, int] = field(default_factory=dict)

    def when(self, day: date) -> When:
        precision = DatePrecision.DAY if self.starts_time is None else DatePrecision.MINUTE
        return When(precision, day, self.starts_time, None, self.ends_time).normalised()


@dataclass
class Row:
    """A proposed meeting: of which body, on which day; ``error`` says why it cannot be."""

    body: object
    day: date | None
    title: str
    is_chosen: bool = True
    typed: str = ""
    error: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.day.weekday()]).lower() if self.day else ""


@dataclass(frozen=True)
class YearOf:
    """How many meetings one body has and gets."""

    body: object
    wanted: int
    existing: int
    proposed: int

    @property
    def out_of_time(self) -> int:
        """Meetings for which there is no day left in the year, or in the time of the body."""
        return max(0, self.wanted - self.existing - self.proposed)


class YearPlan:
    """One list of meetings in one year: its bodies, the meetings that are there, proposals."""

    def __init__(self, listing, settings: PlanSettings):
        self.listing, self.settings = listing, settings
        self.committee = listing.committee
        self.bodies = bodies_of(listing)

    @cached_property
    def existing(self) -> list[tuple]:
        """(key, day, title, body's key) of this year's meetings, without cancelled ones."""
        keys = [body.translation_key for body in self.bodies]
        rows = meetings().filter(is_of_year(self.settings.year), alias_of=None)
        rows = rows.exclude(is_cancelled()).filter(bodies__translation_key__in=keys)
        fields = ("translation_key", "starts_on", "title", "bodies__translation_key")
        return sorted(set(rows.values_list(*fields)), key=str)

    @property
    def digest(self) -> str:
        """Changes with every meeting of the year that is added, moved, cancelled or removed."""
        return hashlib.sha256(repr(self.existing).encode()).hexdigest()[:32]

    def days_of(self, body) -> tuple[date, ...]:
        return tuple(day for _k, day, _t, key in self.existing if key == body.translation_key)

    def propose(self) -> list[Row]:
        """Rows for what is missing, by day; a day that another body has is left to it."""
        taken = {day for _key, day, _title, _body in self.existing}
        rows = []
        for body in self.bodies:
            days = propose_days(self._year_of(body, taken))
            taken.update(days)
            rows += [Row(body, day, self.title(body)) for day in days]
        rows.sort(key=lambda row: row.day)
        self.check(rows)
        return rows

    def _year_of(self, body, taken) -> YearOfBody:
        today, first = local_today(), body.active_from
        if self.settings.year == today.year:
            first = max(first or today, today)
        return YearOfBody(
            year=self.settings.year,
            count=self.settings.counts.get(body.pk, 0),
            weekday=self.settings.weekday,
            existing=self.days_of(body),
            first=first,
            last=body.active_to,
            taken=frozenset(taken),
        )

    def summary(self, rows: list[Row]) -> list[YearOf]:
        """Numbers of the bodies that are to meet, or do."""
        proposed = Counter(row.body.pk for row in rows)
        years = [
            YearOf(
                body,
                self.settings.counts.get(body.pk, 0),
                len(self.days_of(body)),
                proposed[body.pk],
            )
            for body in self.bodies
        ]
        return [year for year in years if year.wanted or year.existing]

    def title(self, body) -> str:
        """The committee's word for a meeting, and whose it is, in the language of the list."""
        with translation.override(self.listing.locale.language_code):
            word = self.committee.meeting_label or pgettext("title of a meeting", "Meeting")
        word = capfirst(word)
        is_committee = body.translation_key == self.committee.translation_key
        genitive = self.committee.name_genitive if is_committee else ""
        return f"{word} {genitive}"[:_TITLE_LENGTH] if genitive else _named(word, body.title)

    def agenda(self) -> ParsedAgenda:
        """The usual agenda of the list, with which every draft begins."""
        return parse_agenda(self.listing.agenda_template)

    def hours_error(self) -> str:
        """What is wrong with the usual hours on any day; empty when nothing is."""
        errors = self.settings.when(date(self.settings.year, 1, 2)).errors()
        return next(iter(errors.values()), "")

    # Checks ------------------------------------------------------------------------------------

    def check(self, rows: Iterable[Row]) -> bool:
        """Set error and warnings of every row; True if no chosen one has an error."""
        rows = list(rows)
        days = Counter(row.day for row in rows if row.is_chosen and row.day)
        titles: dict[date, set] = {}
        for key, day, title, _body in self.existing:
            titles.setdefault(day, set()).add((key, title))
        for row in rows:
            row.error = self._error(row)
            row.warnings = [] if row.error else list(_warnings_of_day(row.day))
            if row.error:
                continue
            for _key, title in sorted(titles.get(row.day, ()), key=str):
                row.warnings.append(
                    _("on that day there already is “%(title)s”") % {"title": title}
                )
            if row.is_chosen and days[row.day] > 1:
                row.warnings.append(_("another meeting of this plan is on that day"))
        return not any(row.error for row in rows if row.is_chosen)

    def _error(self, row: Row) -> str:
        if row.day is None:
            return _("“%(typed)s” is no day. Write it like 31.01.%(year)d.") % {
                "typed": row.typed[:40],
                "year": self.settings.year,
            }
        if row.day.year != self.settings.year:
            return _("The day is not in the year %(year)d.") % {"year": self.settings.year}
        when = self.settings.when(row.day)
        errors = when.errors()
        return next(iter(errors.values()), "") or closed_reason(row.body, when)


def _named(word: str, name: str) -> str:
    return f"{word}: {name}"[:_TITLE_LENGTH]


def _warnings_of_day(day: date) -> Iterable[str]:
    language = "pl" if (get_language() or "").startswith("pl") else "en_US"
    if name := holiday_name(day, language):
        yield _("public holiday: %(name)s") % {"name": name}
    if day.weekday() > 4:
        yield _("weekend")
    if is_quiet(day) and not name:
        yield _("time of holidays")
    if day < local_today():
        yield _("this day has passed")
