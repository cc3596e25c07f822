"""The table of remarks as an accessible, tagged PDF (PDF/UA-1); needs the extra ``pdf``."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from ... import print_files
from ...feeds import lines
from . import layout

CONTENT_TYPE = print_files.PDF_TYPE
TEMPLATE = "rkres_wagtail/remarks/publication/print.html"
is_available = print_files.has_pdf


def make(document) -> bytes:
    """The file; ``ImportError`` or ``OSError`` where WeasyPrint does not load."""
    with translation.override(document.language):
        context = {
            "document": document,
            "paragraphs": [lines(text) for text in (document.opening, document.lead) if text],
            "headings": layout.headings(),
            "rows": [_cells(row) for row in document.rows],
        }
        html = render_to_string(TEMPLATE, context)
    return print_files.write_pdf(html, "remarks_print.css")


def _cells(row) -> list[list[str]]:
    return [list(filter(None, map(lines, cell))) for cell in layout.cells(row)]
