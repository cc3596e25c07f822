"""Helpers of the tests of invitations."""

from __future__ import annotations

from icalendar import Calendar

from rkres_wagtail.meetings.invitations import services
from rkres_wagtail.meetings.invitations.links import PURPOSE
from rkres_wagtail.meetings.invitations.models import Invitation
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.secret_links import make_token


def invite(page, *members, **kwargs) -> list[Invitation]:
    """Invite the people of these memberships, by nobody in particular."""
    people = [each.person for each in members]
    return services.invite(meeting=page, people=people, user=None, **kwargs)


def address(invitation) -> str:
    """Where the person answers, as the example site mounts it."""
    from django.urls import reverse

    return reverse("rkres_wagtail:invitation", args=[make_token(PURPOSE, invitation)])


def mails(kind: str = "") -> list[OutgoingMessage]:
    """Messages in the outbox that are not withdrawn, in the order in which they were written."""
    rows = OutgoingMessage.objects.exclude(status="withdrawn").order_by("pk")
    return list(rows.filter(kind=kind) if kind else rows)


def event(message):
    """The entry of the calendar that comes with a message, and the calendar."""
    (attachment,) = message.attachments
    calendar = Calendar.from_ical(attachment["content"])
    (found,) = calendar.walk("VEVENT")
    return found, calendar


def fresh(thing):
    return type(thing)._default_manager.get(pk=thing.pk)


def words(response) -> str:
    """What a page says, in one line."""
    import re
    from html import unescape

    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    text = unescape(text).replace("\xa0", " ").replace("\u2060", "")
    return " ".join(text.split())
