"""What the author of a remark reads: one published version of the text, and its sections.

The version is that of the form, also when a newer one was published while it was filled in: a
remark stays bound to what its author read (DESIGN, rule 13).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ...consultations.models import DocumentVersion, SectionText
from ...consultations.reader import published, words
from ...consultations.reader.content import Section, sections_of
from ...public import Gate


@dataclass
class Reading:
    """``version`` is read, ``latest`` is the newest public one; None where there is no text."""

    version: DocumentVersion | None = None
    latest: DocumentVersion | None = None
    #: Sections of ``version`` by their anchor, in order, without their contents.
    texts: dict[str, SectionText] = field(default_factory=dict)

    @property
    def is_superseded(self) -> bool:
        return self.version is not None and self.version.pk != self.latest.pk

    @property
    def name(self) -> str:
        return words.version_name(self.version) if self.version else ""

    def choices(self) -> list[tuple[str, str]]:
        """Anchor and heading of every section, deeper ones indented by a dash."""
        return [
            (anchor, f"{'– ' * (text.level - 1)}{text.heading}")
            for anchor, text in self.texts.items()
        ]

    def shown(self, anchors, gate: Gate) -> dict[str, Section]:
        """Sections as the reader shows them, with their contents."""
        wanted = [self.texts[each].pk for each in dict.fromkeys(anchors) if each in self.texts]
        if not wanted:
            return {}
        rows = SectionText.objects.filter(pk__in=wanted).select_related("identity")
        return {each.anchor: each for each in sections_of(list(rows), gate)}


def by_number(page, gate: Gate, number: str) -> Reading:
    """What somebody reads who comes to the form; without a number the latest."""
    versions = published.published_versions(page, gate.now)
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else None
    return _reading(versions, published.by_number(versions, wanted))


def by_key(page, gate: Gate, key: str) -> Reading:
    """What the author of a form reads that says ``key``; a key that is none reads nothing."""
    versions = published.published_versions(page, gate.now)
    return _reading(versions, next((each for each in versions if str(each.pk) == key), None))


def _reading(versions: list, version) -> Reading:
    latest = versions[-1] if versions else None
    found = version or latest
    if found is None:
        return Reading()
    rows = SectionText.objects.filter(version=found).select_related("identity").defer("content")
    texts = {each.identity.anchor: each for each in rows.order_by("position", "pk")}
    return Reading(found, latest, texts)
