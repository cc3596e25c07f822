"""Second pass: headings, lists, captions and notes are marked, so that HTML can carry them."""

from __future__ import annotations

from .numbering import Label, Numbering, format_number
from .ooxml import (
    HEADING,
    NOTE,
    NOTE_TEXT,
    is_on,
    make_paragraph,
    make_run,
    properties,
    put_first,
    remove,
    value,
    w,
)
from .styles import Styles

#: Styles that the conversion knows, by the ids this module gives.
CAPTION, QUOTE, TITLE = "RkresCaption", "RkresQuote", "RkresTitle"
#: The two lists of the package that is converted.
BULLETS, NUMBERS = "1", "2"


class Marker:
    """Marks the paragraphs of a body in their order."""

    def __init__(self, styles: Styles, numbering: Numbering):
        self.styles, self.numbering = styles, numbering
        self._counts: list[int] = []
        self._typed_level: int | None = None
        #: Lists whose letters or Roman numbers an HTML list will show as digits.
        self.relabelled = 0

    def mark_body(self, body) -> None:
        for node in list(body):
            if node.tag == w("p"):
                self.mark(node, is_top=True)
            else:
                self._end_list()
                for paragraph in node.iter(w("p")):
                    self.mark(paragraph, is_top=False)
                self._end_list()

    def mark(self, paragraph, *, is_top: bool) -> None:
        for run in paragraph.iter(w("r")):
            self._mark_run(run)
        label = self.numbering.label_of(paragraph)
        depth = max(label.level, self.styles.list_depth(paragraph)) if label else 0
        level = self.styles.heading_level(paragraph) if is_top else None
        is_title = is_top and self.styles.is_title(paragraph)
        style = self._style_of(paragraph, is_top)
        is_empty = not any((node.text or "").strip() for node in paragraph.iter(w("t")))
        old = paragraph.find(w("pPr"))
        if old is not None:
            remove(old)
        if is_empty:
            return
        if level is not None and not is_title:
            self._end_list()
            text = label.text if label else ""
            put_first(paragraph, make_run(f"{HEADING}{level}{HEADING}{text}{HEADING}"))
        elif label is not None and (label.is_bullet or label.text):
            self._mark_item(paragraph, label, depth, is_top=is_top)
        else:
            self._end_list()
            if style:
                _set(properties(paragraph), "pStyle", style)

    def _style_of(self, paragraph, is_top: bool) -> str:
        if is_top and self.styles.is_title(paragraph):
            return TITLE
        if is_top and self.styles.is_caption(paragraph):
            return CAPTION
        return QUOTE if self.styles.is_quote(paragraph) else ""

    def _mark_run(self, run) -> None:
        """Bold and italic of a character style become the run's own; nothing else is used."""
        marks = run.find(w("rPr"))
        key = value(marks, "rStyle")
        if key is None:
            return
        for name, said in (("b", "bold"), ("i", "italic")):
            if is_on(marks, name) is None and self.styles.first(key, said):
                marks.append(marks.makeelement(w(name)))
        remove(marks.find(w("rStyle")))

    # Lists ------------------------------------------------------------------------------

    def _end_list(self) -> None:
        self._counts, self._typed_level = [], None

    def _mark_item(self, paragraph, label: Label, level: int, *, is_top: bool) -> None:
        """An item of an HTML list; where that would show another number, a typed one."""
        depth = min(level, len(self._counts), 4)
        typed_above = self._typed_level is not None and level > self._typed_level
        if is_top and not typed_above and self._fits(label, depth):
            self._typed_level = None
            del self._counts[depth + 1 :]
            if len(self._counts) == depth:
                self._counts.append(0)
            self._counts[depth] = -1 if label.is_bullet else max(self._counts[depth], 0) + 1
            held = properties(paragraph)
            numbering = held.makeelement(w("numPr"))
            held.append(numbering)
            _set(numbering, "ilvl", str(depth))
            _set(numbering, "numId", BULLETS if label.is_bullet else NUMBERS)
            return
        self._end_list()
        self._typed_level = level
        put_first(paragraph, make_run(f"{'•' if label.is_bullet else label.text} "))

    def _fits(self, label: Label, depth: int) -> bool:
        if label.is_bullet:
            return True
        before = self._counts[depth] if depth < len(self._counts) else 0
        if label.value != max(before, 0) + 1:
            return False
        if label.is_plain:
            return True
        if depth == 0:
            return False
        self.relabelled += 1
        return True


def _set(parent, name: str, text: str) -> None:
    child = parent.find(w(name))
    if child is None:
        child = parent.makeelement(w(name))
        parent.insert(0, child) if name == "pStyle" else parent.append(child)
    child.set(w("val"), text)


# Notes --------------------------------------------------------------------------------------------


class Notes:
    """Footnotes and endnotes, numbered in the order of reading as a word processor does."""

    def __init__(self, footnotes, endnotes):
        self._stories = {"footnote": _notes(footnotes), "endnote": _notes(endnotes)}
        self._counts = dict.fromkeys(self._stories, 0)
        self.used: list[tuple[str, object]] = []

    def mark_references(self, body) -> None:
        names = {w(f"{kind}Reference"): kind for kind in self._stories}
        for node in list(body.iter(*names)):
            kind = names[node.tag]
            story = self._stories[kind].get(node.get(w("id")))
            run = node.getparent()
            if story is None or run is None:
                remove(node)
                continue
            self._counts[kind] += 1
            number = format_number(
                self._counts[kind], "decimal" if kind == "footnote" else "lowerRoman"
            )
            self.used.append((number, story))
            # Without the run's properties: raised text in raised text.
            marks = run.find(w("rPr"))
            if marks is not None:
                remove(marks)
            at = run.index(node)
            run[at : at + 1] = list(make_run(f"{NOTE}{number}{NOTE}"))

    def append_to(self, body) -> None:
        """The texts of the notes, behind everything else."""
        for number, story in self.used:
            body.append(make_paragraph([make_run(f"{NOTE_TEXT}{number}{NOTE_TEXT}")]))
            body.extend(list(story))


def _notes(root) -> dict:
    if root is None:
        return {}
    found = {}
    for tag in ("footnote", "endnote"):
        for node in root.iter(w(tag)):
            if node.get(w("type")) in (None, "normal"):
                found[node.get(w("id"))] = node
    return found
