"""What a register is: columns, lines drawn in batches, and marks that tell when it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ....spreadsheets import Column
from ..scope import Scope

#: Objects that are read together; memory does not grow with the register.
CHUNK = 200


@dataclass(frozen=True)
class Question:
    """A register of one committee; ``on`` asks for the state of a day."""

    scope: Scope
    on: date | None = None


@dataclass(frozen=True)
class Summary:
    """How much is in a register, and when anything in it last changed, where that is known."""

    count: int
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Register:
    """One table of open data.

    ``lines`` gives what ``columns`` read, in a constant number of queries for every ``CHUNK``
    of objects. ``marks`` gives what the table is made of as plain rows of the database, so that
    a conditional request does not build it. ``things`` are what is counted for the page that
    lists the registers (None: only reading all of it would tell), ``stamp`` the field that says
    when one of them changed.
    """

    slug: str
    title: str | Promise
    description: str | Promise
    keywords: tuple[str | Promise, ...]
    columns: list[Column]
    lines: Callable[[Question], Iterable]
    marks: Callable[[Question], Iterable]
    things: Callable[[Scope], Any] | None = None
    stamp: str = ""
    takes_day: bool = False

    def summary(self, scope: Scope) -> Summary | None:
        """One query; None where nobody can tell without reading everything."""
        if self.things is None:
            return None
        found = self.things(scope).order_by()
        if not self.stamp:
            return Summary(found.count())
        newest = found.aggregate(newest=Max(self.stamp))["newest"]
        return Summary(found.count(), newest)


def with_keys(columns: list[Column]) -> list[Column]:
    """The same columns under names that no language and no rewording changes."""
    return [replace(column, heading=column.key) for column in columns]


def chunks(queryset) -> Iterator[list]:
    """``CHUNK`` objects of ``queryset`` at a time."""
    rows = queryset.iterator(chunk_size=CHUNK)
    while found := list(islice(rows, CHUNK)):
        yield found


def values(queryset, *names: str) -> Iterator[tuple]:
    """Plain rows for ``marks``, without a model behind them."""
    return queryset.order_by("pk").values_list("pk", *names).iterator(chunk_size=2000)


def yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


def of(name: str, *path: str) -> Callable:
    """Reads an attribute, or one further along: ``of("page", "title")``; nothing for None."""

    def read(line):
        value = getattr(line, name)
        for step in path:
            value = getattr(value, step) if value is not None else None
        return value

    return read
