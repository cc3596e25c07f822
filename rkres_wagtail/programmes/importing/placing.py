"""Rows of the list of elements: under which element each stands, and how deep that is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..choices import MAX_LEVEL
from .tree import Item, NodeRow, Tree, depth_of


class Placer:
    """Gives each row's element its parent; what cannot be is noted at the row."""

    def __init__(self, tree: Tree):
        self.tree = tree

    def place(self, planned: list[NodeRow]) -> None:
        """Find the element above each; ``above`` is the last row of each level so far."""
        above: list[Item | None] = []
        for row in planned:
            if row.item is None:
                # Those that follow may stand under it all the same.
                level = row.level or len(above) or 1
                above = [*_padded(above, level - 1), None] if level <= len(above) + 1 else above
                continue
            parent = self._parent(row, above)
            if not row.errors:
                if not row.item.is_new and parent is not row.item.parent:
                    row.item.is_moved = True
                    row.moved_from = row.item.parent
                row.item.parent = parent
            path = _path(row.item)
            level = row.level or len(path)
            # Ancestors that are not placed yet are unknown here.
            above = path if len(path) == level else _padded(above, level - 1) + [row.item]
        self._check_depths(planned)

    def _parent(self, row: NodeRow, above: list) -> Item | None:
        item, level = row.item, row.level
        if row.parent_text:
            return self._named_parent(row)
        if not item.is_new and level in (None, item.node.level):
            return item.parent
        derived = self._derived(row)
        if level == 1 or (level is None and not _number_above(row.code)):
            return None
        if derived is not None and level in (None, self._level_of(derived) + 1):
            return derived
        if level is None:
            text = _("There is no element %(number)s, neither in the file nor in the programme.")
            row.wrong("parent", text % {"number": _number_above(row.code)})
            return None
        if not above:
            text = _("Level %(level)d needs an element above it: write its number as well.")
            row.wrong("parent", text % {"level": level})
            return None
        if level > len(above) + 1:
            text = _("Level %(level)d cannot follow level %(before)d: a level is missing between.")
            row.wrong("level", text % {"level": level, "before": len(above)})
            return None
        if above[level - 2] is None:
            row.wrong("parent", _("The element above it has errors."))
        return above[level - 2]

    def _named_parent(self, row: NodeRow) -> Item | None:
        found = self.tree.named(row.parent_text)
        if len(found) == 1:
            return found[0]
        if found:
            text = _("Several elements are called “%(name)s”: write the number of the right one.")
        else:
            text = _("There is no element “%(name)s”, neither in the file nor in the programme.")
        row.wrong("parent", text % {"name": row.parent_text[:60]})
        return None

    def _derived(self, row: NodeRow) -> Item | None:
        number = _number_above(row.code)
        found = self.tree.numbered(number) if number else []
        return found[0] if len(found) == 1 and found[0] is not row.item else None

    def _level_of(self, item: Item) -> int:
        if item.row is not None and item.row.level:
            return item.row.level
        return depth_of(item, {})

    def _check_depths(self, planned: list[NodeRow]) -> None:
        known: dict[Item, int] = {}
        for row in planned:
            if row.item is None or row.errors:
                continue
            depth = depth_of(row.item, known)
            if depth == 0:
                text = _("This element would stand under itself: look at what is above it.")
                row.wrong("parent", text)
            elif depth > MAX_LEVEL:
                text = _("The element would stand on level %(level)d; there are %(most)d at most.")
                row.wrong("level", text % {"level": depth, "most": MAX_LEVEL})
            elif row.level and row.level != depth:
                text = _("Level %(level)d does not fit: what is above it makes it level %(depth)d.")
                row.wrong("level", text % {"level": row.level, "depth": depth})


def _path(item: Item) -> list[Item | None]:
    """From the highest element down to ``item``, as far as that makes sense."""
    path: list[Item | None] = [item]
    while path[0].parent is not None and len(path) <= MAX_LEVEL:
        path.insert(0, path[0].parent)
    return path


def _padded(above: list, length: int) -> list:
    return [*above, *[None] * length][:length]


def _number_above(number: str) -> str:
    """“1.2” of “1.2.3”; nothing where the number has no such parts."""
    bare = number.rstrip(".): ")
    return bare.rsplit(".", 1)[0] if "." in bare else ""
