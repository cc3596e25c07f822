"""What must hold of documents to read; functions answer or raise, they write nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...bodies.tree import committee_of, is_body
from ...consultations.course import ONE_DAY, Course, deadline, last_day, start_of_day, today_of
from ...fields import check_day
from ...remarks.rules import standing_at
from ..choices import ReaderAnswer
from ..models import AssignedReader, Assignment

#: Characters of the message that goes with the link.
MAX_MESSAGE = 3000
#: So far ahead a deadline may lie.
MAX_DAYS = 366
#: Sendings of one member on one document; whoever has more writes to the office.
MAX_SENDINGS = 100
_MOMENT = timedelta(microseconds=1)


def is_open(assignment: Assignment, now: datetime | None = None) -> bool:
    """Whether members may answer; time ends it by itself."""
    return assignment.withdrawn_at is None and (now or timezone.now()) < assignment.due_at


def is_published(page, now: datetime | None = None) -> bool:
    """Whether the page is out, be it behind a password; a draft is given to nobody."""
    now = now or timezone.now()
    return page.live and (page.expire_at is None or page.expire_at > now)


def is_late(reader: AssignedReader) -> bool:
    """Whether an answer that the office wrote down came after the deadline."""
    return reader.answered_at is not None and reader.answered_at >= reader.assignment.due_at


# Giving -----------------------------------------------------------------------------------------


def refusal_to_assign(page) -> str:
    """Why the consultation can be given to nobody now; empty where it can."""
    if not is_published(page):
        return _(
            "Publish the consultation first: members read only what is published. The page may "
            "be behind a password."
        )
    if page.get_site() is None:
        return _("The consultation stands under no site, so there is no address to send.")
    return ""


def refusal_to_change(assignment: Assignment) -> str:
    """Why nothing can be done with a document any more; empty where something can."""
    if assignment.withdrawn_at is not None:
        return _("This document was taken back; its members were told.")
    return ""


def refusal_to_ask(assignment: Assignment, now: datetime | None = None) -> str:
    """Why nobody is asked or reminded any more."""
    if refusal := refusal_to_change(assignment):
        return refusal
    if not is_open(assignment, now):
        return _("The deadline has passed. Give a later one first.")
    if not is_published(assignment.consultation, now):
        return _("The page of the consultation is not published now.")
    return ""


def check_body(page, body) -> None:
    """Raise unless ``body`` is of the committee of the consultation."""
    own = committee_of(page)
    message = ""
    if body is None or not is_body(body):
        message = _("Choose a committee, a tier or a group.")
    else:
        other = committee_of(body)
        if own is None or other is None or own.translation_key != other.translation_key:
            message = _("“%(name)s” belongs to another committee.") % {"name": body.title}
    if message:
        raise ValidationError({"body": message})


def check_message(message: str) -> None:
    if len(message) > MAX_MESSAGE:
        raise ValidationError(
            {
                "message": ngettext(
                    "At most %(count)d character, please.",
                    "At most %(count)d characters, please.",
                    MAX_MESSAGE,
                )
                % {"count": MAX_MESSAGE}
            }
        )


# Deadlines --------------------------------------------------------------------------------------


def usual_day(course: Course, now: datetime) -> date | None:
    """The last day of the open round; None where none is open."""
    found = course.open_round(now)
    return last_day(found) if found is not None else None


def due_moment(course: Course, day: date, now: datetime) -> datetime:
    """When ``day`` is over; on the last day of the open round, when that closes."""
    found = course.open_round(now)
    if found is not None and last_day(found) == day:
        return found.ends_at
    return start_of_day(day + ONE_DAY)


def checked_due(course: Course, day: date | None, now: datetime) -> datetime:
    """The moment that ends ``day``; raises unless it lies ahead, and near enough."""
    message, due_at = "", None
    if day is None:
        message = _("Say until when the members should answer.")
    else:
        try:
            check_day(day)
            due_at = due_moment(course, day, now)
        except ValidationError as error:
            raise ValidationError({"due_on": error.messages}) from error
        if due_at <= now:
            message = _("Give a day to come: the members need time to read.")
        elif day > today_of(now) + timedelta(days=MAX_DAYS):
            message = ngettext(
                "Give a day within the next %(count)d day.",
                "Give a day within the next %(count)d days.",
                MAX_DAYS,
            ) % {"count": MAX_DAYS}
    if message:
        raise ValidationError({"due_on": message})
    return due_at


def caution_of_due(course: Course, due_at: datetime) -> str:
    """What the office should know of a deadline beside the rounds; empty where all is well."""
    if not course.rounds:
        return _("No dates of the consultation are known yet.")
    standing = standing_at(course, due_at - _MOMENT)
    if standing.is_late:
        return _(
            "The round is over by then: it closes on %(day)s. Remarks that members send after "
            "that are taken, and marked as late."
        ) % {"day": deadline(course.closing_of(standing.round))}
    if standing.round is None:
        return _("The round has not begun by then: remarks of members are taken before it opens.")
    return ""


# How far it is ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How many were asked, and how many answered."""

    asked: int = 0
    answered: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.answered

    @property
    def text(self) -> str:
        return _("answered: %(answered)d of %(asked)d") % {
            "answered": self.answered,
            "asked": self.asked,
        }


def with_progress(rows):
    """Assignments with ``asked``, ``answered`` and ``missing``."""
    has_answered = ~Q(readers__answer=ReaderAnswer.NONE)
    return rows.annotate(
        asked=Count("readers"), answered=Count("readers", filter=has_answered)
    ).annotate(missing=F("asked") - F("answered"))


def progress_of(assignment: Assignment) -> Progress:
    """Of a row that ``with_progress`` gave."""
    return Progress(assignment.asked, assignment.answered)
