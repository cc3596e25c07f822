"""Rows that belong to a page (items of an agenda, materials), as pairs like those of a stream."""

from __future__ import annotations

from typing import Any

from django.db.models import ManyToOneRel

#: Relation -> name of the pair, what the profile compares of a row, and what a row is known by.
ROWS = {
    "agenda_items": ("item", ("title", "level", "speaker", "affiliation", "is_internal"), "title"),
    "materials": ("link", ("title", "url", "kind", "document_id"), "url"),
    "acts": ("act", ("act_id", "role"), "act_id"),
}


def is_rows(field) -> bool:
    return isinstance(field, ManyToOneRel)


def read(field, value) -> list[tuple[str, dict[str, Any]]]:
    """Pairs of a spec as they are; of a page's relation, its rows in order."""
    if isinstance(value, list):
        return value
    name, fields, _known_by = ROWS[field.get_accessor_name()]
    return [(name, {each: getattr(row, each) or None for each in fields}) for row in value.all()]


def write(instance, field, pairs) -> None:
    """Make the rows of ``instance`` what ``pairs`` say.

    A row that is there already keeps what the profile does not know of (its result, its
    ``uuid``, at which others point).
    """
    relation = getattr(instance, field.get_accessor_name())
    _name, _fields, known_by = ROWS[field.get_accessor_name()]
    there: dict[str, list] = {}
    for row in relation.all():
        there.setdefault(getattr(row, known_by), []).append(row)
    wanted = []
    for number, (_block, content) in enumerate(pairs):
        same = there.get(content.get(known_by, ""))
        row = same.pop(0) if same else relation.model()
        for name in ("speaker", "affiliation"):
            if hasattr(row, name):
                setattr(row, name, "")
        for name, value in content.items():
            setattr(row, name, value)
        row.sort_order = number
        wanted.append(row)
    relation.set(wanted)
