"""What API v2 says of published minutes: the public copy, in the words of the page.

The model itself declares no ``api_fields``: nothing of a draft can be read, and nothing written,
by any other endpoint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import translation
from wagtail.api import APIField

from ..meetings.querysets import public_meetings
from ..public import Gate
from ..representations import ReadOnlyField, absolute, gate_for, page_reference
from .choices import FileKind
from .documents.files import MAKERS
from .models import Minutes, MinutesApproval
from .presentation.context import address_of, file_url
from .presentation.document import MinutesDocument, minutes_document

_ATTRIBUTE = "_rkres_facts"


class _Facts:
    """What hangs on one row, read for all rows at once; its document only when asked for."""

    def __init__(self, minutes: Minutes, meeting, approval, approving, gate: Gate):
        self.meeting = meeting
        self.approval = approval
        self.approving = approving
        self._minutes, self._gate = minutes, gate
        self._document: MinutesDocument | None = None

    @property
    def document(self) -> MinutesDocument:
        if self._document is None:
            with translation.override(self.meeting.locale.language_code):
                self._document = minutes_document(
                    self._minutes, internal=False, gate=self._gate, meeting=self.meeting
                )
        return self._document


def load(rows: Iterable[Minutes], gate: Gate) -> None:
    """Read for all ``rows`` (public ones) what their flat fields need; three queries."""
    rows = list(rows)
    approvals = {
        each.minutes_id: each
        for each in MinutesApproval.objects.filter(minutes__in=rows).select_related("meeting")
    }
    keys = {row.meeting.translation_key for row in rows}
    keys |= {each.meeting.translation_key for each in approvals.values() if each.meeting_id}
    pages = defaultdict(list)
    found = public_meetings(gate, any_locale=True).filter(translation_key__in=keys)
    for page in found.select_related("locale"):
        pages[page.translation_key].append(page)
    for row in rows:
        approval = approvals.get(row.pk)
        approving = None
        if approval is not None and approval.meeting_id:
            approving = _nearest(pages[approval.meeting.translation_key], approval.meeting_id)
        meeting = _nearest(pages[row.meeting.translation_key], row.meeting_id)
        setattr(row, _ATTRIBUTE, _Facts(row, meeting, approval, approving, gate))


def _nearest(pages: list, pk: int):
    """The very page, else another language of it."""
    return next((page for page in pages if page.pk == pk), pages[0] if pages else None)


class MinutesFact(ReadOnlyField):
    """What ``read(minutes, facts, gate)`` says."""

    def __init__(self, read: Callable, **kwargs):
        self.read = read
        super().__init__(**kwargs)

    def get_attribute(self, instance):
        return instance

    def to_representation(self, minutes) -> Any:
        return self.read(minutes, getattr(minutes, _ATTRIBUTE), gate_for(self.context["request"]))


def _day(value) -> str | None:
    return value.isoformat() if value else None


def _file(kind: str) -> Callable:
    def read(minutes, facts, gate) -> str | None:
        url = file_url(minutes, kind) if MAKERS[kind].is_available() else ""
        return absolute(url, gate) if url else None

    return read


def _attendance(minutes, facts, gate) -> list[dict[str, Any]]:
    return [
        {
            "body": row.body,
            "members": row.numbers,
            "quorum": row.quorum,
            "names": [{"label": each.label, "names": list(each.names)} for each in row.names],
        }
        for row in facts.document.attendance
    ]


def _sections(minutes, facts, gate) -> list[dict[str, Any]]:
    return [
        {
            "number": section.number,
            "title": section.title,
            "html": str(section.html),
            "outcome_html": str(section.outcome_html),
        }
        for section in facts.document.sections
    ]


#: Field -> what it says; documented in docs/reference/api.md.
FACTS: dict[str, Callable] = {
    "title": lambda minutes, facts, gate: facts.document.title,
    "meeting": lambda minutes, facts, gate: page_reference(facts.meeting),
    "language": lambda minutes, facts, gate: facts.meeting.locale.language_code,
    "html_url": lambda minutes, facts, gate: f"{facts.meeting.full_url}{address_of(facts.meeting)}",
    "docx_url": _file(FileKind.DOCX.value),
    "pdf_url": _file(FileKind.PDF.value),
    "approved_at": lambda minutes, facts, gate: (
        page_reference(facts.approving) if facts.approving else None
    ),
    "approved_on": lambda minutes, facts, gate: (
        _day(facts.approval.approved_on) if facts.approval else None
    ),
    "approval": lambda minutes, facts, gate: facts.document.approval.text,
    "published_at": lambda minutes, facts, gate: (
        minutes.last_published_at.isoformat() if minutes.last_published_at else None
    ),
    "facts": lambda minutes, facts, gate: [
        {"label": fact.label, "value": fact.value} for fact in facts.document.facts
    ],
    "attendance": _attendance,
    "sections": _sections,
}
#: Only where one is asked for alone: each costs the reading of a whole text.
DETAILS = ("title", "approval", "facts", "attendance", "sections")

MINUTES_FIELDS = [APIField(name, serializer=MinutesFact(read)) for name, read in FACTS.items()]
