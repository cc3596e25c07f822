"""DOCX and PDF files of the table: made by a task, kept in the database, never served stale."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...consultations.models import ConsultationReport
from ...consultations.report import numbers
from ...public import Gate
from ..choices import TableKind
from ..models import Remark, RemarkTableFile
from . import pdf, word
from .digest import digest_of
from .rows import Row, rows_of
from .scope import table_report
from .sections import Headings

logger = logging.getLogger(__name__)

#: Kind -> the module that makes it.
MAKERS = {TableKind.DOCX: word, TableKind.PDF: pdf}
#: Longer tables are sheets only: nobody prints them, and a PDF would take minutes.
MOST_ROWS = 2000
#: Rises when the files look another way, so that all are made again.
EDITION = 1

FAILED = "rkres_wagtail.remark_table_failed"
KEPT, MADE, BROKEN, NOT_INSTALLED = "kept", "made", "failed", "not-installed"


@dataclass(frozen=True)
class TableDocument:
    """What both files are made of, in the language of the consultation."""

    title: str
    language: str
    opening: str
    lead: str
    incomplete_reason: str
    rows: list[Row]


def basis_of(page, report, rows, headings: Headings) -> str:
    """A digest of everything that the files say; two queries with the opening's."""
    return digest_of(
        rows, headings, EDITION, page.title, report.name, report.lead, report.incomplete_reason
    )


def document_of(page, report, rows, headings: Headings) -> TableDocument:
    """In the active language."""
    label = report.name or _("Report on the consultation")
    return TableDocument(
        title=f"{label}: {page.title}",
        language=page.locale.language_code,
        opening=numbers.opening(report),
        lead=report.lead,
        incomplete_reason=report.incomplete_reason,
        rows=rows_of(rows.for_table(), headings, has_answers=True),
    )


def refresh(report: ConsultationReport) -> dict[str, str]:
    """Bring the files of ``report`` up to date; those of one that has no public table go.

    Returns what became of each kind. Nothing is raised where a file cannot be made: it is
    logged, the history of the report says so, and the next run tries again.
    """
    page = report.consultation_page
    gate = Gate(page.get_site())
    is_public = gate.allows(page) and not gate.is_restricted(page)
    found = table_report(page, gate.now) if is_public else None
    rows = Remark.objects.of(page).counted()
    count = rows.count() if found is not None else 0
    if not 0 < count <= MOST_ROWS:
        RemarkTableFile.objects.filter(report=report).delete()
        return {}
    language = page.locale.language_code
    RemarkTableFile.objects.filter(report=report).exclude(language=language).delete()
    with translation.override(language):
        return _refresh_all(page, found, rows, Headings(page, gate.now), language)


def _refresh_all(page, report, rows, headings: Headings, language: str) -> dict[str, str]:
    basis, document, came = basis_of(page, report, rows, headings), None, {}
    for kind, maker in MAKERS.items():
        known = RemarkTableFile.objects.filter(report=report, kind=kind, basis=basis)
        if not maker.is_available():
            came[str(kind)] = NOT_INSTALLED
        elif known.exists():
            came[str(kind)] = KEPT
        else:
            document = document or document_of(page, report, rows, headings)
            came[str(kind)] = _make(report, kind, maker, document, basis, language)
    return came


def _make(report, kind: str, maker, document: TableDocument, basis: str, language: str) -> str:
    try:
        content = maker.make(document)
    except Exception as error:
        # Whatever goes wrong inside a library is no reason not to publish.
        logger.exception("The %s file of report %s could not be made", kind, report.pk)
        data = {"kind": str(kind), "error": f"{type(error).__name__}: {error}"[:500]}
        log(instance=report, action=FAILED, data=data)
        return BROKEN
    with transaction.atomic():
        RemarkTableFile.objects.update_or_create(
            report=report,
            kind=kind,
            language=language,
            defaults={"basis": basis, "content": content, "made_at": timezone.now()},
        )
    return MADE


def register_log_actions(actions) -> None:
    from django.utils.translation import gettext_lazy

    actions.register_action(
        FAILED,
        gettext_lazy("File of the table of remarks"),
        gettext_lazy("A file of the table of remarks could not be made"),
    )
