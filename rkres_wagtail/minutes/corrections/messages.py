"""What the members are told by mail, with the link that is theirs alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ...bodies.presentation.related import Contact
from ...outbox.kinds import register_kind
from ...outbox.models import OutgoingMessage
from ...outbox.rendering import render_message
from ...outbox.services import enqueue, withdraw
from ...secret_links import make_token
from ..models import MinutesReader, MinutesReading
from .people import email_of
from .rules import ends_at, one_line

MINUTES_READING = register_kind(
    "minutes_reading", pgettext_lazy("message", "minutes for corrections")
)
#: What a secret link is made for.
PURPOSE = "minutes_reading"
URL_NAME = "rkres_wagtail:minutes_reading"

#: Occasions: the round began, its time was extended, a reminder.
SENT, EXTENDED, REMINDER = "sent", "extended", "reminder"


@dataclass(frozen=True)
class Letter:
    """One message about a round, the same for everybody but the name and the link."""

    meeting: object
    until: date
    message: str = ""
    occasion: str = SENT

    @property
    def site(self):
        from wagtail.models import Site

        found = self.meeting.get_site()
        return found or Site.objects.select_related("root_page").get(is_default_site=True)

    def render(self, *, link: str, name: str = "") -> dict[str, str]:
        """``{"subject": …, "text": …, "html": …}`` in the language of the site's pages."""
        site = self.site
        language = site.root_page.locale.language_code
        with translation.override(language):
            why = _(
                "You get this message because you sit in a body that met, or took part in the "
                "meeting. The link is for you alone: please do not pass it on."
            )
            context = {
                "meeting": self.meeting,
                "title": one_line(self.meeting.title),
                "when": self.meeting.when.text(),
                "until": self.until,
                "message": self.message,
                "occasion": self.occasion,
                "link": link,
                "name": one_line(name),
            }
            subject = one_line(_SUBJECTS[self.occasion]() % {"title": self.meeting.title})
        return {
            "subject": subject,
            **render_message("minutes_reading", context, site=site, why=why, language=language),
        }


#: Called in the language of the mail.
_SUBJECTS = {
    SENT: lambda: _("Minutes for your corrections: %(title)s"),
    EXTENDED: lambda: _("More time for corrections of the minutes: %(title)s"),
    REMINDER: lambda: _("Reminder: minutes for your corrections, %(title)s"),
}


def link_path(reader: MinutesReader) -> str:
    return reverse(URL_NAME, args=[make_token(PURPOSE, reader)])


def tell(reader: MinutesReader, letter: Letter, *, email: str, reply_to: str = "") -> bool:
    """Put the message to one reader in the outbox; say whether it is a new one."""
    site = letter.site
    with translation.override(site.root_page.locale.language_code):
        link = f"{site.root_url}{link_path(reader)}"
    message = enqueue(
        kind=MINUTES_READING,
        key=key_of(reader, letter),
        site=site,
        recipient=email,
        recipient_name=one_line(reader.person.full_name),
        reply_to=reply_to,
        about=reader.reading,
        expires_at=ends_at(reader.reading),
        **letter.render(link=link, name=reader.person.full_name),
    )
    return message is not None


def key_of(reader: MinutesReader, letter: Letter) -> str:
    """Person and occasion: ``minutes:3:17``, ``minutes:3:17:2026-12-20``."""
    key = f"minutes:{reader.reading_id}:{reader.pk}"
    endings = {EXTENDED: f":{letter.until.isoformat()}", REMINDER: ":reminder"}
    return key + endings.get(letter.occasion, "")


def tell_all(readers, letter: Letter) -> int:
    """The same to all ``readers`` whom the office still reaches; return how many messages."""
    reply_to = office_email(letter.meeting)
    told = 0
    for reader in readers:
        if email := email_of(reader.person):
            told += tell(reader, letter, email=email, reply_to=reply_to)
    return told


def office_email(meeting) -> str:
    """Where a reader's own answer goes: the contact of the meeting, else of its committee."""
    from .people import _valid

    if email := _valid(meeting.contact_email):
        return email
    committee = meeting.committee
    return _valid(Contact.of(committee, None).email) if committee is not None else ""


def messages_of(reading: MinutesReading):
    """Messages about a round."""
    kind = ContentType.objects.get_for_model(MinutesReading)
    return OutgoingMessage.objects.filter(about_type=kind, about_id=str(reading.pk))


def take_back_unsent(reading: MinutesReading, *, user) -> int:
    """What was not sent yet says nothing true any more; return how many were withdrawn."""
    return sum(withdraw(message, user=user) for message in messages_of(reading))


def was_reminded(reading: MinutesReading) -> bool:
    return messages_of(reading).filter(key__endswith=":reminder").exists()
