"""First pass over a part: what is no text of the document goes, what wraps text opens.

Insertions that are tracked stay, deletions go; comments, contents and hidden text go; text boxes,
content controls and tables within tables become paragraphs, so that no word of them is lost.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .ooxml import (
    EQUATION,
    IMAGE,
    MARKS,
    MC,
    M,
    R,
    is_on,
    make_paragraph,
    make_run,
    remove,
    text_of,
    unwrap,
    value,
    w,
)
from .styles import Styles

_DELETED = ("del", "moveFrom")
_INSERTED = ("ins", "moveTo")
_WRAPPERS = ("sdt", "smartTag", "customXml", "fldSimple", "dir", "bdo", "ruby", "rubyBase")
_NOISE = (
    "commentReference",
    "commentRangeStart",
    "commentRangeEnd",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "tblGridChange",
    "numberingChange",
    "bookmarkStart",
    "bookmarkEnd",
    "lastRenderedPageBreak",
    "proofErr",
    "permStart",
    "permEnd",
    "rt",
)
_MARKS = str.maketrans("", "", MARKS)


@dataclass
class Dropped:
    """What was taken out: how much of what (``told``), and the lines of contents themselves."""

    told: Counter = field(default_factory=Counter)
    contents: list[str] = field(default_factory=list)


def drop(root, styles: Styles) -> Dropped:
    """Take out what is not the document's text; return what there was."""
    told = Counter()
    _choose_alternatives(root)
    told["comments"] += len(list(root.iter(w("commentReference"))))
    told["changes"] += _settle_changes(root)
    told["parts"] += len(list(root.iter(w("altChunk"), w("subDoc"))))
    for node in list(root.iter(*map(w, _NOISE))):
        remove(node)
    for node in root.iter(w("t"), f"{{{M}}}t"):
        if node.text and any(sign in node.text for sign in MARKS):
            node.text = node.text.translate(_MARKS)
    contents = _drop_contents(root, styles)
    told["contents"] += len(contents)
    told["hidden"] += _drop_hidden(root, styles)
    return Dropped(told, contents)


def open_up(root) -> None:
    """Leave only paragraphs, runs, links and tables; signs stand for pictures and equations."""
    for name in _WRAPPERS:
        for node in reversed(list(root.iter(w(name)))):
            unwrap(node, _content_of(node))
    _mark_equations(root)
    _lift_text_boxes(root)
    _mark_images(root)
    for node in list(root.iter(w("cr"), w("br"))):
        node.attrib.clear()
        node.tag = w("br")
    _flatten_tables(root)


def _content_of(node):
    if node.tag == w("sdt"):
        content = node.find(w("sdtContent"))
        return [] if content is None else list(content)
    return [child for child in node if not child.tag.endswith("Pr")]


# What goes ----------------------------------------------------------------------------------------


def _choose_alternatives(root) -> None:
    """The newer form of a shape holds what the older one holds: one of the two stays."""
    for node in reversed(list(root.iter(f"{{{MC}}}AlternateContent"))):
        chosen = node.find(f"{{{MC}}}Choice")
        if chosen is None:
            chosen = node.find(f"{{{MC}}}Fallback")
        unwrap(node, [] if chosen is None else list(chosen))


def _settle_changes(root) -> int:
    """Accept what was inserted and what was deleted; return the number of changes."""
    count = 0
    for row in list(root.iter(w("tr"))):
        marks = row.find(w("trPr"))
        if marks is not None and marks.find(w("del")) is not None:
            remove(row)
            count += 1
    joined = [
        paragraph
        for paragraph in root.iter(w("p"))
        if paragraph.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None
    ]
    for node in reversed(list(root.iter(*map(w, _DELETED + _INSERTED)))):
        is_mark = node.getparent().tag in (w("rPr"), w("trPr"), w("tcPr"), w("numPr"))
        deleted = node.tag in map(w, _DELETED)
        if is_mark or deleted:
            remove(node)
        else:
            unwrap(node)
        count += not is_mark
    for paragraph in joined:
        _join_with_next(paragraph)
    return count


def _join_with_next(paragraph) -> None:
    """The mark at its end was deleted, so what stands in it begins the next paragraph."""
    following = paragraph.getnext()
    kept = [child for child in paragraph if child.tag != w("pPr")]
    if not kept:
        # A cell or a body without a paragraph is none.
        if following is not None and following.tag == w("p"):
            remove(paragraph)
        return
    if following is None or following.tag != w("p"):
        return
    at = 1 if following.find(w("pPr")) is not None else 0
    following[at:at] = kept
    remove(paragraph)


def _drop_contents(root, styles: Styles) -> list[str]:
    """The table of contents: as a content control, as a field, by the styles of its lines.

    Returns its lines without its own title.
    """
    lines = []
    for node in list(root.iter(w("sdt"))):
        gallery = node.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
        if gallery is not None and gallery.get(w("val")) == "Table of Contents":
            lines += [_line(each, styles) for each in node.iter(w("p"))]
            remove(node)
    lines += _drop_contents_fields(root, styles)
    for paragraph in list(root.iter(w("p"))):
        if styles.is_contents(paragraph):
            lines.append(_line(paragraph, styles))
            remove(paragraph)
    return [line for line in lines if line]


