"""What must hold of a programme's page, whoever writes it: form, API, import."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..decisions.rules import committee_above
from .querysets import programme_model

#: So many predecessors of predecessors are looked through for a circle.
_MAX_CHAIN = 200
#: Longer programmes are slips of the keyboard.
_MAX_YEARS = 60


def check_programme(page) -> None:
    """Raise for years or a predecessor that cannot be."""
    errors = _year_errors(page) | _predecessor_errors(page)
    if errors:
        raise ValidationError(errors)


def _year_errors(page) -> dict[str, str]:
    first, last = page.starts_year, page.ends_year
    if first is None or last is None:
        return {}
    if last < first:
        return {"ends_year": _("The last year is before the first one.")}
    if last - first >= _MAX_YEARS:
        return {"ends_year": _("A programme of so many years is a slip: check both.")}
    return {}


def _predecessor_errors(page) -> dict[str, str]:
    before = page.predecessor
    if before is None:
        return {}
    if not issubclass(before.specific_class or object, programme_model()):
        return {"predecessor": _("Choose a programme.")}
    committee = committee_above(page)
    own = before.specific.committee
    if committee is not None and (own is None or own.translation_key != committee.translation_key):
        return {"predecessor": _("This one belongs to another committee.")}
    if _is_circle(page, before):
        return {"predecessor": _("That programme came after this one.")}
    return {}


def _is_circle(page, before) -> bool:
    step = before.specific
    for _step in range(_MAX_CHAIN):
        if page.pk and step.translation_key == page.translation_key:
            return True
        if step.predecessor_id is None:
            return False
        step = step.predecessor.specific
    return True
