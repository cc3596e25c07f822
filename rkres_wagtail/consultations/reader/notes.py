"""Footnotes: a superscript that says a note's number leads to it, and the note leads back.

The square of a unit (m²) leads nowhere, even beside a note 2 (``document/notes.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _

from ..document.notes import note_key, with_references
from ..document.words import one_space


@dataclass
class Note:
    """``id`` is unique in the page; ``places`` are the ids of what refers to it."""

    number: str
    html: str
    id: str
    places: list[str] = field(default_factory=list)


class Notes:
    """The notes of one section; of two with one number, the first is meant."""

    def __init__(self, anchor: str):
        self._anchor = anchor
        self.rows: list[Note] = []
        self._by_key: dict[str, Note] = {}

    def add(self, number: str, html: str) -> None:
        note = Note(one_space(number), html, f"{self._anchor}-przypis-{len(self.rows) + 1}")
        self.rows.append(note)
        if note_key(number):
            self._by_key.setdefault(note_key(number), note)

    def link(self, html: str) -> str:
        """Rich text with links to its notes."""
        return with_references(html, self._reference) if self._by_key else html

    def _reference(self, match: re.Match) -> str:
        note = self._by_key.get(note_key(match[1]))
        if note is None or "<a" in match[1]:
            return match[0]
        place = f"{note.id}-{len(note.places) + 1}"
        note.places.append(place)
        return format_html(
            '<sup><a id="{}" href="#{}" role="doc-noteref" class="rkres-noteref">'
            '<span class="rkres-visually-hidden">{} </span>{}</a></sup>',
            place,
            note.id,
            _("footnote"),
            one_space(strip_tags(match[1])),
        )
