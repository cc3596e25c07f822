"""A programme as a ``DigitalDocument``, its elements as parts of it; a call as what one applies to.

schema.org has no programme of a public authority: what is told is a document with the time that it
covers and the acts that made it.
"""

from __future__ import annotations

from ...consultations.course import closing_hour, last_day_of
from ...meetings.when import moment, zone
from ...participation.choices import CallState
from ...participation.pages import CallPageMixin
from ...public import Gate
from .here import Here, body_key, day_of, on_one_line
from .script import node


def programme_key(url: str) -> str:
    """The ``@id`` of a programme, by the address of its page."""
    return f"{url}#programme"


def programme(here: Here) -> list[dict]:
    page = here.page
    return [
        node(
            "DigitalDocument",
            programme_key(here.url),
            name=page.title,
            alternateName=page.abbreviation,
            abstract=on_one_line(page.lead),
            url=here.url,
            inLanguage=here.language,
            temporalCoverage=_years(page),
            creativeWorkStatus=str(page.current_state),
            dateModified=day_of(page.last_published_at),
            publisher=here.body(page.committee),
        )
    ]


def _years(page) -> str:
    """An interval of ISO 8601; ``..`` where nobody says when it ends."""
    if not page.starts_year:
        return ""
    return f"{page.starts_year}/{page.ends_year or '..'}"


def element(here: Here) -> list[dict]:
    """One goal or measure, part of its programme."""
    shown = here.get("node")
    if shown is None:
        return []
    return [
        node(
            "CreativeWork",
            f"{here.url}#element",
            name=shown.title,
            position=shown.number,
            url=here.url,
            inLanguage=here.language,
            isPartOf={"@id": programme_key(here.url_of(here.page))},
        )
    ]


def call(here: Here) -> list[dict]:
    """A page about a body to which one may apply from one moment to another."""
    page: CallPageMixin = here.page
    body = here.get("who")
    return [
        node(
            "WebPage",
            here.url,
            name=page.title,
            abstract=on_one_line(page.lead),
            url=here.url,
            inLanguage=here.language,
            dateModified=day_of(page.last_published_at),
            publisher=here.body(page.committee),
            potentialAction=_applying(here, page, body),
        )
    ]


def _applying(here: Here, page, body) -> dict | None:
    """Until when, or from when, one may apply; nothing of a call that is over."""
    if page.state(Gate.of(here.request).now) not in (CallState.OPEN, CallState.ANNOUNCED):
        return None
    opens = page.opens_at.astimezone(zone()) if page.opens_at else None
    closes = page.closes_at
    if closes is not None:
        # As the page tells it: 23:59 for midnight.
        closes = moment(last_day_of(closes), closing_hour(closes))
    return node(
        "ApplyAction",
        startTime=opens.isoformat(timespec="minutes") if opens else "",
        endTime=closes.isoformat(timespec="minutes") if closes else "",
        object={"@id": body_key(here.url_of(body))} if body is not None else None,
    )
