"""What a profile does not change once it holds: rounds that have begun, texts that were consulted.

The rules are those of the consultations room (DESIGN, rule 13): a file is no way around them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from ..consultations.document.rules import frozen_reason
from ..consultations.models import (
    ConsultationOutcome,
    ConsultationReport,
    DocumentVersion,
    Extension,
    Round,
    SectionIdentity,
    SectionText,
)
from ..remarks.models import RemarkRules
from .settled_course import (
    extension_reason,
    object_of,
    outcome_reason,
    round_reason,
    version_reason,
)
from .spec import Ref

#: Columns of the forms for remarks.
COLUMNS = {"place", "quote", "proposed", "justification"}

if TYPE_CHECKING:
    from .plan import Item, Plan


def settle(plan: Plan) -> None:
    """Take back what would change a settled round or text; the report says why."""
    # What one refusal leaves as it was may be in the way of another object.
    while _refuse_settled(plan):
        pass
    for item in plan.items.values():
        if item.is_new and (reason := _reason_of_ground(plan, item)):
            _refuse(item, reason)
    for item in plan.items.values():
        if item.is_new and item.spec.model_class() is SectionIdentity:
            if reason := _reason_of_texts(plan, item):
                _refuse(item, reason)


def _refuse_settled(plan: Plan) -> bool:
    """Whether anything was refused."""
    found = False
    for item in plan.items.values():
        model = item.spec.model_class()
        if model in _REASONS and (item.is_new or item.changes):
            reason = _REASONS[model](plan, item)
            if reason:
                _refuse(item, reason)
                found = True
    return found


def _refuse(item: Item, reason: str) -> None:
    if item.is_new:
        item.is_missing = True
        item.refused = {next(iter(item.spec.names)): reason}
    else:
        item.refused |= dict.fromkeys(item.changes, reason)
        item.changes.clear()


def _reason_of_ground(plan: Plan, item: Item) -> str:
    """Why something was refused that a new object cannot be made without."""
    for name, value in item.spec.fields.items():
        if isinstance(value, Ref) and not item.spec.model_class()._meta.get_field(name).null:
            ground = plan.items[value.key]
            if ground.is_missing and ground.refused:
                return next(iter(ground.refused.values()))
    return ""


def _reason_of_texts(plan: Plan, item: Item) -> str:
    """Why every text of a new section was refused: without one, nothing of it is left behind."""
    texts = [
        each
        for each in plan.items.values()
        if each.spec.model_class() is SectionText
        and each.spec.fields["identity"].key == item.spec.key
    ]
    if not all(each.is_missing and each.refused for each in texts):
        return ""
    return next((reason for each in texts for reason in each.refused.values()), "")


def _text(plan: Plan, item: Item) -> str:
    row = object_of(plan, item, "version")
    return frozen_reason(row, timezone.now()) if row is not None else ""


def _report(plan: Plan, item: Item) -> str:
    row = item.instance
    if row is None:
        return ""
    if row.locked:
        return _("it is locked")
    if not row.live:
        return _("it is not published")
    return _("it has an unpublished draft") if row.has_unpublished_changes else ""


def _rules(plan: Plan, item: Item) -> str:
    """Nothing is refused, but with other columns forms are of another edition."""
    row = item.instance
    if row is not None and not COLUMNS.isdisjoint(item.changes):
        stored = RemarkRules.objects.filter(pk=row.pk).values_list("form_edition", flat=True)
        row.form_edition = stored.get() + 1
    return ""


_REASONS = {
    Round: round_reason,
    Extension: extension_reason,
    ConsultationOutcome: outcome_reason,
    DocumentVersion: version_reason,
    SectionText: _text,
    ConsultationReport: _report,
    RemarkRules: _rules,
}
