"""What the API says of calls; docs/reference/api.md has every field.

Plain fields can be written over API v3, where the form's rules hold. Whatever needs the gate or
the clock has a serializer: it is read only, and no filter.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ..compat import api_field
from ..consultations.api_fields import FlagFact
from ..consultations.course import until_deadline
from ..meetings.api_fields import ListFact, NumberFact, TableFact, TextFact
from ..representations import FundingField, document_facts, page_reference
from ..rich_links import rich_html
from ..typography import JOINER, NBSP
from .api_loading import Facts
from .calls import course
from .choices import CallState


def _plain(text: str) -> str:
    return text.replace(NBSP, " ").replace(JOINER, "")


def _body(page, gate) -> dict[str, Any] | None:
    found = Facts.of(page, gate).body(page)
    return page_reference(found) if found is not None else None


def _state(page, gate) -> str:
    return str(page.state(gate.now))


def _closes_text(page, gate) -> str:
    return _plain(until_deadline(page.closes_at)) if page.closes_at else ""


def _texts(value) -> dict[str, str]:
    return {name: str(text or "") for name, text in value.items()}


def _channels(page, gate) -> list[dict[str, str]]:
    return [
        {"type": block.block_type, "label": str(block.block.label), **_texts(block.value)}
        for block in page.channels
    ]


def _files(page, gate) -> list[dict[str, Any]]:
    opened = Facts.of(page, gate).documents
    values = [block["value"] for block in page.files.raw_data] if page.files else []
    return [
        document_facts(opened[value["document"]], gate, value.get("title") or "")
        for value in values
        if value and value.get("document") in opened
    ]


def _questions(page, gate) -> list[dict[str, str]]:
    return [
        {
            "question": block.value["question"],
            "answer": rich_html(block.value["answer"].source, gate),
        }
        for block in page.questions
    ]


def _copies(page, gate) -> list[dict[str, str]]:
    return [_texts(block.value) for block in page.copies]


def _form_url(page, gate) -> str | None:
    """The form on this site, only while it takes declarations."""
    if not Facts.of(page, gate).has_form(page) or not page.full_url:
        return None
    return f"{page.full_url}{page.reverse_subpage('joining')}"


def _composition_url(page, gate) -> str | None:
    """The composition that came of it, as of its day."""
    body = Facts.of(page, gate).body(page)
    if page.composition_on is None or body is None or not body.full_url:
        return None
    query = urlencode({"on": page.composition_on.isoformat()})
    return f"{body.full_url}{body.specific.reverse_subpage('composition')}?{query}"


_WRITTEN = (
    "lead", "seats_min", "seats_max", "opens_at", "closes_at", "who_may_stand", "rules",
    "decided_by", "contact_person", "contact_phone", "contact_email", "settled_on", "outcome",
    "composition_on",
)  # fmt: skip

CALL_API_FIELDS = [
    *(api_field(name, writable=True) for name in _WRITTEN),
    api_field("body", serializer=TableFact(_body)),
    api_field("state", serializer=TextFact(_state)),
    api_field(
        "state_label",
        serializer=TextFact(lambda page, gate: str(CallState(_state(page, gate)).label)),
    ),
    api_field(
        "is_open", serializer=FlagFact(lambda page, gate: _state(page, gate) == CallState.OPEN)
    ),
    api_field(
        "days_left", serializer=NumberFact(lambda page, gate: course.days_left(page, gate.now))
    ),
    api_field("closes_text", serializer=TextFact(_closes_text)),
    api_field("channels", serializer=ListFact(_channels)),
    api_field("files", serializer=ListFact(_files)),
    api_field("questions", serializer=ListFact(_questions)),
    api_field("copies", serializer=ListFact(_copies)),
    api_field("form_url", serializer=TextFact(_form_url)),
    api_field("composition_url", serializer=TextFact(_composition_url)),
    api_field("tags", serializer=ListFact(lambda page, gate: Facts.of(page, gate).tags[page.pk])),
    api_field("funding", serializer=FundingField()),
]
