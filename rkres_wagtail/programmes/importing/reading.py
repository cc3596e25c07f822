"""From a file to rows of texts; what cannot be taken for a text stays a ``BadCell``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ...conf import settings
from ...uploads import BadCell, UnreadableTable, read_sheets
from .columns import COLUMNS, INDICATORS, NODES, read_heading

#: What spreadsheets make of 1.2 where that is a day.
_MONTH = re.compile(r"\d{1,2}[. -](sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru)", re.IGNORECASE)
#: Columns with numbers of elements, which a spreadsheet may have taken for days.
_NUMBERED = {"number", "parent", "node"}
_YEARS = {"year", "base_year", "target_year"}

Cells = dict[str | int, str | BadCell]


@dataclass
class Lists:
    """Rows of both lists: ``(row number, cells)``; keys of cells are columns, or years."""

    nodes: list[tuple[int, Cells]] = field(default_factory=list)
    indicators: list[tuple[int, Cells]] = field(default_factory=list)
    #: Headings of columns that were not read.
    ignored: list[str] = field(default_factory=list)


def read_lists(upload) -> Lists:
    """Read an uploaded file; ``UnreadableTable`` says what is wrong with it as a whole."""
    sheets = read_sheets(
        upload,
        max_bytes=settings.IMPORT_MAX_BYTES,
        max_rows=settings.IMPORT_MAX_ROWS,
        is_heading=lambda values: read_heading(values) is not None,
    )
    lists, seen = Lists(), set()
    for name, table in sheets:
        kind, columns, unknown = read_heading(table.heading.values)
        if kind in seen:
            raise UnreadableTable(
                _("Two sheets hold the same kind of list; the second is “%(name)s”. Leave one.")
                % {"name": name}
            )
        seen.add(kind)
        _check_once(kind, columns)
        lists.ignored += [title[:60] for title in unknown]
        rows = [
            (
                row.number,
                {
                    key: cell
                    for index, key in columns.items()
                    if index < len(row.values)
                    and (cell := _cell(row.values[index], key, kind)) != ""
                },
            )
            for row in table.rows
        ]
        setattr(lists, kind, [row for row in rows if row[1]])
    if not seen:
        raise UnreadableTable(
            _(
                "No sheet names its columns as the template does. A list of elements has the "
                "columns: %(nodes)s. A list of indicators: %(indicators)s."
            )
            % {"nodes": _names(NODES), "indicators": _names(INDICATORS)}
        )
    if not (lists.nodes or lists.indicators):
        raise UnreadableTable(_("There is no row beneath the heading."))
    return lists


def _names(kind: str) -> str:
    return ", ".join(str(column.heading) for column in COLUMNS[kind])


def heading_of(kind: str, key: str | int) -> str:
    """The heading of a column, or the year that names it."""
    headings = {column.key: str(column.heading) for column in COLUMNS[kind]}
    return headings.get(key, str(key))


def _check_once(kind: str, columns: dict) -> None:
    keys = list(columns.values())
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise UnreadableTable(
            _("The column “%(name)s” occurs twice.") % {"name": heading_of(kind, twice)}
        )


def _cell(value, key: str | int, kind: str) -> str | BadCell:
    if value is None or isinstance(value, BadCell):
        return "" if value is None else value
    if isinstance(value, date):
        if key in _YEARS:
            return str(value.year)
        return BadCell(value.isoformat(), _a_day(key))
    if isinstance(value, bool):
        return BadCell(str(value), _("A text or a number was expected."))
    if isinstance(value, float):
        # A number of an element has a dot, a value a comma.
        text = f"{Decimal(repr(value)):f}"
        return text if key in _NUMBERED else text.replace(".", ",")
    text = str(value).strip()
    if key in _NUMBERED and _MONTH.match(text):
        return BadCell(text, _a_day(key))
    return text


def _a_day(key: str | int) -> str:
    if key in _NUMBERED:
        return _(
            "The spreadsheet has made a day of the number. Format the column as text and write "
            "the number again."
        )
    return _("There is a day in the cell. Format it as text and write the value again.")
