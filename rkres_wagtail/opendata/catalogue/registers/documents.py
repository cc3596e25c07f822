"""Files that the public pages of a committee offer, whichever room they are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.documents import get_document_model

from ....consultations.api_loading import Facts
from ....consultations.api_loading import load as load_consultations
from ....decisions.published import Published as DecisionsPublished
from ....decisions.published import load as load_decisions
from ....meetings.published import Published as MeetingsPublished
from ....meetings.published import load as load_meetings
from ....participation.api_loading import Facts as CallFacts
from ....participation.api_loading import load as load_calls
from ....programmes.api_loading import Facts as ProgrammeFacts
from ....programmes.api_loading import load as load_programmes
from ....representations import absolute
from ....spreadsheets import Column
from ...zones import written
from ..scope import Scope
from . import calls, consultations, decisions, law, meetings, programmes
from .base import Question, Register, chunks, of, values


@dataclass(frozen=True)
class Line:
    """A file of an open collection, and the page that offers it."""

    what: str
    title: str
    where: str
    where_url: str
    document: Any
    url: str


COLUMNS = [
    Column("id", pgettext_lazy("open data", "id"), of("document", "pk")),
    Column("title", gettext_lazy("title"), of("title"), width=50),
    Column("what", pgettext_lazy("open data", "what it is"), of("what")),
    Column("where", pgettext_lazy("open data", "belongs to"), of("where"), width=40),
    Column(
        "where_url", pgettext_lazy("open data", "address of the page"), of("where_url"), width=40
    ),
    Column("filename", pgettext_lazy("open data", "name of the file"), of("document", "filename")),
    Column(
        "format",
        pgettext_lazy("open data", "format"),
        lambda line: line.document.file_extension.lower(),
    ),
    Column("file_size", pgettext_lazy("open data", "size in bytes"), of("document", "file_size")),
    Column("sha1", pgettext_lazy("open data", "SHA-1"), of("document", "file_hash"), width=42),
    Column(
        "uploaded_at",
        pgettext_lazy("open data", "uploaded at"),
        lambda line: written(line.document.created_at),
    ),
    Column("url", gettext_lazy("address"), of("url"), width=40),
]


def lines(question: Question) -> Iterator[Line]:
    scope = question.scope
    sources = (
        _of_acts, _of_meetings, _of_decisions, _of_consultations, _of_programmes, _of_calls,
    )  # fmt: skip
    for source in sources:
        yield from source(scope)


def _line(scope: Scope, page, what: str, document, title: str = "") -> Line:
    return Line(
        what,
        title or document.title,
        page.title,
        scope.address(page),
        document,
        absolute(document.url, scope.gate),
    )


def _of_acts(scope: Scope) -> Iterator[Line]:
    acts = law.public_acts(scope).exclude(document=None).order_by("issued_on", "pk")
    for act in acts.iterator():
        if scope.gate.allows_document(act.document):
            page = scope.by_key[act.body.translation_key]
            yield _line(scope, page, str(act.get_kind_display()), act.document, act.citation)


def _of_meetings(scope: Scope) -> Iterator[Line]:
    for pages in chunks(meetings.found(scope).order_by("-pk")):
        load_meetings(pages, scope.gate)
        for page in pages:
            for row in MeetingsPublished.of(page, scope.gate).public_materials(page):
                if row.document_id:
                    what = str(row.get_kind_display())
                    yield _line(scope, page, what, row.document, row.label)


def _of_decisions(scope: Scope) -> Iterator[Line]:
    for pages in chunks(decisions.found(scope).select_related("kind").order_by("-pk")):
        load_decisions(pages, scope.gate)
        for page in pages:
            published = DecisionsPublished.of(page, scope.gate)
            for document, title in _in_stream(page.files, published.documents):
                yield _line(scope, page, str(page.kind or ""), document, title)
            for sent in published.lines[page.translation_key]:
                if sent.document is not None:
                    yield _line(scope, page, pgettext("open data", "answer"), sent.document)


def _of_consultations(scope: Scope) -> Iterator[Line]:
    for pages in chunks(consultations.found(scope).order_by("-pk")):
        load_consultations(pages, scope.gate)
        for page in pages:
            yield from _of_consultation(page, scope)


def _of_consultation(page, scope: Scope) -> Iterator[Line]:
    facts = Facts.of(page, scope.gate)
    for version in facts.versions[page.translation_key]:
        for row in version.files.all():
            if scope.gate.allows_document(row.document):
                yield _line(scope, page, pgettext("open data", "document"), row.document, row.title)
    for document, title in _in_stream(page.forms, facts.documents):
        yield _line(scope, page, pgettext("open data", "form to fill in"), document, title)
    report = facts.course(page).report
    for document, title in _in_stream(report.files, facts.documents) if report else ():
        yield _line(scope, page, _("report"), document, title)


def _of_programmes(scope: Scope) -> Iterator[Line]:
    for pages in chunks(programmes.found(scope).order_by("-pk")):
        load_programmes(pages, scope.gate)
        for page in pages:
            facts = ProgrammeFacts.of(page, scope.gate)
            for document, title in _in_stream(page.files, facts.documents):
                yield _line(scope, page, _("programme"), document, title)
            for row in facts.reports[page.pk]:
                if scope.gate.allows_document(row.document):
                    yield _line(scope, page, _("report"), row.document, str(row))


def _of_calls(scope: Scope) -> Iterator[Line]:
    for pages in chunks(calls.found(scope).order_by("-pk")):
        load_calls(pages, scope.gate)
        for page in pages:
            opened = CallFacts.of(page, scope.gate).documents
            for document, title in _in_stream(page.files, opened):
                yield _line(scope, page, pgettext("open data", "form to fill in"), document, title)


def _in_stream(stream, opened: dict[int, Any]) -> Iterable[tuple[Any, str]]:
    """Files of a StreamField of file blocks that are among the ``opened`` ones."""
    for value in (block["value"] for block in stream.raw_data) if stream else ():
        if value and value.get("document") in opened:
            yield opened[value["document"]], value.get("title") or ""


def marks(question: Question) -> Iterator:
    rooms = (meetings, decisions, consultations, programmes, calls)
    for part in (law.act_marks, *(room.marks for room in rooms)):
        yield from part(question)
    names = ("title", "file", "file_size", "file_hash", "collection")
    yield from values(get_document_model().objects.all(), *names)
    yield from consultations.version_marks(question.scope)


REGISTER = Register(
    slug="documents",
    title=pgettext_lazy("open data", "Files"),
    description=gettext_lazy(
        "Files of acts, meetings, decisions and consultations that anyone can open, with format, "
        "size and checksum."
    ),
    keywords=(pgettext_lazy("keyword", "documents"),),
    columns=COLUMNS,
    lines=lines,
    marks=marks,
)
