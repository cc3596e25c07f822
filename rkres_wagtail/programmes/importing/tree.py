"""The tree while an import is planned: elements that are there, and new ones, with parents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..models import ProgrammeNode
from .rows import PlannedRow, match_key


@dataclass(eq=False)
class NodeRow(PlannedRow):
    """What a row of the list of elements says; ``code`` is the element's number."""

    code: str = ""
    title: str = ""
    parent_text: str = ""
    level: int | None = None
    description: str | None = None
    item: Item | None = None
    moved_from: Item | None = None


@dataclass(eq=False)
class Item:
    """One element; ``node`` is unsaved where it is new."""

    node: ProgrammeNode
    parent: Item | None = None
    row: NodeRow | None = None
    is_moved: bool = False

    @property
    def is_new(self) -> bool:
        return self.node.pk is None

    @property
    def floats(self) -> bool:
        """Whether its place among its siblings is still to be found."""
        return self.is_new or self.is_moved


class Tree:
    """All elements, found by number or title."""

    def __init__(self, nodes: list[ProgrammeNode]):
        self.items: list[Item] = []
        self._numbers: dict[str, list[Item]] = defaultdict(list)
        self._titles: dict[str, list[Item]] = defaultdict(list)
        above: list[Item] = []
        for node in nodes:
            del above[node.level - 1 :]
            item = Item(node, above[-1] if above else None)
            above.append(item)
            self.add(item)

    def add(self, item: Item) -> None:
        self.items.append(item)
        if item.node.number:
            self._numbers[match_key(item.node.number)].append(item)
        self._titles[match_key(item.node.title)].append(item)

    def numbered(self, number: str) -> list[Item]:
        return self._numbers.get(match_key(number), [])

    def titled(self, title: str) -> list[Item]:
        return self._titles.get(match_key(title), [])

    def renamed(self, item: Item, number: str, title: str) -> None:
        """Let ``item`` be found by what a row calls it, too."""
        for index, text in ((self._numbers, number), (self._titles, title)):
            if text and item not in index[match_key(text)]:
                index[match_key(text)].append(item)

    def named(self, text: str) -> list[Item]:
        """Those of this number, or else of this title."""
        return self.numbered(text) or self.titled(text)


def depth_of(item: Item, known: dict[Item, int]) -> int:
    """How deep ``item`` stands, 1 for the highest; 0 where it stands under itself."""
    chain: list[Item] = []
    seen: set[Item] = set()
    step = item
    while step is not None and step not in known:
        if step in seen:
            for each in chain:
                known[each] = 0
            return 0
        seen.add(step)
        chain.append(step)
        step = step.parent
    depth = known[step] if step is not None else 0
    is_loop = step is not None and depth == 0
    for each in reversed(chain):
        depth = 0 if is_loop else depth + 1
        known[each] = depth
    return known[item]


def ordered(items: list[Item], in_file: list[Item]) -> list[Item]:
    """All elements in the order of reading, positions and levels written into their nodes.

    What is there keeps its order. A new one, or one that moves, stands after the sibling that
    comes before it in the file, else before the first one there, else last.
    """
    children: dict[Item | None, list[Item]] = defaultdict(list)
    for item in items:
        if not item.floats:
            children[item.parent].append(item)
    fixed, before = {}, {}
    for item in in_file:
        if not item.floats:
            fixed.setdefault(item.parent, item)
    for item in in_file:
        siblings = children[item.parent]
        if item.floats:
            if item.parent in before:
                place = siblings.index(before[item.parent]) + 1
            elif item.parent in fixed:
                place = siblings.index(fixed[item.parent])
            else:
                place = len(siblings)
            siblings.insert(place, item)
        before[item.parent] = item
    return _walk(children)


def _walk(children) -> list[Item]:
    found: list[Item] = []
    waiting = [(item, 1) for item in reversed(children[None])]
    while waiting:
        item, level = waiting.pop()
        item.node.position, item.node.level = len(found), level
        found.append(item)
        waiting += [(child, level + 1) for child in reversed(children.get(item, []))]
    return found
