"""A message as it would go out, to be looked at before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from ..choices import MeetingStatus
from . import messages
from .briefing import Briefing
from .facts import facts_of, told_page
from .invitees import name_of
from .models import Invitation
from .summary import Overview


@dataclass(frozen=True)
class Shown:
    """What is shown of a message; the link in it is that of nobody."""

    recipient: str
    subject: str
    text: str
    attachment: str


def invitation(page, person, message: str) -> Shown:
    """The invitation of ``person``."""
    row = Invitation(pk=0, person=person, nonce="")
    return _shown(told_page(page), row, messages.INVITATION, message)


def change(page, overview: Overview, message: str) -> Shown | None:
    """The update to the first of those who know something else; None where nobody does."""
    row = next((row for row in overview.rows if row.can_be_told), None)
    if row is None:
        return None
    page = told_page(page)
    is_cancelled = page.status == MeetingStatus.CANCELLED
    kind = messages.CANCELLED if is_cancelled else messages.CHANGE
    copy = Invitation(pk=0, person=row.person, nonce="", told=row.invitation.told)
    return _shown(page, copy, kind, message)


def _shown(page, row: Invitation, kind: str, message: str) -> Shown:
    writer = messages.Writer(
        Briefing.of(page, timezone.now()), message=message.strip(), facts=facts_of(page)
    )
    mail = writer.mail(row, kind)
    names = ", ".join(each["name"] for each in mail["attachments"])
    return Shown(name_of(row.person), mail["subject"], mail["text"], names)
