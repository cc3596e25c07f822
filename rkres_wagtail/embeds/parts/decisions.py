"""Decisions: the latest of a body, and the card of one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...dates import long_date
from ...decisions.presentation.rows import for_rows, rows_of
from ...decisions.querysets import (
    decisions,
    index_model,
    is_of_body,
    latest_first,
    public_decisions,
)
from .base import Part
from .scope import Scope


def decision_pages():
    return for_rows(decisions())


def latest(scope: Scope, limit: int) -> Part:
    """The latest decisions; of a committee, those of all its bodies."""
    found = public_decisions(scope.gate, locale_id=scope.page.locale_id, under=scope.committee)
    if not scope.is_committee:
        found = found.filter(is_of_body(scope.page))
    pages = for_rows(found).order_by(*latest_first())[:limit]
    rows = rows_of(pages, scope.request, scope.bodies, scope.gate, own=scope.page)
    return Part(
        title=_("Latest decisions"),
        url=scope.url,
        template="rkres_wagtail/embeds/decisions.html",
        context={"rows": rows},
        facts=[_facts(row, scope) for row in rows],
        empty=_("No decisions have been published yet."),
        more_title=_("All decisions"),
        more_url=scope.list_url(index_model()),
    )


def decision(scope: Scope, limit: int) -> Part:
    """Number, day and body of one decision, and what became of it."""
    row = rows_of([scope.page], scope.request, scope.bodies, scope.gate)[0]
    return Part(
        title=scope.page.title,
        title_url=scope.url,
        url=scope.url,
        template="rkres_wagtail/embeds/decision.html",
        context={"row": row},
        facts=[_facts(row, scope)],
        moments=[scope.page.expire_at],
    )


def _facts(row, scope: Scope) -> dict:
    page = row.page
    day = long_date(page.adopted_on) if page.adopted_on else ""
    return {
        "id": page.pk,
        "type": page._meta.label,
        "title": page.title,
        "html_url": scope.full_url(page),
        "summary": ", ".join(part for part in (row.named, day) if part),
        "number": page.number,
        "adopted_on": page.adopted_on,
        "kind": row.kind,
        "body": row.body.title if row.body else None,
        "is_waiting": row.is_waiting,
    }
