"""Verbs of a member who came by the secret link: no remarks, or a remark.

A member answers until the deadline of the assignment, whether the public round has begun or is
over: a remark becomes one of the consultation, in the round of that moment, and is marked as late
by the same rule as anybody's.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...consultations.course import today_of
from ...remarks.choices import Channel
from ...remarks.models import Remark, Submission
from ...remarks.services import locked_rules, receive
from ..choices import ReaderAnswer
from ..models import AssignedReader, Assignment
from . import log, rules
from .people import author_of

_SPACE = uuid.UUID("5b6d2f0e-6c0b-4c0a-9a53-6e9a1d6f7c42")


class TooLate(ValidationError):
    """The answer came after the deadline, or the document was taken back."""

    def __init__(self):
        super().__init__(_("Answers are no longer taken here."), code="too_late")


@transaction.atomic
def agree(*, reader: AssignedReader, now: datetime | None = None) -> AssignedReader:
    """Note that the member has no remarks; twice changes nothing.

    Raises ``TooLate``, and ``ValidationError`` for who has sent remarks that stand.
    """
    now = now or timezone.now()
    reader, _page = _locked(reader, now)
    if _standing_remarks(reader).exists():
        raise ValidationError(
            _("You have sent remarks. If they are no longer right, withdraw them first.")
        )
    if reader.answer != ReaderAnswer.NO_REMARKS or reader.recorded_by_id is not None:
        _note(reader, ReaderAnswer.NO_REMARKS, now)
    return reader


@transaction.atomic
def send_remark(
    *, reader: AssignedReader, remark: Remark, language: str = "", now: datetime | None = None
) -> Submission:
    """Store a member's remark as one of the consultation, with number, round and seal.

    The same words on the same section again give what they made before, unless it was withdrawn.
    Raises ``TooLate``, or ``ValidationError`` by field.
    """
    now = now or timezone.now()
    reader, page = _locked(reader, now)
    if reader.submissions.count() >= rules.MAX_SENDINGS:
        raise ValidationError(
            ngettext(
                "No more than %(count)d remark can be sent here. Please write to the office.",
                "No more than %(count)d remarks can be sent here. Please write to the office.",
                rules.MAX_SENDINGS,
            )
            % {"count": rules.MAX_SENDINGS}
        )
    submission = Submission(
        channel=Channel.ONLINE,
        received_at=now,
        request_key=_key_of(reader, remark),
        language=language,
        **author_of(reader.person, reader.assignment.body, today_of(now)),
    )
    stored = receive(
        consultation=page, submission=submission, remarks=[remark], rules=locked_rules(page)
    )
    if not reader.submissions.filter(pk=stored.pk).exists():
        reader.submissions.add(stored)
        _note(reader, ReaderAnswer.REMARKS, now)
    return stored


def _locked(reader: AssignedReader, now: datetime):
    """The row as it is now, and its page; in the order in which the office locks."""
    locked_rules(reader.assignment.consultation)
    assignment = Assignment.objects.select_for_update().get(pk=reader.assignment_id)
    fresh = AssignedReader.objects.select_for_update().get(pk=reader.pk)
    fresh.assignment = assignment
    page = assignment.consultation.specific
    if not rules.is_open(assignment, now) or not rules.is_published(page, now):
        raise TooLate
    return fresh, page


def _standing_remarks(reader: AssignedReader):
    rows = Remark.objects.filter(submission__assigned_readers=reader)
    return rows.filter(withdrawn_at=None, erased_at=None)


def _key_of(reader: AssignedReader, remark: Remark) -> uuid.UUID:
    """The same for the same words of the same member; no form can name that of somebody else."""
    withdrawn = Remark.objects.filter(submission__assigned_readers=reader)
    number = withdrawn.exclude(withdrawn_at=None).count()
    words = [getattr(remark, name).strip() for name in ("place", *Remark.TEXTS)]
    said = "\x1f".join([str(reader.pk), str(number), str(remark.section_id or ""), *words])
    return uuid.uuid5(_SPACE, said)


def _note(reader: AssignedReader, answer: str, now: datetime) -> None:
    reader.answer, reader.answered_at, reader.recorded_by = answer, now, None
    reader.save(update_fields=["answer", "answered_at", "recorded_by"])
    log.say(reader.assignment, "answer", None, answer=answer)
