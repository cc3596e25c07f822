"""One message to one invited person: subject, text, HTML and the entry for the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings as django_settings
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ... import feeds
from ...conf import settings
from ...outbox.kinds import register_kind
from ...outbox.rendering import render_message, site_name
from . import ics
from .briefing import Briefing
from .facts import differences, is_other_date, load_when
from .invitees import Invitee, address_of, invitees_of, name_of
from .links import material_url, reply_url
from .models import Invitation

INVITATION = register_kind("invitation", pgettext_lazy("message", "invitation to a meeting"))
CHANGE = register_kind(
    "invitation_change", pgettext_lazy("message", "change of a meeting, to the invited")
)
CANCELLED = register_kind(
    "invitation_cancelled", pgettext_lazy("message", "meeting cancelled, to the invited")
)
KINDS = (INVITATION, CHANGE, CANCELLED)
#: Not a kind of its own: one person is taken off the list.
WITHDRAWN = "invitation_withdrawn"

_SUBJECTS = {
    INVITATION: gettext_lazy("Invitation: %(what)s"),
    CHANGE: gettext_lazy("Change: %(what)s"),
    CANCELLED: gettext_lazy("Cancelled: %(what)s"),
    WITHDRAWN: gettext_lazy("Invitation withdrawn: %(what)s"),
}
_LONGEST_TITLE = 160
#: For so long a message of a meeting without a date says something.
_KEEP = timedelta(days=30)
_METHODS = {CANCELLED: ics.CANCEL, WITHDRAWN: ics.CANCEL}
_TYPE = "text/calendar; charset=utf-8; method={}"


@dataclass
class Writer:
    """Writes the messages about one meeting; what they share is read once."""

    briefing: Briefing
    #: What the office adds to an invitation.
    message: str = ""
    sequence: int = 0
    facts: dict = field(default_factory=dict)
    seats: dict[int, Invitee] = field(default_factory=dict)

    def __post_init__(self):
        if not self.seats:
            self.seats = invitees_of(self.briefing.page).by_person()

    def mail(self, invitation: Invitation, kind: str) -> dict:
        """What ``outbox.services.enqueue`` takes beside kind and key; ``kind`` or ``WITHDRAWN``."""
        briefing = self.briefing
        with translation.override(briefing.language):
            invitee = self.seats.get(invitation.person_id)
            rendered = render_message(
                kind,
                self._context(invitation, kind),
                site=briefing.site,
                why=_why(invitee),
                language=briefing.language,
            )
            return {
                "site": briefing.site,
                "recipient": address_of(invitation.person),
                "recipient_name": name_of(invitation.person),
                "reply_to": briefing.contact.email,
                "subject": self.subject(kind),
                "attachments": self._attachments(invitation, kind, invitee),
                "expires_at": self._expires_at(invitation),
                **rendered,
            }

    def subject(self, kind: str) -> str:
        page = self.briefing.page
        title = Truncator(feeds.one_line(page.title)).chars(_LONGEST_TITLE)
        parts = [title] if page.when.days() in page.title else [title, self.briefing.when_brief]
        return _SUBJECTS[kind] % {"what": " – ".join(parts)}

    def _context(self, invitation: Invitation, kind: str) -> dict:
        briefing, page = self.briefing, self.briefing.page
        found = differences(invitation.told, self.facts)
        last = briefing.changes[-1] if briefing.changes else None
        is_dated = page.when.is_day_known
        is_moved = is_other_date(invitation.told, self.facts)
        return {
            "name": name_of(invitation.person),
            "title": feeds.one_line(page.title),
            "when": page.when.text(),
            "place": [feeds.one_line(line) for line in briefing.place],
            "form": briefing.form,
            "who": [feeds.one_line(name) for name in briefing.who],
            "host": feeds.one_line(page.host_organisation or ""),
            "join_url": feeds.web_address(page.access_url),
            "message": paragraphs(self.message),
            "agenda": briefing.agenda,
            "materials": self._materials(invitation),
            "contact": briefing.contact,
            "public_url": briefing.public_url,
            "reply_url": reply_url(invitation, briefing.site, briefing.language),
            "differences": found,
            "reason": feeds.one_line(last.reason) if last is not None and last.is_told else "",
            "is_moved": is_moved,
            # An answer that still stands was given to the new date already.
            "must_reply_again": is_moved and is_dated and not invitation.is_answered,
            "is_dated": is_dated,
            "is_deputy": self._is_deputy(invitation),
        }

    def _materials(self, invitation: Invitation) -> list[dict]:
        site, language = self.briefing.site, self.briefing.language
        return [
            {
                "title": feeds.one_line(line.title),
                "document": line.document,
                "url": material_url(invitation, site, language, material.pk)
                if material
                else line.url,
            }
            for line, material in self.briefing.materials
        ]

    def _is_deputy(self, invitation: Invitation) -> bool:
        invitee = self.seats.get(invitation.person_id)
        return invitee is not None and invitee.is_deputy

    # Calendar --------------------------------------------------------------------------------

    def _attachments(self, invitation: Invitation, kind: str, invitee) -> list[dict]:
        """The entry; none where neither the meeting nor what was told has a day."""
        briefing, page = self.briefing, self.briefing.page
        when, method = page.when, _METHODS.get(kind, ics.REQUEST)
        if not when.is_day_known:
            # Moved to no known day: the entry that they have goes.
            when, method = load_when(invitation.told.get("when")), ics.CANCEL
        if not when.is_day_known:
            return []
        event = ics.event_of(
            page,
            when,
            description=briefing.description,
            location=briefing.location,
            url=briefing.public_url,
            now=briefing.now,
        )
        text = ics.written(
            event,
            self._sender(),
            ics.Address(
                name=name_of(invitation.person),
                email=address_of(invitation.person) or "invalid@rkres.invalid",
            ),
            method=method,
            sequence=self.sequence,
            now=briefing.now,
            reply=invitation.reply,
            is_deputy=invitee is not None and invitee.is_deputy,
            keeps_event=kind == WITHDRAWN,
        )
        return [{"name": "posiedzenie.ics", "type": _TYPE.format(method), "content": text}]

    def _sender(self) -> ics.Sender:
        contact = self.briefing.contact
        sender = parseaddr(settings.MAIL_FROM or django_settings.DEFAULT_FROM_EMAIL)[1]
        email = contact.email or sender
        name = contact.unit or site_name(self.briefing.site)
        sent_by = sender if sender and sender != email else ""
        return ics.Sender(organiser=ics.Address(name=name, email=email), sent_by=sent_by)

    def _expires_at(self, invitation: Invitation):
        when = self.briefing.page.when
        over_at = when.over_at if when.is_day_known else None
        return over_at or timezone.now() + _KEEP


def paragraphs(text: str) -> list[str]:
    """Paragraphs as the office typed them, without what a mail program could misread."""
    return feeds.lines(text).split("\n") if text.strip() else []


def _why(invitee: Invitee | None) -> str:
    if invitee is None:
        return _("You get this message because you were invited to this meeting.")
    seats = "; ".join(feeds.one_line(seat) for seat in invitee.seats)
    return _("You get this message because of your seat: %(seats)s.") % {"seats": seats}
