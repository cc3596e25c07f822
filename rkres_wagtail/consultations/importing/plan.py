"""What an import would do to a version, section by section. Nothing here writes.

``make_plan`` is used twice: for the preview, and under a lock by ``services.import_sections``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ...text import without_directions
from ..document import content as parts
from ..document.words import lines_of, one_space
from ..models import DocumentVersion, SectionText
from ..reader import comparing
from .matching import Face, match, out_of_order
from .reading import ReadSection

#: The choice of a section that is none of the known ones.
NEW = "new"
#: Choices offered for one section where the known ones are many.
ALL_CHOICES, SOME_CHOICES, NEAR = 60, 12, 5


class Fate(models.TextChoices):
    """What becomes of a section."""

    SAME = "same", pgettext_lazy("import of a section", "unchanged")
    CHANGED = "changed", pgettext_lazy("import of a section", "changed")
    MOVED = "moved", pgettext_lazy("import of a section", "moved")
    NEW = "new", pgettext_lazy("import of a section", "new")
    REMOVED = "removed", pgettext_lazy("import of a section", "removed")


@dataclass
class Known:
    """A section of the version's text, or of the text it continues (``is_present`` false)."""

    text: SectionText
    is_present: bool
    parent: object = None

    @property
    def key(self) -> str:
        return self.text.identity.uuid.hex

    @cached_property
    def face(self) -> Face:
        return Face(self.text.number, self.text.title, lines_of(self.text.content))


@dataclass
class PlannedRow:
    """One section of the file: what is read and what becomes of it."""

    index: int
    section: ReadSection
    text: SectionText
    known: Known | None = None
    changes: list[str] = field(default_factory=list)
    #: Whether the words and links are those of before: the form of the site stays then.
    keeps_form: bool = False
    is_moved: bool = False
    kept_images: int = 0
    choices: list[tuple[str, str]] = field(default_factory=list)
    error: str = ""

    @property
    def name(self) -> str:
        return f"section_{self.index}"

    @property
    def chosen(self) -> str:
        return self.known.key if self.known else NEW

    @property
    def fates(self) -> list[Fate]:
        if self.known is None:
            return [Fate.NEW]
        found = [Fate.CHANGED] if self.changes else []
        found += [Fate.MOVED] if self.is_moved else []
        return found or [Fate.SAME]

    @property
    def label(self) -> str:
        """E.g. "changed: number, text; moved"."""
        labels = []
        for fate in self.fates:
            told = (
                f"{fate.label}: {', '.join(self.changes)}" if fate == Fate.CHANGED else fate.label
            )
            labels.append(str(told))
        return "; ".join(labels)

    @cached_property
    def first_words(self) -> str:
        return Truncator(" ".join(lines_of(self.text.content)[:3])).chars(160)

    @cached_property
    def lines(self) -> list[comparing.Line]:
        """All of the section, with what its text was where that changes; empty: nothing new."""
        new = lines_of(self.text.content)
        if self.known is None:
            return comparing.whole(new, comparing.SAME)
        return [] if self.keeps_form else comparing.compare_lines(self.known.face.lines, new)

    @property
    def tables(self) -> int:
        return self.section.count("table")

    @property
    def notes(self) -> int:
        return self.section.count("note")


@dataclass
class Plan:
    version: DocumentVersion
    rows: list[PlannedRow]
    removed: list[Known]
    #: Whether the version has no text yet; sections are then compared with those of ``base``.
    is_first: bool
    base: DocumentVersion | None
    has_known: bool

    @property
    def counts(self) -> list[tuple[str, int]]:
        """``(label, number)`` of each fate that occurs."""
        found = Counter(fate for row in self.rows for fate in row.fates)
        found[Fate.REMOVED] = len(self.removed)
        return [(fate.label, found[fate]) for fate in Fate if found[fate]]

    @property
    def has_errors(self) -> bool:
        return any(row.error for row in self.rows)

    @property
    def recognises(self) -> bool:
        """Whether a section of the file is one that is known."""
        return any(row.known for row in self.rows)

    @property
    def does_nothing(self) -> bool:
        return not self.removed and all(
            row.fates == [Fate.SAME] and row.known.is_present for row in self.rows
        )


def make_plan(version: DocumentVersion, sections: list[ReadSection], choices=None) -> Plan:
    """Plan the import of ``sections``; ``choices`` by index overrule what seems to match."""
    base, known = known_sections(version)
    rows = [
        PlannedRow(index, section, _text_of(version, section))
        for index, section in enumerate(sections)
    ]
    faces = [Face(row.text.number, row.text.title, lines_of(row.text.content)) for row in rows]
    found = match(faces, [one.face for one in known])
    for row, at in zip(rows, found, strict=True):
        row.known = known[at] if at is not None else None
    if choices:
        _choose(rows, {one.key: one for one in known}, choices)
    taken = {row.known.key for row in rows if row.known}
    for row in rows:
        row.choices = _choices(row, known, taken)
        _compare(row)
    _find_moved(rows, known)
    removed = [one for one in known if one.is_present and one.key not in taken]
    is_first = not any(one.is_present for one in known)
    return Plan(version, rows, removed, is_first, base, bool(known))


