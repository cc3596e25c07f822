"""Consultations: those of a body that are open, and the card of one."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext as _

from ...consultations.presentation.rows import for_rows, rows_of
from ...consultations.presentation.serving import moments_of, moments_of_many
from ...consultations.querysets import (
    consultations,
    index_model,
    is_open,
    public_consultations,
    with_dates,
)
from .base import Part
from .scope import Scope


def consultation_pages():
    return for_rows(consultations())


def open_ones(scope: Scope, limit: int) -> Part:
    """What may be commented on now, the one that closes first on top."""
    gate, body, now = scope.gate, scope.page, scope.gate.now
    found = public_consultations(gate, locale_id=body.locale_id, under=scope.committee)
    if not scope.is_committee:
        own = Q(body__translation_key=body.translation_key)
        found = found.filter(own | Q(audience__translation_key=body.translation_key))
    opened = for_rows(with_dates(found.filter(is_open(now)), now))
    pages = opened.order_by(F("closes_at").asc(nulls_last=True), "pk")[:limit]
    rows = rows_of(pages, scope.request, scope.bodies, gate, own=body)
    return Part(
        title=_("Open consultations"),
        url=scope.url,
        template="rkres_wagtail/embeds/consultations.html",
        context={"rows": rows},
        facts=[_facts(row, scope) for row in rows],
        empty=_("Nothing is open for comments now."),
        more_title=_("All consultations"),
        more_url=scope.list_url(index_model()),
        moments=moments_of_many(found, now),
    )


def consultation(scope: Scope, limit: int) -> Part:
    """The state of one consultation, and until when remarks are accepted."""
    row = rows_of([scope.page], scope.request, scope.bodies, scope.gate)[0]
    return Part(
        title=scope.page.title,
        title_url=scope.url,
        url=scope.url,
        template="rkres_wagtail/embeds/consultation.html",
        context={"row": row},
        facts=[_facts(row, scope)],
        moments=[*moments_of(row.course, scope.gate.now), scope.page.expire_at],
    )


def _facts(row, scope: Scope) -> dict:
    page = row.page
    opened = row.course.open_round(row.now) if row.is_open else None
    until = _("until %(deadline)s") % {"deadline": row.deadline} if row.deadline else ""
    return {
        "id": page.pk,
        "type": page._meta.label,
        "title": page.title,
        "html_url": scope.full_url(page),
        "summary": ", ".join(part for part in (row.tag.text, until) if part),
        "state": str(row.tag.state),
        "state_label": row.tag.text,
        "closes_at": opened.ends_at if opened else None,
        "deadline": row.deadline,
        "kind": row.kind,
        "body": row.body.title if row.body else None,
        "audience": row.audience,
    }
