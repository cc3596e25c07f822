"""Files that are no DOCX, or a dangerous one, are refused with what they are."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rkres_wagtail.consultations.importing.package import UnreadableDocument, open_package
from rkres_wagtail.consultations.importing.reading import read_document

from . import builders
from .conftest import FILES

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def refusal(data: bytes, name: str = "program.docx") -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(SimpleUploadedFile(name, data))
    return " ".join(caught.value.messages)


@pytest.fixture
def good():
    return builders.simple((1, "Cele", "Tekst."))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "pusty"),
        (b" \n\n ", "pusty"),
        (b"MZ\x90\x00" + b"\0" * 500, "program, nie dokument"),
        (b"\x7fELF" + b"\0" * 500, "program, nie dokument"),
        (b"%PDF-1.7\n%", "PDF"),
        (PNG, "obraz"),
        (b"{\\rtf1 tekst}", "RTF"),
        (b"<!DOCTYPE html><html><body>tekst</body></html>", "strona internetowa"),
        ("zwykły tekst".encode(), "nie jest plik DOCX"),
        (builders.ole("EncryptedPackage"), "hasłem"),
        (builders.ole("WordDocument"), "stary plik DOC"),
        (builders.ole("Workbook"), "stary plik Office"),
        (builders.archive(**{"a.txt": b"a"}), "archiwum"),
        (builders.archive(mimetype=b"application/vnd.oasis.opendocument.text"), "ODT"),
        (builders.archive(**{"[Content_Types].xml": b"<Types/>", "xl/a.xml": b"<a/>"}), "arkusz"),
        (builders.archive(**{"[Content_Types].xml": b"<Types/>", "ppt/a.xml": b"<a/>"}), "prezent"),
    ],
)  # fmt: skip
def test_what_is_no_docx_is_named(data, words):
    assert words in refusal(data)


def test_an_old_doc_written_by_an_office_program():
    assert "stary plik DOC" in refusal((FILES / "old.doc").read_bytes())


def test_a_file_cut_in_the_middle(good):
    assert "uszkodzony" in refusal(good[: len(good) // 2])


def test_broken_xml(good):
    assert "uszkodzony" in refusal(builders.with_member(good, "word/document.xml", b"<w:p>"))


def test_another_xml_in_the_place_of_the_text(good):
    data = builders.with_member(good, "word/document.xml", b"<a/>")
    assert "nie ma tekstu" in refusal(data)


def test_too_large_a_file(good, settings):
    settings.RKRES_WAGTAIL_DOCUMENT_MAX_BYTES = 1000
    assert "najwięcej" in refusal(good)


def test_a_bomb_by_its_declared_size(good, settings):
    settings.RKRES_WAGTAIL_DOCUMENT_MAX_UNPACKED_BYTES = 1024 * 1024
    data = builders.with_member(
        good, "word/media/a.png", b"0" * 2_000_000, compress_type=zipfile.ZIP_DEFLATED
    )
    assert "po rozpakowaniu" in refusal(data)


def test_a_bomb_by_its_ratio(good):
    data = builders.with_member(
        good, "word/media/a.png", b"0" * 5_000_000, compress_type=zipfile.ZIP_DEFLATED
    )
    assert "po rozpakowaniu" in refusal(data)


def test_a_bomb_that_lies_about_its_size(good):
    """What a member says it unpacks to is all that is read of it; the rest is a broken file."""
    data = builders.with_member(
        good, "word/document.xml", b"<a>" + b"0" * 9_000_000, compress_type=zipfile.ZIP_DEFLATED
    )
    claimed = (9_000_003).to_bytes(4, "little")
    assert data.count(claimed) == 2
    assert "uszkodzony" in refusal(data.replace(claimed, (500).to_bytes(4, "little")))


def test_too_many_members():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as target:
        for number in range(5001):
            target.writestr(f"a{number}", b"")
    assert "5001" in refusal(output.getvalue())


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
def test_entities_are_refused(good, name):
    xml = builders.member(good, name)
    head, rest = xml.split(b"?>", 1)
    evil = head + b'?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + rest
    assert "żaden dokument" in refusal(builders.with_member(good, name, evil))


def test_paths_in_the_archive_lead_nowhere(good, tmp_path):
    data = builders.with_member(good, "../../evil.txt", b"a")
    assert read_document(SimpleUploadedFile("a.docx", data)).sections


def test_a_linked_file_of_the_server_is_not_read(good):
    rels = builders.member(good, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="x" TargetMode="External" Target="file:///etc/passwd" Type="http://'
        b'schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>',
    )
    data = builders.with_member(good, "word/_rels/document.xml.rels", rels)
    assert "root:" not in str(read_document(SimpleUploadedFile("a.docx", data)))


def test_macros_are_left_out_and_told(good):
    types = builders.member(good, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    data = builders.with_member(good, "[Content_Types].xml", types)
    data = builders.with_member(data, "word/vbaProject.bin", b"macro")
    upload = SimpleUploadedFile("a.docm", data)
    assert open_package(upload).has_macros
    assert read_document(upload).told["macros"] == 1


def test_tables_nested_too_deep_end_with_a_message(good):
    inner = "<w:p><w:r><w:t>dno</w:t></w:r></w:p>"
    for _step in range(400):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    xml = builders.member(good, "word/document.xml").replace(
        b"<w:body>", b"<w:body>" + inner.encode()
    )
    assert refusal(builders.with_member(good, "word/document.xml", xml))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = "<w:p><w:r><w:t>słowo</w:t></w:r></w:p>"


def with_body(good: bytes, inner: str) -> bytes:
    xml = builders.member(good, "word/document.xml")
    xml = xml.replace(b"<w:body>", b"<w:body>" + inner.encode())
    return builders.with_member(good, "word/document.xml", xml)


def under_another_prefix(xml: str) -> str:
    renamed = xml.replace("<w:", "<x:").replace("</w:", "</x:")
    return renamed.replace("<x:p>", f'<x:p xmlns:x="{W}">')


@pytest.mark.parametrize(
    ("inner", "limit"),
    [
        (PARAGRAPH * 6001, "6000"),
        (under_another_prefix(PARAGRAPH) * 6001, "6000"),
        ("<w:p><w:pPr/></w:p>" * 6001, "6000"),
        (f"<w:tbl><w:tr>{f'<w:tc>{PARAGRAPH}</w:tc>' * 4001}</w:tr></w:tbl>", "4000"),
        ("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 30001 + "</w:p>", "30000"),
        ("<w:bookmarkEnd/>" * 2_000_001, "zbyt wielu"),
    ],
    ids=["paragraphs", "another prefix", "without text", "cells", "runs", "elements"],
)
def test_a_text_that_would_take_minutes_is_refused_at_once(good, settings, inner, limit):
    settings.RKRES_WAGTAIL_DOCUMENT_MAX_BYTES = 10**9
    data = with_body(good, inner)
    begun = time.monotonic()
    assert limit in refusal(data)
    assert time.monotonic() - begun < 10


def test_empty_paragraphs_count_for_nothing(good):
    begun = time.monotonic()
    document = read_document(SimpleUploadedFile("a.docx", with_body(good, "<w:p/>" * 100_000)))
    assert time.monotonic() - begun < 15
    assert [each.title for each in document.sections] == ["Cele"]


def test_too_many_headings(settings):
    settings.RKRES_WAGTAIL_DOCUMENT_MAX_SECTIONS = 3
    data = builders.simple(*[(1, f"Rozdział {number}") for number in range(4)])
    message = refusal(data)
    assert "4" in message
    assert "3" in message


def test_a_file_of_pictures_only():
    assert "nie ma tekstu" in refusal(builders.simple((0, "")))
