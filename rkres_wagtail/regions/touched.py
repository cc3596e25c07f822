"""Consultations whose rows a profile has written: their pages are told of it once each."""

from __future__ import annotations

from ..consultations.document.locking import announce
from ..consultations.models import (
    ConsultationOutcome,
    DocumentVersion,
    Extension,
    Round,
    SectionText,
)
from ..remarks.models import RemarkRules

#: Model -> the way from a row to the page.
_WAYS = {
    Round: "consultation",
    Extension: "round.consultation",
    ConsultationOutcome: "consultation",
    RemarkRules: "consultation",
    DocumentVersion: "consultation",
    SectionText: "version.consultation",
}


class Touched:
    """Collects written rows; ``announce`` tells the caches and the search, once committed."""

    def __init__(self) -> None:
        self._pages: dict = {}

    def add(self, row) -> None:
        if type(row) in _WAYS:
            for name in _WAYS[type(row)].split("."):
                row = getattr(row, name)
            self._pages[row.translation_key] = row

    def announce(self) -> None:
        for page in self._pages.values():
            announce(page)