def known_sections(version: DocumentVersion) -> tuple[DocumentVersion | None, list[Known]]:
    """The sections of ``version``, then those only in the text that it continues."""
    present = _texts(version)
    base = version.based_on or (
        DocumentVersion.objects.of(version.consultation)
        .filter(number__lt=version.number)
        .filter(texts__isnull=False)
        .order_by("-number")
        .first()
    )
    taken = {text.identity_id for text in present}
    known = _with_parents([Known(text, True) for text in present])
    if base is not None:
        older = _with_parents([Known(text, not present) for text in _texts(base)])
        for one in older:
            one.is_present = False
        known += [one for one in older if one.text.identity_id not in taken]
    return base, known


def _texts(version) -> list[SectionText]:
    rows = version.texts.select_related("identity").order_by("position", "pk")
    return list(rows)


def _with_parents(known: list[Known]) -> list[Known]:
    for one, parent in zip(known, _parents([k.text.level for k in known]), strict=True):
        one.parent = known[parent].text.identity_id if parent is not None else None
    return known


def _parents(levels: list[int]) -> list[int | None]:
    """For each section the index of the one it stands under."""
    found, above = [], []
    for at, level in enumerate(levels):
        while above and levels[above[-1]] >= level:
            above.pop()
        found.append(above[-1] if above else None)
        above.append(at)
    return found


def _text_of(version, section: ReadSection) -> SectionText:
    text = SectionText(
        version=version,
        level=section.level,
        number=_one_line(section.number),
        title=_one_line(section.title) or "–",
    )
    text.content = parts.stream(SectionText, [tuple(pair) for pair in section.content])
    return text


def _one_line(text: str) -> str:
    """As every number and title of a section is written."""
    return one_space(without_directions(text))


# Choices ------------------------------------------------------------------------------------------


def _choose(rows: list[PlannedRow], known: dict[str, Known], choices) -> None:
    """What the editor chose; a section that was chosen twice is an error of both rows."""
    for row in rows:
        key = choices.get(row.index)
        if key == NEW:
            row.known = None
        elif key is not None:
            if key not in known:
                raise ValidationError(_("Choose one of the sections offered."), code="choice")
            row.known = known[key]
    counts = Counter(row.known.key for row in rows if row.known)
    for row in rows:
        if row.known and counts[row.known.key] > 1:
            row.error = _("This section is chosen more than once; choose it for one only.")


def _choices(row: PlannedRow, known: list[Known], taken: set[str]) -> list[tuple[str, str]]:
    """All known sections; where they are many: the near ones and those that nobody has."""
    offered = list(enumerate(known))
    if len(known) > ALL_CHOICES:
        free = [at for at, one in offered if one.key not in taken]
        near = set(sorted(free, key=lambda at: abs(at - row.index))[:SOME_CHOICES])
        near |= set(range(row.index - NEAR, row.index + NEAR + 1))
        offered = [(at, one) for at, one in offered if at in near or one is row.known]
    return [(one.key, Truncator(one.text.heading).chars(80)) for _at, one in offered]


# Comparison ---------------------------------------------------------------------------------------


def _compare(row: PlannedRow) -> None:
    if row.known is None:
        return
    old, new = row.known.text, row.text
    images = [child for child in parts.rows_of(old.content) if child[0] == "image"]
    if images:
        # Pictures are not read from files, so those that were added by hand stay.
        row.kept_images = len(images)
        new.content = parts.stream(SectionText, _with_images(old, new))
    has_same_words = lines_of(new.content) == lines_of(old.content)
    # Links are only looked for among the new ones: one that somebody added by hand stays.
    row.keeps_form = has_same_words and not _links_of(new) - _links_of(old)
    if new.number != old.number:
        row.changes.append(_("number"))
    if new.title != old.title:
        row.changes.append(_("heading"))
    if not has_same_words:
        row.changes.append(_("text"))
    elif not row.keeps_form:
        row.changes.append(_("links"))


def _links_of(text: SectionText) -> set[tuple[str, str]]:
    """Words and address of each link."""
    found = set()
    for kind, value, _key in parts.rows_of(text.content):
        rich = value if kind == "text" else value["text"] if kind == "note" else None
        if rich is not None:
            soup = BeautifulSoup(rich.source, "html.parser")
            found |= {(one_space(a.get_text()), a["href"]) for a in soup.find_all("a", href=True)}
    return found


def _with_images(old: SectionText, new: SectionText) -> list[tuple]:
    """The new blocks with the old pictures, each behind as many blocks as before."""
    rows = parts.rows_of(new.content)
    for at, child in enumerate(parts.rows_of(old.content)):
        if child[0] == "image":
            rows.insert(min(at, len(rows)), child)
    return rows


def _find_moved(rows: list[PlannedRow], known: list[Known]) -> None:
    """What stands in another order, or under another section that was there before."""
    places = {one.key: at for at, one in enumerate(known)}
    known_ids = {row.known.text.identity_id for row in rows if row.known}
    moved = out_of_order(places[row.known.key] if row.known else None for row in rows)
    parents = _parents([row.section.level for row in rows])
    for row, parent in zip(rows, parents, strict=True):
        if row.known is None:
            continue
        above = rows[parent].known if parent is not None else None
        new_parent = above.text.identity_id if above else None
        both_stay = (parent is None or above is not None) and (
            row.known.parent is None or row.known.parent in known_ids
        )
        row.is_moved = row.index in moved or (both_stay and new_parent != row.known.parent)
