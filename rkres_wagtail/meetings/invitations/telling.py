"""Telling invited people something, once each, in the transaction of what caused it.

A message that is still in the outbox when there is something newer is taken back: nobody is told
on Monday what was no longer true on Sunday. Whoever has got nothing yet gets a whole invitation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from ...outbox.models import MessageStatus, OutgoingMessage
from ...outbox.services import OPEN, enqueue
from ...outbox.services import withdraw as withdraw_message
from . import messages
from .briefing import Briefing
from .facts import facts_of, is_answer_to_other_date, next_sequence
from .invitees import address_of
from .models import Invitation, Reply
from .rules import choices_for

_FIELDS = ("tellings", "told", "told_at")
_ANSWER = ("reply", "reply_note", "replied_at", "replied_by")
_REACHED = (MessageStatus.SENT, MessageStatus.SENDING, MessageStatus.UNCERTAIN)


def key_of(invitation: Invitation, number: int | None = None) -> str:
    """The outbox's key of a message to this person: of the last one, if no number is given."""
    return f"invitation:{invitation.pk}:{number or invitation.tellings}"


def states_of(invitations: Iterable[Invitation]) -> dict[str, OutgoingMessage]:
    """The messages that were written to these people, by key, without their texts; one query."""
    keys = [key_of(each, number) for each in invitations for number in range(1, each.tellings + 1)]
    rows = OutgoingMessage.objects.filter(key__in=keys).defer(
        "text", "html", "attachments", "headers"
    )
    return {row.key: row for row in rows}


def take_back(invitations: Iterable[Invitation], user) -> dict[int, bool]:
    """Take back what is still open; say who has got something, by primary key."""
    invitations = list(invitations)
    rows = states_of(invitations)
    known: dict[int, bool] = defaultdict(bool)
    for invitation in invitations:
        for number in range(1, invitation.tellings + 1):
            row = rows.get(key_of(invitation, number))
            if row is None:
                continue
            is_taken_back = row.state in OPEN and withdraw_message(row, user=user)
            # What could no longer be taken back is on its way.
            is_out = row.state in _REACHED or (row.state in OPEN and not is_taken_back)
            known[invitation.pk] |= is_out
    return known


@dataclass
class Telling:
    """One occasion on which people who are invited to one meeting are told something."""

    page: object
    user: object
    now: object = None
    message: str = ""
    #: What everybody was told before, also those who were taken off the list.
    told: list[dict] = field(default_factory=list)
    #: Whether calendars need a higher number although the facts are the same.
    is_new: bool = False

    def __post_init__(self):
        self.now = self.now or timezone.now()
        self.facts = facts_of(self.page)
        self.sequence = next_sequence(self.page, self.facts, self.told, is_new=self.is_new)
        self.writer = messages.Writer(
            Briefing.of(self.page, self.now),
            message=self.message,
            sequence=self.sequence,
            facts=self.facts,
        )

    def tell(self, invitations: list[Invitation], kind: str) -> list[Invitation]:
        """Enqueue a message of ``kind`` to each and note what it says; return who gets one."""
        known = take_back(invitations, self.user)
        reached, noted, voided = [], [], []
        for invitation in invitations:
            own = self._kind_for(kind, known[invitation.pk])
            has_address = bool(address_of(invitation.person))
            if own and not has_address:
                continue
            if kind != messages.WITHDRAWN and self._set_reply_aside(invitation):
                voided.append(invitation)
            if own:
                reached.append((invitation, own, self.writer.mail(invitation, own)))
            self._note(invitation, kind)
            noted.append(invitation)
        Invitation.objects.bulk_update(noted, _FIELDS, batch_size=100)
        # Of the others the answer is left alone: it may have come while this was written.
        Invitation.objects.bulk_update(voided, _ANSWER, batch_size=100)
        for invitation, own, mail in reached:
            stored = messages.CANCELLED if own == messages.WITHDRAWN else own
            enqueue(kind=stored, key=key_of(invitation), about=invitation, **mail)
        return [invitation for invitation, _own, _mail in reached]

    @staticmethod
    def _kind_for(kind: str, has_got_something: bool) -> str:
        if has_got_something or kind == messages.INVITATION:
            return kind
        return messages.INVITATION if kind == messages.CHANGE else ""

    def _note(self, invitation: Invitation, kind: str) -> None:
        invitation.tellings += 1
        invitation.told_at = self.now
        if kind == messages.WITHDRAWN:
            invitation.told = {"sequence": self.sequence}
            return
        kept = {"earlier": invitation.told.get("earlier")}
        if invitation.is_answered:
            kept["answered"] = invitation.told.get("answered")
        kept = {key: value for key, value in kept.items() if value}
        invitation.told = {**self.facts, "sequence": self.sequence, **kept}

    def _set_reply_aside(self, invitation: Invitation) -> bool:
        """An answer to another date, or to come online where one no longer can, is none.

        The office still reads it, as what was answered before.
        """
        is_void = is_answer_to_other_date(invitation.told, self.facts) or (
            invitation.reply == Reply.REMOTE and Reply.REMOTE not in choices_for(self.page)
        )
        if not invitation.is_answered or not is_void or self.facts["cancelled"]:
            return False
        earlier = {"reply": invitation.reply, "note": invitation.reply_note}
        invitation.told = {**invitation.told, "earlier": earlier}
        invitation.reply, invitation.reply_note = Reply.NONE, ""
        invitation.replied_at = invitation.replied_by = None
        return True
