"""What the API says of consultations and of their lists; docs/reference/api.md has every field.

Plain fields can be written over API v3, where the form's rules hold. Whatever needs the gate or
the clock has a serializer: it is read only, and no filter. Rounds, versions, report and outcome
are facts beside the page: nothing writes them here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from ..compat import api_field
from ..meetings.api_fields import Fact, ListFact, NumberFact, TableFact, TextFact
from ..meetings.published import bodies_for
from ..representations import FundingField, NamedField, absolute, document_facts, page_reference
from ..rich_links import rich_html
from ..typography import JOINER, NBSP
from . import api_document
from .api_loading import Facts
from .choices import ConsultationState
from .clock import length
from .course import Course, first_day, last_day, last_day_of, period_of, until_deadline
from .report import numbers


class FlagFact(Fact):
    def to_representation(self, page) -> bool:
        return self.value_of(page)


def _course(page, gate) -> Course:
    return Facts.of(page, gate).course(page)


def _day(value) -> str | None:
    return value.isoformat() if value else None


def _plain(text: str) -> str:
    return text.replace(NBSP, " ").replace(JOINER, "")


# State and dates --------------------------------------------------------------------------------


def _state(page, gate) -> str:
    return str(_course(page, gate).state(gate.now))


def _state_label(page, gate) -> str:
    return str(ConsultationState(_state(page, gate)).label)


def _is_open(page, gate) -> bool:
    return _state(page, gate) == ConsultationState.OPEN


def _current(page, gate):
    """The round that ``opens_at`` and ``closes_at`` are about: open, next, or the last closed.

    None where every round was called off.
    """
    course = _course(page, gate)
    now = gate.now
    return course.open_round(now) or course.next_round(now) or course.last_closed(now)


def _opens_at(page, gate) -> str | None:
    row = _current(page, gate)
    return row.starts_at.isoformat() if row else None


def _closes_at(page, gate) -> str | None:
    row = _current(page, gate)
    return _course(page, gate).closing_of(row).isoformat() if row else None


def _closes_text(page, gate) -> str:
    row = _current(page, gate)
    return _plain(until_deadline(_course(page, gate).closing_of(row))) if row else ""


def _report_due_on(page, gate) -> str | None:
    return _day(_course(page, gate).due_on)


def _rounds(page, gate) -> list[dict[str, Any]]:
    """In order; the end is the one that holds now, both ways of counting days beside it."""
    course = _course(page, gate)
    return [_round(row, course, gate) for row in course.rounds]


def _round(row, course, gate) -> dict[str, Any]:
    first, last = first_day(row), last_day(row)
    days = length(first, last)
    return {
        "title": row.title,
        "opens_at": row.starts_at.isoformat(),
        "closes_at": row.ends_at.isoformat(),
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "period_text": _plain(period_of(row)),
        "days_inclusive": days.inclusive,
        "days_exclusive": days.exclusive,
        "is_open": course.takes_answers(row, gate.now),
        "cut_short_at": course.outcome.recorded_at.isoformat() if course.is_cut(row) else None,
        "extensions": [
            {
                "old_closes_at": each.old_ends_at.isoformat(),
                "old_last_day": last_day_of(each.old_ends_at).isoformat(),
                "closes_at": each.new_ends_at.isoformat(),
                "last_day": last_day_of(each.new_ends_at).isoformat(),
                "reason": each.reason,
                "announced_at": each.recorded_at.isoformat(),
            }
            for each in row.extensions.all()
        ],
    }


# Who and how ------------------------------------------------------------------------------------


def _body(name: str) -> Callable:
    def read(page, gate) -> dict[str, Any] | None:
        found = Facts.of(page, gate).body(page, name)
        return page_reference(found) if found is not None else None

    return read


def _lines(name: str) -> Callable:
    def read(page, gate) -> list[str]:
        lines = (line.strip() for line in getattr(page, name).splitlines())
        return [line for line in lines if line]

    return read


def _channels(page, gate) -> list[dict[str, Any]]:
    found = [
        {"type": block.block_type, "label": str(block.block.label), **_texts(block.value)}
        for block in page.channels
    ]
    return [*_own_form(page, gate), *found]


def _own_form(page, gate) -> list[dict[str, str]]:
    """The form on this site stands first, as on the page; only while it takes remarks."""
    base = page.full_url if Facts.of(page, gate).has_own_form(page) else None
    if not base:
        return []
    url = f"{base}{page.reverse_subpage('remark_form')}"
    return [{"type": "online_form", "label": gettext("Online form"), "url": url, "note": ""}]


def _texts(value) -> dict[str, str]:
    return {name: str(text or "") for name, text in value.items()}


def _copies(page, gate) -> list[dict[str, str]]:
    return [_texts(block.value) for block in page.copies]


def _files(stream, page, gate) -> list[dict[str, Any]]:
    """Those of a StreamField of files whose collections are open."""
    opened = Facts.of(page, gate).documents
    values = [block["value"] for block in stream.raw_data] if stream else []
    return [
        document_facts(opened[value["document"]], gate, value.get("title") or "")
        for value in values
        if value and value.get("document") in opened
    ]


def _forms(page, gate) -> list[dict[str, Any]]:
    return _files(page.forms, page, gate)


def _hearings(page, gate) -> list[dict[str, Any]]:
    """Public meetings only."""
    return [
        {
            **page_reference(meeting),
            "date_text": _plain(meeting.when.text()),
            "starts_on": _day(meeting.starts_on),
            "note": note,
        }
        for meeting, note in Facts.of(page, gate).hearings[page.pk]
    ]


def _act(act, gate) -> dict[str, Any] | None:
    if act is None:
        return None
    document = act.document
    is_open = document is not None and gate.allows_document(document)
    return {
        "id": act.pk,
        "type": act._meta.label,
        "title": act.citation,
        "url": absolute(document.url, gate) if is_open else act.url,
    }


def _initiating_act(page, gate) -> dict[str, Any] | None:
    return _act(Facts.of(page, gate).act(page.initiating_act_id), gate)


def _tags(page, gate) -> list[str]:
    return Facts.of(page, gate).tags[page.pk]


# What came of it --------------------------------------------------------------------------------


def _versions(page, gate) -> list[dict[str, Any]]:
    rows = Facts.of(page, gate).versions[page.translation_key]
    return [api_document.version(row, page, gate) for row in rows]


def _outcome(page, gate) -> dict[str, Any] | None:
    row = _course(page, gate).outcome
    if row is None:
        return None
    return {
        "kind": row.kind,
        "kind_label": str(row.get_kind_display()),
        "decided_on": _day(row.decided_on),
        "act": _act(Facts.of(page, gate).act(row.act_id), gate),
        "note": row.note,
    }


def _report(page, gate) -> dict[str, Any] | None:
    """The numbers of the published report, and where it is read."""
    row = _course(page, gate).report
    if row is None:
        return None
    figures = numbers.figures_of(row)
    return {
        "label": row.label,
        "is_interim": _course(page, gate).is_interim,
        "html_url": f"{page.full_url}{page.reverse_subpage('report')}",
        "published_on": _day(row.published_on),
        "published_at": row.first_published_at.isoformat() if row.first_published_at else None,
        "lead": row.lead,
        "main_changes": rich_html(row.main_changes, gate),
        "counted_from": row.counted_from,
        "opening": _plain(numbers.opening(row)),
        "remarks_count": numbers.remarks_count(row),
        "authors_count": numbers.authors_count(row),
        "results": [
            {"label": label, "count": count} for label, count in numbers.results_of(row).rows
        ],
        "by_meaning": figures.by_meaning if figures else None,
        "by_channel": figures.by_channel if figures else None,
        "by_author_kind": figures.by_author if figures else None,
        "incomplete_reason": row.incomplete_reason,
        "files": _files(row.files, page, gate),
    }


# Of a list --------------------------------------------------------------------------------------


def _above(index, gate):
    """The public body whose list this is."""
    above = bodies_for(gate, index.locale_id).above(index)
    return above[-1] if above else None


def _owner(index, gate) -> dict[str, Any] | None:
    body = _above(index, gate)
    return page_reference(body) if body else None


def _feed(name: str) -> Callable:
    def read(index, gate) -> str | None:
        body = _above(index, gate)
        try:
            return (
                absolute(reverse(f"rkres_wagtail:{name}", args=[body.pk]), gate) if body else None
            )
        except NoReverseMatch:
            return None

    return read


INDEX_API_FIELDS = [
    api_field("lead", writable=True),
    api_field("body", serializer=TableFact(_owner)),
    api_field("calendar_url", serializer=TextFact(_feed("calendar"))),
    api_field("news_url", serializer=TextFact(_feed("news"))),
]

_WRITTEN = (
    "lead", "authority", "host_unit", "contact_person", "contact_phone", "contact_email",
    "next_steps", "description", "legal_basis", "announced_on", "only_on_form",
    "signature_required", "anonymous_accepted", "receipt_date_counts", "other_rules",
)  # fmt: skip

CONSULTATION_API_FIELDS = [
    *(api_field(name, writable=True) for name in _WRITTEN),
    api_field("kind", serializer=NamedField(extra=("minimum_days",))),
    api_field("body", serializer=TableFact(_body("body"))),
    api_field("audience", serializer=TableFact(_body("audience"))),
    api_field("for_everyone", serializer=FlagFact(lambda page, gate: page.audience_id is None)),
    api_field("state", serializer=TextFact(_state)),
    api_field("state_label", serializer=TextFact(_state_label)),
    api_field("is_open", serializer=FlagFact(_is_open)),
    api_field(
        "days_left",
        serializer=NumberFact(lambda page, gate: _course(page, gate).days_left(gate.now)),
    ),
    api_field("opens_at", serializer=TextFact(_opens_at)),
    api_field("closes_at", serializer=TextFact(_closes_at)),
    api_field("closes_text", serializer=TextFact(_closes_text)),
    api_field("rounds", serializer=ListFact(_rounds)),
    api_field("report_due_on", serializer=TextFact(_report_due_on)),
    api_field("invited", serializer=ListFact(_lines("invited"))),
    api_field("notified", serializer=ListFact(_lines("notified"))),
    api_field("initiating_act", serializer=TableFact(_initiating_act)),
    api_field("channels", serializer=ListFact(_channels)),
    api_field("forms", serializer=ListFact(_forms)),
    api_field("copies", serializer=ListFact(_copies)),
    api_field("hearings", serializer=ListFact(_hearings)),
    api_field("versions", serializer=ListFact(_versions)),
    api_field("report", serializer=TableFact(_report)),
    api_field("outcome", serializer=TableFact(_outcome)),
    api_field("tags", serializer=ListFact(_tags)),
    api_field("funding", serializer=FundingField()),
]
