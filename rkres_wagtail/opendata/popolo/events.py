"""``events``: meetings of the committee and of its bodies (spec of Event, §3–§5)."""

from __future__ import annotations

from typing import Any

from ...meetings.choices import DatePrecision, MeetingForm, MeetingStatus
from ...meetings.published import Published, load
from ...meetings.querysets import latest_first
from ..catalogue.registers import meetings
from ..catalogue.registers.base import chunks
from ..catalogue.scope import Scope
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
        return when.starts_at.isoformat(), when.ends_at.isoformat() if when.ends_at else None
    if when.date_precision == DatePrecision.MONTH:
        return f"{when.starts_on:%Y-%m}", None
    return when.starts_on.isoformat(), when.ends_on.isoformat() if when.ends_on else None


def _location(page) -> str:
    if page.meeting_form == MeetingForm.ONLINE:
        return str(MeetingForm.ONLINE.label)
    return ", ".join(part for part in (page.place_name, page.place_address) if part)
