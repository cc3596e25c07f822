"""The order of sections: pure functions on a list of ``SectionText`` in the order of reading.

A section's subtree is itself and the deeper ones right after it. Nothing here writes.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .rules import check_levels


class Direction(models.TextChoices):
    """Where a section moves, with everything under it."""

    UP = "up", pgettext_lazy("move a section", "Up")
    DOWN = "down", pgettext_lazy("move a section", "Down")
    DEEPER = "deeper", pgettext_lazy("move a section", "Deeper")
    SHALLOWER = "shallower", pgettext_lazy("move a section", "Shallower")


def index_of(rows: list, section) -> int:
    """Where ``section`` is; ``ValidationError`` (``gone``) where it is no longer there."""
    for index, row in enumerate(rows):
        if row.pk == section.pk:
            return index
    raise ValidationError(
        _(
            "This section is no longer in this version: somebody has removed it or merged it with "
            "another one in the meantime."
        ),
        code="gone",
    )


def end_of(rows: list, index: int) -> int:
    """The index after the subtree of the section at ``index``."""
    end = index + 1
    while end < len(rows) and rows[end].level > rows[index].level:
        end += 1
    return end


def place_after(rows: list, index: int, level: int) -> int:
    """Where a new section of ``level`` stands that comes after the one at ``index``."""
    place = index + 1
    while place < len(rows) and rows[place].level > level:
        place += 1
    return place


def move(rows: list, index: int, direction: str) -> list:
    """The new order; levels are changed in place. ``ValidationError`` where it cannot be."""
    direction = Direction(direction)
    if direction in (Direction.UP, Direction.DOWN):
        return _swapped(rows, index, up=direction == Direction.UP)
    step = 1 if direction == Direction.DEEPER else -1
    if step == -1 and rows[index].level == 1:
        raise ValidationError(_("This section is at the highest level already."))
    changed = [row.level for row in rows]
    for number in range(index, end_of(rows, index)):
        changed[number] += step
    check_levels(changed)
    for row, level in zip(rows, changed, strict=True):
        row.level = level
    return rows


def _swapped(rows: list, index: int, *, up: bool) -> list:
    level, end = rows[index].level, end_of(rows, index)
    if up:
        first = index - 1
        while first >= 0 and rows[first].level > level:
            first -= 1
        if first < 0 or rows[first].level < level:
            raise ValidationError(_("This section is the first one at its place already."))
        middle, last = index, end
    else:
        if end == len(rows) or rows[end].level < level:
            raise ValidationError(_("This section is the last one at its place already."))
        first, middle, last = index, end, end_of(rows, end)
    return [*rows[:first], *rows[middle:last], *rows[first:middle], *rows[last:]]


def without(rows: list, index: int) -> list:
    """The outline without one section; what stood under it moves one level up."""
    for row in rows[index + 1 : end_of(rows, index)]:
        row.level -= 1
    return [*rows[:index], *rows[index + 1 :]]


def merged_into(rows: list, index: int) -> int:
    """The index of the section that takes the text of the one at ``index``.

    It is the one right before it, so that no word changes its place in the order of reading: a
    section of the same level, or the one above.
    """
    if index == 0:
        raise ValidationError(_("There is no section before this one."))
    if rows[index - 1].level > rows[index].level:
        raise ValidationError(
            _(
                "The section before this one has sections of its own, so this text would change "
                "its place. First merge those, or move this section next to “%(heading)s”."
            )
            % {"heading": rows[index - 1].heading}
        )
    return index - 1


def decimal_numbers(levels: list[int]) -> list[str]:
    """``["1", "1.1", "1.2", "2"]`` for the levels of an outline."""
    counts: list[int] = []
    numbers = []
    for level in levels:
        counts = [*counts[:level], *[0] * (level - len(counts))]
        counts[level - 1] += 1
        numbers.append(".".join(str(count) for count in counts))
    return numbers
