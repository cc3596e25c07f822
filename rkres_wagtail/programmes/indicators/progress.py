"""How far an indicator has come from its base to its target; only where that can be reckoned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from ..choices import ReadingState
from .numbers import Number, agree, parse

#: Digits reckoned with: enough for the greatest and the smallest that ``parse`` gives.
_PRECISION = 80


@dataclass(frozen=True)
class Progress:
    """The way from ``base`` to ``target`` of which ``now`` has gone ``ratio``.

    ``ratio`` is below 0 where things got worse and above 1 where the target was passed.
    """

    ratio: Decimal
    percent: int
    base: Number
    target: Number
    now: Number
    year: int


def latest_value(readings: Iterable):
    """The newest reading that has a value, or None."""
    found = [each for each in readings if each.state == ReadingState.VALUE]
    return max(found, key=lambda each: each.year, default=None)


def progress_of(indicator, readings: Iterable) -> Progress | None:
    """Progress up to the newest reading with a value; None unless all three are numbers.

    They must count the same thing, and the target must differ from the base. An older reading
    never stands in for a newest one that is no number.
    """
    reading = latest_value(readings)
    if reading is None:
        return None
    texts = (indicator.base_value, indicator.target_value, reading.value)
    base, target, now = (parse(text, indicator.unit) for text in texts)
    if base is None or target is None or now is None:
        return None
    if not agree(base.unit, target.unit, now.unit) or target.value == base.value:
        return None
    with localcontext(prec=_PRECISION):
        ratio = (now.value - base.value) / (target.value - base.value)
        percent = int((ratio * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return Progress(ratio, percent, base, target, now, reading.year)