def _line(paragraph, styles: Styles) -> str:
    return "" if styles.is_contents_title(paragraph) else text_of(paragraph).strip()


@dataclass
class _Field:
    """A complex field: its code, its three signs, and the runs between the first and the last."""

    signs: list
    code: str = ""
    runs: list = field(default_factory=list)

    def is_contents(self, styles: Styles) -> bool:
        """Whether it is a table of contents: no line of one is itself a heading."""
        if self.code.split()[:1] != ["TOC"]:
            return False
        return not any(_is_in_heading(run, styles) for run in self.runs)


def _is_in_heading(run, styles: Styles) -> bool:
    paragraph = next(run.iterancestors(w("p")), None)
    if paragraph is None or not text_of(run).strip():
        return False
    return styles.heading_level(paragraph) is not None and not styles.is_contents(paragraph)


def _drop_contents_fields(root, styles: Styles) -> list[str]:
    lines: dict = {}
    for found in _paired_fields(root):
        if not found.is_contents(styles):
            continue
        for run in found.runs:
            paragraph = next(run.iterancestors(w("p")), None)
            lines[paragraph] = lines.get(paragraph, "") + text_of(run)
            remove(run)
        for sign in found.signs:
            remove(sign)
    return [line.strip() for line in lines.values()]


def _paired_fields(root) -> list[_Field]:
    """The fields that begin and end, outermost of nested ones last.

    Signs without a counterpart go: a field that never ends would take all that follows.
    """
    paired, open_fields, stray = [], [], []
    for run in list(root.iter(w("r"))):
        for each in open_fields:
            each.runs.append(run)
        for node in run:
            if node.tag == w("instrText") and open_fields:
                open_fields[-1].code += node.text or ""
            elif node.tag == w("fldChar"):
                kind = node.get(w("fldCharType"))
                if kind == "begin":
                    open_fields.append(_Field([node]))
                elif not open_fields:
                    stray.append(node)
                else:
                    open_fields[-1].signs.append(node)
                    if kind == "end":
                        paired.append(open_fields.pop())
                        # What stands behind the end in the same run is text of the document.
                        paired[-1].runs[-1:] = []
    stray += [sign for each in open_fields for sign in each.signs]
    for sign in stray:
        remove(sign)
    return paired


def _drop_hidden(root, styles: Styles) -> int:
    count = 0
    for run in list(root.iter(w("r"))):
        marks = run.find(w("rPr"))
        hidden = is_on(marks, "vanish")
        if hidden is None:
            hidden = styles.first(value(marks, "rStyle"), "vanish")
        if hidden and text_of(run).strip():
            remove(run)
            count += 1
    return count


# What opens ---------------------------------------------------------------------------------------


def _mark_equations(root) -> None:
    for node in list(root.iter(f"{{{M}}}oMathPara")):
        unwrap(node, [child for child in node if child.tag == f"{{{M}}}oMath"])
    for node in list(root.iter(f"{{{M}}}oMath")):
        run = make_run(f"{EQUATION}{text_of(node)}")
        if node.getparent().tag == w("p"):
            unwrap(node, [run])
        else:
            unwrap(node, [make_paragraph([run])])


def _lift_text_boxes(root) -> None:
    """The text of a box follows the paragraph that it hangs on; the innermost box first."""
    for box in reversed(list(root.iter(w("txbxContent")))):
        anchor = box.getparent()
        while anchor is not None and anchor.tag != w("p"):
            anchor = anchor.getparent()
        content = list(box)
        remove(box)
        if anchor is not None:
            parent, at = anchor.getparent(), anchor.getparent().index(anchor) + 1
            parent[at:at] = content


def _mark_images(root) -> None:
    for node in list(root.iter(w("drawing"), w("pict"), w("object"))):
        shows = any(
            child.tag.endswith(("}blip", "}imagedata", "}chart", "}relIds", "}OLEObject"))
            or child.get(f"{{{R}}}embed")
            for child in node.iter()
            if isinstance(child.tag, str)
        )
        run = node.getparent()
        if not shows or run is None:
            remove(node)
        elif run.tag == w("r"):
            unwrap(node, list(make_run(IMAGE)))
        else:
            unwrap(node, [make_run(IMAGE)])


def _flatten_tables(root) -> None:
    """A table in a cell becomes one paragraph a row: readers of tables get lost in the other."""
    for table in reversed(list(root.iter(w("tbl")))):
        if any(parent.tag == w("tc") for parent in table.iterancestors()):
            unwrap(table, [_paragraph_of(row) for row in table.iter(w("tr"))])


def _paragraph_of(row):
    runs = []
    for cell in row.iter(w("tc")):
        if not text_of(cell).strip():
            continue
        if runs:
            runs.append(make_run(" | "))
        for order, paragraph in enumerate(cell.iter(w("p"))):
            if order:
                runs.append(make_run(" "))
            runs += [child for child in paragraph if child.tag != w("pPr")]
    return make_paragraph(runs)
