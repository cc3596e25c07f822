"""The course of a consultation as a time line: announced, open, analysed, report, document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ...dates import date_range, long_date, until
from ..choices import ConsultationState, OutcomeKind
from ..course import Course, first_day, last_day_of, opening, today_of
from . import words

_STEPS = ("announced", "open", "analysis", "report", "document")
_CURRENT = {
    ConsultationState.ANNOUNCED: "announced",
    ConsultationState.OPEN: "open",
    ConsultationState.ANALYSED: "analysis",
    ConsultationState.OVERDUE: "analysis",
    ConsultationState.REPORTED: "report",
}


@dataclass(frozen=True)
class Stage:
    """One step; ``is_done`` or ``is_current`` or ahead."""

    name: str
    label: str
    detail: str = ""
    is_done: bool = False
    is_current: bool = False
    #: What should be behind, and never was: a document was adopted without a report, a round
    #: was called off.
    is_left_out: bool = False

    @property
    def word(self) -> str:
        """What the mark before it says to who cannot see it."""
        if self.is_current:
            return pgettext("step of a consultation", "now")
        if self.is_done:
            return pgettext("step of a consultation", "done")
        if self.is_left_out:
            return pgettext("step of a consultation", "left out")
        return pgettext("step of a consultation", "ahead")


def stages(course: Course, now: datetime, announced_on: date | None) -> list[Stage]:
    """The five steps; the current one follows from the state."""
    state = course.state(now)
    current = _CURRENT.get(state, "document")
    if state == ConsultationState.ANNOUNCED and course.last_closed(now) is not None:
        # Between two rounds.
        current = "open"
    details = {
        "announced": long_date(announced_on) if announced_on else "",
        "open": _consulting(course, now),
        "analysis": _analysis(course, now),
        "report": _report(course, now),
        "document": _document(course),
    }
    position, found = _STEPS.index(current), []
    for number, (name, label) in enumerate(_labels()):
        is_behind = number < position
        is_left_out = is_behind and name in _left_out(course)
        is_done = is_behind and not is_left_out
        found.append(Stage(name, label, details[name], is_done, number == position, is_left_out))
    return found


def _left_out(course: Course) -> set[str]:
    """Steps that never took place."""
    left_out = set() if course.report is not None else {"report"}
    if course.rounds and course.ends_at is None:
        left_out |= {"open", "analysis"}
    return left_out


def announced_on(page, course: Course, today: date) -> date | None:
    """The day of the announcement; of history that was entered later, none unless it is said."""
    if page.announced_on:
        return page.announced_on
    if page.first_published_at is None:
        return None
    day = today_of(page.first_published_at)
    is_late = course.rounds and day > first_day(course.rounds[0])
    return None if is_late or day > today else day


def _labels() -> list[tuple[str, str]]:
    return [
        ("announced", pgettext("step of a consultation", "Announcement")),
        ("open", pgettext("step of a consultation", "Consultation")),
        ("analysis", pgettext("step of a consultation", "Analysis of the remarks")),
        ("report", pgettext("step of a consultation", "Report")),
        ("document", pgettext("step of a consultation", "Document")),
    ]


def _consulting(course: Course, now: datetime) -> str:
    if not course.rounds:
        return _("the dates will be given here")
    ends_at = course.ends_at
    if ends_at is None:
        return pgettext("step of a consultation", "called off")
    text = date_range(first_day(course.rounds[0]), last_day_of(ends_at))
    count = len(course.rounds)
    if count > 1:
        rounds = ngettext("%(count)d round", "%(count)d rounds", count) % {"count": count}
        text = f"{text} ({rounds})"
    between = course.next_round(now) if course.last_closed(now) else None
    if between is not None and course.open_round(now) is None and course.outcome is None:
        following = _("next round from %(day)s") % {"day": opening(between.starts_at)}
        text = f"{text}; {following}"
    return text


def _analysis(course: Course, now: datetime) -> str:
    if course.state(now) == ConsultationState.OVERDUE:
        return words.days_late(course, now)
    return ""


def _report(course: Course, now: datetime) -> str:
    if course.final_report is not None:
        day = published_on(course.report)
        return long_date(day) if day else ""
    if course.outcome is not None:
        return _("not published here")
    return until(course.due_on) if course.due_on else ""


def _document(course: Course) -> str:
    outcome = course.outcome
    if outcome is None:
        return ""
    label = str(OutcomeKind(outcome.kind).label)
    is_dated = outcome.decided_on and outcome.kind != OutcomeKind.UNKNOWN
    return f"{label}, {long_date(outcome.decided_on)}" if is_dated else label


def published_on(report) -> date | None:
    """The day of a report: as the office says, else when it was first published here."""
    if report.published_on:
        return report.published_on
    return today_of(report.first_published_at) if report.first_published_at else None


def closed_on(course: Course, now: datetime) -> date | None:
    """The last day on which anybody could answer; None while a round is open or lies ahead."""
    if course.open_round(now) is not None or course.next_round(now) is not None:
        return None
    return last_day_of(course.ends_at) if course.ends_at else None
