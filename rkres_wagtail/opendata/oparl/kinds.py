"""Types of objects, their lists, and how their keys are made (OParl 1.1, chapter 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

SCHEMA = "https://schema.oparl.org/1.1/"


@dataclass(frozen=True)
class Kind:
    """``name`` is part of addresses; ``type`` is OParl's; ``listed_as`` the property of Body."""

    name: str
    type: str
    listed_as: str = ""


SYSTEM = Kind("system", "System")
BODY = Kind("body", "Body")
ORGANIZATION = Kind("organization", "Organization", "organization")
PERSON = Kind("person", "Person", "person")
MEMBERSHIP = Kind("membership", "Membership", "membership")
MEETING = Kind("meeting", "Meeting", "meeting")
PAPER = Kind("paper", "Paper", "paper")
TERM = Kind("legislativeterm", "LegislativeTerm", "legislativeTermList")
AGENDA_ITEM = Kind("agendaitem", "AgendaItem", "agendaItem")
CONSULTATION = Kind("consultation", "Consultation", "consultation")
FILE = Kind("file", "File", "file")
LOCATION = Kind("location", "Location", "locationList")

#: Name in addresses -> kind, of everything that is asked for by its key.
KINDS = {
    kind.name: kind
    for kind in (
        BODY, ORGANIZATION, PERSON, MEMBERSHIP, MEETING, PAPER,
        TERM, AGENDA_ITEM, CONSULTATION, FILE, LOCATION,
    )
}  # fmt: skip
#: Those that have a list at every Body, by the same names.
LISTED = {name: kind for name, kind in KINDS.items() if kind.listed_as}


def as_uuid(text: str) -> UUID | None:
    return UUID(text) if re.fullmatch(r"[0-9a-f]{32}", text) else None


def as_number(text: str) -> int | None:
    """A primary key, written the one way in which we write it."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,17}", text) else None
