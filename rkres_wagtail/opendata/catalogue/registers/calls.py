"""Calls of a committee and of all its bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy, pgettext_lazy

from ....participation.api_loading import Facts, load
from ....participation.choices import CallState
from ....participation.querysets import public_calls
from ....search import plain
from ....spreadsheets import Column
from ...zones import written
from ..scope import Scope
from .base import Question, Register, chunks, of, values


def found(scope: Scope):
    """Public calls below the committee."""
    return scope.pages(public_calls)


@dataclass(frozen=True)
class Line:
    page: Any
    body: str
    state: str
    url: str


def lines(question: Question) -> Iterator[Line]:
    scope = question.scope
    rows = found(scope).order_by(F("closes_at").desc(nulls_last=True), "-pk")
    for batch in chunks(rows):
        load(batch, scope.gate)
        for page in batch:
            body = Facts.of(page, scope.gate).body(page)
            state = CallState(page.state(scope.gate.now)).label
            yield Line(page, body.title if body else "", str(state), scope.address(page))


def marks(question: Question) -> Iterator:
    scope = question.scope
    for row in values(found(scope), "last_published_at", "opens_at", "closes_at", "settled_on"):
        # Time alone opens and closes it.
        yield (*row, *(at is not None and at <= scope.gate.now for at in row[2:4]))
    yield from ((page.pk, page.title) for page in scope.by_key.values())


REGISTER = Register(
    slug="calls",
    title=pgettext_lazy("open data", "Calls"),
    description=gettext_lazy(
        "Calls for members of the committee, its tiers and groups: when, for how many seats, who "
        "decides and what came of it."
    ),
    keywords=(pgettext_lazy("keyword", "calls"), pgettext_lazy("keyword", "members")),
    columns=[
        Column("id", pgettext_lazy("open data", "id"), of("page", "pk")),
        Column("title", gettext_lazy("title"), of("page", "title"), width=50),
        Column("body", gettext_lazy("body"), of("body"), width=30),
        Column("state", gettext_lazy("state"), of("state")),
        Column(
            "opens_at",
            pgettext_lazy("open data", "opens at"),
            lambda line: written(line.page.opens_at) if line.page.opens_at else None,
        ),
        Column(
            "closes_at",
            pgettext_lazy("open data", "closes at"),
            lambda line: written(line.page.closes_at) if line.page.closes_at else None,
        ),
        Column("seats_min", gettext_lazy("least seats"), of("page", "seats_min")),
        Column("seats_max", gettext_lazy("most seats"), of("page", "seats_max")),
        Column("decided_by", gettext_lazy("who decides"), of("page", "decided_by"), width=30),
        Column("settled_on", gettext_lazy("settled on"), of("page", "settled_on")),
        Column(
            "outcome",
            pgettext_lazy("call", "outcome"),
            lambda line: plain(line.page.outcome),
            width=60,
        ),
        Column("url", pgettext_lazy("open data", "address"), of("url"), width=40),
    ],
    lines=lines,
    marks=marks,
    things=found,
    stamp="last_published_at",
)
