"""What the API says of meetings and of their lists; docs/reference/api.md has every field.

Plain fields can be written over API v3, where the form's rules hold. Whatever needs the gate or
the clock has a serializer: it is read only, and no filter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, reverse

from ..compat import api_field
from ..public import Gate
from ..representations import (
    DisplayField,
    FundingField,
    NamedField,
    ReadOnlyField,
    absolute,
    page_reference,
)
from . import api_papers
from .attendance.api import attendance
from .choices import TOLD, ChangeKind, MeetingStatus
from .presentation.cards import number_label
from .published import Published, bodies_for
from .when import WHEN_FIELDS, When

_GATE = "_rkres_api_gate"


class Fact(ReadOnlyField):
    """What ``read(page, gate)`` says."""

    def __init__(self, read: Callable[[Any, Gate], Any], **kwargs):
        self.read = read
        super().__init__(**kwargs)

    def get_attribute(self, instance):
        return instance

    def value_of(self, page) -> Any:
        gate = getattr(page, _GATE, None)
        if gate is None:
            gate = self.gate(page)
            setattr(page, _GATE, gate)
        return self.read(page, gate)


class TextFact(Fact):
    def to_representation(self, page) -> str | None:
        return self.value_of(page)


class NumberFact(Fact):
    def to_representation(self, page) -> int | None:
        return self.value_of(page)


class TableFact(Fact):
    def to_representation(self, page) -> dict[str, Any] | None:
        return self.value_of(page)


class ListFact(Fact):
    def to_representation(self, page) -> list[Any]:
        return self.value_of(page)


# Dates and state ----------------------------------------------------------------------------------


def _starts_at(page, gate) -> str | None:
    return page.when.starts_at.isoformat() if page.when.has_hour else None


def _ends_at(page, gate) -> str | None:
    ends_at = page.when.ends_at if page.when.has_hour else None
    return ends_at.isoformat() if ends_at else None


def _state(page, gate) -> str:
    return str(page.state(gate.now))


def _state_label(page, gate) -> str:
    return str(MeetingStatus(page.state(gate.now)).label)


def _date(when: When) -> dict[str, Any] | None:
    """A date as it is known, with its words."""
    if not when.is_dated:
        return None
    values = {name: getattr(when, name) for name in WHEN_FIELDS}
    plain = {name: str(value) if value is not None else None for name, value in values.items()}
    return {**plain, "text": when.text()}


def _changes(page, gate) -> list[dict[str, Any]]:
    """Moves and cancellations with the reasons that the public reads, the latest first."""
    rows = Published.of(page, gate).changes[page.translation_key]
    told = []
    for before, row in zip([None, *rows], rows, strict=False):
        if row.kind not in TOLD:
            continue
        is_move = row.kind == ChangeKind.MOVED
        told.append(
            {
                "kind": row.kind,
                "kind_label": str(row.get_kind_display()),
                "from": _date(before.when) if before is not None else None,
                "to": _date(row.when) if is_move else None,
                "reason": row.reason,
                "announced_at": row.made_at.isoformat(),
            }
        )
    return told[::-1]


def _sequence(page, gate) -> int | None:
    rows = Published.of(page, gate).changes[page.translation_key]
    return rows[-1].sequence if rows else None


# Around the meeting -------------------------------------------------------------------------------


def _number_label(page, gate) -> str:
    return number_label(page.number, Published.of(page, gate).index(page))


def _bodies(page, gate) -> list[dict[str, Any]]:
    return [page_reference(body) for body in Published.of(page, gate).bodies(page)]


def _access_url(page, gate) -> str:
    return page.access_link(gate.now)


def _tags(page, gate) -> list[str]:
    return Published.of(page, gate).tags[page.pk]


def _minutes(page, gate) -> dict[str, Any] | None:
    """Where the published minutes are read; their text is at their own endpoint."""
    facts = Published.of(page, gate).minutes.get(page.translation_key)
    if facts is None:
        return None
    approved_on = facts["approved_on"]
    return {
        "id": facts["id"],
        "type": facts["type"],
        "html_url": f"{page.full_url}{page.reverse_subpage('minutes')}",
        "approved_on": approved_on.isoformat() if approved_on else None,
    }


# Addresses ----------------------------------------------------------------------------------------


def _address(name: str, pk: int, gate: Gate) -> str | None:
    """None where the site has not mounted our addresses."""
    try:
        return absolute(reverse(f"rkres_wagtail:{name}", args=[pk]), gate)
    except NoReverseMatch:
        return None


def _calendar_url(page, gate) -> str | None:
    return _address("meeting_ics", page.pk, gate) if page.when.is_day_known else None


def _body_above(index, gate):
    """The public body whose list this is."""
    above = bodies_for(gate, index.locale_id).above(index)
    return above[-1] if above else None


def _body(index, gate) -> dict[str, Any] | None:
    body = _body_above(index, gate)
    return page_reference(body) if body else None


def _of_body(name: str) -> Callable:
    def read(index, gate) -> str | None:
        body = _body_above(index, gate)
        return _address(name, body.pk, gate) if body else None

    return read


INDEX_API_FIELDS = [
    api_field("lead", writable=True),
    api_field("numbering", writable=True),
    api_field("body", serializer=TableFact(_body)),
    api_field("calendar_url", serializer=TextFact(_of_body("calendar"))),
    api_field("news_url", serializer=TextFact(_of_body("news"))),
]

_WRITTEN = (
    "status", *WHEN_FIELDS, "number", "lead", "description", "outside_bodies", "meeting_form",
    "place_name", "place_address", "is_open", "signup_text", "signup_url", "signup_until",
    "services", "contact_unit", "contact_person", "contact_phone", "contact_email",
)  # fmt: skip

MEETING_API_FIELDS = [
    *(api_field(name, writable=True) for name in _WRITTEN),
    api_field("state", serializer=TextFact(_state)),
    api_field("state_label", serializer=TextFact(_state_label)),
    api_field("starts_at", serializer=TextFact(_starts_at)),
    api_field("ends_at", serializer=TextFact(_ends_at)),
    api_field("date_text", serializer=TextFact(lambda page, gate: page.when.text())),
    api_field("changes", serializer=ListFact(_changes)),
    api_field("sequence", serializer=NumberFact(_sequence)),
    api_field("number_label", serializer=TextFact(_number_label)),
    api_field("bodies", serializer=ListFact(_bodies)),
    api_field("meeting_form_label", serializer=DisplayField(source="get_meeting_form_display")),
    api_field("host_organisation", serializer=NamedField(extra=("short_name", "website"))),
    api_field("access_url", serializer=TextFact(_access_url)),
    api_field("agenda", serializer=ListFact(api_papers.agenda)),
    api_field("materials", serializer=ListFact(api_papers.materials)),
    api_field("report", serializer=TextFact(api_papers.report)),
    api_field("minutes", serializer=TableFact(_minutes)),
    api_field("photos", serializer=ListFact(api_papers.photos)),
    api_field("attendance", serializer=ListFact(attendance)),
    api_field("tags", serializer=ListFact(_tags)),
    api_field("funding", serializer=FundingField()),
    api_field("calendar_url", serializer=TextFact(_calendar_url)),
]
