"""What the API says of programmes; docs/reference/api.md has every field.

Plain fields can be written over API v3, where the form's rules hold. Whatever needs the gate or
the clock has a serializer: it is read only, and no filter. The tree has an endpoint of its own.
"""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from ..compat import api_field
from ..meetings.api_fields import ListFact, NumberFact, TableFact, TextFact
from ..representations import (
    DisplayField,
    FundingField,
    absolute,
    document_facts,
    page_reference,
)
from .api_loading import Facts
from .choices import ProgrammeState


def _reference(page) -> dict[str, Any] | None:
    return page_reference(page) if page is not None else None


def _day(value) -> str | None:
    return value.isoformat() if value else None


def _levels(page, gate) -> list[dict[str, str]]:
    return [
        {"name": block.value["name"], "name_plural": block.value.get("name_plural") or ""}
        for block in page.level_names
    ]


def _acts(page, gate) -> list[dict[str, Any]]:
    """Acts of public bodies, in order, with what each did."""
    return [
        {
            "role": row.role,
            "role_label": str(row.get_role_display()),
            "id": row.act.pk,
            "type": row.act._meta.label,
            "title": row.act.citation,
            "url": _url_of(row.act, gate),
        }
        for row in Facts.of(page, gate).acts[page.pk]
        if gate.allows(row.act.body)
    ]


def _url_of(act, gate) -> str:
    document = act.document
    is_open = document is not None and gate.allows_document(document)
    return absolute(document.url, gate) if is_open else act.url


def _files(page, gate) -> list[dict[str, Any]]:
    opened = Facts.of(page, gate).documents
    values = [block["value"] for block in page.files.raw_data] if page.files else []
    return [
        document_facts(opened[value["document"]], gate, value.get("title") or "")
        for value in values
        if value and value.get("document") in opened
    ]


def _copies(page, gate) -> list[dict[str, str]]:
    return [{name: str(text or "") for name, text in b.value.items()} for b in page.copies]


def _reports(page, gate) -> list[dict[str, Any]]:
    facts = Facts.of(page, gate)
    return [
        {
            "year": row.year,
            "title": str(row),
            "published_on": _day(row.published_on),
            "url": row.url,
            "document": document_facts(row.document, gate)
            if gate.allows_document(row.document)
            else None,
            "opinion": _reference(facts.opinion(row, page)),
        }
        for row in facts.reports[page.pk]
    ]


def _table(file_format: str):
    def read(page, gate) -> str | None:
        try:
            return absolute(
                reverse("rkres_wagtail:programme_table", args=[page.pk, file_format]), gate
            )
        except NoReverseMatch:
            return None

    return read


def _changed_at(page, gate) -> str | None:
    moment = Facts.of(page, gate).changed_at.get(page.translation_key)
    return moment.isoformat() if moment else None


_WRITTEN = ("abbreviation", "scope", "state", "starts_year", "ends_year", "lead", "description")

PROGRAMME_API_FIELDS = [
    *(api_field(name, writable=True) for name in _WRITTEN),
    api_field("scope_label", serializer=DisplayField(source="get_scope_display")),
    api_field("current_state", serializer=TextFact(lambda page, gate: str(page.current_state))),
    api_field(
        "current_state_label",
        serializer=TextFact(lambda page, gate: str(ProgrammeState(page.current_state).label)),
    ),
    api_field("years", serializer=TextFact(lambda page, gate: page.years)),
    api_field(
        "committee",
        serializer=TableFact(lambda page, gate: _reference(Facts.of(page, gate).committee(page))),
    ),
    api_field(
        "predecessor",
        serializer=TableFact(lambda page, gate: _reference(Facts.of(page, gate).predecessor(page))),
    ),
    api_field(
        "successors",
        serializer=ListFact(
            lambda page, gate: [page_reference(p) for p in Facts.of(page, gate).successors(page)]
        ),
    ),
    api_field("level_names", serializer=ListFact(_levels)),
    api_field("acts", serializer=ListFact(_acts)),
    api_field("files", serializer=ListFact(_files)),
    api_field("copies", serializer=ListFact(_copies)),
    api_field("reports", serializer=ListFact(_reports)),
    api_field(
        "nodes_count",
        serializer=NumberFact(
            lambda page, gate: Facts.of(page, gate).nodes.get(page.translation_key, 0)
        ),
    ),
    api_field("tree_changed_at", serializer=TextFact(_changed_at)),
    api_field("csv_url", serializer=TextFact(_table("csv"))),
    api_field("xlsx_url", serializer=TextFact(_table("xlsx"))),
    api_field("funding", serializer=FundingField()),
]
