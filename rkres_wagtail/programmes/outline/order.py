"""The order of a programme's elements: functions on the rows of its tree. Nothing here writes.

What stands under an element are the deeper ones right after it, as in a consulted document, whose
functions are used where they say nothing of sections.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...consultations.document.outline import Direction, end_of
from ..choices import MAX_LEVEL, MAX_NODES


def check_room(present: int, added: int = 1) -> None:
    """Raise where ``added`` more elements would be too many."""
    if present + added > MAX_NODES:
        raise ValidationError(
            _("A programme has at most %(limit)d elements.") % {"limit": MAX_NODES}, code="full"
        )


def check_levels(levels: Iterable[int]) -> None:
    """Raise where ``levels`` are no tree: the first is 1, none skips a level."""
    before = 0
    for level in levels:
        if not 1 <= level <= MAX_LEVEL:
            raise ValidationError(
                _("A programme has at most %(count)d levels.") % {"count": MAX_LEVEL}, code="level"
            )
        if level > before + 1:
            raise ValidationError(
                _("An element is at most one level deeper than the one before it."), code="level"
            )
        before = level


def index_of(rows: list, node) -> int:
    """Where ``node`` is; ``ValidationError`` (``gone``) where it is no longer there."""
    for index, row in enumerate(rows):
        if row.pk == node.pk:
            return index
    raise ValidationError(
        _("This element is no longer in the programme: somebody has removed it."), code="gone"
    )


def moved(rows: list, index: int, direction: str) -> list:
    """The order after one step; levels are changed in place. Raises where it cannot be."""
    direction = Direction(direction)
    if direction == Direction.UP:
        return _swapped(rows, before(rows, index), index)
    if direction == Direction.DOWN:
        return _swapped(rows, index, after(rows, index))
    step = 1 if direction == Direction.DEEPER else -1
    if step == -1 and rows[index].level == 1:
        raise ValidationError(_("This element is at the highest level already."))
    if step == 1 and before(rows, index) is None:
        raise ValidationError(
            _("There is no element of the same level before this one, under which it could stand.")
        )
    end = end_of(rows, index)
    levels = [row.level + step * (index <= number < end) for number, row in enumerate(rows)]
    check_levels(levels)
    for row, level in zip(rows, levels, strict=True):
        row.level = level
    return rows


def before(rows: list, index: int) -> int | None:
    """The index of the element before it under the same one; None where it is the first."""
    first = index - 1
    while first >= 0 and rows[first].level > rows[index].level:
        first -= 1
    return first if first >= 0 and rows[first].level == rows[index].level else None


def after(rows: list, index: int) -> int | None:
    """The index of the element after it under the same one; None where it is the last."""
    end = end_of(rows, index)
    return end if end < len(rows) and rows[end].level == rows[index].level else None


def _swapped(rows: list, first: int | None, second: int | None) -> list:
    if first is None:
        raise ValidationError(_("This element is the first one at its place already."))
    if second is None:
        raise ValidationError(_("This element is the last one at its place already."))
    last = end_of(rows, second)
    return [*rows[:first], *rows[second:last], *rows[first:second], *rows[last:]]


def replaced(rows: list, index: int, *, under: int | None, after: int | None, first: bool) -> list:
    """The order with the branch at ``index`` at another place; levels are changed in place.

    ``under`` and ``after`` are indices: it stands as the first or last one under ``under`` (None:
    at the highest level), or right after the branch of ``after``, which stands there.
    """
    end = end_of(rows, index)
    for place in (under, after):
        if place is not None and index <= place < end:
            raise ValidationError(
                _("An element cannot stand under itself, nor under what stands under it."),
                code="loop",
            )
    level = rows[under].level + 1 if under is not None else 1
    if after is not None and _parent_of(rows, after) != under:
        raise ValidationError(_("That element stands at another place in the meantime."))
    if after is not None:
        place = end_of(rows, after)
    elif first:
        place = under + 1 if under is not None else 0
    else:
        place = end_of(rows, under) if under is not None else len(rows)
    branch, shift = rows[index:end], level - rows[index].level
    levels = [row.level + shift for row in branch]
    check_levels([*range(1, level), *levels])
    for row, each in zip(branch, levels, strict=True):
        row.level = each
    # The place lies before the branch, or at its end or after it: what loops was refused above.
    if place <= index:
        return [*rows[:place], *branch, *rows[place:index], *rows[end:]]
    place = max(place, end)
    return [*rows[:index], *rows[end:place], *branch, *rows[place:]]


def _parent_of(rows: list, index: int) -> int | None:
    above = index - 1
    while above >= 0 and rows[above].level >= rows[index].level:
        above -= 1
    return above if above >= 0 else None


def path_to(rows: list, index: int) -> list[int]:
    """Indices of the elements under which it stands, from the highest on."""
    found: list[int] = []
    above = _parent_of(rows, index)
    while above is not None:
        found.insert(0, above)
        above = _parent_of(rows, above)
    return found
