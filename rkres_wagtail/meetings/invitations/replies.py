"""Answers to invitations: by the secret link, or noted by the office."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..querysets import meeting_model
from .facts import date_mark, dump_when
from .models import Invitation, Reply
from .rules import MAX_NOTE, choices_for, reply_refusal


@transaction.atomic
def record_reply(
    *, invitation: Invitation, reply: str, note: str = "", user, now: datetime | None = None
) -> Invitation:
    """Note for somebody what they answered by telephone; "no reply yet" clears it.

    Also after the meeting: an excuse may come late.
    """
    fresh = _open(invitation)
    if reply not in Reply.values:
        raise ValidationError({"reply": _("Choose an answer.")})
    _answer(fresh, _page_of(fresh), reply, note, user=user, now=now)
    # No name and no answer: editors read the history of a page, members are the office's.
    log(
        instance=fresh.meeting,
        action="rkres_wagtail.invitation_reply",
        user=user,
        data={"invitation": fresh.pk},
    )
    return fresh


@transaction.atomic
def reply_by_link(
    *,
    invitation: Invitation,
    reply: str,
    note: str = "",
    seen: str = "",
    now: datetime | None = None,
) -> Invitation:
    """Take the answer of the person who has the link; may be changed until the start.

    An empty ``note`` with the same answer leaves the earlier note. ``seen`` is the date on the
    page on which they answered (``facts.date_mark``): an answer to a date that has been changed
    meanwhile is none. Raises ``ValidationError``.
    """
    fresh = _open(invitation)
    page = _page_of(fresh)
    if refusal := reply_refusal(page, now):
        raise ValidationError(refusal, code="closed")
    if seen and seen != date_mark(page):
        raise ValidationError(
            _("The date has been changed in the meantime. Read it, then answer again.")
        )
    if reply not in choices_for(page):
        raise ValidationError({"reply": _("Choose an answer.")})
    is_same = reply == fresh.reply
    if reply == Reply.DEPUTY and not note.strip() and not (is_same and fresh.reply_note):
        raise ValidationError({"note": _("Say who will come instead of you.")})
    if is_same and not note.strip():
        note = fresh.reply_note
    _answer(fresh, page, reply, note, user=None, now=now)
    return fresh


def _answer(invitation: Invitation, page, reply: str, note: str, *, user, now) -> None:
    note = note.strip()
    if len(note) > MAX_NOTE:
        raise ValidationError({"note": too_long(MAX_NOTE)})
    invitation.reply = reply
    invitation.reply_note = note
    invitation.replied_at = (now or timezone.now()) if reply else None
    invitation.replied_by = user if reply and getattr(user, "pk", None) else None
    # Somebody may know the new date before the message of it: then their answer is to that one.
    invitation.told = {**invitation.told, "answered": dump_when(page.when)}
    fields = ["reply", "reply_note", "replied_at", "replied_by", "told"]
    invitation.save(update_fields=fields)


def _page_of(invitation: Invitation):
    return meeting_model()._default_manager.get(pk=invitation.meeting_id)


def _open(invitation: Invitation) -> Invitation:
    fresh = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if fresh.withdrawn_at is not None:
        raise ValidationError(_("This invitation has been taken back."), code="withdrawn")
    return fresh


def too_long(most: int) -> str:
    return _("At most %(count)d characters, please.") % {"count": most}
