"""What the API says of decisions and of their registers; docs/reference/api.md has every field.

Plain fields can be written over API v3, where the form's rules hold. Whatever needs the gate or
the clock has a serializer: it is read only, and no filter. The office's notes are nowhere here.
"""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from ..compat import api_field
from ..meetings.api_fields import ListFact, NumberFact, TableFact, TextFact
from ..meetings.published import bodies_for
from ..representations import (
    DisplayField,
    NamedField,
    absolute,
    document_facts,
    page_reference,
)
from ..typography import NBSP
from .presentation.words import vote
from .published import Published


def _reference(page) -> dict[str, Any] | None:
    return page_reference(page) if page is not None else None


def _body(page, gate):
    return _reference(Published.of(page, gate).body(page))


def _meeting(page, gate):
    return _reference(Published.of(page, gate).meeting(page))


def _item(page, gate) -> str | None:
    return Published.of(page, gate).item(page)


def _supersedes(page, gate):
    return _reference(Published.of(page, gate).replaced(page))


def _superseded_by(page, gate):
    return _reference(Published.of(page, gate).later.get(page.translation_key))


def _vote(page, gate) -> str:
    return vote(page).replace(NBSP, " ")


def _tags(page, gate) -> list[str]:
    return Published.of(page, gate).tags[page.pk]


def _lines(page, gate):
    return Published.of(page, gate).lines[page.translation_key]


def _days_waiting(page, gate) -> int | None:
    """The longest time that an answer is awaited."""
    return max((line.days for line in _lines(page, gate) if line.is_waiting), default=None)


def _day(value) -> str | None:
    return value.isoformat() if value else None


def _dispatches(page, gate) -> list[dict[str, Any]]:
    """Addressees in order, with what came back."""
    return [
        {
            "addressee": line.addressee,
            "sent_on": _day(line.sent_on),
            "state": line.state,
            "state_label": line.state_label,
            "answered_on": _day(line.answered_on),
            "answered_by": line.answered_by,
            "answer": line.answer,
            "answer_document": document_facts(line.document, gate) if line.document else None,
            "days_waiting": line.days,
        }
        for line in _lines(page, gate)
    ]


def _files(page, gate) -> list[dict[str, Any]]:
    opened = Published.of(page, gate).documents
    values = [block["value"] for block in page.files.raw_data] if page.files else []
    return [
        document_facts(opened[value["document"]], gate, value.get("title") or "")
        for value in values
        if value and value.get("document") in opened
    ]


def _owner(index, gate) -> dict[str, Any] | None:
    """The public body whose register this is."""
    above = bodies_for(gate, index.locale_id).above(index)
    return page_reference(above[-1]) if above else None


def _table(file_format: str):
    def read(index, gate) -> str | None:
        try:
            url = reverse("rkres_wagtail:decisions_table", args=[index.pk, file_format])
        except NoReverseMatch:
            return None
        return absolute(url, gate)

    return read


INDEX_API_FIELDS = [
    api_field("lead", writable=True),
    api_field("body", serializer=TableFact(_owner)),
    api_field("csv_url", serializer=TextFact(_table("csv"))),
    api_field("xlsx_url", serializer=TextFact(_table("xlsx"))),
]

_WRITTEN = (
    "number", "adopted_on", "lead", "text", "voting",
    "votes_for", "votes_against", "votes_abstaining",
)  # fmt: skip

DECISION_API_FIELDS = [
    *(api_field(name, writable=True) for name in _WRITTEN),
    api_field("kind", serializer=NamedField(extra=("name_plural",))),
    api_field("body", serializer=TableFact(_body)),
    api_field("meeting", serializer=TableFact(_meeting)),
    api_field("item", serializer=TextFact(_item)),
    api_field("voting_label", serializer=DisplayField(source="get_voting_display")),
    api_field("vote_text", serializer=TextFact(_vote)),
    api_field("files", serializer=ListFact(_files)),
    api_field("supersedes", serializer=TableFact(_supersedes)),
    api_field("superseded_by", serializer=TableFact(_superseded_by)),
    api_field("dispatches", serializer=ListFact(_dispatches)),
    api_field("days_waiting", serializer=NumberFact(_days_waiting)),
    api_field("tags", serializer=ListFact(_tags)),
]
