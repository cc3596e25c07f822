"""Tables in: reads a filled XLSX or CSV that anybody may have made, and trusts nothing in it.

Everything that is wrong with the file as a whole is an ``UnreadableTable`` with a sentence
for the clerk; what is wrong with one cell is a ``BadCell`` in its place.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .spreadsheets import restore

#: Limits of what an XLSX may unpack to, and of what is looked at.
MAX_UNPACKED_BYTES = 32 * 1024 * 1024
MAX_MEMBERS = 500
MAX_COLUMNS = 64
_LAST_ROW = 1_048_576
_HEADER_SEARCH = 10

_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: Every part is bounded, or a hostile sheet would take hours to look through.
_MERGED = re.compile(
    rb'<(?:\w{1,40}:)?mergeCell\s[^<>]{0,200}?ref="([A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7}))"'
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class UnreadableTable(ValidationError):
    """The file as a whole cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class BadCell:
    """A cell that must not be taken for a value."""

    text: str
    message: str


@dataclass(frozen=True)
class Row:
    """One row: its number in the file (from 1) and its values."""

    number: int
    values: tuple[Any, ...]

    @property
    def is_blank(self) -> bool:
        return all(value in (None, "") for value in self.values)


@dataclass(frozen=True)
class Table:
    heading: Row
    rows: list[Row]


def read_table(
    upload,
    *,
    max_bytes: int,
    max_rows: int,
    is_heading: Callable[[tuple], bool] = lambda values: True,
) -> Table:
    """Read an uploaded file into its heading and its rows that are not blank.

    The heading is the first row for which ``is_heading`` says so among the first ten that
    are not blank (a title may stand above it), otherwise the first of them.
    """
    rows, merged = read_rows(upload, max_bytes=max_bytes)
    try:
        return _to_table(rows, merged, max_rows, is_heading)
    except UnreadableTable:
        raise
    except Exception as error:
        # openpyxl and csv raise what they like while they read on.
        raise UnreadableTable(_("The file is damaged: it cannot be read to its end.")) from error


def read_rows(upload, *, max_bytes: int) -> tuple[Iterable[Row], list[tuple[str, int]]]:
    """Rows of an uploaded file as they stand, and its merged cells with the last row of each.

    For tables whose heading the caller finds: ``Row.values`` may be ``BadCell``. Reading on may
    still raise anything where the file is damaged.
    """
    data = _data(upload, max_bytes)
    if data.startswith(b"PK\x03\x04"):
        return _read_xlsx(data)
    return _read_csv(data), []


