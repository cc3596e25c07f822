"""Verbs of invitations: invite, tell, take back; answers are in ``replies``.

Each locks the meeting first, so that of two requests at once the second finds nothing to do.
Permissions are the callers' matter; ``user`` is who is named in the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..choices import MeetingStatus
from ..services import lock
from . import messages
from .facts import facts_of, is_outdated, told_page
from .invitees import invitees_of, name_of
from .models import Invitation, Reply
from .replies import record_reply, reply_by_link, too_long
from .rules import MAX_MESSAGE, refusals
from .telling import Telling, take_back

__all__ = [
    "invite",
    "record_reply",
    "repeat_invitation",
    "reply_by_link",
    "tell_cancelled",
    "tell_changes",
    "tell_of_change",
    "withdraw_invitation",
]


@transaction.atomic
def invite(
    *, meeting, people: Iterable, user, message: str = "", now: datetime | None = None
) -> list[Invitation]:
    """Invite ``people`` (of the class ``Person``) by mail; return the invitations that are new.

    Who has been invited already is left alone, so that a list may be sent twice. ``message`` is
    the office's own paragraph. Raises ``ValidationError`` where the meeting cannot be invited
    to, and for a person who is no member that day or has no e-mail address; then nobody is.
    """
    page = _locked(meeting)
    _refuse(refusals(page, now))
    if len(message) > MAX_MESSAGE:
        raise ValidationError({"message": too_long(MAX_MESSAGE)})
    people = {person.pk: person for person in people}
    _check_people(page, people.values())
    every = list(Invitation.objects.of(page))
    standing = {each.person_id for each in every if each.withdrawn_at is None}
    wanted = [pk for pk in people if pk not in standing]
    if not wanted:
        return []
    told = [each.told for each in every]
    _restore(page, wanted, every, user)
    found = list(_with_people(Invitation.objects.of(page).filter(person__in=wanted)))
    reached = Telling(page, user, now, message.strip(), told).tell(found, messages.INVITATION)
    _log(page, "invite", user, count=len(reached))
    return reached


@transaction.atomic
def repeat_invitation(
    *, invitation: Invitation, user, message: str = "", now: datetime | None = None
) -> Invitation:
    """Send a whole invitation once more, e.g. to an address that was corrected."""
    page = _locked(invitation.meeting)
    _refuse(refusals(page, now))
    every = Invitation.objects.of(page)
    fresh = _with_people(every).get(pk=invitation.pk)
    if fresh.withdrawn_at is not None:
        raise ValidationError(_("This invitation has been taken back."))
    told = [each.told for each in every]
    if not Telling(page, user, now, message.strip(), told).tell([fresh], messages.INVITATION):
        raise ValidationError(_no_address(fresh.person))
    _log(page, "invitation_repeat", user, invitation=fresh.pk)
    return fresh


@transaction.atomic
def tell_changes(
    *, meeting, user, message: str = "", now: datetime | None = None
) -> list[Invitation]:
    """Send an update to those who were told something else than holds now; return them.

    Nothing is sent to who knows it already, whatever happened in between, nor once the meeting
    is over.
    """
    page = _locked(meeting)
    if page.status == MeetingStatus.CANCELLED:
        return _tell(page, messages.CANCELLED, user, now, message)
    return _tell(page, messages.CHANGE, user, now, message)


@transaction.atomic
def tell_cancelled(*, meeting, user, now: datetime | None = None) -> list[Invitation]:
    """Tell the invited that the meeting was cancelled; raises where it was not."""
    page = _locked(meeting)
    if page.status != MeetingStatus.CANCELLED:
        raise ValidationError(_("This meeting has not been cancelled."))
    return _tell(page, messages.CANCELLED, user, now)


def tell_of_change(page, *, user) -> int:
    """What moving and cancelling call: tell whoever is invited; return how many were told."""
    return len(tell_changes(meeting=page, user=user))


@transaction.atomic
def withdraw_invitation(
    *, invitation: Invitation, user, tell: bool = True, now: datetime | None = None
) -> Invitation:
    """Take an invitation back; the link then says so. ``tell`` sends the person a message.

    An invitation that has not left the outbox is taken back there, whether ``tell`` or not, and
    nothing is sent to that person.
    """
    page = _locked(invitation.meeting)
    every = list(_with_people(Invitation.objects.of(page)))
    fresh = next(each for each in every if each.pk == invitation.pk)
    if fresh.withdrawn_at is not None:
        return fresh
    now = now or timezone.now()
    if tell and not page.is_over(now) and page.get_site() is not None:
        told = [each.told for each in every]
        telling = Telling(page, user, now, told=told, is_new=True)
        telling.tell([fresh], messages.WITHDRAWN)
    else:
        take_back([fresh], user)
    fresh.withdrawn_at = now
    fresh.save(update_fields=["withdrawn_at"])
    _log(page, "invitation_withdraw", user, invitation=fresh.pk)
    return fresh


# Pieces ---------------------------------------------------------------------------------------


def _locked(meeting):
    """The meeting as it is published, locked with all its language versions.

    Those who are invited already are told in the language in which they were invited.
    """
    lock(meeting)
    # Answers lock their own row alone: one that comes now waits, and is not written over.
    rows = Invitation.objects.of(meeting).select_for_update().order_by("pk")
    list(rows.values_list("pk", flat=True))
    return told_page(meeting)


def _tell(page, kind: str, user, now, message: str = "") -> list[Invitation]:
    now = now or timezone.now()
    if page.is_over(now) or page.get_site() is None:
        return []
    every = list(_with_people(Invitation.objects.of(page)))
    facts = facts_of(page)
    outdated = [
        each for each in every if each.withdrawn_at is None and is_outdated(each.told, facts)
    ]
    if not outdated:
        return []
    told = [each.told for each in every]
    reached = Telling(page, user, now, message.strip(), told).tell(outdated, kind)
    if reached:
        _log(page, "invitation_tell", user, count=len(reached))
    return reached


def _restore(page, wanted: list[int], every: list[Invitation], user) -> None:
    """Make rows for those who have none, and let withdrawn ones stand again."""
    known = {each.person_id for each in every}
    by = user if getattr(user, "pk", None) else None
    Invitation.objects.bulk_create(
        Invitation(meeting_id=page.pk, person_id=pk, invited_by=by)
        for pk in wanted
        if pk not in known
    )
    again = Invitation.objects.of(page).filter(person__in=[pk for pk in wanted if pk in known])
    again.update(
        withdrawn_at=None,
        invited_by=by,
        invited_at=timezone.now(),
        reply=Reply.NONE,
        reply_note="",
        replied_at=None,
        replied_by=None,
    )


def _check_people(page, people) -> None:
    seats = invitees_of(page).by_person()
    for person in people:
        if person.pk not in seats:
            raise ValidationError(
                _("%(name)s is no member of a body that meets, nor a deputy, on that day.")
                % {"name": name_of(person)}
            )
        if not seats[person.pk].email:
            raise ValidationError(_no_address(person))


def _with_people(rows):
    return rows.select_related("person__contact").order_by("pk")


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise ValidationError(reasons)


def _no_address(person) -> str:
    return _("%(name)s has no e-mail address that could be used.") % {"name": name_of(person)}


def _log(page, action: str, user, **data) -> None:
    # No names and no answers: editors read the history of a page, members are the office's.
    log(instance=page, action=f"rkres_wagtail.{action}", user=user, data=data)
