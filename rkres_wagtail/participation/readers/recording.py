"""What somebody answered by telephone, by mail or in person, written down by the office."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...consultations.course import start_of_day, today_of
from ...remarks.services import ChangedMeanwhile
from ..choices import ReaderAnswer
from ..models import AssignedReader, Assignment
from . import log, rules
from .services import has_answered, locked, saved

_NOON = timedelta(hours=12)


@transaction.atomic
def record_answer(
    *,
    reader: AssignedReader,
    answer: str,
    was: str,
    received_on: date | None,
    user,
    now: datetime | None = None,
) -> AssignedReader:
    """Write down what somebody answered by telephone or by mail; ``none`` takes that back.

    ``was`` is the answer that the office saw. What a member answered by the link is theirs.
    Remarks themselves are entered in the register of remarks.
    """
    now = now or timezone.now()
    assignment = locked(reader.assignment)
    reader = AssignedReader.objects.select_for_update().get(pk=reader.pk)
    if refusal := rules.refusal_to_change(assignment):
        raise ValidationError(refusal)
    if reader.answer != was:
        raise ChangedMeanwhile
    if has_answered(reader) and reader.recorded_by_id is None:
        raise ValidationError(_("This person has answered by the link; that answer stands."))
    if answer not in ReaderAnswer.values:
        raise ValidationError({"answer": _("Choose what the person answered.")})
    is_none = answer == ReaderAnswer.NONE
    if not is_none:
        _check_received(assignment, received_on, now)
    reader.answer = answer
    reader.answered_at = None if is_none else _moment_of(received_on, now)
    reader.recorded_by = None if is_none else saved(user)
    reader.save(update_fields=["answer", "answered_at", "recorded_by"])
    log.say(assignment, "record", user, answer=answer)
    return reader


def _check_received(assignment: Assignment, day: date | None, now: datetime) -> None:
    message = ""
    if day is None:
        message = _("Give the day on which the answer came.")
    elif day > today_of(now):
        message = _("That day is still to come.")
    elif day < today_of(assignment.created_at):
        message = _("That was before the members were asked.")
    if message:
        raise ValidationError({"received_on": message})


def _moment_of(day: date, now: datetime) -> datetime:
    """Of an earlier day noon: nobody says the hour."""
    if day == today_of(now):
        return now
    return start_of_day(day) + _NOON
