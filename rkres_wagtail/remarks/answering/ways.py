"""From the register to the report, for whoever may write it."""

from __future__ import annotations

from ...consultations.models import ConsultationReport
from ...consultations.report import rules
from ...consultations.report.permissions import may_keep
from ...consultations.report.ways import edit_url


def _report(page):
    return ConsultationReport.objects.of(page).select_related("consultation").first()


def has_report(page, user) -> bool:
    """Whether there is one that ``user`` may open."""
    report = _report(page)
    if report is None:
        return False
    return any(may_keep(report.consultation, user, each) for each in ("change", "view"))


def report_url(page) -> str:
    """Only where ``has_report``."""
    return edit_url(_report(page))


def may_start_report(page, user) -> bool:
    """Whether ``user`` may begin one now."""
    if _report(page) is not None or not may_keep(page, user, "add"):
        return False
    return not rules.reason_not_to_start(page)
