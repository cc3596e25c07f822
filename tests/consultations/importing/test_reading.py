"""What becomes of a document's parts: headings, numbers, lists, tables, notes, changes."""

from __future__ import annotations

import time

import docx
import pytest
from docx.oxml import parse_xml

from rkres_wagtail.consultations.importing.warnings import warnings_of

from . import builders
from .builders import W
from .conftest import FILES


def outline(document) -> list[tuple]:
    return [(each.level, each.number, each.title) for each in document.sections]


def text_of(section) -> str:
    return "".join(value for kind, value in section.content if kind == "text")


def only(document):
    (section,) = document.sections
    return section


def level(index: int, kind: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


# Files of office programs ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def libreoffice():
    from django.core.files.uploadedfile import SimpleUploadedFile

    from rkres_wagtail.consultations.importing.reading import read_document

    data = (FILES / "libreoffice.docx").read_bytes()
    return read_document(SimpleUploadedFile("a.docx", data))


def test_libreoffice_loses_no_word(libreoffice):
    """Its contents name a heading that is not in the text: that word is said to be missing."""
    assert libreoffice.lost == ["pozorna"]


def test_libreoffice_headings_have_their_automatic_numbers(libreoffice):
    assert libreoffice.title == "Program rozwoju ekonomii społecznej"
    assert outline(libreoffice) == [
        (1, "", "Wstęp"),
        (1, "I", "Diagnoza"),
        (2, "1", "Otoczenie"),
        (2, "2", "Zasoby"),
        (1, "II", "Cele"),
        (2, "1", "Cel główny"),
        (3, "1.1", "Działanie pierwsze"),
    ]


def test_libreoffice_lists_are_nested(libreoffice):
    html = text_of(libreoffice.sections[2])
    assert "<ol><li>pierwszy punkt<ol><li>litera pierwsza</li>" in html
    assert "<ul><li>kropka<ul><li>kreska zagnieżdżona</li></ul></li></ul>" in html


def test_libreoffice_changes_comments_and_contents(libreoffice):
    html = "".join(map(text_of, libreoffice.sections))
    assert "dopisany plan" in html
    for word in ("skreślony", "komentarzowy", "pozorna", "Spis"):
        assert word not in str(libreoffice.sections)
    assert (libreoffice.told["changes"], libreoffice.told["comments"]) == (2, 1)


def test_libreoffice_notes_stand_in_the_section_that_refers_to_them(libreoffice):
    notes = [
        [value["number"] for kind, value in each.content if kind == "note"]
        for each in libreoffice.sections
    ]
    assert notes[:4] == [["1"], [], [], ["2", "i"]]
    assert "zespół<sup>1</sup> ekspertów" in text_of(libreoffice.sections[0])
    assert libreoffice.sections[0].content[-1][1]["text"] == (
        "<p>Skład zespołu podano w załączniku.</p>"
    )


def test_libreoffice_table(libreoffice):
    (table,) = (value for kind, value in libreoffice.sections[3].content if kind == "table")
    assert table["data"] == [
        ["Powiat", "Liczba podmiotów", ""],
        ["żarski", "spółdzielnie", "12"],
        ["", "fundacje", "7\nzagnieżdżona lewa | zagnieżdżona prawa"],
    ]
    assert table["mergeCells"] == [
        {"row": 0, "col": 1, "rowspan": 1, "colspan": 2},
        {"row": 1, "col": 0, "rowspan": 2, "colspan": 1},
    ]
    assert table["cell"] == [
        {"row": 0, "col": 2, "hidden": True},
        {"row": 2, "col": 0, "hidden": True},
    ]
    assert table["table_caption"] == "Tabela 1. Podmioty według powiatów"
    assert table["first_row_is_table_header"]
    assert table["table_header_choice"] == "row"


def test_word_and_libreoffice_say_the_same(read):
    """A document of Word's styles, and the same one after a trip through another program."""
    here = read(builders.programme())
    there = read((FILES / "round_trip.docx").read_bytes())
    assert here.lost == there.lost == []
    assert outline(here) == outline(there)
    assert [text_of(each) for each in here.sections] == [text_of(each) for each in there.sections]


# Headings -------------------------------------------------------------------------------------


def test_text_before_the_first_heading_and_typed_numbers(read):
    document = read(builders.programme())
    assert outline(document) == [
        (1, "", "Wstęp"),
        (1, "1", "Diagnoza"),
        (2, "1.1", "Zasoby"),
        (1, "2", "Cele"),
    ]
    assert "<blockquote>Koniec programu.</blockquote>" in text_of(document.sections[3])


@pytest.mark.parametrize(
    ("typed", "number", "title"),
    [
        ("1.2. Cele", "1.2", "Cele"),
        ("1.2 Cele", "1.2", "Cele"),
        ("3) Cele", "3)", "Cele"),
        ("IV. Cele", "IV", "Cele"),
        ("§ 3. Cele", "§ 3", "Cele"),
        ("Rozdział II. Cele", "", "Rozdział II. Cele"),
        ("2021 rok w liczbach", "", "2021 rok w liczbach"),
        ("12 miesięcy", "", "12 miesięcy"),
        ("30.05.2023 r. w regionie", "", "30.05.2023 r. w regionie"),
        ("7.", "", "7."),
    ],
)  # fmt: skip
def test_typed_numbers(read, typed, number, title):
    section = only(read(builders.simple((1, typed, "Tekst."))))
    assert (section.number, section.title) == (number, title)


def test_automatic_numbers_in_several_formats(read):
    levels = (
        level(0, "upperRoman", "Rozdział %1.")
        + level(1, "decimal", "%1.%2.", more="<w:isLgl/>")
        + level(2, "lowerLetter", "%3)", start=2)
    )
    rows = [("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 1), ("F", 2), ("G", 0), ("H", 1)]
    document = read(builders.numbered(levels, rows))
    assert [each.number for each in document.sections] == [
        "Rozdział I", "1.1", "b)", "c)", "1.2", "b)", "Rozdział II", "2.1",
    ]  # fmt: skip


def test_numbers_that_begin_elsewhere(read):
    document = read(builders.numbered(level(0, "decimal", "%1."), [("A", 0), ("B", 0)], start=7))
    assert [each.number for each in document.sections] == ["7", "8"]


def test_numbers_that_do_not_begin_anew(read):
    levels = level(0, "decimal", "%1") + level(
        1, "decimal", "Cel %2", more='<w:lvlRestart w:val="0"/>'
    )
    document = read(builders.numbered(levels, [("A", 0), ("B", 1), ("C", 0), ("D", 1)]))
    assert [each.number for each in document.sections] == ["1", "Cel 1", "2", "Cel 2"]


def test_number_of_a_style(read):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="77">{level(0, "decimal", "Art. %1.")}'
            "</w:abstractNum>"
        ),
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {W}><w:numId w:val="77"/></w:numPr>'))
    document.add_heading("Cele", 1)
    document.add_heading("Środki", 1)
    found = read(builders.saved(document))
    assert [each.number for each in found.sections] == ["Art. 1", "Art. 2"]


def test_a_style_with_an_outline_level_and_a_paragraph_with_its_own(read):
    document = docx.Document()
    style = document.styles.add_style("Rozdziałowy", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="0"/>'))
    child = document.styles.add_style("Potomny", 1)
    child.base_style = style
    document.add_paragraph("Pierwszy", style="Potomny")
    builders.append(
        document,
        f'<w:p {W}><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Drugi</w:t></w:r></w:p>',
    )
    document.add_paragraph("Tekst.")
    assert outline(read(builders.saved(document))) == [(1, "", "Pierwszy"), (2, "", "Drugi")]


def test_levels_are_at_most_five_and_none_is_skipped(read):
    deep = read(builders.simple(*[(number, f"P{number}") for number in range(1, 9)]))
    assert [each.level for each in deep.sections] == [1, 2, 3, 4, 5, 5, 5, 5]
    skipping = read(builders.simple((2, "A"), (4, "B"), (4, "C"), (3, "D"), (1, "E")))
    assert [each.level for each in skipping.sections] == [1, 2, 2, 2, 1]


def test_no_headings(read):
    document = read(builders.simple((0, "", "Pierwszy akapit.", "Drugi.")))
    section = only(document)
    assert section.title == "Treść"
    assert text_of(section) == "<p>Pierwszy akapit.</p><p>Drugi.</p>"
    assert "Nie znaleziono nagłówków" in warnings_of(document)[0]


def test_a_long_heading_is_cut_and_its_rest_is_text(read):
    heading = " ".join(["długi"] * 120)
    document = read(builders.simple((1, heading, "Tekst.")))
    section = only(document)
    assert len(section.title) <= 500
    assert section.title.endswith("…")
    assert text_of(section).startswith("<p>długi")
    assert document.lost == []


def test_an_empty_heading_is_none(read):
    assert [s.title for s in read(builders.simple((1, ""), (1, "Cele"))).sections] == ["Cele"]


def test_two_thousand_paragraphs_in_seconds(read):
    document = docx.Document()
    for number in range(2000):
        if number % 20 == 0:
            document.add_heading(f"Rozdział {number // 20}", 1)
        document.add_paragraph(f"Akapit {number} " + "słowa programu " * 15)
    data = builders.saved(document)
    begun = time.monotonic()
    found = read(data)
    assert time.monotonic() - begun < 30
    assert (len(found.sections), found.lost) == (100, [])


# Text -----------------------------------------------------------------------------------------


def one_paragraph(inner: str) -> bytes:
    document = docx.Document()
    document.add_heading("Cele", 1)
    builders.append(
        document,
        f'<w:p {W} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f"{inner}</w:p>",
    )
    return builders.saved(document)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    "inner",
    [
        f"<w:sdt><w:sdtContent>{run('w kontrolce')}</w:sdtContent></w:sdt>",
        f'<w:smartTag w:element="a">{run("w kontrolce")}</w:smartTag>',
        f'<w:customXml w:element="a">{run("w kontrolce")}</w:customXml>',
        f'<w:fldSimple w:instr="DATE">{run("w kontrolce")}</w:fldSimple>',
        f'<w:ins w:id="1" w:author="a"><w:smartTag w:element="a">{run("w kontrolce")}'
        "</w:smartTag></w:ins>",
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p>"
        f"{run('w kontrolce')}</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox><w:txbxContent><w:p>{run('w kontrolce')}</w:p></w:txbxContent></v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{run('w kontrolce')}</w:p></w:txbxContent>"
        "</v:textbox></w:pict></w:r>",
    ],
)
def test_wrapped_words_are_kept_once(read, inner):
    document = read(one_paragraph(run("przed ") + inner + run(" po")))
    assert text_of(only(document)).count("w kontrolce") == 1
    assert document.lost == []


def test_changes_are_settled_and_told(read):
    document = read(builders.changed())
    assert text_of(only(document)) == "<p>Zostaje wstawka druga</p>"
    told = " ".join(warnings_of(document))
    assert "3 śledzone zmiany" in told
    assert "1 komentarz" in told
    assert "ukryt" in told
    assert "tajemnica" not in str(document)


def test_a_deleted_end_of_a_paragraph_joins_two(read):
    document = docx.Document()
    document.add_heading("Cele", 1)
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    builders.append(document, f"<w:p {W}>{mark}{run('jeden ')}</w:p>")
    builders.append(document, f"<w:p {W}>{run('akapit')}</w:p>")
    assert text_of(only(read(builders.saved(document)))) == "<p>jeden akapit</p>"


def test_equations_are_told(read):
    document = read(one_paragraph("<m:oMath><m:r><m:t>a+b=c</m:t></m:r></m:oMath>"))
    assert text_of(only(document)) == "<p>a+b=c</p>"
    assert "„Cele”" in " ".join(warnings_of(document))


def test_pictures_are_told_with_their_section(read):
    inner = run("rys.") + '<w:r><w:drawing><a:blip r:embed="x" xmlns:r="http://schemas.open'
    inner += 'xmlformats.org/officeDocument/2006/relationships"/></w:drawing></w:r>'
    document = read(one_paragraph(inner))
    assert only(document).images == 1
    assert "1 rysunku" in " ".join(warnings_of(document))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=1&amp;c=2", True),
        ("mailto:biuro@example.org", True),
        ("javascript:alert(1)", False),
        ("JAVA\tSCRIPT:alert(1)", False),
        ("data:text/html,a", False),
        ("file:///C:/a.docx", False),
    ],
)
def test_links(read, address, kept):
    inner = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f' HYPERLINK "{address}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
        f'</w:r>{run("odnośnik")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    html = text_of(only(read(one_paragraph(inner))))
    assert ("<a href=" in html) == kept
    assert "odnośnik" in html


