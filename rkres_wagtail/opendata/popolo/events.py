"""``events``: meetings and terms of the committee and of its bodies (spec of Event, §3–§5)."""

from __future__ import annotations

from typing import Any

from ...bodies.models import Term
from ...bodies.querysets import today
from ...meetings.choices import MeetingForm, MeetingStatus
from ...meetings.published import Published, load
from ...meetings.querysets import latest_first
from ..catalogue.registers import meetings
from ..catalogue.registers.base import chunks
from ..catalogue.scope import Scope
from ..facts import first_day
from ..zones import day, written
from . import ids
from .parts import link, without_nothing

#: Statuses of RFC 5545 §3.8.1.11, which the spec lists in §5; "held" is ours.
_STATUS = {
    MeetingStatus.PLANNED: "tentative",
    MeetingStatus.CONFIRMED: "confirmed",
    MeetingStatus.CANCELLED: "cancelled",
    MeetingStatus.HELD: "held",
}


def events(scope: Scope) -> list[dict[str, Any]]:
    """Public meetings, the latest first; a constant number of queries for each two hundred."""
    found = []
    for pages in chunks(meetings.found(scope).order_by(*latest_first())):
        load(pages, scope.gate)
        found += [_event(page, scope) for page in pages]
    return found


def terms(scope: Scope) -> list[dict[str, Any]]:
    """Terms begun by today, as ``legislative period``: the usual word where Popolo is read."""
    rows = Term.objects.of(scope.committee).filter(starts_on__lte=today())
    return [
        without_nothing(
            id=ids.term(row.pk),
            name=row.label,
            classification="legislative period",
            organization_id=ids.body(scope.committee),
            start_date=day(row.starts_on),
            end_date=day(row.ends_on),
        )
        for row in rows.order_by("starts_on", "pk")
    ]


def _event(page, scope: Scope) -> dict[str, Any]:
    bodies = Published.of(page, scope.gate).bodies(page)
    keys = [ids.body(body) for body in bodies if body.translation_key in scope.by_key]
    start, end = _dates(page.when)
    return without_nothing(
        id=ids.event(page),
        name=page.title,
        description=page.lead,
        classification="meeting",
        status=_STATUS[MeetingStatus(page.state(scope.gate.now))],
        start_date=start,
        end_date=end,
        location=_location(page),
        identifiers=[{"identifier": str(page.number)}] if page.number else [],
        organization_id=keys[0] if keys else None,
        # Joint meetings: the spec knows one organizer only (§2 of its conformance, rule 3).
        organization_ids=keys if len(keys) > 1 else [],
        sources=link(scope.address(page)),
    )


def _dates(when) -> tuple[str | None, str | None]:
    """As exact as they are known: the spec allows ``2026-09`` (use case 1 of its §3)."""
    if not when.is_dated:
        return None, None
    if when.has_hour:
        return written(when.starts_at), written(when.ends_at)
    return first_day(when), day(when.ends_on)


def _location(page) -> str:
    if page.meeting_form == MeetingForm.ONLINE:
        return str(MeetingForm.ONLINE.label)
    return ", ".join(part for part in (page.place_name, page.place_address) if part)
