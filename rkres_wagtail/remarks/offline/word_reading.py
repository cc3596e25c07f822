"""Tables of a DOCX as people fill them in: with tracked changes, content controls, merged cells.

Every ``w:t`` under a cell is collected, because python-docx sees only what stands in plain runs.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from ...consultations.importing.ooxml import MC, number, parse, value, w
from ...consultations.importing.package import UnreadableDocument, open_package
from ...text import clean_text
from .grids import Contents, Grid, GridRow, fill_down

_OTHERS = re.compile(r"word/(?:footer|header)\d*\.xml|docProps/custom\.xml")
_DROPPED = {w("del"), w("moveFrom"), f"{{{MC}}}Fallback"}
_BREAKS = {w("br"), w("cr")}
#: Columns and rows of a table that are looked at.
_MAX_COLUMNS = 64


def read(upload, max_rows: int) -> Contents:
    """Raise ``UnreadableDocument`` with what to do."""
    package = open_package(upload, _OTHERS)
    if package.has_macros:
        raise UnreadableDocument(
            _("The file holds macros, which no form needs. Save it as DOCX without them.")
        )
    try:
        body = parse(package.document.xml)
        contents = Contents("docx", [_grid(table) for table in body.iter(w("tbl"))])
        # The property first: people do not see it, so nobody has typed over it.
        others = sorted(package.others.items())
        contents.texts = [_words(xml) for _name, xml in others]
        contents.texts.append(_outside_tables(body))
    except RecursionError as error:
        raise UnreadableDocument(
            _("Parts of the file are nested too deep in each other. Simplify its tables and boxes.")
        ) from error
    except Exception as error:
        # lxml raises what it likes when XML is broken.
        raise UnreadableDocument(
            _("The file is damaged: it cannot be read to its end. Save it anew as DOCX.")
        ) from error
    if sum(len(grid.rows) for grid in contents.grids) > max_rows + 1000:
        raise UnreadableDocument(
            _("The file has more than %(limit)s rows. Split it into several files.")
            % {"limit": max_rows}
        )
    return contents


def _words(xml: bytes) -> str:
    return "".join(parse(xml).itertext())


def _outside_tables(body) -> str:
    """Words of paragraphs, also hidden ones; what people wrote in a table names no form."""
    lines = []
    for paragraph in body.iter(w("p")):
        if next(paragraph.iterancestors(w("tbl")), None) is None:
            lines.append(_text(paragraph))
    return "\n".join(lines)


def _grid(table) -> Grid:
    grid = Grid()
    rows = (row for row in table.iter(w("tr")) if _nearest(row, "tbl") is table)
    for at, row in enumerate(rows, start=1):
        mark = row.find(w("trPr"))
        if mark is not None and mark.find(w("del")) is not None:
            continue
        grid.rows.append(_row(row, at))
    fill_down(grid)
    return grid


def _nearest(element, name: str):
    return next(element.iterancestors(w(name)), None)


def _row(row, at: int) -> GridRow:
    found, above = GridRow(at, []), set()
    properties = row.find(w("trPr"))
    found.texts += [""] * min(number(value(properties, "gridBefore"), 0) or 0, _MAX_COLUMNS)
    for cell in row.iter(w("tc")):
        if _nearest(cell, "tr") is not row or len(found.texts) >= _MAX_COLUMNS:
            continue
        settings = cell.find(w("tcPr"))
        width = number(value(settings, "gridSpan"), 1) or 1
        width = max(1, min(width, _MAX_COLUMNS - len(found.texts)))
        start = len(found.texts)
        merge = settings.find(w("vMerge")) if settings is not None else None
        is_below = merge is not None and merge.get(w("val"), "continue") != "restart"
        if is_below:
            above.update(range(start, start + width))
        found.texts += [clean_text(_text(cell))] + [""] * (width - 1)
        if width > 1:
            found.spans[start] = width
    found.above = frozenset(above)
    return found


def _text(element) -> str:
    """Words under ``element``, without what was deleted; each paragraph on a line of its own."""
    parts: list[str] = []
    stack = [(element, False)]
    while stack:
        node, is_left = stack.pop()
        tag = node.tag
        if is_left:
            parts.append("\n")
            continue
        if tag in _DROPPED and node is not element:
            continue
        if tag == w("t"):
            parts.append(node.text or "")
        elif tag == w("tab") and node.getparent().tag != w("tabs"):
            parts.append(" ")
        elif tag in _BREAKS:
            parts.append("\n")
        elif tag == w("noBreakHyphen"):
            parts.append("-")
        elif tag == w("p"):
            stack.append((node, True))
        stack.extend((child, False) for child in reversed(node) if isinstance(child.tag, str))
    return "".join(parts).strip()
