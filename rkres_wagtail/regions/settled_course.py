"""The course of a consultation as a profile would make it, held to the rules of its room.

Each function says why an object of the profile may not be written; empty where it may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..consultations.document.rules import frozen_reason
from ..consultations.models import (
    ConsultationOutcome,
    DocumentVersion,
    Extension,
    Round,
)
from ..consultations.rounds import rules
from .spec import Ref

if TYPE_CHECKING:
    from .plan import Item, Plan

_DATES = {"starts_at", "ends_at"}


def object_of(plan: Plan, item: Item, name: str):
    """The object that a field of a spec leads to; None where it is still to be made."""
    ref = item.spec.fields.get(name)
    return plan.items[ref.key].instance if isinstance(ref, Ref) else None


def round_reason(plan: Plan, item: Item) -> str:
    now, row, page = timezone.now(), item.instance, object_of(plan, item, "consultation")
    if row is not None:
        if fixed := rules.fixed_reason(row, now):
            return fixed
        if _DATES & set(item.changes) and _is_untold(plan, item, page):
            return _("the public has read these dates: change them in the admin, with the reason")
    starts_at, ends_at = _value(item, "starts_at"), _value(item, "ends_at")
    errors = rules.order_errors(starts_at, ends_at, _rounds(plan, item, but=item))
    if row is not None:
        errors |= rules.history_errors(row, ends_at)
    if errors:
        return next(iter(errors.values()))
    has_outcome = page is not None and ConsultationOutcome.objects.of(page).exists()
    if row is not None and row.was_recorded_afterwards:
        return ""
    return rules.after_outcome_reason(ends_at, now, has_outcome=has_outcome)


def _is_untold(plan: Plan, item: Item, page) -> bool:
    """Whether the public would find other dates and no reason; an extension has its own."""
    is_extension = "starts_at" not in item.changes and any(
        each.is_new
        and each.spec.model_class() is Extension
        and each.spec.fields["round"].key == item.spec.key
        for each in plan.items.values()
    )
    return not is_extension and rules.needs_reason(item.instance, seen=rules.was_seen(page))


def extension_reason(plan: Plan, item: Item) -> str:
    """An extension stands and falls with the round that it puts off."""
    refused = plan.items[item.spec.fields["round"].key].refused
    if refused:
        return next(iter(refused.values()))
    row = object_of(plan, item, "round")
    return rules.fixed_reason(row, timezone.now()) if row is not None else ""


def outcome_reason(plan: Plan, item: Item) -> str:
    kind, decided_on = _value(item, "kind"), _value(item, "decided_on")
    errors = rules.outcome_errors(kind, decided_on, _rounds(plan, item), timezone.now())
    return next(iter(errors.values()), "")


def version_reason(plan: Plan, item: Item) -> str:
    """A text that people are answering stays; a further one, meanwhile, is an erratum."""
    row, now = item.instance, timezone.now()
    if row is not None and (frozen := frozen_reason(row, now)):
        return frozen
    published_at = _value(item, "published_at")
    if published_at is None or (row is not None and row.is_published):
        return ""
    before = _version_before(plan, item)
    is_open = any(
        each.is_open(moment) for each in _rounds(plan, item) for moment in (published_at, now)
    )
    is_erratum = before is not None and is_open
    if is_erratum and not _value(item, "changes"):
        return _(
            "A round is open while version %(number)d is published: say in “changes” what has "
            "changed since version %(before)d."
        ) % {"number": _value(item, "number"), "before": before}
    if row is not None:
        row.is_erratum = is_erratum
    else:
        item.spec.initial["is_erratum"] = is_erratum
    return ""


# As it would be ---------------------------------------------------------------------------------


def _value(item: Item, name: str) -> Any:
    """The value of a field once the profile is written."""
    if name in item.changes:
        return item.changes[name]
    if item.instance is not None:
        return getattr(item.instance, name)
    return item.spec.fields.get(name, item.spec.initial.get(name))


def _items(plan: Plan, item: Item, model: type) -> list[Item]:
    """Objects of ``model`` of the same consultation, those that are not written left out."""
    key = item.spec.fields["consultation"].key
    return [
        each
        for each in plan.items.values()
        if each.spec.model_class() is model
        and each.spec.fields["consultation"].key == key
        and not each.is_missing
    ]


def _rounds(plan: Plan, item: Item, *, but: Item | None = None) -> list[Round]:
    """The consultation's rounds, those of the office included, in order."""
    items, page = _items(plan, item, Round), object_of(plan, item, "consultation")
    known = {each.instance.pk for each in items if each.instance is not None}
    rows = [
        Round(starts_at=_value(each, "starts_at"), ends_at=_value(each, "ends_at"))
        for each in items
        if each is not but
    ]
    if page is not None:
        rows += Round.objects.of(page).exclude(pk__in=known)
    return sorted(rows, key=lambda row: row.starts_at)


def _version_before(plan: Plan, item: Item) -> int | None:
    """The number of the published text that this one would follow."""
    number, page = _value(item, "number"), object_of(plan, item, "consultation")
    numbers = {
        _value(each, "number")
        for each in _items(plan, item, DocumentVersion)
        if each is not item and _value(each, "published_at") is not None
    }
    if page is not None:
        numbers |= {
            *DocumentVersion.objects.of(page)
            .published(timezone.now())
            .values_list("number", flat=True)
        }
    return max((each for each in numbers if each < number), default=None)
