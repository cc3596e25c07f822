"""The tree as the office sees it: a constant number of queries, and of rows at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.paginator import Paginator

from ...consultations.document.outline import end_of
from ...text import fold
from ..choices import MAX_LEVEL
from ..models import ProgrammeNode
from . import node_panels, order
from .addresses import ROWS
from .level_names import level_name, names_of

#: Margins that leave room for words.
_DEEP = 7


@dataclass
class Row:
    node: ProgrammeNode
    #: What it is: its own kind, or the programme's name of the level.
    what: str
    #: How deep it stands in what is shown, for its margin: "1" to "7", then "deep".
    depth: str
    facts: list[str]
    may: dict[str, bool]
    #: How many stand under it, and whether they are shown below it.
    under: int = 0
    is_closed: bool = False
    #: Where it stands, where the rows around it are not shown.
    path: str = ""


@dataclass
class Tree:
    rows: list[Row]
    total: int
    page: object = None
    #: The element whose branch is shown, and those above it.
    branch: ProgrammeNode | None = None
    above: list[ProgrammeNode] = field(default_factory=list)
    is_shortened: bool = False
    is_search: bool = False


def tree_of_rows(page, nodes: list, *, under: int | None, query: str, number: int) -> Tree:
    """The rows of ``nodes`` (all of a programme, in order) that are shown.

    All of a short tree; of a long one as many levels as fit, with the way into each branch.
    ``under`` opens one; ``query`` finds words in numbers and titles instead.
    """
    if query:
        shown = _found(nodes, query)
        tree = Tree([], len(nodes), is_search=True)
    else:
        first, end = _branch(nodes, under)
        shown = _fitting(nodes, first, end)
        tree = Tree([], len(nodes), is_shortened=len(shown) < end - first)
        if under is not None and nodes[first].pk == under:
            tree.branch = nodes[first]
            tree.above = [nodes[index] for index in order.path_to(nodes, first)]
    tree.page = Paginator(shown, ROWS).get_page(number)
    _describe(tree, page, nodes, list(tree.page.object_list))
    return tree


def _branch(nodes: list, under: int | None) -> tuple[int, int]:
    for index, node in enumerate(nodes):
        if node.pk == under:
            return index, end_of(nodes, index)
    return 0, len(nodes)


def _found(nodes: list, query: str) -> list[int]:
    words = fold(query).split()
    texts = (fold(f"{node.number} {node.title} {node.kind}") for node in nodes)
    return [index for index, text in enumerate(texts) if all(word in text for word in words)]


def _fitting(nodes: list, first: int, end: int) -> list[int]:
    """Indices of the highest levels of a branch, so many of them as fit; at least two."""
    indices = range(first, end)
    if len(indices) <= ROWS:
        return list(indices)
    base = nodes[first].level
    # The one that is opened stands above its own, the highest ones beside one another.
    least = base if end_of(nodes, first) < end else base + 1
    deepest = least
    while sum(nodes[index].level <= deepest + 1 for index in indices) <= ROWS:
        deepest += 1
    return [index for index in indices if nodes[index].level <= deepest]


def _describe(tree: Tree, page, nodes: list, shown: list[int]) -> None:
    facts, names = node_panels.counts_of(page), names_of(page)
    visible = set(shown)
    base = min((nodes[index].level for index in shown), default=1)
    for index in shown:
        node, end = nodes[index], end_of(nodes, index)
        row = Row(
            node,
            what=level_name(node, names),
            depth=_depth(1 if tree.is_search else node.level - base + 1),
            facts=facts.get(node.pk, []),
            may=_possible(nodes, index, end),
            under=end - index - 1,
        )
        row.is_closed = row.under > 0 and (tree.is_search or index + 1 not in visible)
        if tree.is_search:
            row.path = " › ".join(nodes[each].heading for each in order.path_to(nodes, index))
        tree.rows.append(row)


def _depth(number: int) -> str:
    return str(number) if number <= _DEEP else "deep"


def _possible(nodes: list, index: int, end: int) -> dict[str, bool]:
    """Which steps make sense: the tree offers no others."""
    has_before = order.before(nodes, index) is not None
    deepest = max(node.level for node in nodes[index:end])
    return {
        "up": has_before,
        "down": order.after(nodes, index) is not None,
        "deeper": has_before and deepest < MAX_LEVEL,
        "shallower": nodes[index].level > 1,
        "below": nodes[index].level < MAX_LEVEL,
    }
