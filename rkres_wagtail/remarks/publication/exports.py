"""The public table of remarks as a file, through the gate: CSV, XLSX, DOCX, PDF."""

from __future__ import annotations

from datetime import datetime

from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Site

from ...consultations.querysets import public_consultations
from ...open_responses import open_to_scripts
from ...print_files import not_ready
from ...public import Gate, by_key
from ...spreadsheets import table_response
from ...text import plain_slug
from ..choices import TableKind
from ..models import Remark, RemarkTableFile
from ..services import rules_of
from .digest import digest_of
from .files import MAKERS, MOST_ROWS, basis_of
from .listing import file_address
from .rows import streamed
from .scope import table_report
from .sections import Headings
from .tables import columns

SHEETS = ("csv", "xlsx")


@open_to_scripts
def remark_table(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The remarks on the consultation ``pk`` as a file; 404 where none are public."""
    if kind not in (*SHEETS, *TableKind.values):
        raise Http404
    # Not ``Gate.of``: whichever language the visitor has, the file has the page's.
    gate = Gate(Site.find_for_request(request))
    pages = public_consultations(gate, any_locale=True)
    page = by_key(pages.select_related("locale"), pk)
    if page is None:
        raise Http404
    with translation.override(page.locale.language_code):
        return _file(page, kind, request, gate)


def _file(page, kind: str, request, gate: Gate) -> HttpResponse:
    report = table_report(page, gate.now)
    if kind not in SHEETS:
        return _made_file(page, report, kind, request, gate)
    rows = Remark.objects.of(page)
    if report is not None:
        rows = rows.counted()
    elif rules_of(page).shows_at_once:
        rows = rows.readable()
    else:
        raise Http404
    headings = Headings(page, gate.now)
    etag = f'"{digest_of(rows, headings, page.pk, bool(report), kind, page.title)[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        shown = streamed(rows.for_table(), headings, has_answers=report is not None)
        response = table_response(
            kind,
            filename(page),
            columns(has_answers=report is not None),
            shown,
            title=pgettext("remark", "Remarks"),
        )
    return _with_headers(response, page, etag)


def _made_file(page, report, kind: str, request, gate: Gate) -> HttpResponse:
    """What the task has made, only while it says what the page says."""
    if report is None or not MAKERS[kind].is_available():
        raise Http404
    rows = Remark.objects.of(page).counted()
    headings, language = Headings(page, gate.now), page.locale.language_code
    basis = basis_of(page, report, rows, headings)
    known = RemarkTableFile.objects.filter(report=report, kind=kind, language=language, basis=basis)
    made_at = known.values_list("made_at", flat=True).first()
    if made_at is None:
        if rows.count() > MOST_ROWS or language != report.consultation.locale.language_code:
            raise Http404
        return not_ready(
            _("This file is being prepared. Try again in a moment, or read the report as a page.")
        )
    etag, modified = f'"{basis[:32]}-{kind}"', _second(made_at)
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        content = bytes(known.values_list("content", flat=True)[0])
        response = HttpResponse(content, content_type=MAKERS[kind].CONTENT_TYPE)
        name = f"{filename(page)}.{kind}"
        response["Content-Disposition"] = content_disposition_header(False, name)
    response["Last-Modified"] = http_date(modified)
    return _with_headers(response, page, etag)


def _with_headers(response, page, etag: str) -> HttpResponse:
    response["ETag"] = etag
    # Whoever keeps a copy asks each time: what was hidden must be gone at once.
    response["Cache-Control"] = "public, no-cache"
    response["Content-Language"] = page.locale.language_code
    return response


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def filename(page) -> str:
    """``uwagi-projekt-programu``."""
    return f"uwagi-{plain_slug(page.slug, '1')}"[:100]


def offered(page, report, gate: Gate, *, total: int, headings: Headings) -> list[dict]:
    """Files with their addresses, and sizes where they are known; for the page that shows them.

    None on a restricted page: the addresses pass its gate for nobody. Two queries.
    """
    if gate.is_restricted(page) or not file_address(page, "csv"):
        return []
    found = [
        {"label": kind.upper(), "url": file_address(page, kind), "size": 0, "is_ready": True}
        for kind in SHEETS
    ]
    if report is None or page.locale_id != report.consultation.locale_id:
        return found
    if total > MOST_ROWS:
        return found
    basis = basis_of(page, report, Remark.objects.of(page).counted(), headings)
    made = RemarkTableFile.objects.filter(report=report, basis=basis)
    # Counted where it is kept: every reader of the page would fetch all of every file.
    sizes = dict(made.annotate(bytes=Length("content")).values_list("kind", "bytes"))
    return found + [
        {
            "label": str(TableKind(kind).label),
            "url": file_address(page, kind),
            "size": sizes.get(kind, 0),
            "is_ready": kind in sizes,
        }
        for kind, maker in MAKERS.items()
        if maker.is_available()
    ]
