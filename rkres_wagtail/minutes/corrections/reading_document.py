"""The draft as a member reads it: the room's own document, with a place to answer at each part."""

from __future__ import annotations

from dataclasses import dataclass

from ...public import Gate
from ..models import MinutesReading
from ..presentation.document import MinutesDocument, Section, minutes_document
from . import snapshot
from .rules import one_line

#: The field for what concerns no part in particular.
GENERAL = "general"


@dataclass(frozen=True)
class OpenSection:
    """A section, and the bound field for a correction to it (None: nothing is taken)."""

    section: Section
    field: object = None

    def __getattr__(self, name: str):
        return getattr(self.section, name)


@dataclass(frozen=True)
class OpenDocument:
    """What ``_text.html`` shows, with fields."""

    document: MinutesDocument
    sections: list[OpenSection]

    def __getattr__(self, name: str):
        return getattr(self.document, name)


def document_of(reading: MinutesReading, gate: Gate, meeting) -> MinutesDocument:
    """The text as it was sent, in the active language; what surrounds it is of today."""
    return minutes_document(
        snapshot.read(reading), internal=reading.has_internal, gate=gate, meeting=meeting
    )


def places_of(document: MinutesDocument) -> dict[str, str]:
    """Name of the field -> what is kept as the correction's place; in order."""
    places = {section.anchor: one_line(section.heading) for section in document.sections}
    return {**places, GENERAL: ""}


def with_fields(document: MinutesDocument, form) -> OpenDocument:
    sections = [
        OpenSection(section, form[section.anchor] if form else None)
        for section in document.sections
    ]
    return OpenDocument(document, sections)