def test_markup_in_words_is_words(read):
    html = text_of(only(read(builders.simple((1, "Cele", "<script>alert(1)</script>")))))
    assert html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_signs_that_stand_for_parts_cannot_be_smuggled_in(read):
    document = read(builders.simple((1, "Cele", "a\ue0001\ue000x\ue000b \ue0047\ue004")))
    assert text_of(only(document)) == "<p>a1xb 7</p>"


def test_a_list_that_goes_on_keeps_its_numbers(read):
    document = docx.Document()
    document.add_heading("Cele", 1)
    for text, style in (("a", "List Number"), ("przerwa", None), ("b", "List Number")):
        document.add_paragraph(text, style=style)
    html = text_of(only(read(builders.saved(document))))
    assert html == "<ol><li>a</li></ol><p>przerwa</p><p>2. b</p>"


def field_sign(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def contents(*lines: str, end: str = field_sign("end")) -> bytes:
    """A field of contents with ``lines``, then two chapters."""
    document = docx.Document()
    code = "<w:r><w:instrText> TO</w:instrText></w:r><w:r><w:instrText>C \\o </w:instrText></w:r>"
    start = f"{field_sign('begin')}{code}{field_sign('separate')}"
    for at, line in enumerate(lines):
        is_last = at == len(lines) - 1
        text = f"{'' if at else start}{run(line)}{end if is_last else ''}"
        builders.append(document, f"<w:p {W}>{text}</w:p>")
    for heading in ("Cele", "Środki"):
        document.add_heading(heading, 1)
        document.add_paragraph(f"Tekst: {heading}.")
    return builders.saved(document)


def test_a_contents_field_is_left_out_and_told(read):
    found = read(contents("Cele 3", "ŚRODKI 4"))
    assert outline(found) == [(1, "", "Cele"), (1, "", "Środki")]
    assert found.lost == []
    assert "2 wiersze spisu treści" in " ".join(warnings_of(found))


def test_a_contents_field_that_never_ends_takes_nothing(read):
    found = read(contents("Cele 3", "Środki 4", end=""))
    assert [each.title for each in found.sections] == ["Wstęp", "Cele", "Środki"]
    assert "Tekst: Środki." in text_of(found.sections[2])
    assert found.lost == []


def test_a_contents_field_that_ends_behind_the_chapters_takes_nothing(read):
    data = contents("Cele 3", "Środki 4", end="")
    xml = builders.member(data, "word/document.xml").replace(
        b"<w:sectPr", f"<w:p>{field_sign('end')}</w:p><w:sectPr".encode(), 1
    )
    found = read(builders.with_member(data, "word/document.xml", xml))
    assert [each.title for each in found.sections] == ["Wstęp", "Cele", "Środki"]


def test_an_end_of_a_field_without_its_beginning(read):
    found = read(one_paragraph(f"{run('przed')}{field_sign('end')}{run(' po')}"))
    assert text_of(only(found)) == "<p>przed po</p>"


def test_words_of_the_contents_that_are_in_no_heading_are_lost(read):
    found = read(contents("Spis treści", "Cele 3", "Środki i nikomu nieznane zdanie 4"))
    assert found.lost == ["i", "nieznane", "nikomu", "zdanie"]


def test_a_list_of_tables_names_their_captions(read):
    data = contents("Tekst: Cele. 3", "Środki 4")
    assert read(data).lost == []


def test_a_subdocument_is_told(read):
    document = docx.Document()
    document.add_heading("Cele", 1)
    document.add_paragraph("Tekst.")
    builders.append(
        document,
        f'<w:subDoc {W} r:id="x" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships"/>',
    )
    assert "1 inny plik" in " ".join(warnings_of(read(builders.saved(document))))


def test_a_note_without_text_is_told_and_makes_no_block(read):
    data = (FILES / "libreoffice.docx").read_bytes()
    xml = builders.member(data, "word/footnotes.xml").decode()
    assert "Skład zespołu podano w załączniku." in xml
    xml = xml.replace("Skład zespołu podano w załączniku.", "")
    found = read(builders.with_member(data, "word/footnotes.xml", xml.encode()))
    assert [kind for kind, _value in found.sections[0].content] == ["text"]
    assert "1 przypis nie ma treści" in " ".join(warnings_of(found))


def test_lost_words_are_listed(read, monkeypatch):
    from rkres_wagtail.consultations.importing import reading

    monkeypatch.setattr(reading.tables, "table_value", lambda *args: {
        "data": [], "table_caption": ""
    })  # fmt: skip
    document = read(builders.programme())
    assert "k00" in document.lost
    assert "k00" in warnings_of(document)[0]
