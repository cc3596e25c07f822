"""What must hold of indicators and readings, whoever writes them: form, import, command."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ...fields import YEARS
from ...remarks.rules import clean_text
from ...text import without_directions
from ..choices import ReadingState
from ..models import Reading


@dataclass(frozen=True)
class Years:
    """The years for which there may be readings; None: no such limit."""

    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        if self.first and self.last:
            return f"{self.first}–{self.last}" if self.first != self.last else str(self.first)
        return str(self.first or self.last or "")

    def __contains__(self, year: int) -> bool:
        return (self.first or YEARS[0]) <= year <= (self.last or YEARS[-1])


def years_of(page) -> Years:
    """The years of a programme; of one that nobody has published, those of its draft."""
    if not page.live and page.latest_revision_id:
        page = page.get_latest_revision_as_object()
    return Years(page.starts_year, page.ends_year)


def check_year(year: int, years: Years) -> None:
    """Raise ``ValidationError`` (of ``year``) for one that nobody can have measured here."""
    if year not in YEARS:
        text = _("%(year)d is not a year that anybody means.")
    elif year not in years:
        text = _("%(year)d is outside the programme, which is for %(years)s.")
    elif year > timezone.localdate().year:
        text = _("%(year)d has not come yet: a reading says what was measured.")
    else:
        return
    message = text % {"year": year, "years": years}
    raise ValidationError({"year": ValidationError(message, code="year")})


def clean_line(text: str | None) -> str:
    """One line of plain text: no control signs, nothing that turns it round, single spaces."""
    return " ".join(clean_text(without_directions(text or "")).split())


def clean_reading(state: str, value: str, note: str = "") -> dict[str, str]:
    """What is stored of a reading, or ``ValidationError`` by field."""
    value, note, errors = clean_line(value), clean_line(note), {}
    if state not in ReadingState.values:
        errors["state"] = _("Choose whether there is a value.")
    elif state == ReadingState.VALUE and not value:
        errors["value"] = _("Write the value, or choose why there is none.")
    elif state != ReadingState.VALUE and value:
        errors["value"] = _("A value and “%(state)s” exclude each other: leave one of them.") % {
            "state": ReadingState(state).label
        }
    for name, text in (("value", value), ("note", note)):
        limit = Reading._meta.get_field(name).max_length
        if len(text) > limit:
            errors[name] = _("At most %(limit)d characters; there are %(count)d.") % {
                "limit": limit,
                "count": len(text),
            }
    if errors:
        raise ValidationError(errors)
    return {"state": state, "value": value, "note": note}


def check_indicator(indicator) -> None:
    """Clean and check one indicator; ``ValidationError`` by field."""
    for name in ("number", "name", "unit", "base_value", "target_value", "source"):
        setattr(indicator, name, clean_line(getattr(indicator, name)))
    indicator.note = clean_text(without_directions(indicator.note or ""))
    errors = {}
    try:
        indicator.full_clean(exclude=["node"], validate_unique=False)
    except ValidationError as error:
        errors = error.error_dict
    first, last = indicator.base_year, indicator.target_year
    if not errors and first and last and last < first:
        errors["target_year"] = _("The year of the target is before that of the base value.")
    if errors:
        raise ValidationError(errors)
