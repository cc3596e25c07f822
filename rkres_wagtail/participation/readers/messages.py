"""What members are told by mail: a new document, a reminder, another deadline, no longer needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ... import feeds
from ...bodies.presentation.related import Contact
from ...consultations.course import deadline
from ...meetings.invitations.messages import paragraphs
from ...outbox.kinds import register_kind
from ...outbox.models import MessageStatus, OutgoingMessage
from ...outbox.rendering import render_message
from ...outbox.services import enqueue, withdraw
from ...public import Gate
from ..models import AssignedReader, Assignment, ReadingLink
from . import links
from .people import address_of, name_of

#: The kind in the outbox; the occasions are told apart by the key.
DOCUMENT_TO_READ = register_kind(
    "document_to_read", pgettext_lazy("message", "document for a member's opinion")
)
SENT, REMINDER, DEADLINE, WITHDRAWN = "sent", "reminder", "deadline", "withdrawn"
_LONGEST_TITLE = 150
_KEEP = timedelta(days=30)
_REACHED = (MessageStatus.SENT, MessageStatus.SENDING, MessageStatus.UNCERTAIN)

#: Called in the language of the mail.
_SUBJECTS = {
    SENT: lambda: _("Document for your opinion: %(title)s"),
    REMINDER: lambda: _("Reminder, document for your opinion: %(title)s"),
    DEADLINE: lambda: _("Another deadline, document for your opinion: %(title)s"),
    WITHDRAWN: lambda: _("Your opinion is no longer needed: %(title)s"),
}


@dataclass
class Letter:
    """One message about a document, the same for everybody but the name and the link."""

    assignment: Assignment
    page: object
    occasion: str = SENT
    message: str = ""

    def __post_init__(self):
        self.site = self.page.get_site()
        self.language = self.page.locale.language_code
        self.reply_to = _valid(contact_of(self.page).email)
        gate = Gate(self.site)
        self.public_url = self.page.full_url or "" if gate.allows(self.page) else ""

    def render(self, *, link: str, name: str = "") -> dict[str, str]:
        """``{"subject": …, "text": …, "html": …}`` in the language of the consultation."""
        title = feeds.one_line(self.page.title)
        body = feeds.one_line(self.assignment.body.title)
        with translation.override(self.language):
            context = {
                "title": title,
                "body": body,
                "lead": feeds.one_line(self.page.lead),
                "until": deadline(self.assignment.due_at),
                "message": paragraphs(self.message),
                "occasion": self.occasion,
                "link": link,
                "public_url": self.public_url,
                "name": feeds.one_line(name),
            }
            why = _(
                "You get this message because you are a member of: %(body)s. The link is for you "
                "alone: please do not pass it on."
            ) % {"body": body}
            subject = _SUBJECTS[self.occasion]() % {"title": Truncator(title).chars(_LONGEST_TITLE)}
            rendered = render_message(
                DOCUMENT_TO_READ, context, site=self.site, why=why, language=self.language
            )
        return {"subject": subject, **rendered}


def tell(readers: list[AssignedReader], letter: Letter) -> list[AssignedReader]:
    """Put a message to each reader with an address in the outbox; return those who get one."""
    reached = [each for each in readers if address_of(each.person)]
    own = links.links_of([each.person for each in reached])
    return [each for each in reached if _tell(each, own[each.person_id], letter)]


def _tell(reader: AssignedReader, link: ReadingLink, letter: Letter) -> bool:
    is_over = letter.occasion == WITHDRAWN
    message = enqueue(
        kind=DOCUMENT_TO_READ,
        key=key_of(reader, letter),
        site=letter.site,
        recipient=address_of(reader.person),
        recipient_name=name_of(reader.person),
        reply_to=letter.reply_to,
        about=letter.assignment,
        expires_at=timezone.now() + _KEEP if is_over else letter.assignment.due_at,
        **letter.render(
            link=links.list_url(link, letter.site, letter.language), name=name_of(reader.person)
        ),
    )
    return message is not None


def key_of(reader: AssignedReader, letter: Letter) -> str:
    """Person and occasion: ``document:17:sent``; a deadline's with the number of the change."""
    key = f"document:{reader.pk}:{letter.occasion}"
    return f"{key}:{letter.assignment.edits}" if letter.occasion == DEADLINE else key


def messages_of(assignment: Assignment):
    """Messages about one document, without their texts."""
    kind = ContentType.objects.get_for_model(Assignment)
    rows = OutgoingMessage.objects.filter(about_type=kind, about_id=str(assignment.pk))
    return rows.defer("text", "html", "attachments", "headers")


def take_back_unsent(assignment: Assignment, *, user) -> set[int]:
    """Take back what was not sent yet; return the keys of the readers who have got something."""
    known = set()
    for message in messages_of(assignment):
        is_taken_back = message.state not in _REACHED and withdraw(message, user=user)
        is_out = message.state in _REACHED or (
            not is_taken_back and message.state == MessageStatus.WAITING
        )
        if is_out:
            known.add(int(message.key.split(":")[1]))
    return known


def contact_of(page) -> Contact:
    """Whom to ask: the consultation's own contact, else its committee's."""
    own = Contact(
        unit=page.host_unit,
        person=page.contact_person,
        phone=page.contact_phone,
        email=page.contact_email,
    )
    committee = page.committee
    if own.person or own.phone or own.email or committee is None:
        return own
    return Contact.of(committee, None) or own


def _valid(email: str) -> str:
    """The address, if mail can be sent to it at all."""
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email
