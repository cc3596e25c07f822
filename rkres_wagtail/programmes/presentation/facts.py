"""What stands around a programme: acts, files, the ones before and after it, yearly reports."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from ...bodies.presentation.related import public_acts
from ...consultations.presentation.document import block_files
from ...decisions.presentation import rows as decision_rows
from ...decisions.querysets import public_decisions
from ..querysets import public_programmes


@dataclass(frozen=True)
class ActLine:
    """An act that the public may know of, and what it did to the programme."""

    each: object
    role: str


def acts_of(programme, gate) -> list[ActLine]:
    """By date, each with what it did; two queries."""
    rows = list(programme.acts.all())
    if not rows:
        return []
    public = public_acts(gate, Q(pk__in={row.act_id for row in rows}))
    roles: dict[int, list[str]] = {}
    for row in rows:
        roles.setdefault(row.act_id, []).append(str(row.get_role_display()))
    return [ActLine(each, ", ".join(dict.fromkeys(roles[each.act.pk]))) for each in public]


def files_of(programme, gate) -> list:
    return block_files(programme.files, gate)


def copies_of(programme) -> list:
    return [block.value for block in programme.copies or ()]


def neighbours_of(programme, gate) -> dict:
    """``before`` (one or None) and ``after`` (a list): public programmes, each once; one query."""
    key = programme.predecessor.translation_key if programme.predecessor_id else None
    asked = Q(predecessor__translation_key=programme.translation_key)
    if key is not None:
        asked |= Q(translation_key=key)
    found: dict = {}
    pages = public_programmes(gate, any_locale=True).filter(asked)
    pages = pages.exclude(translation_key=programme.translation_key)
    for each in sorted(pages, key=lambda each: (each.locale_id != programme.locale_id, each.pk)):
        found.setdefault(each.translation_key, each)
    after = [each for each_key, each in found.items() if each_key != key]
    return {
        "before": found.get(key),
        "after": sorted(after, key=lambda each: (each.starts_year or 0, each.title)),
    }


@dataclass(frozen=True)
class ReportLine:
    """A yearly report: its file or link as far as the public may open them, and the opinion."""

    title: str
    year: int
    published_on: object
    document: object = None
    url: str = ""
    opinion: object = None


def reports_of(programme, request, bodies, gate) -> list[ReportLine]:
    """The latest year first; a constant number of queries."""
    rows = list(programme.reports.select_related("document__collection", "opinion"))
    opinions = _opinions(rows, programme, request, bodies, gate)
    found = []
    for row in sorted(rows, key=lambda row: -row.year):
        document = row.document if gate.allows_document(row.document) else None
        opinion = opinions.get(row.opinion.translation_key) if row.opinion_id else None
        url = document.url if document is not None else row.url
        if url or opinion or row.document_id is None:
            found.append(
                ReportLine(str(row), row.year, row.published_on, document, url, opinion)
            )  # fmt: skip
    return found


def _opinions(rows, programme, request, bodies, gate) -> dict:
    keys = {row.opinion.translation_key for row in rows if row.opinion_id}
    if not keys:
        return {}
    found: dict = {}
    pages = public_decisions(gate, any_locale=True).filter(translation_key__in=keys)
    pages = decision_rows.for_rows(pages)
    for each in sorted(pages, key=lambda each: each.locale_id != programme.locale_id):
        found.setdefault(each.translation_key, each)
    made = decision_rows.rows_of(found.values(), request, bodies, gate)
    return {row.page.translation_key: row for row in made}
