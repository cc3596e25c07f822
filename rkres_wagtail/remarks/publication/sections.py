"""What sections of the consulted text are called; only published versions count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ...consultations.models import DocumentVersion, SectionText


class Headings:
    """Headings of all sections of consultations, in every published version; one query.

    Several consultations are for lists that go by rows; an order has only one.
    """

    def __init__(self, page, now: datetime, *others):
        versions = DocumentVersion.objects.of_any([page, *others]).published(now).order_by()
        texts = SectionText.objects.filter(version__in=versions.values("pk"))
        texts = texts.select_related("version", "identity").defer("content")
        self._own: dict[tuple, SectionText] = {}
        self._latest: dict[int, SectionText] = {}
        for text in texts.order_by("version__number", "position", "pk"):
            self._own[text.identity_id, text.version_id] = text
            self._latest[text.identity_id] = text

    def of(self, remark) -> str:
        """As the author read it; empty where the remark names no published section."""
        text = self._own.get((remark.section_id, remark.version_id))
        text = text or self._latest.get(remark.section_id)
        return text.heading if text is not None else ""

    def latest(self, section: int) -> str:
        text = self._latest.get(section)
        return text.heading if text is not None else ""

    def anchor(self, section: int) -> str:
        text = self._latest.get(section)
        return text.identity.anchor if text is not None else ""

    def in_order(self) -> list[int]:
        """Ids of sections in the order of reading, those that are gone behind the others."""
        last = max((text.version.number for text in self._latest.values()), default=0)
        rows = sorted(
            self._latest.items(),
            key=lambda item: (item[1].version.number != last, item[1].position, item[0]),
        )
        return [key for key, _text in rows]

    def fingerprint(self) -> list[tuple]:
        """What an output that shows headings depends on."""
        return [(*key, text.heading) for key, text in self._own.items()]

    def ordered(self, sections: Iterable) -> list:
        """``sections`` in the order of reading; None, which stands for no section, last."""
        sections = set(sections)
        known = [key for key in self.in_order() if key in sections]
        rest = sections - set(known)
        return [*known, *sorted(rest - {None}), *([None] if None in rest else [])]
