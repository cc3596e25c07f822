"""The tree of a programme as nested lists; one query, however many elements there are.

A large tree is cut at a depth: what stands deeper is on the pages of the elements above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils.translation import ngettext

from ...public_filters import PAGE_PARAMETER
from ..models import ProgrammeNode

#: So many elements stand on one page: about 0.2 MB of HTML. Of larger trees, the upper levels.
MOST_NODES = 400


@dataclass
class Branch:
    """An element with what stands below it."""

    node: ProgrammeNode
    level_name: str
    url: str
    #: E.g. ``2 wskaźniki``, ``3 decyzje``.
    said: list[str] = field(default_factory=list)
    lines: list = field(default_factory=list)
    children: list[Branch] = field(default_factory=list)
    #: Elements below that are not shown here.
    hidden: int = 0

    @property
    def hidden_text(self) -> str:
        return elements_below(self.hidden) if self.hidden else ""

    @property
    def measured(self) -> list:
        """Indicators whose progress is known."""
        return [line for line in self.lines if line.progress is not None]


def elements_below(count: int) -> str:
    return ngettext(
        "%(count)d element below", "%(count)d elements below", count
    ) % {"count": count}  # fmt: skip


@dataclass
class Tree:
    """The shown part; ``page`` is one of a list of elements that is too long for one."""

    branches: list[Branch]
    total: int
    page: object = None
    parameter: str = PAGE_PARAMETER

    def __bool__(self) -> bool:
        return bool(self.branches)


def nodes_of(page) -> list[ProgrammeNode]:
    """Elements in the order of the tree, without long texts."""
    found = ProgrammeNode.objects.of(page).defer("description")
    return list(found.order_by("position", "pk"))


def level_name(page, node: ProgrammeNode) -> str:
    """What the element is: its own word, else the programme's for this level."""
    return node.kind or page.level_name(node.level)


class Namer:
    """``level_name`` for many elements: the names are read once."""

    def __init__(self, page):
        self.names = [block.value["name"] for block in page.level_names]

    def __call__(self, node: ProgrammeNode) -> str:
        known = 0 < node.level <= len(self.names)
        return node.kind or (self.names[node.level - 1] if known else "")


def address_of(page, base: str):
    """The address of an element's page, for many of them: the pattern is resolved once."""
    pattern = page.reverse_subpage("node", kwargs={"key": "KEY"})
    return lambda node: f"{base}{pattern.replace('KEY', node.key)}"


def shown_depth(depths: Iterable[int]) -> int:
    """Down to which level ``MOST_NODES`` suffice; the highest one at least."""
    counts = Counter(depths)
    total, deepest = 0, min(counts, default=1)
    for depth in sorted(counts):
        total += counts[depth]
        if total > MOST_NODES:
            break
        deepest = depth
    return deepest


def depths_of(nodes: list[ProgrammeNode]) -> list[int]:
    """How deep each is nested: a level that was skipped stands below the nearest one above."""
    above: list[int] = []
    found = []
    for node in nodes:
        while above and above[-1] >= node.level:
            above.pop()
        above.append(node.level)
        found.append(len(above))
    return found


def tree_of(
    page,
    nodes: list[ProgrammeNode],
    *,
    url,
    said: Mapping[int, list[str]],
    lines: Mapping[int, list],
    number=1,
) -> Tree:
    """``nodes`` in order, as branches; ``said`` and ``lines`` are by primary key."""
    depths, namer = depths_of(nodes), Namer(page)
    deepest = shown_depth(depths)
    top: list[Branch] = []
    above: list[Branch] = []
    for node, depth in zip(nodes, depths, strict=True):
        if depth > deepest:
            above[deepest - 1].hidden += 1
            continue
        branch = Branch(node, namer(node), url(node), said.get(node.pk, []), lines.get(node.pk, []))
        del above[depth - 1 :]
        (above[-1].children if above else top).append(branch)
        above.append(branch)
    if deepest == 1 and len(top) > MOST_NODES:
        listed = Paginator(top, MOST_NODES).get_page(number)
        return Tree(list(listed.object_list), len(nodes), listed)
    return Tree(top, len(nodes))
