"""External lists (OParl 1.1, chapter 2.5): pages of records, each object asked for at the gate.

A page begins after the last record of the one before, not at a number: whatever changes while
somebody walks through a list, nothing is left out and nothing comes twice. ``page`` only tells
people where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet

from ..models import OpenRecord
from . import records, sources
from .asked import Asked
from .kinds import Kind
from .objects import Built, Writer
from .world import World

#: How often a page is read again because something on it has just gone.
_ATTEMPTS = 3


@dataclass
class _Page:
    rows: list[OpenRecord]
    found: dict[str, Built]
    records: dict

    @property
    def gone(self) -> list[int]:
        """Records of what is public no more, though they do not say so yet."""
        return [row.pk for row in self.rows if row.deleted_at is None and row.key not in self.found]


def answer(
    world: World, kind: Kind, asked: Asked, *, address: str, committee_key: UUID | None = None
) -> dict[str, Any]:
    """One page of a list, of one committee or of the whole site."""
    rows = _rows(world, kind, asked, committee_key)
    page = _read(world, kind, rows, asked)
    for _attempt in range(_ATTEMPTS):
        if not page.gone:
            break
        records.close(world.site, page.gone)
        page = _read(world, kind, rows, asked)
    writer = Writer(world.address, page.records, omit_internal=asked.omit_internal)
    data = [
        writer.written(page.found[row.key])
        if row.key in page.found
        else writer.tombstone(kind, row)
        for row in page.rows
        if row.key in page.found or asked.with_deleted
    ]
    return {"data": data, **_around(rows, page.rows, asked, address)}


def _rows(world: World, kind: Kind, asked: Asked, committee_key: UUID | None):
    rows = records.of_site(world.site).filter(kind=kind.name, **asked.filters)
    if committee_key is not None:
        rows = rows.filter(committee_key=committee_key)
    if not asked.with_deleted:
        rows = rows.filter(deleted_at=None)
    return rows.order_by("pk")


def _read(world: World, kind: Kind, rows: QuerySet, asked: Asked) -> _Page:
    chosen = list(rows.filter(pk__gt=asked.after)[: asked.limit])
    found = sources.found(world, kind, [row.key for row in chosen]) if chosen else {}
    return _Page(chosen, found, records.stamped(world, found.values()))


# Around the objects -------------------------------------------------------------------------------


def _around(rows: QuerySet, shown: list[OpenRecord], asked: Asked, address: str) -> dict[str, Any]:
    total = rows.count()
    pages = max(1, -(-total // asked.limit))
    links = {"first": _link(address, asked), "self": _link(address, asked, asked.page, asked.after)}
    if asked.after:
        links["prev"] = _link(address, asked, max(asked.page - 1, 1), _before(rows, asked))
    if shown and rows.filter(pk__gt=shown[-1].pk).exists():
        links["next"] = _link(address, asked, asked.page + 1, shown[-1].pk)
    links["last"] = _link(address, asked, pages, _at(rows, (pages - 1) * asked.limit))
    pagination = {
        "totalElements": total,
        "elementsPerPage": asked.limit,
        "currentPage": asked.page,
        "totalPages": max(pages, asked.page),
    }
    return {"pagination": pagination, "links": links}


def _link(address: str, asked: Asked, page: int = 1, after: int = 0) -> str:
    """Parameters in one order, so that one page has one address (chapter 2.3)."""
    place = {"after": str(after), "page": str(page)} if after else {}
    query = urlencode(sorted({**asked.kept, **place}.items()))
    return f"{address}?{query}" if query else address


def _before(rows: QuerySet, asked: Asked) -> int:
    """After which record the page before begins."""
    ids = rows.filter(pk__lte=asked.after).order_by("-pk").values_list("pk", flat=True)
    above = list(ids[asked.limit : asked.limit + 1])
    return above[0] if above else 0


def _at(rows: QuerySet, offset: int) -> int:
    """After which record the page that begins at ``offset`` does."""
    ids = list(rows.values_list("pk", flat=True)[offset - 1 : offset]) if offset else []
    return ids[0] if ids else 0
