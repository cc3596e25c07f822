"""Verbs of an author behind the secret link: confirm, correct, withdraw; the history names them."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...consultations.course import course_of
from .. import services
from ..models import Remark, Submission


@transaction.atomic
def confirm(*, submission: Submission, now: datetime | None = None) -> Submission:
    """Let the remarks of a submission count; the second time changes nothing.

    Raises ``ValidationError`` where its round is over.
    """
    now = now or timezone.now()
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.is_counted:
        return row
    if reason := reason_not_to_confirm(row, now):
        raise ValidationError(reason)
    row.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    # From now on they are among the answers to "what has changed since".
    row.remarks.update(changed_at=now)
    numbers = row.remarks.order_by("number").values_list("number", flat=True)
    _log(row.consultation, "confirm", list(numbers))
    return row


def reason_not_to_confirm(submission: Submission, now: datetime) -> str:
    """Why it cannot be confirmed now; empty where it can. A round that was put off counts."""
    course = course_of(submission.consultation.specific, now=now)
    found = [each for each in course.rounds if each.pk == submission.round_id]
    if any(course.takes_answers(each, now) for each in found):
        return ""
    return _("The round is over, so remarks can no longer be confirmed.")


@transaction.atomic
def correct(*, remark: Remark, texts: dict, now: datetime | None = None) -> Remark:
    """As ``services.correct``; logged where something has changed."""
    row = services.correct(remark=remark, texts=texts, now=now)
    if row.digest != remark.digest:
        _log(row.consultation, "correct", [row.number])
    return row


@transaction.atomic
def withdraw(*, remark: Remark, now: datetime | None = None) -> Remark:
    """As ``services.withdraw``; logged."""
    row = services.withdraw(remark=remark, now=now)
    _log(row.consultation, "withdraw", [row.number])
    return row


def _log(page, verb: str, numbers: list[int]) -> None:
    """Numbers only: the history outlives personal data."""
    log(instance=page.specific, action=f"rkres_wagtail.author_{verb}", data={"numbers": numbers})
