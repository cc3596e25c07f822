"""Tables out and in: formulas, encodings, archives, damaged and hostile files."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook

from rkres_wagtail import uploads
from rkres_wagtail.spreadsheets import (
    Column,
    in_language,
    neutralise,
    restore,
    stream_csv,
    table_response,
)
from rkres_wagtail.uploads import BadCell, UnreadableTable, read_table


def uploaded(data: bytes, name="lista.xlsx"):
    return SimpleUploadedFile(name, data)


def workbook(*rows, change=None) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def read(data: bytes, **limits):
    limits = {"max_bytes": 1_000_000, "max_rows": 100, **limits}
    return read_table(uploaded(data), **limits)


def values(table):
    return [row.values for row in table.rows]


# Out ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["=1+1", "+48 600", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1"]
)
def test_formulas_are_neutralised_and_come_back(text):
    assert neutralise(text) == f"'{text}"
    assert restore(neutralise(text)) == text


@pytest.mark.parametrize("value", ["Łódź", "a=b", 12, None, date(2023, 5, 30), "'cytat'"])
def test_harmless_values_stay(value):
    assert neutralise(value) == value
    if isinstance(value, str):
        assert restore(value) == value


def test_control_characters_do_not_break_the_workbook():
    assert neutralise("a\x00b\x0bc") == "abc"


COLUMNS = [
    Column("name", gettext_lazy("name"), lambda item: item["name"]),
    Column("day", gettext_lazy("date"), lambda item: item["day"]),
]
ITEMS = [{"name": "=HYPERLINK(1)", "day": date(2023, 5, 30)}, {"name": "Żuraw", "day": None}]


def test_csv_opens_in_polish_spreadsheets():
    response = table_response("csv", "członkowie", COLUMNS, ITEMS)
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[1:] == ["'=HYPERLINK(1);2023-05-30", "Żuraw;"]
    assert "filename*=utf-8''cz%C5%82onkowie.csv" in response["Content-Disposition"]


def test_xlsx_holds_text_not_formulas():
    response = table_response("xlsx", "x", COLUMNS, ITEMS, title="Członkowie: [2023]/*?")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet["A2"].value == "'=HYPERLINK(1)"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value.date() == date(2023, 5, 30)
    assert sheet.title == "Członkowie   2023"


def test_csv_is_streamed():
    drawn = []

    def rows():
        for number in range(1000):
            drawn.append(number)
            yield [number]

    stream = stream_csv(["a"], rows())
    for _line in range(3):
        next(stream)
    assert len(drawn) <= 2


def test_streamed_rows_keep_the_language_of_the_view():
    label = gettext_lazy("Saturday")
    with translation.override("pl"):
        rows = in_language("pl", (str(label) for _ in range(2)))
    with translation.override("en"):
        assert [str(row) for row in rows] == ["Sobota", "Sobota"]
        assert translation.get_language() == "en"


# In: good files ---------------------------------------------------------------------------------


def test_reads_values_of_xlsx():
    data = workbook(
        ["Nazwisko", "Od"], ["  Łącka\xa0", date(2023, 5, 30)], [None, None], ["Żuraw", 12.0]
    )
    table = read(data)
    assert table.heading.values[:2] == ("Nazwisko", "Od")
    assert [row.number for row in table.rows] == [2, 4]
    assert values(table)[0][:2] == ("Łącka", date(2023, 5, 30))
    assert values(table)[1][:2] == ("Żuraw", 12)


def test_title_above_the_heading_is_skipped():
    data = workbook(["Lista członków"], [], ["a", "b"], ["1", "2"])
    table = read(data, is_heading=lambda row: row[:2] == ("a", "b"))
    assert table.heading.number == 3
    assert len(table.rows) == 1


def test_hidden_first_sheet_is_not_read():
    def change(book, sheet):
        sheet.sheet_state = "hidden"
        book.create_sheet("Lista").append(["b", "2"])
        book.active = 1

    assert read(workbook(["a"], change=change)).heading.values[0] == "b"


def test_blank_rows_down_to_the_last_one_are_nothing():
    data = workbook(["a"], ["1"], change=lambda _book, sheet: sheet.cell(1_048_576, 1, None))
    table = read(data, max_rows=1)
    assert len(table.rows) == 1


def test_styled_blank_rows_do_not_count():
    def change(_book, sheet):
        for row in range(3, 400):
            sheet.cell(row, 1).number_format = "dd.mm.yyyy"

    assert len(read(workbook(["a"], ["1"], change=change), max_rows=1).rows) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_every_encoding_and_delimiter(encoding, delimiter):
    text = "Nazwisko;Imię\nŚliwa;Żaneta\nŹrebiec;Ącki\n".replace(";", delimiter)
    table = read(text.encode(encoding))
    assert table.heading.values == ("Nazwisko", "Imię")
    assert values(table) == [("Śliwa", "Żaneta"), ("Źrebiec", "Ącki")]


def test_csv_counts_lines_of_the_file():
    text = 'a;b\n"dwa\nwiersze";1\n\nx;y\n'
    assert [row.number for row in read(text.encode()).rows] == [2, 5]


def test_csv_with_the_line_of_excel():
    table = read(b"sep=,\na,b\n1,2\n")
    assert table.heading.values == ("a", "b")
    assert values(table) == [("1", "2")]


# In: bad files ----------------------------------------------------------------------------------


def refused(data: bytes, **limits) -> str:
    with translation.override("en"), pytest.raises(UnreadableTable) as caught:
        read(data, **limits)
    return caught.value.messages[0]


def repacked(data: bytes, **members: bytes) -> bytes:
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return output.getvalue()


@pytest.mark.parametrize("data", [b"", b"  \n\n ", b";;\n;;\n"])
def test_empty_file(data):
    assert "empty" in refused(data)


def test_empty_workbook():
    assert "empty" in refused(workbook())


def test_too_many_bytes():
    assert "the most is" in refused(b"a;b\n" * 100, max_bytes=100)


def test_too_many_rows():
    assert "more than 3 rows" in refused(b"a\n1\n2\n3\n4\n", max_rows=3)
    assert "more than 3 rows" in refused(workbook(*[["a"]] * 5), max_rows=3)


def test_zip_bomb():
    bomb = repacked(
        workbook(["a"], ["1"]), **{"xl/media/x.bin": b"0" * (uploads.MAX_UNPACKED_BYTES)}
    )
    assert len(bomb) < 1_000_000
    assert "unpacks to more than" in refused(bomb)


def test_archive_of_thousands_of_members():
    members = {f"xl/x{number}.bin": b"" for number in range(uploads.MAX_MEMBERS + 1)}
    assert "unpacks to more than" in refused(repacked(workbook(["a"]), **members))


def test_entities_are_refused():
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    data = repacked(workbook(["a"]), **{"xl/worksheets/sheet1.xml": evil})
    assert "parts that no spreadsheet has" in refused(data)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"%PDF-1.7\x00\x01", "neither an XLSX file nor text"),
        (b"\x89PNG\r\n\x1a\n\x00", "neither an XLSX file nor text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old XLS file"),
        (b"PK\x03\x04 broken", "cannot be read as XLSX"),
        (b'a;b\n"1;2', "damaged"),
    ],
)
def test_not_a_table(data, part):
    assert part in refused(data)


def test_other_archives_are_named():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "not an XLSX file" in refused(output.getvalue())


def test_damaged_sheet():
    data = repacked(
        workbook(["a"], ["1"]), **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}
    )
    assert "cannot be read as XLSX" in refused(data)


def test_merged_cells_are_refused_below_the_heading_only():
    merged = workbook(["a", "b"], ["1", "2"], change=lambda _b, s: s.merge_cells("A2:B3"))
    assert "A2:B3" in refused(merged)
    title = workbook(
        ["Lista", None], ["a", "b"], ["1", "2"], change=lambda _b, s: s.merge_cells("A1:B1")
    )
    assert len(read(title, is_heading=lambda row: row[0] == "a").rows) == 1


def test_formulas_and_errors_are_bad_cells():
    data = workbook(["a", "b"], ["=1+1", "x"], change=lambda _b, s: s.cell(2, 2, "#REF!"))
    formula, error = values(read(data))[0][:2]
    assert isinstance(formula, BadCell)
    assert isinstance(error, BadCell)
    assert isinstance(values(read(b"a;b\n=1+1;2\n"))[0][0], BadCell)


def test_row_number_beyond_the_last_does_not_hang():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        b'<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData></worksheet>'
    )
    data = repacked(workbook(["a"]), **{"xl/worksheets/sheet1.xml": sheet})
    assert read(data).rows == []


def test_looking_for_merged_cells_takes_no_longer_than_the_sheet():
    def seconds(count: int) -> float:
        data = workbook(["a"], ["1"])
        archive = zipfile.ZipFile(io.BytesIO(data))
        sheet = archive.read("xl/worksheets/sheet1.xml") + b"<mergeCell " * count
        start = time.perf_counter()
        with contextlib.suppress(UnreadableTable):
            read(repacked(data, **{"xl/worksheets/sheet1.xml": sheet}))
        return time.perf_counter() - start

    # Ten times as much took a hundred times as long: half a minute.
    assert seconds(40_000) < 5
