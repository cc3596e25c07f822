"""From the bytes of one file to a reading that can be kept: sender, tables, notes.

Nothing here writes. What a file as a whole cannot be used for is ``Reading.error``, one sentence
for the clerk; single rows are judged later (``plan.py``), with what the clerk said.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from ...conf import settings
from ...consultations.importing.package import kind_of
from ...text import clean_text, without_directions
from . import identity, senders, sheet_reading, word_form, word_reading
from .blank import missing_extra
from .columns import TEXTS, is_heading, mapping_of
from .grids import Contents, Grid, GridRow

#: Rows above a heading at most, of those that are not blank.
_HEADING_SEARCH = 80


@dataclass
class ReadTable:
    """A table with its heading; ``rows`` are pairs of a row's number and its texts."""

    heading: list[str]
    mapping: list[str]
    rows: list
    #: Counted from 1 among the tables of a DOCX; 0 of a sheet.
    number: int = 0


@dataclass
class Reading:
    kind: str = ""
    error: str = ""
    identities: list = field(default_factory=list)
    is_damaged: bool = False
    sender: dict = field(default_factory=dict)
    tables: list[ReadTable] = field(default_factory=list)
    #: Whether headings say which column is what.
    is_recognised: bool = False
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def of_json(cls, value: dict) -> Reading:
        value = dict(value)
        tables = [ReadTable(**each) for each in value.pop("tables", ())]
        return cls(**value, tables=tables)


def read_file(name: str, data: bytes) -> Reading:
    """Read one file; a fault of the file is in the reading, never raised."""
    try:
        return _interpret(_open(name, data))
    except ValidationError as error:
        return Reading(error=" ".join(error.messages))


def _open(name: str, data: bytes) -> Contents:
    upload = SimpleUploadedFile(name or "x", data)
    max_rows = settings.REMARK_IMPORT_MAX_ROWS
    if data.startswith(b"%PDF-"):
        raise ValidationError(
            _("This is a PDF, of which no table can be read. Ask for DOCX, or write it in.")
        )
    if not data.startswith(b"PK\x03\x04"):
        if kind := kind_of(data):
            raise ValidationError(kind)
        return sheet_reading.read(upload, settings.REMARK_IMPORT_MAX_FILE_BYTES, max_rows)
    if _is_workbook(data):
        return sheet_reading.read(upload, settings.REMARK_IMPORT_MAX_FILE_BYTES, max_rows)
    if not word_form.is_available():
        raise ValidationError(missing_extra())
    return word_reading.read(upload, max_rows)


def _is_workbook(data: bytes) -> bool:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except Exception:
        # Said by whoever opens it in earnest.
        return False


# Meaning ----------------------------------------------------------------------------------------


def _interpret(contents: Contents) -> Reading:
    reading = Reading(contents.kind)
    found = identity.find(contents.texts)
    reading.identities = [[each.consultation, each.edition] for each in found.identities]
    reading.is_damaged = found.is_damaged
    rest: list[GridRow] = []
    for number, grid in enumerate(contents.grids, start=1):
        _take(reading, grid, number if contents.kind == "docx" else 0, rest)
    reading.is_recognised = bool(reading.tables)
    _read_sender(reading, rest)
    if not reading.tables:
        _take_largest(reading, contents)
    return reading


def _take(reading: Reading, grid: Grid, number: int, rest: list[GridRow]) -> None:
    """The table below a heading that we know; rows above it may say who sends it."""
    at = _heading_of(grid)
    if at is None:
        rest += grid.rows[:_HEADING_SEARCH]
        return
    reading.tables.append(_table(grid.rows[at], grid.rows[at + 1 :], number))
    rest += grid.rows[:at]


