"""Names of columns as they come in files: ours in both languages, and a few that offices use."""

from __future__ import annotations

from ..register.columns import MEMBERSHIP_COLUMNS
from .cells import key_of, spellings

#: Further names that offices give to columns -> the key of the column.
_ALSO = {
    "imie": "first_name",
    "nazwisko": "last_name",
    "tytul": "academic_title",
    "stanowisko": "position",
    "funkcja": "role",
    "rola": "role",
    "podmiot": "organisation",
    "instytucja": "organisation",
    "organizacja": "organisation",
    "reprezentuje": "represents",
    "kategoria": "sector",
    "sektor": "sector",
    "kadencja": "term",
    "od": "starts_on",
    "do": "ends_on",
    "uwagi": "office_note",
}


def column_keys() -> dict[str, str]:
    """Return every known spelling of a heading -> key of the column."""
    known = dict(_ALSO)
    for column in MEMBERSHIP_COLUMNS:
        for spelling in spellings(column.heading):
            known[spelling] = column.key
        known[key_of(column.key)] = column.key
    return known
