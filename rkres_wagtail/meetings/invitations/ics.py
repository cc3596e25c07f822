"""The meeting as a calendar's invitation (RFC 5546, by mail RFC 6047).

The event is that of the public calendar, with the same UID; here it has an organiser and
somebody who is invited, and says what only they may know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from icalendar import vCalAddress, vText

from ... import feeds
from ..calendars import ical
from ..calendars.meetings import STATUS
from ..choices import MeetingStatus
from ..when import When
from .models import Reply

REQUEST, CANCEL = "REQUEST", "CANCEL"
_ANSWERED = {
    Reply.COMING: "ACCEPTED",
    Reply.REMOTE: "ACCEPTED",
    Reply.DEPUTY: "DECLINED",
    Reply.EXCUSED: "DECLINED",
}


@dataclass(frozen=True, kw_only=True)
class Address:
    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who invites; ``sent_by`` is the mail's sender where that is another address."""

    organiser: Address
    sent_by: str = ""


def event_of(page, when: When, *, description: str, location: str, url: str, now) -> feeds.Event:
    """The meeting at ``when``, as an entry of the calendar of somebody who was invited."""
    return feeds.Event(
        uid=str(page.translation_key),
        title=page.title,
        starts=when.starts_at if when.has_hour else when.starts_on,
        ends=when.ends_at if when.has_hour else when.last_day,
        changed_at=now,
        created_at=page.first_published_at,
        status=STATUS[MeetingStatus(page.state(now))],
        url=url,
        location=location,
        description=description,
        join_url=page.access_url,
    )


def written(
    event: feeds.Event,
    sender: Sender,
    attendee: Address,
    *,
    method: str,
    sequence: int,
    now: datetime,
    reply: str = Reply.NONE,
    is_deputy: bool = False,
    keeps_event: bool = False,
) -> str:
    """The attachment's text. With ``keeps_event`` one person is taken off, and it takes place."""
    out = ical.vevent(event)
    for name in ("sequence", "status", "dtstamp"):
        del out[name]
    # With METHOD, DTSTAMP is the time of this message (RFC 5545 §3.8.7.2).
    out.add("dtstamp", ical.utc(now))
    out.add("sequence", sequence)
    # RFC 5546 §3.2.5: no STATUS where only one person is taken off.
    if not keeps_event:
        out.add("status", "CANCELLED" if method == CANCEL else event.status)
    organiser = _person(sender.organiser)
    if sender.sent_by:
        organiser.params["SENT-BY"] = vText(f"mailto:{sender.sent_by}")
    out.add("organizer", organiser)
    person = _person(attendee)
    person.params["ROLE"] = vText("OPT-PARTICIPANT" if is_deputy else "REQ-PARTICIPANT")
    person.params["PARTSTAT"] = vText(_ANSWERED.get(reply, "NEEDS-ACTION"))
    # One answers by the link: nobody reads the mails that calendars write.
    person.params["RSVP"] = vText("FALSE")
    out.add("attendee", person)
    return ical.message(out.to_ical(), method).decode()


def _person(address: Address) -> vCalAddress:
    found = vCalAddress(f"mailto:{address.email}")
    # A parameter can hold no quotation mark (RFC 5545 §3.2).
    if name := feeds.one_line(address.name).replace('"', "'"):
        found.params["CN"] = vText(name)
    return found