def _heading_of(grid: Grid) -> int | None:
    """The place of the row that heads most columns; a title "Remarks" alone heads none."""
    is_narrow = max((len(row.texts) for row in grid.rows), default=0) == 1
    best, most = None, 0
    for at, row in enumerate(grid.rows[:_HEADING_SEARCH]):
        known = sum(map(bool, mapping_of(row.texts)))
        if (
            known > most
            and is_heading(row.texts)
            and (is_narrow or known > 1 or len(row.texts) > 1)
        ):
            best, most = at, known
    return best


def _table(heading: GridRow, rows: list[GridRow], number: int) -> ReadTable:
    mapping = mapping_of(heading.texts)
    table = ReadTable(list(heading.texts), mapping, [], number)
    for row in rows:
        # Where the table was cut in two, the heading stands there twice.
        if not row.is_blank and row.texts != heading.texts:
            table.rows.append([row.number, _placed(row, mapping)])
    return table


def _placed(row: GridRow, mapping: list[str]) -> list[str]:
    """Texts of a row; of a cell merged across, at the first column in it that has a meaning."""
    texts = list(row.texts)
    for start, width in row.spans.items():
        if start >= len(texts) or not texts[start]:
            continue
        target = next(
            (
                at
                for at in range(start, start + width)
                if at < len(mapping) and mapping[at] in TEXTS
            ),
            start,
        )
        if target != start and target < len(texts):
            texts[target], texts[start] = texts[start], ""
    return texts


def _take_largest(reading: Reading, contents: Contents) -> None:
    """Without a heading that we know the clerk says which column is what."""
    grids = [grid for grid in contents.grids if max((len(r.texts) for r in grid.rows), default=0)]
    if contents.kind == "docx":
        grids = [grid for grid in grids if len(grid.rows) > 1 and _width(grid) > 1]
    if not grids:
        reading.error = _(
            "There is no table of remarks in the file. Copy them into the form, or write them in."
        )
        return
    grid = max(grids, key=lambda each: len(each.rows))
    rows = [row for row in grid.rows if not row.is_blank]
    # A title above the table is narrower than its heading.
    wide = max(sum(bool(text) for text in row.texts) for row in rows[:_HEADING_SEARCH])
    head = next(at for at, row in enumerate(rows) if sum(map(bool, row.texts)) >= min(wide, 2))
    number = contents.grids.index(grid) + 1 if contents.kind == "docx" else 0
    reading.tables = [_table(rows[head], rows[head + 1 :], number)]


def _width(grid: Grid) -> int:
    return max(len(row.texts) for row in grid.rows)


# Sender -----------------------------------------------------------------------------------------


def _read_sender(reading: Reading, rows: list[GridRow]) -> None:
    raw: dict[str, str] = {}
    for row in rows:
        label, *others = [*row.texts, ""]
        name = senders.field(label)
        answer = "\n".join(dict.fromkeys(filter(None, others)))
        if name and name not in raw:
            raw[name] = clean_text(answer)
    if raw:
        reading.sender = sender_of(raw)
        if raw.get("kind") and not reading.sender["kind"]:
            reading.notes.append(
                _("Who sends it is not ticked clearly; it was guessed from the names.")
            )


def sender_of(raw: dict[str, str]) -> dict:
    """Fields of a submission; ``author`` is a name of which nobody says whose it is."""
    kind = senders.kind_of(raw.get("kind", ""))
    name, organisation = one_line(raw.get("name", "")), one_line(raw.get("organisation", ""))
    if author := one_line(raw.get("author", "")):
        # A private person's name never becomes an entity's, which the public reads.
        if kind in ("organisation", "government") and not organisation:
            organisation = author
        else:
            name = name or author
    return {
        "kind": kind,
        "name": name,
        "organisation": organisation,
        "email": one_line(raw.get("email", "")).removeprefix("mailto:"),
        "is_name_public": senders.is_yes(raw.get("is_name_public", "")),
        "wants_result": senders.is_yes(raw.get("wants_result", "")),
    }


def one_line(text: str) -> str:
    return " ".join(without_directions(clean_text(text)).split())
