"""Days, and moments with the offset of the reader's clock: ``2026-12-12T10:00:00+01:00``."""

from __future__ import annotations

from datetime import date, datetime

from ..meetings.when import zone


def written(moment: datetime | None) -> str | None:
    """In the zone in which hours are told here."""
    return moment.astimezone(zone()).isoformat(timespec="seconds") if moment else None


def day(value: date | datetime | None) -> str | None:
    """``2026-12-12``; of a moment, its day here."""
    if isinstance(value, datetime):
        value = value.astimezone(zone()).date()
    return value.isoformat() if value else None
