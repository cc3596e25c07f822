"""Verbs of the office: give a document to a body, add members, remind, change, take back.

Each locks what a consultation has of remarks first, so that of two requests at once the second
finds nothing to do. Permissions are the callers' matter (``remarks.permissions.may_keep``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...bodies.rules import canonical_body
from ...consultations.course import course_of, today_of
from ...remarks.rules import clean_text
from ...remarks.services import claim, locked_rules
from ...text import without_directions
from ..choices import ReaderAnswer
from ..models import AssignedReader, Assignment
from . import log, messages, rules
from .messages import Letter
from .people import circle_of


@transaction.atomic
def assign(
    *, page, body, due_on: date, user, message: str = "", now: datetime | None = None
) -> Assignment:
    """Give a consultation to the members of ``body`` until a day, and tell each by mail.

    Who has no address stands in the list, to be told otherwise; who has it to read as a member of
    another body is not asked twice. Raises ``ValidationError`` by field; then nobody is asked.
    """
    now = now or timezone.now()
    page = canonical_body(page).specific
    locked_rules(page)
    if refusal := rules.refusal_to_assign(page):
        raise ValidationError(refusal)
    rules.check_body(page, body)
    body = canonical_body(body)
    due_at = rules.checked_due(course_of(page, now=now), due_on, now)
    message = _cleaned(message)
    if any(rules.is_open(each, now) for each in _standing(page, body)):
        raise ValidationError(
            {"body": _("Its members have this document to read already. Add members there.")}
        )
    circle = circle_of(page, body, on=today_of(now))
    if not circle.people:
        raise ValidationError({"body": nobody(circle)})
    assignment = Assignment.objects.create(
        consultation_id=page.pk,
        body_id=body.pk,
        due_at=due_at,
        message=message,
        created_by=saved(user),
        created_at=now,
    )
    rows = _add(assignment, circle.people)
    reached = _tell(rows, Letter(assignment, page, message=message), now)
    log.say(
        assignment, "assign", user,
        body=body.title, until=due_at.isoformat(), readers=len(rows), told=len(reached),
    )  # fmt: skip
    return assignment


@transaction.atomic
def add_members(
    *, assignment: Assignment, user, now: datetime | None = None
) -> list[AssignedReader]:
    """Ask who has become a member since, and tell who has got an address; return who is told."""
    now = now or timezone.now()
    assignment = locked(assignment)
    if refusal := rules.refusal_to_ask(assignment, now):
        raise ValidationError(refusal)
    page = assignment.consultation.specific
    rows = _readers(assignment)
    circle = circle_of(
        page, assignment.body, on=today_of(now), asked=[each.person_id for each in rows]
    )
    fresh = _add(assignment, circle.people)
    untold = [each for each in rows if each.told_at is None and not has_answered(each)]
    letter = Letter(assignment, page, message=assignment.message)
    reached = _tell([*untold, *fresh], letter, now)
    if fresh or reached:
        log.say(assignment, "add", user, readers=len(fresh), told=len(reached))
    return reached


@transaction.atomic
def remind(*, assignment: Assignment, user, now: datetime | None = None) -> list[AssignedReader]:
    """Remind who has not answered, each person once; return who gets a message."""
    now = now or timezone.now()
    assignment = locked(assignment)
    if refusal := rules.refusal_to_ask(assignment, now):
        raise ValidationError(refusal)
    rows = to_remind(_readers(assignment))
    letter = Letter(assignment, assignment.consultation.specific, messages.REMINDER)
    reached = messages.tell(rows, letter)
    if not reached:
        raise ValidationError(
            _("There is nobody to remind: everybody who can be reached answered or was reminded.")
        )
    AssignedReader.objects.filter(pk__in=[each.pk for each in reached]).update(reminded_at=now)
    log.say(assignment, "remind", user, readers=len(reached))
    return reached


@transaction.atomic
def change_deadline(
    *,
    assignment: Assignment,
    due_on: date,
    edits: int,
    user,
    message: str = "",
    now: datetime | None = None,
) -> Assignment:
    """Set another day, earlier or later, also after the first one has passed; tell who was asked.

    Raises ``ValidationError`` by field, ``ChangedMeanwhile`` where somebody else was quicker.
    """
    now = now or timezone.now()
    assignment = locked(assignment)
    if refusal := rules.refusal_to_change(assignment):
        raise ValidationError(refusal)
    page = assignment.consultation.specific
    if refusal := rules.refusal_to_assign(page):
        raise ValidationError(refusal)
    due_at = rules.checked_due(course_of(page, now=now), due_on, now)
    if due_at == assignment.due_at:
        raise ValidationError({"due_on": _("That is the deadline already.")})
    message = _cleaned(message)
    claim(assignment, edits)
    was, assignment.due_at = assignment.due_at, due_at
    assignment.save(update_fields=["due_at"])
    # Who has not even got the first message reads all of it in this one.
    messages.take_back_unsent(assignment, user=user)
    told = [each for each in _readers(assignment) if each.told_at is not None]
    letter = Letter(assignment, page, messages.DEADLINE, message or assignment.message)
    messages.tell(told, letter)
    log.say(assignment, "deadline", user, until=due_at.isoformat(), was=was.isoformat())
    return assignment


@transaction.atomic
def withdraw_assignment(
    *, assignment: Assignment, edits: int, user, now: datetime | None = None
) -> Assignment:
    """Take a document back; who has got a message and has not answered is told.

    Answers and remarks that came stay. Twice does nothing.
    """
    now = now or timezone.now()
    assignment = locked(assignment)
    if assignment.withdrawn_at is not None:
        return assignment
    claim(assignment, edits)
    was_open = rules.is_open(assignment, now)
    known = messages.take_back_unsent(assignment, user=user)
    page = assignment.consultation.specific
    if was_open and page.get_site() is not None:
        rows = [each for each in _readers(assignment) if each.pk in known]
        waiting = [each for each in rows if not has_answered(each)]
        messages.tell(waiting, Letter(assignment, page, messages.WITHDRAWN))
    assignment.withdrawn_at = now
    assignment.save(update_fields=["withdrawn_at"])
    log.say(assignment, "withdraw", user)
    return assignment


# Pieces -----------------------------------------------------------------------------------------


def to_remind(rows: Iterable[AssignedReader]) -> list[AssignedReader]:
    """Those who were told, have not answered and were not reminded yet."""
    return [
        each
        for each in rows
        if each.told_at is not None and each.reminded_at is None and not has_answered(each)
    ]


def nobody(circle) -> str:
    """Why there is nobody to ask."""
    if circle.already:
        return _("All its members have this document to read already, in another body.")
    return _("No member of this body is known by name today.")


def locked(assignment: Assignment) -> Assignment:
    locked_rules(assignment.consultation)
    return Assignment.objects.select_for_update().get(pk=assignment.pk)


def _readers(assignment: Assignment) -> list[AssignedReader]:
    rows = AssignedReader.objects.filter(assignment=assignment)
    return list(rows.select_related("person__contact").order_by("pk"))


def _standing(page, body):
    rows = Assignment.objects.of(page).filter(withdrawn_at=None)
    return rows.filter(body__translation_key=body.translation_key)


def _add(assignment: Assignment, people) -> list[AssignedReader]:
    keys = [person.pk for person in people]
    AssignedReader.objects.bulk_create(
        AssignedReader(assignment=assignment, person_id=key) for key in keys
    )
    rows = AssignedReader.objects.filter(assignment=assignment, person__in=keys)
    return list(rows.select_related("person__contact").order_by("pk"))


def _tell(rows, letter: Letter, now: datetime) -> list[AssignedReader]:
    reached = messages.tell(rows, letter)
    AssignedReader.objects.filter(pk__in=[each.pk for each in reached]).update(told_at=now)
    return reached


def has_answered(reader: AssignedReader) -> bool:
    return reader.answer != ReaderAnswer.NONE


def _cleaned(message: str) -> str:
    message = without_directions(clean_text(message or ""))
    rules.check_message(message)
    return message


def saved(user):
    return user if getattr(user, "pk", None) else None
