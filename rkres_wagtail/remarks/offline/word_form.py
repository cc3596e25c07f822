"""The blank form as a DOCX that people with a screen reader can fill in (extra ``office``).

Plain tables, no content controls: of those, office programs keep only some. The identifier stands
in a visible line, in the footer, in a property of the file and in a bookmark over a hidden run; at
least one of them survives whatever program the form is saved by.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from xml.sax.saxutils import escape

from .content import BLANK_ROWS, FormContent
from .identity import BOOKMARK, PROPERTY

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Widths of columns in parts of the line; what people write most in is widest.
_WIDTHS = {"number": 0.75, "place": 1.7, "quote": 2.4, "content": 3, "proposed": 2.6,
           "justification": 2.6}  # fmt: skip
_LINE_CM = 26.1
_CUSTOM = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property
 fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="%s"
><vt:lpwstr>%s</vt:lpwstr></property>
</Properties>"""


def is_available() -> bool:
    return find_spec("docx") is not None


def make(content: FormContent) -> bytes:
    """The file; ``ImportError`` without the extra."""
    import docx

    file = docx.Document()
    _Writer(file, content).write()
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, file, content: FormContent):
        self.file = file
        self.content = content

    def write(self) -> None:
        content = self.content
        self._set_up()
        self.file.add_heading(content.title, level=1)
        self.file.add_paragraph().add_run(content.subject).bold = True
        for line in content.dates:
            self.file.add_paragraph(line)
        self._identify()
        self.file.add_heading(content.word("how"), level=2)
        for line in content.hints:
            self.file.add_paragraph(line, style="List Bullet")
        for label, address in content.addresses:
            self.file.add_paragraph(f"{label}: {address}", style="List Bullet")
        for line in content.rules:
            self.file.add_paragraph(line, style="List Bullet")
        self.file.add_heading(content.word("sender"), level=2)
        self._sender()
        if content.privacy:
            self.file.add_heading(content.word("privacy"), level=2)
            for line in content.privacy:
                self.file.add_paragraph(line)
        self.file.add_heading(content.word("remarks"), level=2)
        self._remarks()
        if content.word("signature"):
            self.file.add_paragraph()
            self.file.add_paragraph(f"{content.word('signature')}: {'.' * 60}")

    # The file as a whole -----------------------------------------------------------------------

    def _set_up(self) -> None:
        """Title and language, which a reader announces first, and a page across."""
        from docx.enum.section import WD_ORIENT
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        file, content = self.file, self.content
        properties = file.core_properties
        properties.title = f"{content.title}: {content.subject}"[:255]
        properties.language = content.lang
        properties.identifier = content.identity
        properties.author = properties.comments = ""
        properties.created = properties.modified = datetime.now(UTC)
        for tag in file.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang")):
            tag.set(qn("w:val"), content.lang)
        for name in ("Heading 1", "Heading 2"):
            # The template's own blue is too pale for small print.
            file.styles[name].font.color.rgb = RGBColor(0x1F, 0x2A, 0x44)
        normal = file.styles["Normal"]
        normal.font.size, normal.paragraph_format.space_after = Pt(11), Pt(4)
        section = file.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(1.8)
        section.top_margin = section.bottom_margin = Cm(1.7)

    def _identify(self) -> None:
        content = self.content
        line = self.file.add_paragraph()
        line.add_run(content.identity_line)
        self._bookmark(line)
        self._footer()
        self._property()

    def _bookmark(self, paragraph) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), "1")
        start.set(qn("w:name"), BOOKMARK)
        paragraph._p.append(start)
        hidden = paragraph.add_run(f" {self.content.identity}")
        hidden.font.hidden = True
        paragraph._p.append(end)

    def _footer(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        paragraph = self.file.sections[0].footer.paragraphs[0]
        text = f"{self.content.identity_line} · {self.content.word('page')} "
        paragraph.style.font.size = Pt(9)
        paragraph.add_run(text)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)

    def _property(self) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        xml = _CUSTOM % (PROPERTY, escape(self.content.identity))
        package = self.file.part.package
        part = Part(
            PackURI("/docProps/custom.xml"),
            "application/vnd.openxmlformats-officedocument.custom-properties+xml",
            xml.encode(),
            package,
        )
        package.relate_to(
            part,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
        )

    # Tables ------------------------------------------------------------------------------------

    def _sender(self) -> None:
        content = self.content
        table = self._table(2, content.word("sender"), content.word("sender_table"), (0.42, 0.58))
        for name, label in content.fields:
            row = table.add_row()
            _keep_together(row)
            row.cells[0].paragraphs[0].add_run(label).bold = True
            choices = content.kinds if name == "kind" else ()
            if name in ("is_name_public", "wants_result"):
                choices = content.yes_no
            for at, choice in enumerate(choices):
                cell = row.cells[1]
                paragraph = cell.add_paragraph() if at else cell.paragraphs[0]
                paragraph.add_run(f"[   ] {choice}")
                paragraph.paragraph_format.space_after = 0

    def _remarks(self) -> None:
        from docx.shared import Cm

        content = self.content
        parts = [_WIDTHS[name] for name, _label in content.columns]
        widths = [part / sum(parts) for part in parts]
        table = self._table(
            len(widths), content.word("remarks"), content.word("remarks_table"), widths
        )
        head = table.add_row()
        for cell, (_name, label) in zip(head.cells, content.columns, strict=True):
            cell.paragraphs[0].add_run(label).bold = True
        _mark_header(head)
        for number in range(1, BLANK_ROWS + 1):
            row = table.add_row()
            _keep_together(row)
            row.height = Cm(1.1)
            row.cells[0].paragraphs[0].add_run(f"{number}.")

    def _table(self, columns: int, title: str, description: str, widths):
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm

        table = self.file.add_table(rows=0, cols=columns, style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(_LINE_CM * width)
        for name, text in (("w:tblCaption", title), ("w:tblDescription", description)):
            element = OxmlElement(name)
            element.set(qn("w:val"), text)
            table._tbl.tblPr.append(element)
        return table


def _mark_header(row) -> None:
    """The row is repeated on each page and read with the cells below it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
    _keep_together(row)


def _keep_together(row) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
