"""Tables out: XLSX and CSV, streamed and safe to open (``uploads.py`` reads them).

A clerk opens an export in a spreadsheet program, which runs what looks like a formula; so
every text that begins like one is written with an apostrophe before it, in both formats.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import content_disposition_header

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_END = object()


@dataclass(frozen=True)
class Column:
    """A column of a register: the same one in its export and in its import.

    ``value`` takes a row's object; ``office`` marks what only those see who may change the
    register; ``width`` is in characters.
    """

    key: str
    heading: str | Promise
    value: Callable[[Any], Any]
    office: bool = False
    width: int = 18
    help_text: str | Promise = ""
    importable: bool = True


def neutralise(value: Any) -> Any:
    """Return ``value`` fit for a cell: no formula, no control characters; numbers as they are."""
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        return value
    value = _CONTROL.sub("", value)
    return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value


def restore(text: str) -> str:
    """Undo ``neutralise`` in what comes back from an export."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_SIGNS) else text


def in_language(language: str | None, rows: Iterable) -> Iterator:
    """Draw each of ``rows`` under ``language``.

    A response is streamed after the view, and with it the admin's language, is over.
    """
    iterator = iter(rows)
    while True:
        with translation.override(language):
            row = next(iterator, _END)
        if row is _END:
            return
        yield row


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> bytes:
        return value.encode()


def stream_csv(headings: Iterable, rows: Iterable[Iterable]) -> Iterator[bytes]:
    """Yield a CSV as Polish spreadsheets expect it: UTF-8 with BOM, semicolons."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield b"\xef\xbb\xbf"
    yield writer.writerow([neutralise(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([neutralise(value) for value in row])


def write_xlsx(output, title: str, columns: list[Column], rows: Iterable[Iterable]) -> None:
    """Write one sheet row by row, so that memory does not grow with the table."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title=sheet_title(title))
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    heads = [WriteOnlyCell(sheet, value=neutralise(str(column.heading))) for column in columns]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([neutralise(value) for value in row])
    workbook.save(output)


def sheet_title(title: str) -> str:
    """A name that spreadsheet programs accept: at most 31 characters, no signs of theirs."""
    return re.sub(r"[\\/*?:\[\]']", " ", title).strip()[:31] or "1"


def csv_response(filename: str, columns: list[Column], rows: Iterable) -> StreamingHttpResponse:
    language = translation.get_language()
    headings = [str(column.heading) for column in columns]
    return StreamingHttpResponse(
        stream_csv(headings, in_language(language, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, f"{filename}.csv")},
    )


def xlsx_response(
    filename: str, columns: list[Column], rows: Iterable, *, title: str = ""
) -> FileResponse:
    output = tempfile.TemporaryFile()
    write_xlsx(output, title or filename, columns, rows)
    output.seek(0)
    return FileResponse(
        output, as_attachment=True, filename=f"{filename}.xlsx", content_type=XLSX_TYPE
    )


def table_response(
    file_format: str, filename: str, columns: list[Column], objects: Iterable, *, title: str = ""
):
    """Answer with ``objects`` as a table in ``file_format`` ("xlsx" or "csv")."""
    rows = ([column.value(item) for column in columns] for item in objects)
    if file_format == "csv":
        return csv_response(filename, columns, rows)
    return xlsx_response(filename, columns, rows, title=title)
