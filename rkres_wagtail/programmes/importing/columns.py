"""Columns of the two lists: elements of the tree, and indicators with readings.

The same ones in the template, the export and the import; a column named by a year holds
readings of that year.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...bodies.imports.cells import key_of, spellings
from ...fields import YEARS
from ...spreadsheets import Column
from ...uploads import BadCell

NODES, INDICATORS = "nodes", "indicators"


def _column(key: str, heading, width: int, help_text) -> Column:
    return Column(key, heading, lambda row, key=key: row.get(key, ""), False, width, help_text)


NODE_COLUMNS = [
    _column(
        "level",
        pgettext_lazy("column of a programme", "Level"),
        16,
        _("1 for the highest, 2 for what stands under it …, or the programme's name of the level."),
    ),
    _column(
        "number",
        pgettext_lazy("column of a programme", "Number"),
        12,
        _("As in the programme, e.g. 1.2.3. Elements are recognised by it."),
    ),
    _column("title", pgettext_lazy("column of a programme", "Name"), 60, _("Needed.")),
    _column(
        "parent",
        pgettext_lazy("column of a programme", "Under"),
        14,
        _(
            "The number of the element under which this one stands. Empty: it follows from the "
            "number (1.2.3 stands under 1.2), or from the level and the order of rows."
        ),
    ),
    _column(
        "description",
        pgettext_lazy("column of a programme", "Description"),
        60,
        _("Plain text; an empty line or a new line begins a paragraph."),
    ),
]

INDICATOR_COLUMNS = [
    _column(
        "node",
        pgettext_lazy("column of a programme", "Element"),
        12,
        _("The number of the element at which the indicator stands; its name if it has none."),
    ),
    _column(
        "number",
        pgettext_lazy("column of a programme", "No."),
        8,
        _("Indicators of an element are recognised by it, or by their name where there is none."),
    ),
    _column(
        "name", pgettext_lazy("column of a programme", "Name of the indicator"), 60, _("Needed.")
    ),
    _column("unit", pgettext_lazy("column of a programme", "Unit"), 12, _("E.g. %, zł.")),
    _column(
        "base_value",
        pgettext_lazy("column of a programme", "Base value"),
        16,
        _("As the programme prints it, e.g. 1,2 tys."),
    ),
    _column("base_year", pgettext_lazy("column of a programme", "Base year"), 12, ""),
    _column("target_value", pgettext_lazy("column of a programme", "Target value"), 16, ""),
    _column("target_year", pgettext_lazy("column of a programme", "Target year"), 12, ""),
    _column("source", pgettext_lazy("column of a programme", "Source of data"), 20, ""),
    _column(
        "value",
        pgettext_lazy("column of a programme", "Value of the indicator"),
        16,
        _("A reading; “no data” and “data being prepared” are answers, too."),
    ),
    _column(
        "year",
        pgettext_lazy("column of a programme", "As of the year"),
        12,
        _("Which year that value is about. Columns named by a year, e.g. 2022, hold further ones."),
    ),
]
COLUMNS = {NODES: NODE_COLUMNS, INDICATORS: INDICATOR_COLUMNS}

#: Further headings that offices give.
_ALSO = {
    NODES: {
        "level": ("poziom", "szczebel", "rodzaj"),
        "number": ("numer", "nr", "lp", "symbol", "kod"),
        "title": ("nazwa", "tytul", "tresc", "nazwa elementu", "cel", "title"),
        "parent": ("nadrzedny", "numer nadrzednego", "element nadrzedny", "pod", "parent"),
        "description": ("opis", "uwagi"),
    },
    INDICATORS: {
        "node": ("element", "numer elementu", "obszar", "cel", "priorytet", "dzialanie"),
        "number": ("lp", "l p", "nr", "numer", "numer wskaznika"),
        "name": ("nazwa wskaznika", "wskaznik", "indicator"),
        "unit": ("jednostka", "jednostka miary", "j m", "jm"),
        "base_value": ("wartosc bazowa", "baza"),
        "base_year": ("rok bazowy", "rok bazy"),
        "target_value": ("wartosc docelowa", "cel wskaznika", "wartosc docelowa wskaznika"),
        "target_year": ("rok docelowy",),
        "source": ("zrodlo danych", "zrodlo"),
        "value": ("wartosc wskaznika", "wartosc", "wartosc osiagnieta"),
        "year": ("stan na rok", "rok", "stan na"),
    },
}
_YEAR = re.compile(r"(?:rok |wartosc |year )?([0-9]{4})(?: r| rok)?")


def heading_keys(kind: str) -> dict[str, str]:
    """Every known spelling of a heading -> key of the column."""
    known = {also: key for key, names in _ALSO[kind].items() for also in names}
    for column in COLUMNS[kind]:
        known |= dict.fromkeys(spellings(column.heading), column.key)
    return known


def read_heading(values: tuple) -> tuple[str, dict[int, str | int], list[str]] | None:
    """What a heading names: which list, column -> key or year, and columns that are not known.

    None where it is no heading of ours. A key may occur twice: who reads refuses it.
    """
    for kind, needed in ((INDICATORS, "name"), (NODES, "title")):
        known, columns, unknown = heading_keys(kind), {}, []
        for index, title in enumerate(values):
            if title in (None, ""):
                continue
            key = known.get(key_of(title)) if isinstance(title, str) else None
            if key is None and kind == INDICATORS:
                key = year_in(title)
            if key is None:
                unknown.append(title.text if isinstance(title, BadCell) else str(title))
            else:
                columns[index] = key
        if kind == INDICATORS:
            _plain_name(values, columns, unknown)
        if needed in columns.values() and len(columns) > 1:
            return kind, columns, unknown
    return None


def _plain_name(values: tuple, columns: dict, unknown: list[str]) -> None:
    """Beside values of indicators, a column called only “name” is the indicator's."""
    if "name" in columns.values() or not {"base_value", "target_value"} & set(columns.values()):
        return
    for index, title in enumerate(values):
        if isinstance(title, str) and title in unknown and key_of(title) in ("nazwa", "name"):
            columns[index] = "name"
            unknown.remove(title)
            return


def year_in(title) -> int | None:
    """The year that names a column, e.g. 2022 or "2022 r."."""
    if isinstance(title, (BadCell, bool)):
        return None
    match = _YEAR.fullmatch(key_of(title))
    return int(match[1]) if match and int(match[1]) in YEARS else None
