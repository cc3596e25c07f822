"""Where pages stand: the parent of a group, the address, and what keeps a page as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ..bodies.moving import reason_not_to_move
from .values import fingerprint

if TYPE_CHECKING:
    from .plan import Item, Plan

#: Keys of the profile that are no fields; their hashes are kept beside those of fields.
UNDER, SLUG = "under", "slug"
LABELS = {
    UNDER: pgettext_lazy("region profile", "page above"),
    SLUG: pgettext_lazy("region profile", "address"),
}


def reason_to_skip(instance) -> str:
    """Why a page may not be written over now; "" when it may."""
    if instance.alias_of_id:
        return _("it is an alias")
    if instance.locked:
        return _("it is locked")
    if not instance.live:
        return _("it is not published")
    return _("it has an unpublished draft") if instance.has_unpublished_changes else ""


def new_hashes(spec, parent) -> dict[str, str]:
    """Hashes to remember of the place where a page was made or moved."""
    hashes = {SLUG: fingerprint(spec.slug)}
    if parent is not None:
        hashes[UNDER] = fingerprint(str(parent.pk))
    return hashes


def compare_place(plan: Plan, item: Item) -> None:
    """Compare the address and, of a group, the page above: who changed them last."""
    applied = item.record.hashes if item.record else {}
    _compare_address(item, applied)
    # A tier always stands under the committee: the profile cannot say otherwise.
    if item.spec.path[0] == "groups" and not plan.items[item.spec.parent].is_missing:
        _compare_parent(plan, item, applied)


def _compare_address(item: Item, applied: dict) -> None:
    """An address that readers know is never changed by a file: a changed one is reported."""
    wanted = item.spec.slug
    target = fingerprint(wanted)
    if not wanted:
        return
    if item.instance.slug == wanted:
        item.agreed[SLUG] = target
    elif applied.get(SLUG, target) != target:
        item.refused[SLUG] = _("an address is changed in the admin only")


def _compare_parent(plan: Plan, item: Item, applied: dict) -> None:
    page, above = item.instance, plan.items[item.spec.parent]
    target = fingerprint(str(plan.id_of(above.spec.key)))
    now = fingerprint(str(plan.parent_id(page)))
    if now == target:
        item.agreed[UNDER] = target
    elif now != applied.get(UNDER):
        item.kept.append(UNDER)
    elif above.instance is not None and (reason := _reason_to_stay(page, above.instance)):
        item.refused[UNDER] = reason
    else:
        item.moves_to = above.spec.key


def _reason_to_stay(page, parent) -> str | None:
    if not page.can_move_to(parent):
        return _("the page cannot stand there")
    if parent.get_children().filter(slug=page.slug).exists():
        return _("a page there has the same address")
    return reason_not_to_move(page, parent)
