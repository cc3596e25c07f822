"""XLSX and CSV as one table of texts; formulas stay the words that they are."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

from django.utils.translation import gettext as _

from ...text import clean_text
from ...uploads import BadCell, UnreadableTable, has_doctype, read_rows
from .grids import Contents, Grid, GridRow, fill_down
from .identity import SHEET

_REFERENCE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
#: Parts in which a form carries its identifier; cells are searched apart.
_CARRIERS = ("docProps/custom.xml", "docProps/core.xml", "xl/workbook.xml")
_MAX_CARRIER = 1024 * 1024


def read(upload, max_bytes: int, max_rows: int) -> Contents:
    """Raise ``UnreadableTable`` with what to do."""
    upload.seek(0)
    is_xlsx = upload.read(4) == b"PK\x03\x04"
    rows, merged = read_rows(upload, max_bytes=max_bytes)
    contents = Contents("xlsx" if is_xlsx else "csv")
    if is_xlsx:
        _check_macros(upload)
    try:
        grid = _grid(rows, max_rows)
        if is_xlsx:
            contents.texts = _carriers(upload)
    except UnreadableTable:
        raise
    except Exception as error:
        # openpyxl and csv raise what they like while they read on.
        raise UnreadableTable(_("The file is damaged: it cannot be read to its end.")) from error
    _merge(grid, merged)
    contents.grids = [grid]
    # Above the table, one a cell; what people wrote in it names no form.
    contents.texts += [row.text(0) for row in grid.rows[:60]]
    return contents


def _check_macros(upload) -> None:
    upload.seek(0)
    with zipfile.ZipFile(upload) as archive:
        if any("vbaProject" in name for name in archive.namelist()):
            raise UnreadableTable(
                _("The file holds macros, which no form needs. Save it as XLSX without them.")
            )


def _grid(rows, max_rows: int) -> Grid:
    grid = Grid()
    for row in rows:
        texts = [_text(each) for each in row.values]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        grid.rows.append(GridRow(row.number, texts))
        if len(grid.rows) > max_rows + 1000:
            raise UnreadableTable(
                _("The list has more than %(limit)s rows. Split it into several files.")
                % {"limit": max_rows}
            )
    return grid


def _text(cell) -> str:
    """A cell as a person reads it. What looks like a formula is only text to us."""
    if isinstance(cell, BadCell):
        cell = cell.text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, date):
        return cell.isoformat()
    return clean_text(str(cell))


def _carriers(upload) -> list[str]:
    """The raw words of the parts that hold properties and names, and of our hidden sheet."""
    from openpyxl import load_workbook

    upload.seek(0)
    data, texts = upload.read(), []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name in _CARRIERS and archive.getinfo(name).file_size <= _MAX_CARRIER:
                with archive.open(name) as stream:
                    if not has_doctype(stream):
                        texts.append(archive.read(name).decode("utf-8", "replace"))
    workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    if SHEET in workbook.sheetnames:
        texts.append(str(next(workbook[SHEET].iter_rows(max_row=1, max_col=1))[0].value))
    return texts


def _merge(grid: Grid, merged) -> None:
    """Mark cells that are merged: across in their row, downwards in each row below."""
    from openpyxl.utils import column_index_from_string

    rows = {row.number: row for row in grid.rows}
    above: dict[int, set[int]] = {}
    for reference, _last in merged[:10_000]:
        match = _REFERENCE.fullmatch(reference)
        first, last = (column_index_from_string(match[name]) - 1 for name in (1, 3))
        top, bottom = int(match[2]), int(match[4])
        if last > first and top in rows:
            rows[top].spans[first] = last - first + 1
        for number in range(top + 1, min(bottom, top + 5000) + 1):
            if number in rows:
                row = rows[number]
                row.texts += [""] * (last + 1 - len(row.texts))
                above.setdefault(number, set()).update(range(first, last + 1))
    for number, columns in above.items():
        rows[number].above = frozenset(columns)
    fill_down(grid)
