"""Sections of earlier versions that this one has no more, and what became of them (rule 13)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from ..choices import LineageKind
from ..models import DocumentVersion, SectionLineage, SectionText


@dataclass
class Tombstone:
    """``text`` is what the section was called last, in ``text.version``."""

    text: object
    fates: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return self.text.identity.anchor


def tombstones(
    version, texts: list, *, now: datetime, only_published: bool = True
) -> list[Tombstone]:
    """What earlier published versions had; three queries, however many there are.

    ``texts`` are those of ``version``. ``only_published`` False adds what an office did in
    ``version`` itself, for its preview.
    """
    present = {text.identity_id for text in texts}
    earlier = SectionText.objects.filter(
        version__in=_published(version, now), version__number__lt=version.number
    )
    last: dict[int, SectionText] = {}
    rows = earlier.select_related("identity", "version").defer("content")
    for text in rows.order_by("version__number", "position", "pk"):
        last[text.identity_id] = text
    gone = {key: text for key, text in last.items() if key not in present}
    if not gone:
        return []
    names = {key: text.heading for key, text in last.items()}
    names |= {text.identity_id: text.heading for text in texts}
    fates = _fates(version, gone, names, now if only_published else None)
    return [Tombstone(text, fates[key]) for key, text in gone.items()]


def _fates(version, gone: dict, names: dict, now: datetime | None) -> dict[int, list[str]]:
    """Sentences on each that is gone; of several verbs, in their order and each once.

    ``now`` None: also of what was done in versions that are not published.
    """
    rows = SectionLineage.objects.filter(
        version__in=DocumentVersion.objects.of(version.consultation),
        version__number__lte=version.number,
        source__in=list(gone),
    ).exclude(kind=LineageKind.MOVE)
    if now is not None:
        rows = rows.filter(version__in=_published(version, now))
    found = defaultdict(list)
    for row in rows.order_by("version__number", "recorded_at", "pk"):
        if row.target_id not in names or row.target_id == row.source_id:
            continue
        sentence = _sentence(row.kind) % {"section": names[row.target_id]}
        if sentence not in found[row.source_id]:
            found[row.source_id].append(sentence)
    return found


def _published(version, now: datetime):
    return DocumentVersion.objects.of(version.consultation).published(now)


def _sentence(kind: str) -> str:
    if kind == LineageKind.MERGE:
        return _("It was merged into “%(section)s”.")
    return _("“%(section)s” was split off from it.")
