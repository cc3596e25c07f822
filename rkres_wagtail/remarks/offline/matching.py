"""Which section of the document somebody means by "rozdział 2.1"; never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils import timezone

from ...consultations.models import DocumentVersion
from ...text import fold
from .columns import _SIGNS

#: Words that people put before a number.
_BEFORE = re.compile(
    r"^(rozdzial|rozdz|pkt|punkt|pp|podpunkt|czesc|cz|sekcja|dzial|ust|par|paragraf|art|artykul|"
    r"podrozdzial|chapter|section|point|part)\b\.?\s*"
)


@dataclass(frozen=True)
class Section:
    identity_id: int
    digest: str
    heading: str


class Sections:
    """Sections of the latest published text, by their numbers and titles; two queries."""

    def __init__(self, page, now=None):
        now = now or timezone.now()
        versions = DocumentVersion.objects.of(page).published(now)
        self.version = versions.order_by("-number").first()
        self._known: dict[str, Section | None] = {}
        if self.version is None:
            return
        for text in self.version.texts.defer("content"):
            section = Section(text.identity_id, text.digest, text.heading)
            names = {_bare(text.title), _bare(text.heading), _number(text.number)}
            for name in filter(None, names):
                # Of two that are called the same, neither is meant for sure.
                self._known[name] = None if name in self._known else section

    def find(self, place: str) -> Section | None:
        """The one section that ``place`` names by number or title; None where that is unclear."""
        if not self._known or len(place) > 600:
            return None
        without = _BEFORE.sub("", fold(place.replace("§", "")).strip())
        for name in (_bare(place), _number(without), _bare(without)):
            if name and self._known.get(name) is not None:
                return self._known[name]
        return None


def _bare(text: str) -> str:
    """Words without signs; dots of numbers part them, so "2.1" is not "21"."""
    return _SIGNS.sub(" ", fold(text)).strip()


def _number(text: str) -> str:
    number = fold(text).strip().strip(".)§ ").strip()
    return f"#{number}" if number and " " not in number and len(number) <= 30 else ""
