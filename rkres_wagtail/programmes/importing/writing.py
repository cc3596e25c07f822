"""The template, and the programme as it is now, in the columns of the import."""

from __future__ import annotations

import tempfile
from collections import Counter

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...conf import settings
from ...spreadsheets import XLSX_TYPE, Column, csv_response, neutralise, sheet_title
from ...text import plain_slug
from ..choices import MAX_LEVEL
from ..indicators.loading import lines_of
from ..models import Reading
from ..outline.locking import nodes_of
from .columns import COLUMNS, INDICATOR_COLUMNS, INDICATORS, NODE_COLUMNS, NODES
from .measures import shown
from .rows import match_key
from .texts import plain

#: The two columns for one reading; an export has a column for every year instead.
_ONE_READING = ("value", "year")


def node_rows(page) -> list[dict]:
    """Elements of a programme in order, as the import reads them."""
    names = [block.value["name"] for block in page.level_names]
    nodes = nodes_of(page)
    numbers = Counter(match_key(node.number) for node in nodes if node.number)
    rows, above = [], []
    for node in nodes:
        del above[node.level - 1 :]
        parent = above[-1] if above else None
        above.append(node)
        is_clear = parent is not None and numbers[match_key(parent.number or "")] == 1
        rows.append(
            {
                "level": _level(node.level, names),
                "number": node.number,
                "title": node.title,
                # Of parents without a number of their own the level tells enough.
                "parent": parent.number if is_clear else "",
                "description": plain(node.description),
            }
        )
    return rows


def _level(level: int, names: list[str]) -> str | int:
    name = names[level - 1] if level <= len(names) else ""
    return name if name and names.count(name) == 1 else level


def indicator_rows(page) -> tuple[list[dict], list[int]]:
    """Indicators in the order of the tree, and the years of their readings."""
    lines = [line for found in lines_of(page).values() for line in found]
    rows = []
    for line in lines:
        indicator, node = line.indicator, line.indicator.node
        row = {
            column.key: getattr(indicator, column.key)
            for column in INDICATOR_COLUMNS
            if column.key not in ("node", *_ONE_READING)
        }
        row["node"] = node.number or node.title
        row |= {each.year: shown(each.state, each.value) for each in line.readings}
        rows.append(row)
    years = Reading.objects.filter(indicator__in=[line.indicator.pk for line in lines])
    return rows, sorted(set(years.values_list("year", flat=True)))


def indicator_columns(years: list[int]) -> list[Column]:
    columns = [column for column in INDICATOR_COLUMNS if column.key not in _ONE_READING]
    for year in years:
        columns.append(Column(str(year), str(year), lambda row, year=year: row.get(year, "")))
    return columns


def export_response(page, file_format: str, kind: str = NODES):
    """XLSX: both lists as two sheets. CSV: the list named by ``kind``."""
    nodes, (indicators, years) = node_rows(page), indicator_rows(page)
    tables = {NODES: (NODE_COLUMNS, nodes), INDICATORS: (indicator_columns(years), indicators)}
    if file_format == "csv":
        columns, rows = tables[kind]
        values = ([column.value(row) for column in columns] for row in rows)
        return csv_response(f"{_slug(page)}-{_name(kind)}", columns, values)
    return _workbook_response(page, tables, _slug(page))


def template_response(page):
    """Empty sheets with the right columns, and how to fill them in."""
    tables = {kind: (columns, []) for kind, columns in COLUMNS.items()}
    return _workbook_response(
        page, tables, f"{_slug(page)}-{pgettext('name of a file', 'template')}"
    )


def _slug(page) -> str:
    return plain_slug(page.abbreviation or page.title, _("programme"), length=60)


def _name(kind: str) -> str:
    return _("elements") if kind == NODES else _("indicators")


def _workbook_response(page, tables: dict, name: str) -> FileResponse:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for kind, (columns, rows) in tables.items():
        _add_sheet(workbook, sheet_title(_name(kind).capitalize()), columns, rows)
    _add_instructions(workbook, page)
    output = tempfile.TemporaryFile()
    workbook.save(output)
    output.seek(0)
    return FileResponse(output, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def _add_sheet(workbook, title: str, columns: list[Column], rows: list[dict]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = column.width
        # Text: or 1.2 becomes the first of February, and 1% a hundredth.
        dimension.number_format = "@"

    def cell(value, **style):
        made = WriteOnlyCell(sheet, value=neutralise(value))
        made.number_format = "@"
        for name, each in style.items():
            setattr(made, name, each)
        return made

    sheet.append([cell(str(column.heading), font=Font(bold=True)) for column in columns])
    for row in rows:
        values = (column.value(row) for column in columns)
        sheet.append([cell("" if value is None else str(value)) for value in values])


def _add_instructions(workbook, page) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    sheet = workbook.create_sheet(sheet_title(_("Instructions")))
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90
    names = ", ".join(block.value["name"] for block in page.level_names) or "–"
    lines = [
        (_("How to fill in the lists"), ""),
        (_("Programme"), page.title),
        (_("Levels of this programme"), names),
        ("", _("One row is one element, or one indicator. The lists may also be two CSV files.")),
        ("", _("What is not in the file stays; an import never removes anything.")),
        ("", _("An empty cell leaves what is there. No formulas and no merged cells.")),
        (
            "",
            _("At most %(rows)d rows in a list, and %(levels)d levels.")
            % {"rows": settings.IMPORT_MAX_ROWS, "levels": MAX_LEVEL},
        ),
    ]
    for kind, columns in COLUMNS.items():
        lines.append((_name(kind).capitalize(), ""))
        lines += [(str(column.heading), str(column.help_text)) for column in columns]
    for first, second in lines:
        cells = [WriteOnlyCell(sheet, value=neutralise(text)) for text in (first, second)]
        cells[0].font, cells[1].alignment = Font(bold=True), Alignment(wrap_text=True)
        sheet.append(cells)
