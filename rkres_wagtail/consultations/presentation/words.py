"""Generated sentences on consultations, with the plural forms that numbers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...dates import long_date
from ..choices import ConsultationState
from ..clock import length
from ..course import Course, closing_hour, first_day, last_day, opening, until_deadline
from ..report.numbers import opening as opening_of_report

_SHAPES = {
    ConsultationState.OPEN: "confirmed",
    ConsultationState.ANNOUNCED: "planned",
    ConsultationState.OVERDUE: "warning",
    ConsultationState.REPORTED: "held",
    ConsultationState.ADOPTED: "held",
    ConsultationState.ABANDONED: "cancelled",
}


@dataclass(frozen=True)
class StateTag:
    """A state in a word, with what it means today; ``shape`` names the mark before it."""

    state: str
    label: str
    detail: str = ""

    @property
    def text(self) -> str:
        """``otwarte · zostało 12 dni``."""
        return f"{self.label} · {self.detail}" if self.detail else self.label

    @property
    def shape(self) -> str:
        return _SHAPES.get(self.state, "")

    @property
    def is_quiet(self) -> bool:
        return self.state == ConsultationState.UNKNOWN


def state_tag(course: Course, now: datetime) -> StateTag:
    state = ConsultationState(course.state(now))
    return StateTag(state, str(state.label), _detail(state, course, now))


def _detail(state: str, course: Course, now: datetime) -> str:
    if state == ConsultationState.OPEN:
        return days_left(course, now)
    if state == ConsultationState.ANNOUNCED:
        ahead = course.next_round(now)
        return _("from %(day)s") % {"day": opening(ahead.starts_at)} if ahead else ""
    if state == ConsultationState.OVERDUE:
        return days_late(course, now)
    return ""


def result_line(course: Course, now: datetime) -> str:
    """``zostało 12 dni, do 25 października 2026, 23:59``; nothing of one that is not open."""
    left = days_left(course, now)
    if not course.days_left(now):
        # Of the last day it says the hour already.
        return left
    return f"{left}, {until_deadline(course.open_round(now).ends_at)}"


def days_left(course: Course, now: datetime) -> str:
    """``zostało 12 dni``; on the last day ``dziś ostatni dzień, do 23:59``."""
    days = course.days_left(now)
    if days is None:
        return ""
    if days == 0:
        hour = closing_hour(course.open_round(now).ends_at)
        return _("last day today, until %(hour)s") % {"hour": time_format(hour, "G:i")}
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def days_late(course: Course, now: datetime) -> str:
    """``3 dni po terminie``."""
    days = course.days_late(now)
    if not days:
        return ""
    return ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}


def length_of(round) -> str:
    """``18 dni``: as people count, the first and the last day included."""
    days = length(first_day(round), last_day(round)).inclusive
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def how_many(count: int, opened: int) -> str:
    """``Konsultacje: 17, w tym otwarte: 2``; the Polish noun has no singular."""
    if opened:
        return _("Consultations: %(count)d, of them open: %(opened)d") % {
            "count": count,
            "opened": opened,
        }
    return _("Consultations: %(count)d") % {"count": count}


def sections_count(count: int) -> str:
    """``60 części``."""
    return ngettext("%(count)d section", "%(count)d sections", count) % {"count": count}


def audience_label(page, bodies) -> str:
    """``Konsultacje dla członków: Laboratorium``; a body that is not public has no name."""
    if page.audience_id is None:
        return ""
    found = bodies.get(page.audience_id)
    if found is None:
        return _("Consultation for members only")
    return _("Consultation for members: %(body)s") % {"body": found.title}


def numbers_of(report) -> str:
    """``Wpłynęło 7 uwag od 2 podmiotów``; empty where the numbers are not known."""
    return opening_of_report(report).removesuffix(".")


def outcome_sentence(outcome) -> str:
    """What became of the document, said plainly."""
    day = long_date(outcome.decided_on) if outcome.decided_on else ""
    if outcome.kind == ConsultationState.ADOPTED:
        if day:
            return _("The document was adopted on %(day)s.") % {"day": day}
        return _("The document was adopted; the day is not known.")
    if outcome.kind == ConsultationState.ABANDONED:
        if day:
            return _("Work on the document was abandoned on %(day)s.") % {"day": day}
        return _("Work on the document was abandoned.")
    return _("What became of the document is not known.")


def round_name(round, number: int, count: int) -> str:
    """Its own name, else ``Tura 2``; of a single round ``Tura konsultacji``."""
    if round.title:
        return round.title
    if count > 1:
        return _("Round %(number)d") % {"number": number}
    return capfirst(_("round of a consultation"))
