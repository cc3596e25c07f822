"""Takes over a file that was looked through: all of it, or nothing."""

from __future__ import annotations

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Indicator, ProgrammeNode, Reading
from ..outline.locking import finish, locked_tree, nodes_of
from .measures import MeasureRow
from .plan import Plan, make_plan
from .reading import Lists
from .rows import Status

IMPORTED = "programme_import"
_TEXTS, _PLACE = ("number", "title", "description"), ("position", "level")
_INDICATOR_FIELDS = (
    "number",
    "name",
    "unit",
    "base_value",
    "base_year",
    "target_value",
    "target_year",
    "source",
)


@transaction.atomic
def import_lists(*, page, lists: Lists, user, digest: str = "") -> Counter:
    """Add and change what ``lists`` says; return how many ``nodes``, ``indicators``, ``readings``.

    Raises ``ValidationError`` where a row is wrong, and (``stale``) where ``digest`` names
    another outcome than the file has now.
    """
    tree = locked_tree(page)
    page = tree.programme.specific
    plan = make_plan(page, lists)
    if digest and plan.digest != digest:
        raise ValidationError(
            _(
                "Somebody has changed the programme in the meantime. Nothing was saved: choose the "
                "file again and look through it."
            ),
            code="stale",
        )
    if plan.has_errors:
        raise ValidationError(plan.error_lines)
    done = Counter(
        nodes=_write_nodes(plan, page),
        indicators=_write_indicators(plan),
        readings=_write_readings(plan, user),
    )
    if +done:
        finish(tree, IMPORTED, user, **done)
    return done


def _write_nodes(plan: Plan, page) -> int:
    now = timezone.now()
    stored = {node.pk: node for node in nodes_of(page)}
    new = [item.node for item in plan.items if item.is_new]
    rest = [item.node for item in plan.items if not item.is_new]

    def differing(names) -> list[ProgrammeNode]:
        return [
            node
            for node in rest
            if any(getattr(node, name) != getattr(stored[node.pk], name) for name in names)
        ]

    changed = differing(_TEXTS)
    for node in changed:
        node.changed_at = now
    ProgrammeNode.objects.bulk_create(new, batch_size=200)
    ProgrammeNode.objects.bulk_update(changed, [*_TEXTS, "changed_at"], batch_size=50)
    # One that is added at the beginning moves all others by one.
    ProgrammeNode.objects.bulk_update(differing(_PLACE), _PLACE, batch_size=200)
    if any(node.pk is None for node in new):  # a database that does not say them
        keys = dict(ProgrammeNode.objects.of(page).values_list("uuid", "pk"))
        for node in new:
            node.pk = keys[node.uuid]
    return len(new) + plan.count(plan.nodes, Status.CHANGED)


def _rows(plan: Plan, status: str) -> list[MeasureRow]:
    return [row for row in plan.indicators if row.status == status]


def _write_indicators(plan: Plan) -> int:
    now, orders = timezone.now(), Counter()
    nodes = {row.item.node.pk for row in plan.indicators}
    for key, order in Indicator.objects.filter(node__in=nodes).values_list("node", "sort_order"):
        orders[key] = max(orders[key], order + 1)
    new = []
    for row in _rows(plan, Status.NEW):
        key = row.item.node.pk
        row.indicator.node_id, row.indicator.sort_order = key, orders[key]
        orders[key] += 1
        new.append(row.indicator)
    Indicator.objects.bulk_create(new, batch_size=200)
    if any(indicator.pk is None for indicator in new):  # a database that does not say them
        found = Indicator.objects.filter(node__in=nodes)
        keys = {(each.node_id, each.sort_order): each.pk for each in found}
        for indicator in new:
            indicator.pk = keys[indicator.node_id, indicator.sort_order]
    changed = [row.indicator for row in _rows(plan, Status.CHANGED)]
    for indicator in changed:
        indicator.changed_at = now
    Indicator.objects.bulk_update(changed, [*_INDICATOR_FIELDS, "changed_at"], batch_size=50)
    return len(new) + len(changed)


def _write_readings(plan: Plan, user) -> int:
    now, new, changed = timezone.now(), [], []
    for row in plan.indicators:
        for reading in row.readings:
            reading.indicator_id, reading.recorded_by = row.indicator.pk, user
            reading.changed_at = now
            (changed if reading.pk else new).append(reading)
    Reading.objects.bulk_create(new, batch_size=200)
    Reading.objects.bulk_update(
        changed, ["state", "value", "recorded_by", "changed_at"], batch_size=100
    )
    return len(new) + len(changed)
