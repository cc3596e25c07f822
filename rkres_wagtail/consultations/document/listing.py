"""The outline of a version as the office sees it, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import pgettext_lazy

from ..choices import MAX_LEVEL
from ..models import SectionText
from .returning import removed_from
from .rules import remark_counts
from .words import lines_of_html


class Change(models.TextChoices):
    """What a section is against the version before."""

    NEW = "new", pgettext_lazy("section", "new")
    CHANGED = "changed", pgettext_lazy("section", "changed")
    SAME = "same", pgettext_lazy("section", "unchanged")


@dataclass
class Row:
    section: SectionText
    words: int
    change: Change | None = None
    remarks: int = 0
    may: dict = field(default_factory=dict)

    @property
    def level(self) -> int:
        return self.section.level


@dataclass
class Outline:
    rows: list[Row]
    #: Headings that stand in another section now.
    merged: list[str] = field(default_factory=list)
    #: Texts of the version before that this one has left out.
    removed: list[SectionText] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(row.words for row in self.rows)


def outline_of(version) -> Outline:
    """Sections, with what can be done to each and how it differs from ``based_on``."""
    sections = list(version.texts.select_related("identity").order_by("position", "pk"))
    counts = remark_counts([section.identity for section in sections])
    before = _texts_before(version)
    rows = []
    for section in sections:
        section.version = version
        row = Row(section, count_words(section), remarks=counts.get(section.identity_id, 0))
        if version.based_on_id:
            row.change = _change(section, before)
        rows.append(row)
    for index, row in enumerate(rows):
        row.may = _possible([each.level for each in rows], index)
    kept = {section.identity_id for section in sections}
    removed = removed_from(version) if before.keys() - kept else []
    gone = before.keys() - kept - {text.identity_id for text in removed}
    merged = [text.heading for key, text in before.items() if key in gone]
    return Outline(rows, merged, removed)


def _texts_before(version) -> dict[int, SectionText]:
    if not version.based_on_id:
        return {}
    texts = SectionText.objects.filter(version_id=version.based_on_id).defer("content")
    return {text.identity_id: text for text in texts.order_by("position")}


def _change(section, before: dict[int, SectionText]) -> Change:
    text = before.get(section.identity_id)
    if text is None:
        return Change.NEW
    return Change.SAME if text.digest == section.digest else Change.CHANGED


def count_words(section: SectionText) -> int:
    """Words of the text as it is stored: without asking for images, which blocks would do."""
    return sum(len(_plain(each).split()) for each in section.content.raw_data)


def _plain(block) -> str:
    value = block["value"]
    if block["type"] == "text":
        return " ".join(lines_of_html(value))
    if block["type"] == "table":
        rows = (value or {}).get("data") or ()
        return " ".join(str(cell) for row in rows for cell in row if cell is not None)
    if block["type"] == "note":
        return " ".join(lines_of_html(value.get("text", "")))
    return f"{value.get('caption') or ''} {value.get('alt_text') or ''}"


def _possible(levels: list[int], index: int) -> dict[str, bool]:
    """Which verbs make sense: the outline offers no others."""
    level = levels[index]
    end = index + 1
    while end < len(levels) and levels[end] > level:
        end += 1
    first = index - 1
    while first >= 0 and levels[first] > level:
        first -= 1
    has_before = first >= 0 and levels[first] == level
    return {
        "up": has_before,
        "down": end < len(levels) and levels[end] == level,
        "deeper": has_before and max(levels[index:end]) < MAX_LEVEL,
        "shallower": level > 1,
        "merge": index > 0 and levels[index - 1] <= level,
    }
