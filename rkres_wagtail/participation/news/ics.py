"""A meeting as a file for the calendar of whoever reads the news (RFC 5546 §3.2.1)."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings as django_settings
from icalendar import vCalAddress, vText

from ... import feeds
from ...conf import settings
from ...meetings.calendars import ical
from ...outbox.rendering import site_name
from .collecting import Edition
from .messages import reply_to

METHOD = "PUBLISH"
_TYPE = f"text/calendar; charset=utf-8; method={METHOD}"


def attachment(event: feeds.Event, edition: Edition, name: str) -> dict:
    """The event of the public calendar, with the same UID; nobody is asked to answer."""
    out = ical.vevent(event)
    # With METHOD, DTSTAMP is the time of this message (RFC 5545 §3.8.7.2).
    del out["dtstamp"]
    out.add("dtstamp", ical.utc(edition.now))
    out.add("organizer", _organiser(edition))
    return {
        "name": name,
        "type": _TYPE,
        "content": ical.message(out.to_ical(), METHOD).decode(),
    }


def _organiser(edition: Edition) -> vCalAddress:
    """The office, or who sends the mail: with PUBLISH there must be one."""
    sender = parseaddr(settings.MAIL_FROM or django_settings.DEFAULT_FROM_EMAIL)[1]
    found = vCalAddress(f"mailto:{reply_to(edition.committee) or sender}")
    # A parameter can hold no quotation mark (RFC 5545 §3.2).
    found.params["CN"] = vText(feeds.one_line(site_name(edition.site)).replace('"', "'"))
    return found
