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

#: What a copy of a programme does not take over: it is another programme.
OWN_FACTS = (
    "abbreviation", "state", "starts_year", "ends_year", "predecessor", "files", "copies",
)  # fmt: skip
#: The same of its lists of rows.
OWN_ROWS = ("acts", "reports")


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


def take_facts_of_translation(page) -> None:
    """A new language version of a programme has the state, years and acts of the one there is."""
    twins = programme_model()._default_manager.filter(translation_key=page.translation_key)
    twin = twins.exclude(pk=page.pk).first()
    if twin is None:
        return
    for name in OWN_FACTS:
        setattr(page, name, getattr(twin, name))
    for name in OWN_ROWS:
        if not getattr(page, name).exists():
            setattr(page, name, [_copy_of(row) for row in getattr(twin, name).all()])


def _copy_of(row):
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    # The page it belongs to is set by the list into which it comes.
    fields = [field for field in fields if field.related_model is not type(row.page)]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})
