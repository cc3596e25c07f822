"""Verbs of a programme's elements: add, change, move, remove, number.

Each locks the programme, checks, writes what changed, counts and logs it once. ``edits`` is the
number of the tree that the editor saw; None: whatever it is. All raise ``ValidationError``.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...consultations.document.outline import decimal_numbers, place_after, without
from ...text import without_directions
from ..models import ProgrammeNode
from . import order
from .locking import finish, locked_tree, nodes_of
from .pointing import checked
from .states import state_of

#: "Leave it as it is".
KEEP = object()
_TEXTS = ("title", "number", "kind")


@transaction.atomic
def add_node(
    *,
    page,
    title: str,
    number: str = "",
    level: int = 1,
    kind: str = "",
    description: str = "",
    points_to=(),
    after: ProgrammeNode | None = None,
    user,
    edits: int | None = None,
) -> ProgrammeNode:
    """Add an element after ``after`` and what stands deeper than ``level`` under it.

    ``after=None``: at the end.
    """
    tree = locked_tree(page, edits)
    rows = nodes_of(page)
    order.check_room(len(rows))
    place = len(rows)
    if after is not None:
        place = place_after(rows, order.index_of(rows, after), level)
    levels = [row.level for row in rows]
    order.check_levels([*levels[:place], level, *levels[place:]])
    node = ProgrammeNode(programme=tree.programme, level=level, position=place)
    _write(node, {"title": title, "number": number, "kind": kind, "description": description})
    if points_to:
        node.points_to.set(checked(node, tree.programme, points_to))
    store_order([*rows[:place], node, *rows[place:]])
    finish(tree, "node_add", user, heading=node.heading)
    return node


@transaction.atomic
def change_node(
    *,
    node: ProgrammeNode,
    user,
    title=KEEP,
    number=KEEP,
    kind=KEEP,
    description=KEEP,
    points_to=KEEP,
    state: str | None = None,
) -> ProgrammeNode:
    """Change what an element says; its place and key stay.

    ``state`` is what ``state_of(node)`` said when the editor looked: somebody else's change of
    *this* element raises ``stale``, of another one does not.
    """
    tree = locked_tree(node.programme)
    row = _fresh(node)
    before = state_of(row)
    if state is not None and state != before:
        raise ValidationError(
            _(
                "Not saved: somebody has changed this element in the meantime. Below is what you "
                "wrote. Compare it with the element as it is now; saving again puts yours in its "
                "place."
            ),
            code="stale",
        )
    values = {"title": title, "number": number, "kind": kind, "description": description}
    values = {name: value for name, value in values.items() if value is not KEEP}
    keys = KEEP if points_to is KEEP else checked(row, tree.programme, points_to)
    _write(row, values)
    if keys is not KEEP:
        row.points_to.set(keys)
    if state_of(row) != before:
        finish(tree, "node_edit", user, heading=row.heading)
    return row


@transaction.atomic
def move_node(
    *, node: ProgrammeNode, direction: str, user, edits: int | None = None
) -> ProgrammeNode:
    """Move an element and what stands under it by one step (``Direction``).

    An element that becomes shallower takes those that followed it at its old level under itself,
    as in a word processor: the order of reading stays.
    """
    tree = locked_tree(node.programme, edits)
    rows = nodes_of(node.programme)
    row = rows[order.index_of(rows, node)]
    store_order(order.moved(rows, rows.index(row), direction))
    finish(tree, "node_move", user, heading=row.heading)
    return row


@transaction.atomic
def move_under(
    *,
    node: ProgrammeNode,
    under: ProgrammeNode | None = None,
    after: ProgrammeNode | None = None,
    is_first: bool = False,
    user,
    edits: int | None = None,
) -> ProgrammeNode:
    """Move an element and what stands under it below ``under`` (None: to the highest level).

    It stands there after ``after``, else as the last one, or the first one with ``is_first``.
    ``loop`` is raised for a place within the element itself.
    """
    tree = locked_tree(node.programme, edits)
    rows = nodes_of(node.programme)
    index = order.index_of(rows, node)
    row = rows[index]
    rows = order.replaced(
        rows,
        index,
        under=order.index_of(rows, under) if under is not None else None,
        after=order.index_of(rows, after) if after is not None else None,
        first=is_first,
    )
    if store_order(rows):
        finish(tree, "node_move", user, heading=row.heading)
    return row


@transaction.atomic
def remove_node(*, node: ProgrammeNode, user, edits: int | None = None) -> None:
    """Remove an element; what stands under it moves one level up.

    ``needed`` is raised while it has indicators or links.
    """
    tree = locked_tree(node.programme, edits)
    rows = nodes_of(node.programme)
    index = order.index_of(rows, node)
    row = rows[index]
    if reason := kept_reason(row):
        raise ValidationError(reason, code="needed")
    heading = row.heading
    rows = without(rows, index)
    row.delete()
    store_order(rows)
    finish(tree, "node_remove", user, heading=heading)


def kept_reason(node: ProgrammeNode) -> str:
    """Why an element stays, and what to do; empty where it may be removed."""
    indicators, links = node.indicators.count(), node.links.count()
    found = []
    if indicators:
        text = ngettext("%(count)d indicator", "%(count)d indicators", indicators)
        found.append(text % {"count": indicators})
    if links:
        text = ngettext("%(count)d link of a programme", "%(count)d links of programmes", links)
        found.append(text % {"count": links})
    if not found:
        return ""
    return _(
        "“%(heading)s” stays, because this stands at it: %(what)s. What to do: first remove them "
        "on the screen of the element, or leave it and change its title."
    ) % {"heading": node.heading, "what": ", ".join(found)}


@transaction.atomic
def renumber(*, page, user, edits: int | None = None) -> int:
    """Number all elements ``1``, ``1.1``, ``1.2`` …; return how many changed."""
    tree = locked_tree(page, edits)
    rows = nodes_of(page)
    numbers = decimal_numbers([row.level for row in rows])
    longest = ProgrammeNode._meta.get_field("number").max_length
    changed = []
    for row, number in zip(rows, numbers, strict=True):
        if len(number) > longest:
            raise ValidationError(
                _("“%(number)s” would be too long a number. Number so deep a tree by hand.")
                % {"number": number}
            )
        if row.number != number:
            row.number, row.changed_at = number, timezone.now()
            changed.append(row)
    ProgrammeNode.objects.bulk_update(changed, ["number", "changed_at"], batch_size=100)
    if changed:
        finish(tree, "node_renumber", user)
    return len(changed)


# Helpers --------------------------------------------------------------------------------------


def store_order(rows: list[ProgrammeNode]) -> int:
    """Write positions from 0 and levels where they changed; return how many rows did."""
    if not rows:
        return 0
    found = ProgrammeNode.objects.of(rows[0].programme)
    places = {key: rest for key, *rest in found.values_list("pk", "position", "level")}
    changed = []
    for position, row in enumerate(rows):
        row.position = position
        if places.get(row.pk) != [position, row.level]:
            changed.append(row)
    ProgrammeNode.objects.bulk_update(changed, ["position", "level"], batch_size=100)
    return len(changed)


def _fresh(node: ProgrammeNode) -> ProgrammeNode:
    rows = list(ProgrammeNode.objects.filter(pk=node.pk).select_related("programme"))
    return rows[order.index_of(rows, node)]


def _write(node: ProgrammeNode, values: dict) -> None:
    for name, value in values.items():
        text = without_directions(value or "")
        if name in _TEXTS:
            text = " ".join(text.split())
        elif not strip_tags(text).strip():
            text = ""  # an empty editor gives an empty paragraph
        setattr(node, name, text)
    node.full_clean(exclude=["programme", "uuid"], validate_unique=False)
    node.save()
