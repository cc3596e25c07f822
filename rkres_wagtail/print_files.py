"""What every DOCX and PDF file of this package shares; the extras ``office`` and ``pdf``.

DOCX by python-docx: title, language and paper, tables whose header row is a real one. PDF by
WeasyPrint: tagged (PDF/UA-1), from HTML with a style sheet of its own, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext as _

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"
STYLES = Path(__file__).parent / "static/rkres_wagtail/css"
#: Seconds after which a file that is being made is worth asking for again.
RETRY_AFTER = 60


def not_ready(text: str) -> HttpResponse:
    """503 for a file that a task is making."""
    response = HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


# PDF ----------------------------------------------------------------------------------------------


def has_pdf() -> bool:
    return find_spec("weasyprint") is not None and not pdf_problem()


@lru_cache(maxsize=1)
def pdf_problem() -> str:
    """Why WeasyPrint does not load although it is installed: a library of the system is missing."""
    try:
        import weasyprint  # noqa: F401
    except ImportError as error:
        return "" if find_spec("weasyprint") is None else str(error)
    except OSError as error:
        return str(error)
    return ""


class Refused(ValueError):
    """Something in the HTML asked for a file or for the network."""


class _FetchNothing:
    """What WeasyPrint asks for style sheets and pictures: a function once, an object since 68."""

    _fail_on_errors = False

    def __call__(self, url, *args, **kwargs):
        raise Refused(f"Nothing is fetched for a file: {url[:200]}")


fetch_nothing = _FetchNothing()


def write_pdf(html: str, styles: str) -> bytes:
    """``html`` as PDF/UA-1 with the style sheet ``styles`` of ours.

    ``ImportError`` or ``OSError`` where WeasyPrint does not load.
    """
    import weasyprint

    css = (STYLES / styles).read_text("utf-8")
    sheet = weasyprint.CSS(string=css, url_fetcher=fetch_nothing)
    page = weasyprint.HTML(string=html, url_fetcher=fetch_nothing)
    return page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")


# DOCX ---------------------------------------------------------------------------------------------


def has_docx() -> bool:
    return find_spec("docx") is not None


def new_docx(title: str, language: str, *, is_landscape: bool = False):
    """An empty A4 document with the title and the language that a reader announces first."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    file = docx.Document()
    code = "pl-PL" if language == "pl" else language
    properties = file.core_properties
    properties.title, properties.language = title[:255], code
    properties.author = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
    defaults = file.styles.element.find(qn("w:docDefaults"))
    for tag in defaults.iter(qn("w:lang")):
        tag.set(qn("w:val"), code)
    file.styles["Normal"].font.size = Pt(11)
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    return file


def docx_bytes(file) -> bytes:
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()


def fill_row(row, texts: Iterable[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].add_run(text).bold = bold or None


def mark_header(row) -> None:
    """The row is repeated on each page and read with the cells below it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def missing_extra(kind: str, problem: str = "") -> str:
    """What to tell the office where files of ``kind`` cannot be made.

    ``problem`` is what a library of the system says that WeasyPrint needs.
    """
    if kind == "pdf" and problem:
        return _("WeasyPrint is installed, but a library of the system is missing: %(error)s") % {
            "error": problem
        }
    extra = "pdf" if kind == "pdf" else "office"
    return _("The extra “%(extra)s” of rkres-wagtail is not installed on this server.") % {
        "extra": extra
    }
