"""Rows of the list of elements: which element each names, where it stands, what changes."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from ...bodies.imports.cells import CellError, key_of
from ..choices import MAX_LEVEL
from ..models import ProgrammeNode
from .columns import NODES
from .placing import Placer
from .reading import heading_of
from .rows import Change, Status, match_key
from .texts import has_formatting, plain, rich
from .tree import Item, NodeRow, Tree

_MAX_DESCRIPTION = 20_000


class NodePlanner:
    """Plans the rows of one programme; ``tree`` grows by what is new."""

    def __init__(self, programme, level_names: list[str], tree: Tree):
        self.programme, self.tree = programme, tree
        self.level_names = level_names
        self._field = ProgrammeNode._meta.get_field

    def plan(self, rows: list) -> list[NodeRow]:
        planned = [NodeRow(NODES, number, cells) for number, cells in rows]
        self._read(planned)
        for row in planned:
            self._match(row)
        Placer(self.tree).place(planned)
        for row in planned:
            self._compare(row)
        return planned

    # What a row says ---------------------------------------------------------------------------

    def _read(self, planned: list[NodeRow]) -> None:
        seen: dict[str, int] = {}
        self._titles = Counter()
        for row in planned:
            row.code = row.text("number", self._field("number").max_length)
            row.title = row.text("title", self._field("title").max_length)
            row.parent_text = row.text("parent", self._field("title").max_length)
            row.level = row.read("level", self._level)
            row.description = row.read("description", _description)
            row.name = " ".join(filter(None, [row.code, row.title]))
            if not (row.code or row.title or row.errors):
                row.wrong("title", _("The name is missing."))
            if row.code and match_key(row.code) in seen:
                text = _("The number %(number)s stands in row %(row)d already.")
                row.wrong("number", text % {"number": row.code, "row": seen[match_key(row.code)]})
            elif row.code:
                seen[match_key(row.code)] = row.number
            else:
                self._titles[match_key(row.title)] += 1

    def _level(self, text: str) -> int:
        """A level by its number, or by the programme's name of it."""
        if text.isascii() and text.isdigit():
            if len(text) < 4 and 1 <= int(text) <= MAX_LEVEL:
                return int(text)
            raise CellError(
                _("A level from 1 to %(most)d was expected, not “%(value)s”.")
                % {"most": MAX_LEVEL, "value": text[:20]}
            )
        key = key_of(text)
        found = [i for i, name in enumerate(self.level_names, start=1) if key_of(name) == key]
        if len(found) == 1:
            return found[0]
        if found:
            raise CellError(
                _("Several levels are called “%(value)s”: write the number of the level.")
                % {"value": text[:60]}
            )
        if not self.level_names:
            raise CellError(
                _(
                    "The programme has no names of levels yet: write a number, or name the levels "
                    "in its editor first."
                )
            )
        raise CellError(
            _("“%(value)s” is no level of this programme. Expected a number, or: %(known)s.")
            % {"value": text[:60], "known": ", ".join(self.level_names)}
        )

    # Which element it is -----------------------------------------------------------------------

    def _match(self, row: NodeRow) -> None:
        if row.errors:
            return
        found = self._found(row)
        taken = [item for item in found if item.row is not None]
        found = [item for item in found if item.row is None]
        if len(found) > 1 and not self._in_order(row, found, taken):
            text = _("Several elements of the programme are called like this one: %(names)s.")
            names = "; ".join(item.node.heading for item in found[:5])
            row.wrong("number" if row.code else "title", text % {"names": names})
            return
        row.item = found[0] if found else None
        if row.item is None and not row.title:
            row.wrong("title", _("This element is not in the programme yet, so it needs a name."))
        elif row.item is None:
            node = ProgrammeNode(programme=self.programme, number=row.code, title=row.title)
            node.description = rich(row.description or "")
            row.item = Item(node)
            row.status = Status.NEW
            self.tree.add(row.item)
        else:
            self.tree.renamed(row.item, row.code, row.title)
        if row.item is not None:
            row.item.row = row

    def _found(self, row: NodeRow) -> list[Item]:
        """By number; by title where the row, or the element, has none."""
        titled = [item for item in self.tree.titled(row.title) if not item.is_new]
        bare = [item for item in titled if not item.node.number]
        if row.code:
            numbered = [item for item in self.tree.numbered(row.code) if not item.is_new]
            return [each for each in numbered if each.node.number] or bare
        return bare or titled

    def _in_order(self, row: NodeRow, found: list[Item], taken: list[Item]) -> bool:
        """Whether as many rows as elements have this title, so that they meet in order."""
        return not row.code and self._titles[match_key(row.title)] == len(found) + len(taken)

    # What changes ------------------------------------------------------------------------------

    def _compare(self, row: NodeRow) -> None:
        if row.errors:
            row.status = Status.WRONG
            return
        row.place = row.item.parent.node.heading if row.item.parent else ""
        if row.item.is_new:
            return
        node = row.item.node
        for key, text in (("number", row.code), ("title", row.title)):
            before = getattr(node, key)
            if text and text != before:
                row.changes.append(Change(heading_of(NODES, key), before, text))
                setattr(node, key, text)
        before = plain(node.description)
        if row.description and plain(rich(row.description)) != before:
            row.changes.append(Change(heading_of(NODES, "description"), before, row.description))
            if has_formatting(node.description):
                row.notes.append(_("Formatting of the description is lost."))
            node.description = rich(row.description)
        if row.item.is_moved:
            before = row.moved_from.node.heading if row.moved_from else "–"
            row.changes.append(Change(heading_of(NODES, "parent"), before, row.place or "–"))
        row.status = Status.CHANGED if row.changes else Status.SAME


def _description(text: str) -> str:
    if len(text) > _MAX_DESCRIPTION:
        raise CellError(
            _("At most %(limit)d characters; there are %(count)d.")
            % {"limit": _MAX_DESCRIPTION, "count": len(text)}
        )
    return text
