"""Verbs of reports. Permissions are the callers' matter; ``user`` is who is named in the log."""

from __future__ import annotations

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from ...bodies.rules import canonical_body
from ..models import ConsultationReport
from . import rules


@transaction.atomic
def start_report(*, consultation, user) -> ConsultationReport:
    """Make the draft of the report on ``consultation``, whichever language is given.

    Raises ``ValidationError`` while no round is over, or where there is a report already.
    """
    Page = swapper.load_model("wagtailcore", "Page")
    key = canonical_body(consultation).pk
    page = Page.objects.select_for_update().get(pk=key).specific
    if reason := rules.reason_not_to_start(page):
        raise ValidationError(reason)
    report = ConsultationReport(consultation_id=page.pk, live=False)
    report.save()
    report.save_revision(user=user, clean=False)
    log(instance=report, action="rkres_wagtail.report_start", user=user)
    return report
