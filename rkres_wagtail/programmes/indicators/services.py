"""Verbs of indicators and of single readings.

Each locks the programme, checks, writes, counts and logs the change once; the public sees it at
once. ``state`` is what ``states.state_of`` said when the editor looked; None: whatever it is.
All raise ``ValidationError`` by field.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ..models import Indicator, ProgrammeNode, ProgrammeTree, Reading
from ..outline.locking import finish, locked_tree
from .rules import check_indicator, check_year, clean_reading, years_of
from .states import FIELDS, state_of


@transaction.atomic
def add_indicator(*, node: ProgrammeNode, user, **values) -> Indicator:
    """Add an indicator as the last one of an element; ``values`` are of ``states.FIELDS``."""
    tree = locked_tree(node.programme)
    if not ProgrammeNode.objects.filter(pk=node.pk).exists():
        raise _gone()
    last = Indicator.objects.filter(node=node).aggregate(last=Max("sort_order"))["last"]
    indicator = Indicator(node=node, sort_order=0 if last is None else last + 1)
    _write(indicator, values)
    _finish(tree, "indicator_add", user, indicator)
    return indicator


@transaction.atomic
def change_indicator(*, indicator: Indicator, user, state: str | None = None, **values):
    """Change what an indicator says; its readings stay."""
    tree = locked_tree(indicator.node.programme)
    row = _fresh(indicator)
    before = _check_state(row, state)
    _write(row, values)
    if state_of(row) != before:
        _finish(tree, "indicator_edit", user, row)
    return row


@transaction.atomic
def move_indicator(*, indicator: Indicator, user, up: bool) -> Indicator:
    """Move an indicator one place among those of its element; at the end nothing happens."""
    tree = locked_tree(indicator.node.programme)
    row = _fresh(indicator)
    rows = list(Indicator.objects.filter(node=row.node_id).order_by("sort_order", "pk"))
    index = rows.index(row)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(rows):
        return row
    rows[index], rows[other] = rows[other], rows[index]
    for place, each in enumerate(rows):
        each.sort_order = place
    Indicator.objects.bulk_update(rows, ["sort_order"])
    _finish(tree, "indicator_move", user, row)
    return row


@transaction.atomic
def remove_indicator(*, indicator: Indicator, user) -> None:
    """Remove an indicator that has no readings; ``needed`` is raised while it has."""
    tree = locked_tree(indicator.node.programme)
    row = _fresh(indicator)
    if row.readings.exists():
        raise ValidationError(
            _(
                "This indicator stays, because it has readings. What to do: first remove its "
                "readings, or leave it."
            ),
            code="needed",
        )
    row.delete()
    _finish(tree, "indicator_remove", user, row)


@transaction.atomic
def record_reading(
    *, indicator: Indicator, year: int, state: str, value: str = "", note: str = "", user
) -> Reading:
    """Add what an indicator was in a year; ``state`` is a ``ReadingState``."""
    tree = locked_tree(indicator.node.programme)
    row = _fresh(indicator)
    stored = _checked(tree, year, state, value, note)
    _check_free(row, year)
    reading = Reading.objects.create(indicator=row, year=year, recorded_by=user, **stored)
    _finish(tree, "reading_add", user, row, year=year)
    return reading


@transaction.atomic
def change_reading(
    *,
    reading: Reading,
    year: int,
    state: str,
    value: str = "",
    note: str = "",
    user,
    seen: str | None = None,
) -> Reading:
    """Correct a reading; ``seen`` is its ``state_of`` when the editor looked."""
    tree = locked_tree(reading.indicator.node.programme)
    row = _fresh(reading)
    before = _check_state(row, seen)
    stored = _checked(tree, year, state, value, note)
    _check_free(row.indicator, year, but=row)
    for name, text in {"year": year, **stored}.items():
        setattr(row, name, text)
    if state_of(row) != before:
        row.recorded_by = user
        row.save()
        _finish(tree, "reading_edit", user, row.indicator, year=year)
    return row


@transaction.atomic
def remove_reading(*, reading: Reading, user) -> None:
    """Remove a reading that was entered by mistake; the history of the page keeps a note."""
    tree = locked_tree(reading.indicator.node.programme)
    row = _fresh(reading)
    year, indicator = row.year, row.indicator
    row.delete()
    _finish(tree, "reading_remove", user, indicator, year=year)


# Helpers --------------------------------------------------------------------------------------


def _write(indicator: Indicator, values: dict) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"An indicator has no field {name!r} that may be set.")
        setattr(indicator, name, value)
    check_indicator(indicator)
    indicator.save()


def _finish(tree: ProgrammeTree, action: str, user, indicator: Indicator, **data) -> None:
    finish(tree, action, user, indicator=str(indicator), **data)


def _checked(tree: ProgrammeTree, year: int, state: str, value: str, note: str) -> dict[str, str]:
    check_year(year, years_of(tree.programme.specific))
    return clean_reading(state, value, note)


def _check_free(indicator: Indicator, year: int, but: Reading | None = None) -> None:
    rows = indicator.readings.filter(year=year)
    if (rows.exclude(pk=but.pk) if but is not None else rows).exists():
        text = _("There is a reading for %(year)d already: correct that one.") % {"year": year}
        raise ValidationError({"year": text})


def _fresh(row):
    """``row`` as it is now, its programme locked; ``gone`` where it is not there any more."""
    related = "node__programme" if isinstance(row, Indicator) else "indicator__node__programme"
    found = type(row).objects.select_related(related).filter(pk=row.pk).first()
    if found is None:
        raise _gone()
    return found


def _gone() -> ValidationError:
    return ValidationError(
        _("Somebody has removed this in the meantime. Nothing was saved."), code="gone"
    )


def _check_state(row, seen: str | None) -> str:
    now = state_of(row)
    if seen is not None and seen != now:
        raise ValidationError(
            _(
                "Not saved: somebody has changed this in the meantime. Below is what you wrote. "
                "Compare it with what is there now; saving again puts yours in its place."
            ),
            code="stale",
        )
    return now
