"""Verbs of answers: one answer to one remark or to many, changed, taken away.

Permissions are the callers' matter. What somebody else wrote since the form was made is never
overwritten: ``ChangedMeanwhile``, and nothing is saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Remark, Response
from ..publication.caching import changed
from ..services import ChangedMeanwhile, claim
from . import log, rules

FIELDS = ("status", "position", "reasons", "formal_reason")


class Existing(models.TextChoices):
    """What becomes of answers that some of the remarks already have."""

    #: The chosen remarks get the new one; others that shared the old one keep it.
    REPLACE = "replace"
    #: All remarks of the old answers get the new one, too.
    JOIN = "join"


class AlreadyAnswered(ValidationError):
    """Some of the remarks have an answer and nobody said what becomes of it."""

    def __init__(self):
        message = _("Some of these remarks already have an answer. Say what becomes of it.")
        super().__init__({"existing": message}, code="already_answered")


@transaction.atomic
def answer(
    *,
    consultation,
    remarks: Sequence[Remark],
    status=None,
    position: str = "",
    reasons: str = "",
    formal_reason: str = "",
    user,
    edits: Mapping[int, int],
    existing: str = "",
) -> Response:
    """Give ``remarks`` one answer; ``edits`` is what each had when the form was made.

    Raises ``AlreadyAnswered`` where one has an answer and ``existing`` is not said,
    ``ChangedMeanwhile`` where one was changed meanwhile, ``ValidationError`` by field.
    """
    remarks = list(remarks)
    rules.check_remarks(consultation, remarks)
    if any(each.edits != edits.get(each.pk) for each in remarks):
        raise ChangedMeanwhile
    old = {each.response_id for each in remarks if each.response_id}
    if old and existing not in Existing.values:
        raise AlreadyAnswered
    if old and existing == Existing.JOIN:
        chosen = {each.pk for each in remarks}
        # Withdrawn ones keep what they were told.
        others = Remark.objects.to_answer().filter(response__in=old).exclude(pk__in=chosen)
        others = list(others)
        remarks += others
        edits = {**{each.pk: each.edits for each in others}, **edits}
    response = Response(
        consultation_id=remarks[0].consultation_id,
        status=status,
        position=position,
        reasons=reasons,
        formal_reason=formal_reason,
        changed_by=_who(user),
    )
    rules.check_response(response, consultation)
    response.save()
    _point(remarks, response, edits)
    _drop_orphans(old)
    log.log_response(response, log.WRITTEN, remarks, user=user)
    log.log_remarks(remarks, log.ANSWERED, log.words_of(response), user=user)
    return response


@transaction.atomic
def change_response(
    *,
    response: Response,
    status=None,
    position: str = "",
    reasons: str = "",
    formal_reason: str = "",
    user,
    edits: int,
) -> Response:
    """Write other words in an answer; all remarks that share it have them at once."""
    claim(response, edits)
    row = Response.objects.select_related("status", "consultation").get(pk=response.pk)
    former = {name: getattr(row, name) for name in FIELDS}
    row.status, row.position, row.reasons = status, position, reasons
    row.formal_reason = formal_reason
    rules.check_response(row, row.consultation)
    if all(getattr(row, name) == former[name] for name in FIELDS):
        return row
    row.changed_by = _who(user)
    row.save()
    # Whoever is about to replace this answer is told.
    row.remarks.update(edits=F("edits") + 1, changed_at=timezone.now())
    remarks = list(row.remarks.all())
    log.log_response(row, log.REWRITTEN, remarks, user=user)
    log.log_remarks(remarks, log.CHANGED, log.words_of(row), user=user)
    return row


@transaction.atomic
def attach(
    *,
    response: Response,
    remarks: Sequence[Remark],
    user,
    edits: Mapping[int, int],
    replaces: bool = False,
) -> Response:
    """Let ``response`` answer these remarks, too; their former answers only if ``replaces``."""
    remarks = [each for each in remarks if each.response_id != response.pk]
    rules.check_remarks(response.consultation, remarks)
    old = {each.response_id for each in remarks if each.response_id}
    if old and not replaces:
        raise AlreadyAnswered
    claim(response, response.edits)
    _point(remarks, response, edits)
    _drop_orphans(old)
    log.log_response(response, log.REWRITTEN, list(response.remarks.all()), user=user)
    log.log_remarks(remarks, log.ANSWERED, log.words_of(response), user=user)
    return response


@transaction.atomic
def detach(
    *, response: Response, remarks: Sequence[Remark], user, edits: Mapping[int, int]
) -> None:
    """Leave these remarks without an answer; an answer to nothing is deleted.

    Refused once the report is public: people have read the answer.
    """
    from ..publication.scope import answers_are_public

    remarks = [each for each in remarks if each.response_id == response.pk]
    if not remarks:
        raise ValidationError(_("Choose the remarks from which the answer is taken away."))
    if answers_are_public(response.consultation, timezone.now()):
        raise ValidationError(
            _("The answer is public with the report. Change it, or give the remark another one.")
        )
    words = log.words_of(response)
    _point(remarks, None, edits)
    log.log_remarks(remarks, log.DETACHED, words, user=user)
    left = list(response.remarks.all())
    if left:
        log.log_response(response, log.REWRITTEN, left, user=user)
    else:
        _drop_orphans({response.pk})


def _who(user):
    return user if getattr(user, "pk", None) else None


def _point(remarks: Sequence[Remark], response: Response | None, edits: Mapping[int, int]) -> None:
    """Set the answer of all of them in one UPDATE, or of none.

    Whoever comes second finds fewer rows than remarks, and is told.
    """
    by_edits = defaultdict(list)
    for each in remarks:
        by_edits[edits.get(each.pk, -1)].append(each.pk)
    same = Q()
    for number, keys in by_edits.items():
        same |= Q(edits=number, pk__in=keys)
    rows = Remark.objects.filter(same)
    if response is not None:
        rows = rows.filter(withdrawn_at=None, erased_at=None)
    done = rows.update(response=response, edits=F("edits") + 1, changed_at=timezone.now())
    if done != len(remarks):
        raise ChangedMeanwhile
    # Whoever is writing in an answer that gave a remark away, or got one, is told as well.
    touched = {each.response_id for each in remarks} - {None}
    Response.objects.filter(pk__in=touched).update(edits=F("edits") + 1)
    for each in remarks:
        each.response, each.edits = response, edits[each.pk] + 1
    # One UPDATE for many rows sends no signal.
    changed(remarks[0].consultation_id)


def _drop_orphans(keys) -> None:
    """An answer to nothing would be in nobody's list."""
    if keys:
        Response.objects.filter(pk__in=keys, remarks=None).delete()
