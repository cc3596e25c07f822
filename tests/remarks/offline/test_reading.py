"""Files as people and their programs make them: what is read, and what is refused."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook, load_workbook

from rkres_wagtail.remarks.offline.columns import known, mapping_of
from rkres_wagtail.remarks.offline.packing import packed, unpacked
from rkres_wagtail.remarks.offline.reading import Reading, read_file
from rkres_wagtail.remarks.offline.senders import channel_of, is_yes, kind_of
from rkres_wagtail.remarks.offline.settling import parse_moment
from tests.consultations.importing import builders
from tests.consultations.importing.conftest import FILES

HEADINGS = ("Lp.", "Część dokumentu", "Obecne brzmienie", "Treść uwagi", "Proponowane brzmienie",
            "Uzasadnienie")  # fmt: skip


def word(*rows, headings=HEADINGS, change=None) -> bytes:
    """A DOCX with one table of remarks; ``rows`` are texts of all columns."""
    file = docx.Document()
    table = file.add_table(rows=0, cols=len(headings))
    for texts in (headings, *rows):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    if change:
        change(file, table)
    return saved(file)


def saved(file) -> bytes:
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def sheet(*rows, change=None) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    if change:
        change(workbook)
    return saved(workbook)


def remarks_of(reading: Reading) -> list[dict]:
    """Each row by its columns, without empty ones."""
    assert not reading.error, reading.error
    return [
        {key: text for key, text in zip(table.mapping, texts, strict=False) if key and text}
        for table in reading.tables
        for _number, texts in table.rows
    ]


def contents_of(data: bytes, name="a.docx") -> list[str]:
    return [row.get("content", "") for row in remarks_of(read_file(name, data))]


def xml(text: str):
    return parse_xml(text.replace("<w:", "<w:", 1).replace(">", f" {nsdecls('w')}>", 1))


# Tables -------------------------------------------------------------------------------------------


def test_columns_in_another_order():
    headings = ("Uzasadnienie", "Treść uwagi", "Lp.", "Część dokumentu")
    found = remarks_of(
        read_file("a.docx", word(("Bo", "Zmienić", "1.", "R. 2"), headings=headings))
    )
    assert found == [{"justification": "Bo", "content": "Zmienić", "number": "1.", "place": "R. 2"}]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Jednostka redakcyjna (rozdział, str.)", "place"),
        ("Część dokumentu, do którego odnosi się uwaga", "place"),
        ("TREŚĆ UWAGI*", "content"),
        ("Uwaga / komentarz", "content"),
        ("Zgłaszana uwaga", "content"),
        ("Treść uwagi (wymagane)", "content"),
        ("Dotychczasowe brzmienie", "quote"),
        ("Obecny zapis w dokumencie", "quote"),
        ("Propozycja zmiany zapisu", "proposed"),
        ("Proponowana treść", "proposed"),
        ("Uzasadnienie uwagi", "justification"),
        ("Podmiot zgłaszający uwagę", "author"),
        ("Imię i nazwisko/ nazwa podmiotu", "author"),
        ("Adres e-mail", "email"),
        ("Kanał", "channel"),
        ("Data wpływu", "received"),
        ("Rodzaj podmiotu", "kind"),
        ("Part of the document (chapter, point, page)", "place"),
        ("Remark (required)", "content"),
        ("Present wording", "quote"),
        ("Lp.", "number"),
        ("Stanowisko wobec uwagi", "other"),
        ("Województwo", ""),
    ],
)
def test_headings_are_known_by_their_words(text, key):
    assert known(text) == key


def test_the_offices_own_columns_are_no_columns_of_the_remark():
    headings = ["Treść uwagi", "Uzasadnienie", "Stanowisko", "Uzasadnienie stanowiska"]
    assert mapping_of(headings) == ["content", "justification", "", ""]


def test_a_remark_that_reads_like_a_heading_is_no_heading():
    row = ("1.", "Rozdział 2", "", "Brak uwag", "Propozycja", "Uzasadnienie w załączniku")
    assert contents_of(word(("", "", "", "Pierwsza", "", ""), row)) == ["Pierwsza", "Brak uwag"]


def test_empty_rows_are_ignored_and_numbers_stay_those_of_the_file():
    data = word(("1.", "", "", "", "", ""), ("2.", "", "", "Zmienić", "", ""))
    reading = read_file("a.docx", data)
    assert [number for number, _texts in reading.tables[0].rows] == [2, 3]


def test_cells_merged_downwards_mean_each_row():
    def merge(file, table):
        table.cell(1, 1).merge(table.cell(2, 1))

    data = word(("1", "Rozdział 2", "", "A", "", ""), ("2", "", "", "B", "", ""), change=merge)
    assert [row["place"] for row in remarks_of(read_file("a.docx", data))] == ["Rozdział 2"] * 2


def test_cells_merged_across_keep_their_words():
    def merge(file, table):
        table.cell(1, 3).merge(table.cell(1, 5))
        table.cell(2, 0).merge(table.cell(2, 1))

    rows = ("1", "R. 1", "", "Całość", "", ""), ("", "Rozdział 3", "", "B", "", "")
    found = remarks_of(read_file("a.docx", word(*rows, change=merge)))
    assert found[0]["content"] == "Całość"
    assert found[1] == {"place": "Rozdział 3", "content": "B"}


def test_several_tables_and_a_heading_that_is_repeated():
    def second(file, table):
        copy = file.add_table(rows=0, cols=2)
        for texts in (
            ("Treść uwagi", "Uzasadnienie"),
            ("Trzecia", "Bo"),
            ("Treść uwagi", "Uzasadnienie"),
        ):
            for cell, text in zip(copy.add_row().cells, texts, strict=True):
                cell.text = text

    data = word(("1", "", "", "Pierwsza", "", ""), HEADINGS, ("2", "", "", "Druga", "", ""),
                change=second)  # fmt: skip
    reading = read_file("a.docx", data)
    assert [row["content"] for row in remarks_of(reading)] == ["Pierwsza", "Druga", "Trzecia"]
    assert [table.number for table in reading.tables] == [1, 2]


def test_tracked_changes_insertions_stay_and_deletions_go():
    def track(file, table):
        paragraph = table.cell(1, 3).paragraphs[0]._p
        change = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
        for text in (
            f"<w:ins {change}><w:r><w:t> wstawione</w:t></w:r></w:ins>",
            f"<w:del {change}><w:r><w:delText> skreślone</w:delText></w:r></w:del>",
            f"<w:moveFrom {change}><w:r><w:t> przeniesione stąd</w:t></w:r></w:moveFrom>",
            f"<w:moveTo {change}><w:r><w:t> przeniesione tu</w:t></w:r></w:moveTo>",
        ):
            paragraph.append(xml(text))
        row = table.add_row()
        row.cells[3].text = "Cały wiersz skreślony"
        row._tr.get_or_add_trPr().append(xml(f"<w:del {change}/>".replace("/>", "></w:del>")))

    assert contents_of(word(("1", "", "", "Stare", "", ""), change=track)) == [
        "Stare wstawione przeniesione tu"
    ]


def test_content_controls_smart_tags_and_fields():
    def control(file, table):
        paragraph = table.cell(1, 3).paragraphs[0]._p
        for text in (
            "<w:sdt><w:sdtContent><w:r><w:t> kontrolka</w:t></w:r></w:sdtContent></w:sdt>",
            '<w:smartTag w:element="x"><w:r><w:t> znacznik</w:t></w:r></w:smartTag>',
            '<w:hyperlink w:anchor="x"><w:r><w:t> łącze</w:t></w:r></w:hyperlink>',
        ):
            paragraph.append(xml(text))
        body = table._tbl
        row = table.add_row()
        row.cells[3].text = "Wiersz w kontrolce"
        holder = xml("<w:sdt><w:sdtContent></w:sdtContent></w:sdt>")
        body.replace(row._tr, holder)
        holder[0].append(row._tr)

    assert contents_of(word(("1", "", "", "Zwykły", "", ""), change=control)) == [
        "Zwykły kontrolka znacznik łącze", "Wiersz w kontrolce",
    ]  # fmt: skip


def test_paragraphs_and_line_breaks_stay():
    def lines(file, table):
        cell = table.cell(1, 3)
        cell.paragraphs[0].add_run().add_break()
        cell.paragraphs[0].add_run("druga linia")
        cell.add_paragraph("drugi akapit")

    assert contents_of(word(("1", "", "", "pierwsza", "", ""), change=lines)) == [
        "pierwsza\ndruga linia\ndrugi akapit"
    ]


def test_a_table_inside_a_layout_table():
    file = docx.Document()
    outer = file.add_table(rows=1, cols=1)
    table = outer.cell(0, 0).add_table(rows=0, cols=2)
    for texts in (("Treść uwagi", "Uzasadnienie"), ("Zmienić", "Bo")):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    assert contents_of(saved(file)) == ["Zmienić"]


def test_a_docx_without_the_table_says_so():
    file = docx.Document()
    file.add_paragraph("Proszę zmienić rozdział drugi.")
    assert "nie ma tabeli" in read_file("a.docx", saved(file)).error


def test_control_characters_go():
    data = sheet(["Treść uwagi", "Uzasadnienie"], ["Zmie_x0001_nić\u007f", "Bo"])
    assert "\x01" not in contents_of(data, "a.xlsx")[0]
    assert contents_of(b"Tre\xc5\x9b\xc4\x87 uwagi;Uzasadnienie\nA\x7fB;x\n", "a.csv") == ["AB"]


# Sheets -------------------------------------------------------------------------------------------


def test_a_sheet_with_a_title_and_merged_cells():
    def merge(workbook):
        workbook.active.merge_cells("A1:C1")
        workbook.active.merge_cells("A4:A5")

    data = sheet(
        ["Uwagi do projektu"], [], ["Część dokumentu", "Treść uwagi", "Uzasadnienie"],
        ["Rozdział 1", "A", "x"], [None, "B", "y"], change=merge,
    )  # fmt: skip
    found = remarks_of(read_file("a.xlsx", data))
    assert [row["place"] for row in found] == ["Rozdział 1", "Rozdział 1"]


def test_formulas_are_words():
    data = sheet(["Treść uwagi", "Uzasadnienie"], ["=1+1", "=cmd|' /C calc'!A0"])
    assert remarks_of(read_file("a.xlsx", data)) == [
        {"content": "=1+1", "justification": "=cmd|' /C calc'!A0"}
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_any_usual_encoding(encoding, delimiter):
    lines = [["Treść uwagi", "Uzasadnienie"], ["Zażółć gęślą jaźń", "Świętość źródeł"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert remarks_of(read_file("a.csv", text.encode(encoding))) == [
        {"content": "Zażółć gęślą jaźń", "justification": "Świętość źródeł"}
    ]


def test_a_cell_of_several_lines_in_csv():
    data = 'Treść uwagi;Uzasadnienie\n"raz\ndwa; trzy";x\n'.encode()
    assert contents_of(data, "a.csv") == ["raz\ndwa; trzy"]


# What is refused --------------------------------------------------------------------------------


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "pusty"),
        (b"MZ\x90\x00" + b"\0" * 500, "program"),
        (b"\x7fELF" + b"\0" * 500, "program"),
        (b"%PDF-1.7\n%", "PDF"),
        (b"{\\rtf1 tekst}", "RTF"),
        (b"<!DOCTYPE html><html></html>", "strona internetowa"),
        (builders.ole("EncryptedPackage"), "hasłem"),
        (builders.ole("WordDocument"), "stary plik DOC"),
        (builders.archive(**{"a.txt": b"a"}), "archiwum"),
        (builders.archive(mimetype=b"application/vnd.oasis.opendocument.text"), "ODT"),
        (b"PK\x03\x04" + b"\0" * 300, "uszkodzony"),
    ],
)
def test_what_is_no_form_is_named(data, words):
    assert words in read_file("formularz.docx", data).error


def test_an_old_doc_of_an_office_program():
    assert "stary plik DOC" in read_file("a.docx", (FILES / "old.doc").read_bytes()).error


def test_macros_are_refused():
    assert "makra" in read_file("a.docx", with_member(word(), "word/vbaProject.bin", b"x")).error
    book = with_member(sheet(["Treść uwagi"]), "xl/vbaProject.bin", b"x")
    assert "makra" in read_file("a.xlsx", book).error


def test_a_zip_bomb_is_not_unpacked():
    bomb = with_member(word(), "word/footer9.xml", b" " * 60_000_000)
    assert "rozpakow" in read_file("a.docx", bomb).error
    book = with_member(sheet(["Treść uwagi"]), "xl/bomb.xml", b" " * 60_000_000)
    assert "rozpakow" in read_file("a.xlsx", book).error


@pytest.mark.parametrize("name", ["word/footer9.xml", "docProps/custom.xml", "word/document.xml"])
def test_document_types_are_refused(name):
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.namelist():
            if member != name:
                target.writestr(member, source.read(member))
        target.writestr(name, evil)
    assert read_file("a.docx", stream.getvalue()).error


def test_thousands_of_rows_more_than_the_limit(settings):
    settings.RKRES_WAGTAIL_REMARK_IMPORT_MAX_ROWS = 10
    rows = "Treść uwagi;x\n" + "a;b\n" * 1100
    assert "więcej wierszy niż 10" in read_file("a.csv", rows.encode()).error


# Senders ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[x] osoba fizyczna\n[ ] organizacja\n[ ] samorząd", "person"),
        ("[   ] osoba fizyczna\n[ X ] organizacja", "organisation"),
        ("☐ osoba fizyczna ☒ organizacja ☐ samorząd", "organisation"),
        ("[ ] osoba fizyczna [x] jednostka samorządu [ ] organizacja", "government"),
        ("x osoba fizyczna\n organizacja".replace(" organizacja", "[ ] organizacja"), "person"),
        ("samorząd terytorialny", "government"),
        ("[ ] osoba fizyczna\n[ ] organizacja", ""),
        ("[x] osoba fizyczna\n[x] organizacja", ""),
        ("[x] private person\n[ ] organisation", "person"),
        ("", ""),
    ],
)
def test_kind_of_sender(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("[x] tak\n[ ] nie", True), ("[ ] tak\n[x] nie", False), ("[ ] tak\n[ ] nie", False),
        ("TAK", True), ("nie zgadzam się", False), ("", False), ("[x] tak\n[x] nie", False),
        ("może", False), ("☒ tak ☐ nie", True), ("X", True),
    ],
)  # fmt: skip
def test_consent_is_never_guessed(text, answer):
    assert is_yes(text) is answer


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("e-mail", "email"), ("poczta elektroniczna", "email"), ("Poczta", "post"),
        ("ePUAP", "e_delivery"), ("e-Doręczenia", "e_delivery"), ("osobiście", "in_person"),
        ("spotkanie konsultacyjne", "meeting"), ("formularz online", "online"),
        ("ustnie do protokołu", "orally"), ("gołąb", ""),
    ],
)  # fmt: skip
def test_channels_by_their_usual_words(text, channel):
    assert channel_of(text) == channel


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("2026-11-30", "2026-11-30", None), ("30.11.2026 r.", "2026-11-30", None),
        ("30.11.2026, 15:45", "2026-11-30", "15:45:00"),
        ("2026-11-30 23:59:59", "2026-11-30", "23:59:59"),
    ],
)  # fmt: skip
def test_moments(text, day, hour):
    found = parse_moment(text)
    assert (found[0].isoformat(), found[1] and found[1].isoformat()) == (day, hour)


@pytest.mark.parametrize("text", ["", "wczoraj", "31.02.2026", "2026-11-30 25:00"])
def test_what_is_no_moment(text):
    assert parse_moment(text) is None


def test_a_name_of_unknown_kind_is_no_entitys():
    def block(file, table):
        people = file.add_table(rows=1, cols=2)
        people.cell(0, 0).text, people.cell(0, 1).text = (
            "Imię i nazwisko / nazwa podmiotu",
            "Jan Z.",
        )

    sender = read_file("a.docx", word(("1", "", "", "A", "", ""), change=block)).sender
    assert (sender["name"], sender["organisation"]) == ("Jan Z.", "")


def test_readings_are_kept_as_they_are():
    reading = read_file("a.docx", word(("1", "R", "", "Zażółć", "", "")))
    again = Reading.of_json(unpacked(packed(reading.as_json())))
    assert again == reading and unpacked({}) == {}


# Identity -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_place_of_the_identifier_is_enough(consultation, rules, blank_docx, blank_xlsx):
    """Whatever an office program or a person takes away."""
    from rkres_wagtail.remarks.offline.identity import Identity

    text = str(Identity(consultation.pk, 1))
    want = [[consultation.pk, 1]]
    parts = {}
    with zipfile.ZipFile(io.BytesIO(blank_docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    carriers = [name for name in parts if text.encode() in parts[name]]
    footer = next(name for name in carriers if "footer" in name)
    for kept in (footer, "docProps/custom.xml", "word/document.xml"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as target:
            for name, content in parts.items():
                gone = b"" if name == kept else text.encode()
                target.writestr(name, content.replace(gone, b"-") if gone else content)
        assert read_file("a.docx", stream.getvalue()).identities == want, kept
    workbook = load_workbook(io.BytesIO(blank_xlsx))
    del workbook["RkresForm"]
    del workbook.defined_names["RkresForm"]
    workbook.custom_doc_props.clear() if hasattr(workbook.custom_doc_props, "clear") else None
    assert read_file("a.xlsx", saved(workbook)).identities == want


def test_an_identifier_that_somebody_quotes_in_a_remark_names_no_form(settings):
    from rkres_wagtail.remarks.offline.identity import Identity

    data = word(("1", "", "", f"Formularz {Identity(7, 1)} jest zły", "", ""))
    assert read_file("a.docx", data).identities == []
