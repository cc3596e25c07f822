"""The table of remarks as a DOCX file; needs the extra ``office``."""

from __future__ import annotations

from ... import print_files
from ...feeds import lines
from ...print_files import fill_row, mark_header
from . import layout

CONTENT_TYPE = print_files.DOCX_TYPE
is_available = print_files.has_docx
#: Centimetres of the columns on a landscape page with margins of 1.5.
WIDTHS = (1.1, 3.2, 3.2, 5.2, 3.8, 3.6, 3.6, 3.0)


def make(document) -> bytes:
    """The file; ``ImportError`` without the extra."""
    from docx.shared import Cm, Pt

    file = print_files.new_docx(document.title, document.language, is_landscape=True)
    section = file.sections[0]
    section.left_margin = section.right_margin = Cm(1.5)
    file.add_heading(document.title, level=0)
    for text in (document.opening, document.lead, document.incomplete_reason):
        if text:
            file.add_paragraph(lines(text))
    file.styles["Normal"].font.size = Pt(9)
    table = file.add_table(rows=1, cols=len(WIDTHS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    fill_row(table.rows[0], layout.headings(), bold=True)
    mark_header(table.rows[0])
    for row in document.rows:
        texts = ("\n".join(filter(None, map(lines, cell))) for cell in layout.cells(row))
        fill_row(table.add_row(), texts)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Cm(width)
    return print_files.docx_bytes(file)
