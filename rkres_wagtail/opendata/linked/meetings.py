"""A meeting as schema.org/Event, its minutes as DigitalDocument.

Dates are told as exactly as they are known. Of a month ``startDate`` is left out: programs that
read a day from it would invent one.
"""

from __future__ import annotations

from ...meetings.choices import DatePrecision, MeetingForm, MeetingStatus
from ...minutes.models import Minutes
from ...public import Gate
from .here import Here, day_of, on_one_line
from .script import node

_MODES = {
    MeetingForm.ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    MeetingForm.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    MeetingForm.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}


def meeting(here: Here) -> list[dict]:
    page, when = here.get("meeting"), here.get("when")
    minutes = here.get("minutes_page")
    return [
        node(
            "Event",
            event_key(here.url),
            name=page.title,
            description=on_one_line(page.lead),
            url=here.url,
            inLanguage=here.language,
            startDate=start_of(when),
            endDate=_end_of(when),
            eventStatus=_status(here),
            previousStartDate=_earlier_starts(here),
            eventAttendanceMode=_MODES.get(page.meeting_form),
            location=_places(here, page),
            organizer=_organisers(here, page),
            # Whoever may come, comes without a ticket: meetings of these bodies have none.
            isAccessibleForFree=True if page.is_open else None,
            keywords=[str(each) for each in here.get("topics") or ()],
            subjectOf={"@id": document_key(here.absolute(minutes["url"]))} if minutes else None,
        )
    ]


def event_key(url: str) -> str:
    return f"{url}#event"


def document_key(url: str) -> str:
    return f"{url}#document"


def start_of(when) -> str:
    """Minute with offset, or day; empty for a month or an unknown date."""
    if not when.is_day_known:
        return ""
    return _iso(when.starts_at) if when.has_hour else when.starts_on.isoformat()


def _end_of(when) -> str:
    """The announced end; of several days the last; never one that nobody announced."""
    if not when.is_day_known:
        return ""
    if when.has_hour:
        return _iso(when.ends_at) if when.ends_at is not None else ""
    is_several = when.date_precision == DatePrecision.DAYS
    return when.ends_on.isoformat() if is_several and when.ends_on else ""


def _iso(at) -> str:
    return at.isoformat(timespec="minutes")


def _moves(here: Here) -> list:
    return [each for each in here.get("changes") or () if not each.is_cancelled]


def _status(here: Here) -> str:
    """Nothing is said of a plan: it is neither scheduled nor changed."""
    status = here.get("meeting").state(Gate.of(here.request).now)
    if status == MeetingStatus.CANCELLED:
        name = "EventCancelled"
    elif _moves(here):
        # To another day, or put off until nobody knows when: a month is no date yet.
        name = "EventRescheduled" if here.get("when").is_day_known else "EventPostponed"
    elif status == MeetingStatus.PLANNED:
        return ""
    else:
        name = "EventScheduled"
    return f"https://schema.org/{name}"


def _earlier_starts(here: Here) -> list[str]:
    """Days on which it was to be, the first of them first; repeated, as schema.org allows."""
    found = (start_of(each.before) for each in reversed(_moves(here)) if each.before is not None)
    return list(dict.fromkeys(each for each in found if each))


def _places(here: Here, page) -> list[dict]:
    """The room, and the link while the public may see it."""
    found = []
    if page.meeting_form != MeetingForm.ONLINE and (page.place_name or page.place_address):
        name = on_one_line(page.place_name) or on_one_line(page.place_address)
        found.append(node("Place", name=name, address=on_one_line(page.place_address)))
    if here.get("access_url"):
        found.append(node("VirtualLocation", url=here.get("access_url")))
    return found


def _organisers(here: Here, page) -> list[dict]:
    """Who meets; where nobody is named, the committee."""
    bodies = here.get("who") or [each for each in (here.get("committee"),) if each is not None]
    outside = [
        node("Organization", name=block.value["name"], url=block.value["url"])
        for block in page.outside_bodies or ()
    ]
    return [*(here.body(each) for each in bodies), *outside]


def minutes(here: Here) -> list[dict]:
    """Published minutes below the page of a meeting."""
    document, row = here.get("document"), here.get("minutes")
    if not isinstance(row, Minutes):
        return []
    page = here.get("meeting")
    return [
        node(
            "DigitalDocument",
            document_key(here.url),
            name=document.title,
            url=here.url,
            inLanguage=here.language,
            dateModified=day_of(row.last_published_at),
            about=node("Event", event_key(here.url_of(page)), name=page.title),
            author=_organisers(here, page),
            encoding=[
                node(
                    "MediaObject",
                    name=f"{document.title} ({each['file'].kind.upper()})",
                    contentUrl=here.absolute(each["url"]),
                    inLanguage=each["language"],
                )
                for each in here.get("files") or ()
                # The page links what can be had; a DOCX is made when it is asked for.
                if each["file"].is_ready or each["file"].kind == "docx"
            ],
        )
    ]