def _data(upload, max_bytes: int) -> bytes:
    """The bytes of an upload that may be a table."""
    if upload.size > max_bytes:
        raise UnreadableTable(
            _("The file has %(size)s; the most is %(limit)s. Split the list into several files.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(max_bytes)}
        )
    upload.seek(0)
    data = upload.read()
    if not data.strip():
        raise UnreadableTable(_("The file is empty."))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable(
            _("This is an old XLS file or one with a password. Save it as XLSX without a password.")
        )
    return data


def read_sheets(
    upload,
    *,
    max_bytes: int,
    max_rows: int,
    is_heading: Callable[[tuple], bool],
) -> list[tuple[str, Table]]:
    """Name and rows of every visible sheet with a heading that ``is_heading`` knows.

    Other sheets, such as instructions, are left alone. A CSV is one sheet without a name.
    """
    data = _data(upload, max_bytes)
    sheets = _xlsx_sheets(data) if data.startswith(b"PK\x03\x04") else [("", _read_csv(data), [])]
    found = []
    try:
        for name, rows, merged in sheets:
            rows = _from_heading(rows, is_heading)
            if rows is not None:
                found.append((name, _to_table(rows, merged, max_rows, is_heading)))
    except UnreadableTable:
        raise
    except Exception as error:
        # openpyxl and csv raise what they like while they read on.
        raise UnreadableTable(_("The file is damaged: it cannot be read to its end.")) from error
    return found


def _from_heading(rows: Iterable[Row], is_heading) -> Iterator[Row] | None:
    """``rows`` from the heading on, looked for as ``read_table`` does; None if there is none."""
    rows, looked_at = iter(rows), 0
    for row in rows:
        if is_heading(row.values):
            return chain([row], rows)
        looked_at += not row.is_blank
        if looked_at == _HEADER_SEARCH:
            break
    return None


def _to_table(rows: Iterable[Row], merged, max_rows, is_heading) -> Table:
    heading, waiting, kept = None, [], []
    for row in rows:
        if row.is_blank:
            continue
        if heading is None:
            waiting.append(row)
            if is_heading(row.values):
                heading, waiting = row, []
            elif len(waiting) == _HEADER_SEARCH:
                heading, kept = waiting[0], waiting[1:]
            continue
        kept.append(row)
        if len(kept) > max_rows:
            raise UnreadableTable(
                _("The list has more than %(limit)s rows. Split it into several files.")
                % {"limit": max_rows}
            )
    if heading is None:
        if not waiting:
            raise UnreadableTable(_("The file is empty."))
        heading, kept = waiting[0], waiting[1:]
    for reference, last in merged:
        if last >= heading.number:
            raise UnreadableTable(
                _(
                    "Cells %(cells)s are merged, so it is unclear which row they belong to. "
                    "Split them and write the value in each row."
                )
                % {"cells": reference}
            )
    return Table(heading, kept)


# XLSX -----------------------------------------------------------------------------------------


def _read_xlsx(data: bytes) -> tuple[Iterator[Row], list[tuple[str, int]]]:
    """The first visible sheet, whatever its heading."""
    _name, rows, merged = next(_xlsx_sheets(data))
    return rows, merged


def _xlsx_sheets(data: bytes) -> Iterator[tuple[str, Iterator[Row], list[tuple[str, int]]]]:
    """Name, rows and merged cells of each visible sheet; the first is there, or it raises."""
    from openpyxl import load_workbook

    broken = _("The file cannot be read as XLSX. Open it in a spreadsheet and save it as XLSX.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_archive(archive)
        workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise UnreadableTable(broken)
    except UnreadableTable:
        raise
    except Exception as error:
        raise UnreadableTable(broken) from error
    for sheet in sheets:
        try:
            sheet.reset_dimensions()
            merged = _merged_cells(archive, sheet)
        except Exception as error:
            raise UnreadableTable(broken) from error
        yield sheet.title, _xlsx_rows(sheet), merged


def _check_archive(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise UnreadableTable(
            _("This is not an XLSX file. Save the list as XLSX or CSV and choose it again.")
        )
    # What a member says it unpacks to is also the most that Python reads from it.
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED_BYTES:
        raise UnreadableTable(
            _(
                "The file unpacks to more than %(limit)s. Copy the filled rows into the "
                "template and choose that file."
            )
            % {"limit": filesizeformat(MAX_UNPACKED_BYTES)}
        )
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            _check_xml(archive, member)


def _check_xml(archive, member) -> None:
    """Refuse document type definitions: no spreadsheet program writes one, attackers do."""
    with archive.open(member) as stream:
        if has_doctype(stream):
            raise UnreadableTable(_("The file holds parts that no spreadsheet has."))


def has_doctype(stream) -> bool:
    """Whether an XML part declares a type or entities, or hides what it says in UTF-16."""
    tail = b""
    while chunk := stream.read(1 << 20):
        if b"\x00" in chunk or _DTD.search(tail + chunk):
            return True
        tail = chunk[-16:]
    return False


def _merged_cells(archive, sheet) -> list[tuple[str, int]]:
    path = sheet._worksheet_path.lstrip("/")
    if path not in archive.namelist():
        return []
    found = _MERGED.finditer(archive.read(path))
    return [(match[1].decode(), int(match[3])) for match in found]


def _xlsx_rows(sheet) -> Iterator[Row]:
    last = None
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=MAX_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        # A row far down makes openpyxl draw up to a million empty ones before it, all of
        # them one and the same object.
        if cells is not last:
            yield Row(number, tuple(_xlsx_value(cell) for cell in cells))
        last = cells


def _xlsx_value(cell):
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return _formula(str(value))
    if cell.data_type == "e":
        return BadCell(str(value), _("The cell shows an error."))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool) or isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and "%" in (cell.number_format or ""):
        return _percent(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return _text(value) if isinstance(value, str) else value


def _percent(value: int | float) -> str:
    """0.125 in a cell that shows per cent is what a clerk typed as "12,5%"."""
    shown = f"{(Decimal(repr(value)) * 100).normalize():f}"
    return f"{shown.replace('.', ',')}%"


# CSV ------------------------------------------------------------------------------------------


def _read_csv(data: bytes) -> Iterator[Row]:
    text = _decode(data)
    lines = text.splitlines()
    if lines and re.fullmatch(r"sep=.", lines[0].strip()):
        delimiter = lines[0].strip()[-1]
    else:
        sample = "\n".join(lines[:20])
        delimiter = max(";\t,", key=sample.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _csv_rows(reader)


def _csv_rows(reader) -> Iterator[Row]:
    while True:
        start = reader.line_num + 1
        values = next(reader, None)
        if values is None:
            return
        if start == 1 and len(values) <= 2 and values[0].startswith("sep="):
            continue
        yield Row(start, tuple(_text(value) for value in values[:MAX_COLUMNS]))


def _decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what old Polish programs wrote."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", _old_encoding(data)]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise UnreadableTable(
        _("This is neither an XLSX file nor text. Save the list as XLSX or as CSV in UTF-8.")
    )


def _old_encoding(data: bytes) -> str:
    """ISO 8859-2 where only its ą, ś, ź occur, else Windows 1250."""
    windows = any(byte in data for byte in b"\xa5\x8c\x8f\xb9\x9c\x9f")
    iso = any(byte in data for byte in b"\xa1\xa6\xac\xb1\xb6\xbc")
    return "iso-8859-2" if iso and not windows else "cp1250"


# Cells ----------------------------------------------------------------------------------------


def _formula(text: str) -> BadCell:
    return BadCell(text, _("The cell holds a formula. Paste its value instead."))


def _text(text: str) -> str | BadCell:
    text = _CONTROL.sub("", text).replace("\xa0", " ").strip()
    return _formula(text) if text.startswith("=") else restore(text)
