"""Who was invited, what they answered and whether the mail arrived, for the office."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from ...outbox.models import MessageStatus, OutgoingMessage
from .facts import Difference, differences, facts_of, is_outdated, told_page
from .invitees import Invitee, Invitees, address_of, invitees_of, name_of
from .models import Invitation, Reply
from .telling import key_of

_TROUBLE = (MessageStatus.FAILED, MessageStatus.UNCERTAIN, MessageStatus.EXPIRED)


@dataclass(frozen=True)
class Summary:
    """Numbers of one meeting; ``people`` are all who could be invited by name."""

    people: int
    invited: int
    counts: dict[str, int]

    @property
    def answered(self) -> int:
        return self.invited - self.counts.get(Reply.NONE, 0)

    def text(self) -> str:
        """``Zaproszono: 17 z 19. Odpowiedzi: 12 (będzie: 9, …)``."""
        numbers = {"invited": self.invited, "all": max(self.people, self.invited)}
        told = _("Invited: %(invited)d of %(all)d.") % numbers
        if not self.invited:
            return told
        answers = _("Answers: %(count)d") % {"count": self.answered}
        parts = [
            f"{reply.label}: {self.counts[reply]}"
            for reply in Reply
            if reply and self.counts.get(reply)
        ]
        return f"{told} {answers} ({', '.join(parts)})." if parts else f"{told} {answers}."


def summary_of(page, invitees: Invitees | None = None) -> Summary:
    """The numbers; three queries."""
    invitees = invitees or invitees_of(page)
    rows = Invitation.objects.of(page).standing().order_by()
    counts = dict(rows.values_list("reply").annotate(Count("pk")))
    return Summary(len(invitees.people), sum(counts.values()), counts)


@dataclass
class Row:
    """One person in the table of a meeting."""

    person: object
    invitee: Invitee | None = None
    invitation: Invitation | None = None
    message: OutgoingMessage | None = None
    is_outdated: bool = False
    #: Body and role, a line for each; the role alone where one body meets.
    seats: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_of(self.person)

    @property
    def has_address(self) -> bool:
        return self.invitee is not None and bool(self.invitee.email)

    @property
    def is_invited(self) -> bool:
        return self.invitation is not None and self.invitation.withdrawn_at is None

    @property
    def can_be_invited(self) -> bool:
        return self.has_address and not self.is_invited

    @property
    def can_be_told(self) -> bool:
        """Whether an update would reach somebody who knows something else."""
        return self.is_outdated and bool(address_of(self.person))

    @property
    def is_in_trouble(self) -> bool:
        return self.is_invited and self.message is not None and self.message.state in _TROUBLE

    @property
    def earlier_reply(self) -> str:
        """What was answered to an earlier date; empty once there is a new answer."""
        if self.invitation is None or self.invitation.is_answered:
            return ""
        earlier = self.invitation.told.get("earlier") or {}
        return str(Reply(earlier["reply"]).label) if earlier.get("reply") else ""


@dataclass
class Overview:
    """Everything on the screen of one meeting; the number of queries is constant."""

    rows: list[Row] = field(default_factory=list)
    nameless: list = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    summary: Summary | None = None

    @property
    def to_tell(self) -> int:
        return sum(row.can_be_told for row in self.rows)

    @property
    def to_invite(self) -> int:
        return sum(row.can_be_invited for row in self.rows)

    @property
    def in_trouble(self) -> int:
        return sum(row.is_in_trouble for row in self.rows)

    @property
    def unreachable(self) -> list[Row]:
        return [row for row in self.rows if row.invitee and not row.has_address]


def overview_of(page) -> Overview:
    """Members and deputies of that day, then whoever was invited and is none any more.

    Compared with the page of which they are told, whichever language of it is given; once the
    meeting is over there is nothing left to tell.
    """
    page = told_page(page)
    is_over = page.is_over()
    invitees = invitees_of(page)
    invitations = Invitation.objects.of(page).select_related("person__contact", "replied_by")
    by_person = {each.person_id: each for each in invitations}
    messages = _last_messages(by_person.values())
    facts = facts_of(page)
    rows = [
        Row(each.person, each, seats=each.seats if invitees.is_joint else each.roles)
        for each in invitees.people
    ]
    known = {row.person.pk for row in rows}
    rows += [Row(each.person) for pk, each in by_person.items() if pk not in known]
    found: dict[str, Difference] = {}
    for row in rows:
        row.invitation = invitation = by_person.get(row.person.pk)
        if invitation is None:
            continue
        row.message = messages.get(key_of(invitation)) if invitation.tellings else None
        is_asked = row.is_invited and not is_over
        row.is_outdated = is_asked and is_outdated(invitation.told, facts)
        if row.is_outdated:
            found |= {each.key: each for each in differences(invitation.told, facts)}
    return Overview(rows, invitees.nameless, list(found.values()), summary_of(page, invitees))


def outdated_count(page) -> int:
    """How many of the invited know something else, of which they can still be told."""
    told = Invitation.objects.of(page).standing().values_list("told", flat=True)
    if not (rows := list(told)):
        return 0
    page = told_page(page)
    if page.is_over():
        return 0
    facts = facts_of(page)
    return sum(is_outdated(each, facts) for each in rows)


def invited_count(page) -> int:
    """How many people moving or cancelling would tell; nobody once the meeting is over."""
    return 0 if page.is_over() else Invitation.objects.of(page).standing().count()


def _last_messages(invitations) -> dict[str, OutgoingMessage]:
    keys = [key_of(each) for each in invitations if each.tellings]
    rows = OutgoingMessage.objects.filter(key__in=keys)
    return {row.key: row for row in rows.defer("text", "html", "attachments", "headers")}
