"""What the API says of one published remark: flat, and never more than the page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.api import APIField

from ...consultations.course import today_of
from ...consultations.querysets import consultations
from ...public import Gate
from ...representations import ReadOnlyField, gate_for, page_reference
from .rows import Row
from .sections import Headings

_ATTRIBUTE = "_rkres_public_row"


def load(remarks: list, gate: Gate) -> None:
    """Read for all ``remarks`` what their fields say; two queries."""
    if not remarks:
        return
    keys = {each.consultation_id for each in remarks}
    pages = {page.pk: page for page in consultations().filter(pk__in=keys)}
    first, *others = pages.values()
    headings = Headings(first, gate.now, *others)
    for each in remarks:
        row = Row(each, headings.of(each), each.has_public_answers)
        setattr(each, _ATTRIBUTE, (row, pages[each.consultation_id]))


def _text(name: str) -> Callable:
    return lambda row, page: str(getattr(row, name))


def _version(row: Row, page) -> int | None:
    return row.remark.version.number if row.unit and row.remark.version_id else None


def _place(row: Row, page) -> str:
    from .texts import public_text

    return public_text(row.remark, "place")


def _url(row: Row, page) -> str | None:
    name = "report" if row.has_answer else "remarks"
    return f"{page.full_url}{page.reverse_subpage(name)}" if page.full_url else None


#: Field -> what it says; documented in docs/reference/api.md.
FACTS: dict[str, Callable] = {
    "number": lambda row, page: row.number,
    "receipt_number": _text("receipt_number"),
    "consultation": lambda row, page: page_reference(page),
    "received_on": lambda row, page: today_of(row.remark.submission.received_at).isoformat(),
    "author": _text("author"),
    "author_kind": lambda row, page: row.remark.submission.author_kind,
    "author_kind_label": _text("author_kind"),
    "channel": lambda row, page: row.remark.submission.channel,
    "channel_label": _text("channel"),
    "section": lambda row, page: row.remark.section.anchor if row.unit else None,
    "section_heading": _text("unit"),
    "version": _version,
    "place": _place,
    "quote": _text("quote"),
    "content": _text("content"),
    "proposed": _text("proposed"),
    "justification": _text("justification"),
    "meaning": lambda row, page: row.verdict or None,
    "status": _text("status"),
    "formal_reason": _text("formal_reason"),
    "position": _text("position"),
    "reasons": _text("reasons"),
    "changed_at": lambda row, page: row.remark.changed_at.isoformat(),
    "html_url": _url,
}


class RemarkFact(ReadOnlyField):
    """One fact of a remark that ``load`` has read."""

    def __init__(self, read: Callable, **kwargs):
        self.read = read
        super().__init__(**kwargs)

    def get_attribute(self, instance):
        return instance

    def to_representation(self, remark) -> Any:
        if not hasattr(remark, _ATTRIBUTE):
            load([remark], gate_for(self.context["request"]))
        return self.read(*getattr(remark, _ATTRIBUTE))


REMARK_FIELDS = [APIField(name, serializer=RemarkFact(read)) for name, read in FACTS.items()]
