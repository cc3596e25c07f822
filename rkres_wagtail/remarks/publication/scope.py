"""When the public may read remarks and answers (requirement 63); every output asks here."""

from __future__ import annotations

from datetime import datetime

from ...consultations.choices import CountedFrom
from ...consultations.report.published import report_of
from ..models import Remark
from ..services import rules_of


def table_report(page, now: datetime):
    """The published report whose table is the register, or None.

    Of a result that is known only as numbers there is no table (requirement 61).
    """
    report = report_of(page, now)
    return report if report is not None and report.counted_from == CountedFrom.REGISTER else None


def answers_are_public(page, now: datetime) -> bool:
    """Answers come out with the report, all of them at once."""
    return table_report(page, now) is not None


def remarks_are_public(page, now: datetime, rules=None) -> bool:
    """Remarks come out with the report, or at once where the consultation says so.

    ``page`` has passed its gate.
    """
    return (rules or rules_of(page)).shows_at_once or answers_are_public(page, now)


def public_rows(page, now: datetime):
    """Remarks that a reader of ``page`` finds: counted ones, readable or as a neutral trace.

    Before the report only readable ones: a trace of what nobody has read yet says nothing.
    """
    rows = Remark.objects.of(page)
    if answers_are_public(page, now):
        return rows.counted()
    return rows.readable() if rules_of(page).shows_at_once else rows.none()
