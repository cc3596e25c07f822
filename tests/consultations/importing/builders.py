"""Small DOCX files made by python-docx, and bytes that are none."""

from __future__ import annotations

import io
import sys
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W = nsdecls("w")


def saved(document) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def simple(*sections, title: str = "") -> bytes:
    """``(level, heading, *paragraphs)`` each; level 0 is text without a heading."""
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for level, heading, *paragraphs in sections:
        if level:
            document.add_heading(heading, level)
        for text in paragraphs:
            document.add_paragraph(text)
    return saved(document)


def append(document, xml: str):
    """Add raw WordprocessingML before the section's properties."""
    element = parse_xml(xml)
    document.element.body.insert_element_before(element, "w:sectPr")
    return element


def programme() -> bytes:
    """A document with much of what a programme has, on Word's own styles."""
    document = docx.Document()
    document.add_heading("Program rozwoju", 0)
    document.add_paragraph("Wprowadzenie do dokumentu.")
    document.add_heading("1. Diagnoza", 1)
    paragraph = document.add_paragraph("Tekst ")
    paragraph.add_run("gruby").bold = True
    paragraph.add_run(" i ")
    paragraph.add_run("pochyły").italic = True
    for text in ("jabłka", "gruszki"):
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph("odmiany", style="List Bullet 2")
    for text in ("raz", "dwa"):
        document.add_paragraph(text, style="List Number")
    document.add_heading("1.1. Zasoby", 2)
    document.add_paragraph("Tabela 1. Liczby", style="Caption")
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"k{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    inner = table.cell(2, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "lewa", "prawa"
    document.add_heading("2. Cele", 1)
    document.add_paragraph("Koniec programu.", style="Quote")
    return saved(document)


def changed() -> bytes:
    """Two insertions, one deletion, a comment's mark and hidden text."""
    document = docx.Document()
    document.add_heading("Cele", 1)
    append(
        document,
        f"""<w:p {W}><w:r><w:t xml:space="preserve">Zostaje </w:t></w:r>
        <w:ins w:id="1" w:author="a"><w:r><w:t xml:space="preserve">wstawka </w:t></w:r></w:ins>
        <w:del w:id="2" w:author="a"><w:r><w:delText>skreślenie</w:delText></w:r></w:del>
        <w:ins w:id="3" w:author="a"><w:r><w:t>druga</w:t></w:r></w:ins>
        <w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>tajemnica</w:t></w:r></w:p>""",
    )
    return saved(document)


def numbered(levels: str, paragraphs: list[tuple[str, int]], start: int | None = None) -> bytes:
    """Headings with automatic numbers: ``levels`` are ``w:lvl``; ``(text, ilvl)`` each."""
    document = docx.Document()
    part = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>')
    part.insert(0, abstract)
    override = (
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        if start
        else ""
    )
    part.append(
        parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/>{override}</w:num>')
    )
    for text, level in paragraphs:
        heading = document.add_heading(text, level + 1)
        properties = heading._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
        )
    return saved(document)


def with_member(data: bytes, name: str, content: bytes, **kwargs) -> bytes:
    """The archive with one member more, or in the place of the one of this name."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(output, "w") as target:
        for item in source.infolist():
            if item.filename != name:
                target.writestr(item, source.read(item))
        target.writestr(name, content, **kwargs)
    return output.getvalue()


def member(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name)


def archive(**members: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return output.getvalue()


def ole(stream: str) -> bytes:
    """The head of an OLE file whose directory names ``stream``."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + stream.encode("utf-16-le")


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as target:
        target.write(programme())
