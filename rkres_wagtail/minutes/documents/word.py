"""Minutes as a DOCX file that a screen reader finds its way in; needs the extra ``office``.

Headings, lists and the table's header row are real ones, so that an office suite can make
contents, read the structure aloud and export an accessible PDF.
"""

from __future__ import annotations

from collections.abc import Iterable

from ... import print_files
from ...print_files import fill_row, mark_header
from ..presentation.document import MinutesDocument
from ..presentation.rich import Bullets, Heading, Run

CONTENT_TYPE = print_files.DOCX_TYPE
is_available = print_files.has_docx
#: Levels that the styles of a plain document know.
_LEVELS = 3


def make(document: MinutesDocument) -> bytes:
    """The file; ``ImportError`` without the extra."""
    file = print_files.new_docx(document.title, document.language)
    _Writer(file, document).write()
    return print_files.docx_bytes(file)


class _Writer:
    def __init__(self, file, document: MinutesDocument):
        self.file = file
        self.document = document

    def write(self) -> None:
        document = self.document
        self.file.add_heading(document.title, level=0)
        if document.is_internal:
            self._emphasised(document.labels.copy)
        if document.approval.text:
            self._emphasised(document.approval.text)
        for fact in document.facts:
            paragraph = self.file.add_paragraph()
            paragraph.add_run(f"{fact.label}: ").bold = True
            paragraph.add_run(fact.value)
        if document.attendance:
            self._attendance()
        for section in document.sections:
            self.file.add_heading(section.heading, level=1)
            if section.is_internal:
                self._emphasised(document.labels.internal)
            self._blocks(section.blocks)
            if section.outcome:
                self.file.add_heading(document.labels.outcome, level=2)
                self._blocks(section.outcome)

    def _emphasised(self, text: str) -> None:
        self.file.add_paragraph().add_run(text).bold = True

    # Attendance --------------------------------------------------------------------------------

    def _attendance(self) -> None:
        labels, rows = self.document.labels, self.document.attendance
        self.file.add_heading(labels.attendance, level=1)
        table = self.file.add_table(rows=1, cols=3, style="Table Grid")
        fill_row(table.rows[0], (labels.body, labels.members, labels.quorum), bold=True)
        mark_header(table.rows[0])
        for row in rows:
            fill_row(table.add_row(), (row.body, row.numbers, row.quorum))
        for row in rows:
            if row.names or row.guests:
                self.file.add_heading(row.body, level=2)
            for names in row.names:
                self._names(names.label, names.names)
            if row.guests:
                self._names(labels.guests, row.guests)

    def _names(self, label: str, names: Iterable[str]) -> None:
        self._emphasised(label)
        for name in names:
            self.file.add_paragraph(name, style="List Bullet")

    # Text --------------------------------------------------------------------------------------

    def _blocks(self, blocks) -> None:
        for block in blocks:
            if isinstance(block, Bullets):
                self._list(block)
            elif isinstance(block, Heading):
                # Ours begin at 3 below the page's own; here the section's is the first level.
                self._runs(self.file.add_heading(level=block.level - 1), block.runs)
            else:
                self._runs(self.file.add_paragraph(), block.runs)

    def _list(self, bullets: Bullets, level: int = 1) -> None:
        name = "List Number" if bullets.is_ordered else "List Bullet"
        depth = min(level, _LEVELS)
        style = self.file.styles[name if depth == 1 else f"{name} {depth}"]
        number = self._new_numbering(style) if bullets.is_ordered else None
        for item in bullets.items:
            paragraph = self.file.add_paragraph(style=style)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            self._runs(paragraph, item.runs)
            for each in item.lists:
                self._list(each, level + 1)

    def _new_numbering(self, style) -> int:
        """A numbering that begins with 1: those of one style would go on counting."""
        numbering = self.file.part.numbering_part.numbering_definitions._numbering
        known = style.element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(known).abstractNumId.val
        number = numbering.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return number.numId

    def _runs(self, paragraph, runs: Iterable[Run]) -> None:
        for run in runs:
            written = _link(paragraph, run.href) if run.href else paragraph.add_run()
            written.bold, written.italic = run.bold or None, run.italic or None
            if run.href:
                written.font.underline = True
            # A line break inside becomes one there.
            written.text = run.text


def _link(paragraph, url: str):
    """A new run inside a link to ``url``."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.text.run import Run as DocxRun

    link = OxmlElement("w:hyperlink")
    key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), key)
    paragraph._p.append(link)
    run = OxmlElement("w:r")
    link.append(run)
    return DocxRun(run, paragraph)
