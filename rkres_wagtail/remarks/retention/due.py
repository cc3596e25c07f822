"""When names and addresses of a consultation are due to go, and what there is to go."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from ...consultations.course import course_of, settings_of, today_of
from ...dates import long_date
from ..services import rules_of
from . import emptying


@dataclass(frozen=True)
class Plan:
    """``due_on`` None: nobody knows yet, for ``reason``. ``counts`` is what would go today."""

    page: object
    months: int
    outcome_on: date | None
    due_on: date | None
    is_due: bool
    #: Why it is not done by itself today; empty where it is.
    reason: str
    #: Why it cannot be done by hand either.
    refusal: str
    counts: dict[str, int] = field(default_factory=dict)
    anonymised_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    year = min(year, date.max.year)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def plan_of(page, now: datetime) -> Plan:
    """When names of a consultation go, and what is there to go."""
    page = page.specific
    rules, course = rules_of(page), course_of(page, now=now)
    months = rules.retention_months or settings_of(page).retention_months
    outcome_on = _day_of(course.outcome)
    due_on = months_later(outcome_on, months) if outcome_on else None
    is_due = due_on is not None and due_on <= today_of(now)
    return Plan(
        page=page,
        months=months,
        outcome_on=outcome_on,
        due_on=due_on,
        is_due=is_due,
        reason="" if is_due else _reason(course, due_on, now),
        refusal=_refusal(course, now),
        counts=emptying.count(page),
        anonymised_at=rules.anonymised_at,
    )


def _day_of(outcome) -> date | None:
    if outcome is None:
        return None
    return outcome.decided_on or today_of(outcome.recorded_at)


def _reason(course, due_on: date | None, now: datetime) -> str:
    if due_on is not None:
        return _("They are kept until %(day)s.") % {"day": long_date(due_on)}
    ended = course.last_closed(now)
    if course.report is not None:
        return _(
            "The report is published, but no outcome is recorded, so nothing is removed. Record "
            "the outcome; if nobody knows it, say so."
        )
    if ended is not None:
        return _("No outcome is recorded yet, so nothing is removed.")
    return _("The consultation is not over yet, so nothing is removed.")


def _refusal(course, now: datetime) -> str:
    if course.open_round(now) is not None:
        return _("A round is open: people still need their links.")
    if course.next_round(now) is not None:
        return _("A round lies ahead: people still need their links.")
    return ""
