"""Pages beside which a profile has written rows: they are told of it once each."""

from __future__ import annotations

from operator import attrgetter

from ..consultations.document.locking import announce
from ..consultations.models import (
    ConsultationOutcome,
    DocumentVersion,
    Extension,
    Round,
    SectionText,
)
from ..programmes.models import Indicator, ProgrammeLink, ProgrammeNode, Reading
from ..programmes.outline.locking import touch, tree_of
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
#: The same to the page of a programme.
_WAYS_TO_PROGRAMMES = {
    ProgrammeNode: "programme",
    ProgrammeLink: "programme",
    Indicator: "node.programme",
    Reading: "indicator.node.programme",
}


class Touched:
    """Collects written rows; ``announce`` tells the caches and the search, once committed."""

    def __init__(self) -> None:
        self._pages: dict = {}
        self._programmes: dict = {}

    def add(self, row) -> None:
        for ways, found in ((_WAYS, self._pages), (_WAYS_TO_PROGRAMMES, self._programmes)):
            if type(row) in ways:
                page = attrgetter(ways[type(row)])(row)
                found[page.translation_key] = page

    def announce(self) -> None:
        for page in self._pages.values():
            announce(page)
        for page in self._programmes.values():
            touch(tree_of(page))
