"""Sections that may come back into a draft: merged into another one in it, or left out of it."""

from __future__ import annotations

from ..choices import LineageKind
from ..models import SectionLineage, SectionText


def merged_into(section: SectionText) -> list[SectionText]:
    """What was merged into ``section`` in its version and is not in it now.

    Each as it was called last in another version; who was never in one, nobody could answer.
    """
    keys = merged_identities(section)
    found: dict[int, SectionText] = {}
    rows = SectionText.objects.filter(identity__in=keys).exclude(version=section.version_id)
    for row in rows.defer("content").select_related("identity").order_by("version__number"):
        found[row.identity_id] = row
    return [found[key] for key in keys if key in found]


def merged_identities(section: SectionText) -> list[int]:
    """Identities whose words came into ``section``, also through a third one; in order."""
    rows = SectionLineage.objects.filter(version=section.version_id, kind=LineageKind.MERGE)
    merges = list(rows.order_by("pk").values_list("source_id", "target_id"))
    inside, found = {section.identity_id}, []
    for source, target in reversed(merges):
        if target in inside and source not in inside:
            inside.add(source)
            found.append(source)
    texts = SectionText.objects.filter(version=section.version_id)
    present = set(texts.values_list("identity_id", flat=True))
    return [key for key in found if key not in present]


def removed_from(version) -> list[SectionText]:
    """Sections of the text that ``version`` was made from, left out of it.

    Not those merged into another one: their words are still there.
    """
    if not version.based_on_id:
        return []
    rows = SectionText.objects.filter(version=version.based_on_id)
    rows = rows.exclude(identity__in=version.texts.order_by().values("identity"))
    merged = version.lineage.filter(kind=LineageKind.MERGE).order_by().values("source")
    rows = rows.exclude(identity__in=merged).defer("content").select_related("identity")
    return list(rows.order_by("position", "pk"))
