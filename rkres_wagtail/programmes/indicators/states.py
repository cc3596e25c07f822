"""What an editor saw: short names of states, to notice somebody else's change."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from ..models import Indicator, Reading

FIELDS = (
    "number",
    "name",
    "unit",
    "base_value",
    "base_year",
    "target_value",
    "target_year",
    "source",
    "note",
)


def state_of(row: Indicator | Reading) -> str:
    """Changes with every change of what an indicator, or a reading, says."""
    names = FIELDS if isinstance(row, Indicator) else ("year", "state", "value", "note")
    return _short([getattr(row, name) for name in names])


def state_of_year(readings: Iterable[Reading]) -> str:
    """The same of many readings of one year."""
    found = sorted((row.indicator_id, state_of(row)) for row in readings)
    return _short(found)


def _short(stored) -> str:
    return sha256(json.dumps(stored).encode()).hexdigest()[:32]
