"""Dates that the public read and that no longer hold: the old ones, the new ones, the reason.

Read from the page's history, in one query: only entries with a reason are for the public, since
only of dates that it has read one is asked for (``rounds/rules.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import PageLogEntry

from ..course import deadline, opening

_CHANGED, _REMOVED = "rkres_wagtail.round_change", "rkres_wagtail.round_remove"


@dataclass(frozen=True)
class DateChange:
    """``new`` is empty where the round was called off."""

    old: str
    new: str
    reason: str
    recorded_at: datetime


def date_changes(consultation) -> list[DateChange]:
    """In the order in which they happened; of a translation, those of the consultation."""
    entries = PageLogEntry.objects.filter(
        page__translation_key=consultation.translation_key, action__in=(_CHANGED, _REMOVED)
    )
    found = (_change(entry) for entry in entries.order_by("timestamp", "pk"))
    return [each for each in found if each is not None]


def _change(entry) -> DateChange | None:
    data = entry.data
    if not data.get("reason"):
        return None
    is_changed = entry.action == _CHANGED
    return DateChange(
        old=_period(data, "old_" if is_changed else ""),
        new=_period(data, "") if is_changed else "",
        reason=data["reason"],
        recorded_at=entry.timestamp,
    )


def _period(data: dict, prefix: str) -> str:
    start, end = (datetime.fromisoformat(data[f"{prefix}{name}_at"]) for name in ("starts", "ends"))
    return f"{opening(start)} – {deadline(end)}"
