"""From rows of a file to a plan of what would be added and changed. Nothing here writes.

``make_plan`` is used twice, for the preview and, under a lock, by ``services.import_lists``;
when both come to the same ``digest``, what the editor saw is what happens. Nothing is ever
removed by an import.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..choices import MAX_LEVEL, MAX_NODES
from ..indicators.loading import lines_of
from ..indicators.rules import years_of
from ..outline.locking import nodes_of
from .measures import MeasurePlanner, MeasureRow
from .nodes import NodePlanner
from .reading import Lists
from .rows import PlannedRow, Status
from .tree import Item, NodeRow, Tree, ordered


@dataclass
class Plan:
    nodes: list[NodeRow]
    indicators: list[MeasureRow]
    #: All elements in their new order; empty where there are errors.
    items: list[Item] = field(default_factory=list)
    #: What is wrong with the file as a whole.
    problems: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[PlannedRow]:
        return [*self.nodes, *self.indicators]

    @property
    def error_lines(self) -> list[str]:
        return [*self.problems, *(line for row in self.rows for line in row.error_lines)]

    @property
    def has_errors(self) -> bool:
        return bool(self.problems) or any(row.errors for row in self.rows)

    @property
    def does_nothing(self) -> bool:
        return all(row.status == Status.SAME for row in self.rows)

    def count(self, rows: list[PlannedRow], status: str) -> int:
        return sum(row.status == status for row in rows)

    @cached_property
    def digest(self) -> str:
        """The outcome in short: the same file and programme give the same one."""
        outcome = [
            [
                row.kind,
                row.number,
                row.status,
                getattr(getattr(row.item, "node", None), "pk", None),
                row.name,
                row.place,
                [[change.label, change.before, change.after] for change in row.changes],
            ]
            for row in self.rows
        ]
        order = [item.node.pk or item.row.number for item in self.items]
        return hashlib.sha256(json.dumps([outcome, order]).encode()).hexdigest()


def make_plan(page, lists: Lists) -> Plan:
    """Say what each row would add to a programme or change in it.

    ``page`` is its canonical page, of its own class.
    """
    tree = Tree(nodes_of(page))
    names = [block.value["name"] for block in page.level_names]
    nodes = NodePlanner(page, names, tree).plan(lists.nodes)
    lines = lines_of(page) if lists.indicators else {}
    indicators = MeasurePlanner(tree, lines, years_of(page)).plan(lists.indicators)
    plan = Plan(nodes, indicators)
    if len(tree.items) > MAX_NODES:
        plan.problems.append(
            _("The programme would have %(count)d elements; there are %(most)d at most.")
            % {"count": len(tree.items), "most": MAX_NODES}
        )
    if not plan.has_errors:
        plan.items = ordered(tree.items, [row.item for row in nodes])
        _check_below(plan)
    return plan


def _check_below(plan: Plan) -> None:
    """What stands under an element that moves may come to stand too deep."""
    deep = next((item for item in plan.items if item.node.level > MAX_LEVEL), None)
    if deep is not None:
        plan.problems.append(
            _("“%(name)s” would stand on level %(level)d; there are %(most)d at most.")
            % {"name": deep.node.heading, "level": deep.node.level, "most": MAX_LEVEL}
        )
