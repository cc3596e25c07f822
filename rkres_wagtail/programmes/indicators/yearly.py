"""The yearly work: one year's readings of many indicators, all of them or none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ReadingState
from ..models import Indicator, Reading
from ..outline.locking import finish, locked_tree
from .rules import check_year, clean_reading, years_of
from .states import state_of_year


@dataclass(frozen=True)
class Entry:
    """What was typed for one indicator; an empty ``state`` without a value: no reading."""

    state: str = ""
    value: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.state or self.value.strip())


class WrongRows(ValidationError):
    """Some rows cannot be saved; ``rows`` says by an indicator's key what is wrong, by field."""

    def __init__(self, rows: dict[int, dict[str, list[str]]]):
        self.rows = rows
        super().__init__(_("Nothing was saved. Correct the rows that are marked below."))


def readings_of(page, year: int, indicators) -> dict[int, Reading]:
    """The readings of a year by the primary key of their indicator; one query."""
    rows = Reading.objects.filter(
        year=year, indicator__node__programme__translation_key=page.translation_key
    ).filter(indicator__in=[each.pk for each in indicators])
    return {row.indicator_id: row for row in rows}


@transaction.atomic
def record_year(
    *, page, year: int, entries: dict[int, Entry], user, seen: str | None = None
) -> Counter:
    """Write the readings of ``year``; return how many were added, changed and removed.

    ``entries`` are by the primary key of an indicator. One with nothing in it removes what was
    there. ``seen`` is ``state_of_year`` when the editor looked. Raises ``ValidationError`` (of
    ``year``, ``stale``, ``gone``) or ``WrongRows``.
    """
    tree = locked_tree(page)
    check_year(year, years_of(tree.programme.specific))
    indicators = list(Indicator.objects.of(page).filter(pk__in=entries))
    if len(indicators) < len(entries):
        raise ValidationError(
            _("Somebody has removed an indicator in the meantime. Nothing was saved."), code="gone"
        )
    readings = readings_of(page, year, indicators)
    if seen is not None and seen != state_of_year(readings.values()):
        raise ValidationError(
            _(
                "Not saved: somebody has changed readings of this year in the meantime. Below is "
                "what you typed; saving again puts it in place of theirs."
            ),
            code="stale",
        )
    done = _write(year, _checked(entries), readings, user)
    if done:
        finish(tree, "readings_year", user, year=year, count=done.total())
    return done


def _checked(entries: dict[int, Entry]) -> dict[int, dict[str, str] | None]:
    """What is stored of each entry; None: nothing."""
    stored, wrong = {}, {}
    for key, entry in entries.items():
        stored[key] = None
        try:
            if not entry.is_empty:
                state = entry.state or ReadingState.VALUE
                stored[key] = clean_reading(state, entry.value, entry.note)
            elif entry.note.strip():
                raise ValidationError({"value": _("A note alone is no reading: write the value.")})
        except ValidationError as error:
            wrong[key] = error.message_dict
    if wrong:
        raise WrongRows(wrong)
    return stored


def _write(year: int, stored: dict, readings: dict[int, Reading], user) -> Counter:
    new, changed, removed = [], [], []
    for key, values in stored.items():
        reading = readings.get(key)
        if values is None:
            removed += [reading.pk] if reading is not None else []
        elif reading is None:
            new.append(Reading(indicator_id=key, year=year, recorded_by=user, **values))
        elif values != {name: getattr(reading, name) for name in values}:
            for name, value in values.items():
                setattr(reading, name, value)
            reading.recorded_by, reading.changed_at = user, timezone.now()
            changed.append(reading)
    Reading.objects.bulk_create(new, batch_size=200)
    Reading.objects.bulk_update(
        changed, ["state", "value", "note", "recorded_by", "changed_at"], batch_size=100
    )
    for start in range(0, len(removed), 200):
        Reading.objects.filter(pk__in=removed[start : start + 200]).delete()
    # ``+`` leaves out what did not happen.
    return +Counter(added=len(new), changed=len(changed), removed=len(removed))
