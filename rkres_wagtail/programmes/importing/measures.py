"""Rows of the list of indicators: which indicator each names, what changes, which readings."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...bodies.imports.cells import CellError, key_of, spellings
from ..choices import ReadingState
from ..indicators.loading import IndicatorLine
from ..indicators.rules import Years, check_indicator, check_year, clean_reading
from ..models import Indicator, Reading
from .columns import INDICATORS
from .reading import heading_of
from .rows import Change, PlannedRow, Status, match_key
from .tree import Item, Tree

_TEXTS = ("number", "name", "unit", "base_value", "target_value", "source")
_YEARS = ("base_year", "target_year")
_YEAR = re.compile(r"([0-9]{4})(?: ?r(?:\.|ok)?)?|[0-9]{1,2}\.[0-9]{1,2}\.([0-9]{4})(?: ?r\.)?")
#: Further ways in which offices say that there is no value.
_ALSO = {
    ReadingState.NO_DATA: {"brak danych", "brak", "bd", "b d", "nie dotyczy", "n d"},
    ReadingState.PENDING: {"dane w opracowaniu", "w opracowaniu", "w przygotowaniu"},
}
_DASHES = {"-", "–", "—", "x", "X"}


@dataclass(eq=False)
class MeasureRow(PlannedRow):
    """What a row of the list of indicators says; ``item`` is its element."""

    item: Item | None = None
    line: IndicatorLine | None = None
    indicator: Indicator | None = None
    #: New readings and changed ones.
    readings: list[Reading] = field(default_factory=list)


class MeasurePlanner:
    """Plans the rows of one programme's indicators; ``lines`` are those that are there."""

    def __init__(self, tree: Tree, lines: dict[int, list[IndicatorLine]], years: Years):
        self.tree, self.lines, self.years = tree, lines, years
        self._seen: dict[tuple, int] = {}
        self._states = {
            spelling: state
            for state in (ReadingState.NO_DATA, ReadingState.PENDING)
            for spelling in spellings(state.label) | _ALSO[state]
        }
        self._by_node = {pk: _index(found) for pk, found in lines.items()}

    def plan(self, rows: list) -> list[MeasureRow]:
        return [self._plan(MeasureRow(INDICATORS, number, cells)) for number, cells in rows]

    def _plan(self, row: MeasureRow) -> MeasureRow:
        limits = {name: Indicator._meta.get_field(name).max_length for name in _TEXTS}
        texts = {name: row.text(name, limits[name]) for name in _TEXTS}
        years = {name: row.read(name, _year) for name in _YEARS}
        row.name = " ".join(filter(None, [texts["number"], texts["name"]]))
        row.item = self._node(row)
        if row.item is not None and not row.errors:
            self._find(row, texts)
        if row.indicator is not None:
            self._change(row, {**texts, **years})
            self._readings(row)
        if row.errors:
            row.status = Status.WRONG
        elif row.status != Status.NEW:
            row.status = Status.CHANGED if row.changes else Status.SAME
        return row

    # Which indicator it is ---------------------------------------------------------------------

    def _node(self, row: MeasureRow) -> Item | None:
        name = row.text("node", 500)
        if not name:
            if not row.errors:
                row.wrong("node", _("Write the number of the element."))
            return None
        found = self.tree.named(name)
        if len(found) == 1:
            row.place = found[0].node.heading
            return found[0]
        if found:
            text = _("Several elements are called “%(name)s”: write the number of the right one.")
        else:
            text = _("There is no element “%(name)s”, neither in the file nor in the programme.")
        row.wrong("node", text % {"name": name[:60]})
        return None

    def _find(self, row: MeasureRow, texts: dict) -> None:
        key = (id(row.item), match_key(texts["number"]) or "n " + match_key(texts["name"]))
        if key in self._seen:
            text = _("This indicator stands in row %(row)d already.") % {"row": self._seen[key]}
            row.wrong("number" if texts["number"] else "name", text)
            return
        self._seen[key] = row.number
        found = self._lines(row.item, texts)
        if len(found) > 1:
            text = _("Several indicators of this element are called like this one.")
            row.wrong("number" if texts["number"] else "name", text)
            return
        row.line = found[0] if found else None
        if row.line is not None:
            row.indicator = copy.copy(row.line.indicator)
        elif not texts["name"]:
            row.wrong("name", _("The name is missing."))
        else:
            row.indicator, row.status = Indicator(), Status.NEW

    def _lines(self, item: Item, texts: dict) -> list[IndicatorLine]:
        """By number; by name where the row, or the indicator, has none."""
        numbers, names = self._by_node.get(item.node.pk, ({}, {}))
        named = names.get(match_key(texts["name"]), []) if texts["name"] else []
        if not texts["number"]:
            return named
        numbered = numbers.get(match_key(texts["number"]), [])
        if len(numbered) > 1:
            return [line for line in numbered if line in named] or numbered
        return numbered or [line for line in named if not line.indicator.number]

    # What changes ------------------------------------------------------------------------------

    def _change(self, row: MeasureRow, values: dict) -> None:
        indicator = row.indicator
        for name, value in values.items():
            before = getattr(indicator, name)
            # An empty cell leaves what is there.
            if value in (None, "") or value == before:
                continue
            setattr(indicator, name, value)
            if row.status != Status.NEW:
                before = "" if before is None else str(before)
                row.changes.append(Change(heading_of(INDICATORS, name), before, str(value)))
        try:
            check_indicator(indicator)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    row.wrong(name, message)

    def _readings(self, row: MeasureRow) -> None:
        found = {reading.year: reading for reading in row.line.readings} if row.line else {}
        for key, year, values in self._read_readings(row):
            try:
                check_year(year, self.years)
            except ValidationError as error:
                row.wrong("year" if key == "value" else key, " ".join(error.messages))
                continue
            reading = found.get(year)
            if reading and all(getattr(reading, name) == text for name, text in values.items()):
                continue
            before = shown(reading.state, reading.value) if reading else ""
            row.changes.append(Change(str(year), before, shown(**values)))
            reading = copy.copy(reading) if reading else Reading(year=year)
            for name, text in values.items():
                setattr(reading, name, text)
            row.readings.append(reading)

    def _read_readings(self, row: MeasureRow) -> list[tuple]:
        """``(column, year, values)`` of each reading in a row, every year once."""
        found: dict[int, tuple] = {}
        year, has_value = row.read("year", _year), row.cells.get("value") not in (None, "")
        if has_value and not year and "year" not in row.cells:
            row.wrong("year", _("Which year is the value about?"))
        elif year and not has_value:
            row.wrong("value", _("The value is missing. Where nobody knows it, write “no data”."))
        keys = [("value", year)] if has_value and year else []
        keys += [(key, key) for key in row.cells if isinstance(key, int)]
        for key, of_year in keys:
            values = row.read(key, self._reading)
            if values is None:
                continue
            if of_year in found and found[of_year][2] != values:
                text = _("The row has two different values for %(year)d.") % {"year": of_year}
                row.wrong(key, text)
                continue
            found[of_year] = (key, of_year, values)
        return list(found.values())

    def _reading(self, text: str) -> dict[str, str]:
        if text in _DASHES:
            raise CellError(
                _("“%(text)s” may mean several things. Write the value, “no data”, or nothing.")
                % {"text": text}
            )
        state = self._states.get(key_of(text), ReadingState.VALUE)
        try:
            values = clean_reading(state, text if state == ReadingState.VALUE else "")
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error
        return {"state": str(values["state"]), "value": values["value"]}


def _index(lines: list[IndicatorLine]) -> tuple[dict, dict]:
    numbers, names = defaultdict(list), defaultdict(list)
    for line in lines:
        if line.indicator.number:
            numbers[match_key(line.indicator.number)].append(line)
        names[match_key(line.indicator.name)].append(line)
    return numbers, names


def _year(text: str) -> int:
    match = _YEAR.fullmatch(text.strip())
    if match is None:
        raise CellError(_("A year such as 2022 was expected, not “%s”.") % text[:40])
    return int(match[1] or match[2])


def shown(state: str, value: str) -> str:
    """A reading as a cell of the file holds it."""
    return value or str(ReadingState(state).label)
