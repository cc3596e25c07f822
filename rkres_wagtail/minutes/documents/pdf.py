"""Minutes as an accessible, tagged PDF (PDF/UA-1); needs the extra ``pdf`` and Pango.

WeasyPrint takes the same HTML as the page, with a style sheet of its own, and fetches nothing.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from ... import print_files
from ...print_files import Refused, fetch_nothing  # noqa: F401
from ..presentation.document import MinutesDocument

CONTENT_TYPE = print_files.PDF_TYPE
TEMPLATE = "rkres_wagtail/minutes/print.html"
is_available = print_files.has_pdf
problem = print_files.pdf_problem


def make(document: MinutesDocument) -> bytes:
    """The file; ``ImportError`` or ``OSError`` where WeasyPrint does not load."""
    with translation.override(document.language):
        html = render_to_string(TEMPLATE, {"document": document})
    return print_files.write_pdf(html, "minutes_print.css")
