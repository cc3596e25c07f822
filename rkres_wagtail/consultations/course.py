"""The course of a consultation: rounds, outcome and report, and what a moment makes of them.

The one place that says in which state a consultation is; page, list, API, calendar and admin ask
here (DESIGN, rules 2 and 14). Read many at once with ``courses_of``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from ..dates import date_range, long_date
from ..meetings.when import moment, zone
from ..site_settings import RkresSettings
from .choices import ConsultationState, OutcomeKind

_MOMENT = timedelta(microseconds=1)
ONE_DAY = timedelta(days=1)


# Days and hours ---------------------------------------------------------------------------------


def today_of(now: datetime) -> date:
    """The day of ``now`` in the zone of the installation."""
    return now.astimezone(zone()).date()


def start_of_day(day: date) -> datetime:
    return moment(day)


def first_day(round) -> date:
    return today_of(round.starts_at)


def last_day_of(ends_at: datetime) -> date:
    """The last day of a deadline: of midnight, the day before."""
    return today_of(ends_at - _MOMENT)


def last_day(round) -> date:
    return last_day_of(round.ends_at)


def closing_hour(ends_at: datetime) -> time:
    """The hour as it is told: 23:59 for midnight."""
    local = ends_at.astimezone(zone())
    return time(23, 59) if local.time() == time(0) else local.time()


def deadline(ends_at: datetime) -> str:
    """``25 października 2026, 23:59``."""
    return f"{long_date(last_day_of(ends_at))}, {time_format(closing_hour(ends_at), 'G:i')}"


def until_deadline(ends_at: datetime) -> str:
    """``do 25 października 2026, 23:59``."""
    return _("until %(deadline)s") % {"deadline": deadline(ends_at)}


def opening(starts_at: datetime) -> str:
    """``16 października 2026``; with the hour where it is not midnight."""
    local = starts_at.astimezone(zone())
    day = long_date(local.date())
    return day if local.time() == time(0) else f"{day}, {time_format(local.time(), 'G:i')}"


def is_cut(ends_at: datetime, outcome) -> bool:
    """Whether the consultation ended before its round did: nobody needs the date any more.

    It ended when the outcome was recorded, whatever day it names: until then the page said that
    remarks were accepted. That the result is not known ends nothing.
    """
    return (
        outcome is not None
        and outcome.kind != OutcomeKind.UNKNOWN
        and outcome.recorded_at < ends_at
    )


def closing_of(round, outcome) -> datetime:
    """When a round closes, or closed before its time."""
    return outcome.recorded_at if is_cut(round.ends_at, outcome) else round.ends_at


def period_of(round) -> str:
    """``16 października – 2 listopada 2020``."""
    return date_range(first_day(round), last_day(round))


# Reports ----------------------------------------------------------------------------------------


def after_the_day() -> timedelta:
    """From midnight of a day by UTC until it is over here, in winter time.

    The same all the year round, so that the database can add it: dates are no moments to it, and
    it may not know the zone (``querysets.has_report``).
    """
    offsets = (datetime(2000, month, 1, tzinfo=zone()).utcoffset() for month in (1, 7))
    return ONE_DAY - min(offsets)


def settles_until(report) -> datetime | None:
    """The latest closing on which ``report`` is: that of its own day (``published_on``).

    Of a report that came out here, at most a day after that. None: nobody knows, so on any.
    """
    if report.published_on is not None:
        return datetime.combine(report.published_on, time(0), tzinfo=UTC) + after_the_day()
    at = report.first_published_at
    return at + ONE_DAY if at is not None else None


# The course -------------------------------------------------------------------------------------


@dataclass
class Course:
    """What is known of one consultation. ``rounds`` are in order, each with ``extensions``.

    ``report_days``: days from the last closing to the report's due day; ``due_on`` of the page
    goes before it. ``report`` is the one that the public reads, or None.
    """

    rounds: list = field(default_factory=list)
    outcome: object = None
    report: object = None
    report_days: int = 30
    promised_on: date | None = None

    def state(self, now: datetime) -> str:
        """A ``ConsultationState``."""
        if self.outcome is not None:
            return ConsultationState(self.outcome.kind)
        if self.open_round(now) is not None:
            return ConsultationState.OPEN
        if self.next_round(now) is not None or not self.rounds:
            return ConsultationState.ANNOUNCED
        if self.final_report is not None:
            return ConsultationState.REPORTED
        is_late = self.due_on is not None and self.due_on < today_of(now)
        return ConsultationState.OVERDUE if is_late else ConsultationState.ANALYSED

    def open_round(self, now: datetime):
        """The round that takes answers; of two at once, the one that closes first."""
        found = [each for each in self.rounds if self.takes_answers(each, now)]
        return min(found, key=lambda each: each.ends_at, default=None)

    def next_round(self, now: datetime):
        """The nearest one that has not begun; after an outcome none begins."""
        if self.outcome is not None:
            return None
        return next((each for each in self.rounds if not each.has_begun(now)), None)

    def last_closed(self, now: datetime):
        """The last one in which people could answer, and can no more."""
        found = [each for each in self._held if self.closing_of(each) <= now]
        return max(found, key=lambda each: each.ends_at, default=None)

    # Rounds that an outcome cut short --------------------------------------------------------

    def takes_answers(self, round, now: datetime) -> bool:
        """Whether people may answer in ``round``: after an outcome, never."""
        return self.outcome is None and round.is_open(now)

    def is_cut(self, round) -> bool:
        """Whether ``round`` ended before its time, or never began."""
        return is_cut(round.ends_at, self.outcome)

    def is_called_off(self, round) -> bool:
        """Whether the outcome came before ``round`` began."""
        return self.is_cut(round) and self.outcome.recorded_at <= round.starts_at

    def closing_of(self, round) -> datetime:
        """When ``round`` closes, or closed before its time."""
        return closing_of(round, self.outcome)

    @property
    def _held(self) -> list:
        return [each for each in self.rounds if not self.is_called_off(each)]

    @property
    def ends_at(self) -> datetime | None:
        """When the last of all rounds closes; None where none takes place."""
        return max(map(self.closing_of, self._held), default=None)

    @property
    def final_report(self):
        """The report, unless it came before the last closing and the last word is not said."""
        if self.report is None or self.outcome is not None or self.ends_at is None:
            return self.report
        until = settles_until(self.report)
        return self.report if until is None or self.ends_at <= until else None

    @property
    def is_interim(self) -> bool:
        """Whether the report that there is, is on an earlier round only."""
        return self.report is not None and self.final_report is None

    @property
    def due_on(self) -> date | None:
        """The last day for the report (Act of 6.12.2006, art. 6(6)); None without rounds."""
        if self.promised_on is not None:
            return self.promised_on
        ends_at = self.ends_at
        return last_day_of(ends_at) + timedelta(days=self.report_days) if ends_at else None

    def days_left(self, now: datetime) -> int | None:
        """Whole days until the last day of the open round: 0 on that day; None when not open."""
        if self.state(now) != ConsultationState.OPEN:
            return None
        return (last_day(self.open_round(now)) - today_of(now)).days

    def days_late(self, now: datetime) -> int | None:
        """Days since the report was due; None when it is not overdue."""
        if self.state(now) != ConsultationState.OVERDUE:
            return None
        return (today_of(now) - self.due_on).days

    @property
    def is_history(self) -> bool:
        """Whether all of it was entered afterwards: nothing is known of days but what was typed."""
        return bool(self.rounds) and all(each.was_recorded_afterwards for each in self.rounds)

    def boundaries(self) -> list[datetime]:
        """Moments at which the state or a count of days changes by itself; none after an outcome.

        Days left change at midnights, which ``next_change`` adds.
        """
        if self.outcome is not None:
            return []
        found = [moment for each in self.rounds for moment in (each.starts_at, each.ends_at)]
        if self.due_on is not None and self.final_report is None:
            found.append(start_of_day(self.due_on + timedelta(days=1)))
        return found

    def next_change(self, now: datetime) -> datetime | None:
        """The nearest moment at which something that is shown changes by itself."""
        if self.outcome is not None:
            return None
        ahead = [each for each in self.boundaries() if each > now]
        if self.state(now) in (ConsultationState.OPEN, ConsultationState.OVERDUE):
            ahead.append(start_of_day(today_of(now) + timedelta(days=1)))
        return min(ahead, default=None)


# Reading ----------------------------------------------------------------------------------------


def course_of(page, *, now: datetime | None = None) -> Course:
    """The course of one consultation (any language of its page)."""
    return courses_of([page], now=now)[page.translation_key]


def courses_of(
    pages: Iterable, *, now: datetime | None = None, report_days: int | None = None
) -> dict:
    """Courses by ``translation_key``, in a constant number of queries (four).

    ``pages`` are consultations as their own classes. ``report_days`` None: those of the site of
    the first page.
    """
    from .models import ConsultationOutcome, ConsultationReport, Round

    pages, now = list(pages), now or timezone.now()
    if not pages:
        return {}
    if report_days is None:
        report_days = report_days_of(pages[0])
    key = "consultation__translation_key"
    keys = {page.translation_key for page in pages}
    rounds = defaultdict(list)
    found = Round.objects.filter(**{f"{key}__in": keys}).select_related("consultation")
    for row in found.prefetch_related("extensions").order_by("starts_at", "pk"):
        rounds[row.consultation.translation_key].append(row)
    outcomes = {
        row.consultation.translation_key: row
        for row in ConsultationOutcome.objects.filter(**{f"{key}__in": keys}).select_related(
            "consultation", "act"
        )
    }
    reports = {
        row.consultation.translation_key: row
        for row in ConsultationReport.objects.published(now)
        .filter(**{f"{key}__in": keys})
        .select_related("consultation")
    }
    return {
        page.translation_key: Course(
            rounds=rounds.get(page.translation_key, []),
            outcome=outcomes.get(page.translation_key),
            report=reports.get(page.translation_key),
            report_days=report_days,
            promised_on=page.report_due_on,
        )
        for page in pages
    }


def report_days_of(page) -> int:
    """Days for the report, as the settings of the page's site say."""
    return settings_of(page).report_days


def settings_of(page) -> RkresSettings:
    """The settings of the page's site; the usual ones where it has none."""
    site = page.get_site()
    return RkresSettings.for_site(site) if site is not None else RkresSettings()
