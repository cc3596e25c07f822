"""Programmes of a committee: one line for each element of a tree, and one for each reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from ....programmes.choices import ProgrammeState
from ....programmes.indicators.loading import lines_of_nodes
from ....programmes.models import Indicator, ProgrammeLink, ProgrammeNode, ProgrammeTree, Reading
from ....programmes.querysets import public_programmes
from ....search import plain
from ....spreadsheets import Column
from ..scope import Scope
from .base import Question, Register, chunks, of, values


def found(scope: Scope):
    """Public programmes below the committee."""
    return scope.pages(public_programmes)


def nodes(scope: Scope):
    """Elements of public programmes, programme by programme, in the order of their trees."""
    keys = found(scope).order_by().values("translation_key")
    rows = ProgrammeNode.objects.filter(programme__translation_key__in=keys)
    return rows.select_related("programme").order_by("programme", "position", "pk")


def indicators(scope: Scope):
    keys = found(scope).order_by().values("translation_key")
    return Indicator.objects.filter(node__programme__translation_key__in=keys)


@dataclass(frozen=True)
class NodeLine:
    """An element and the public page of its programme."""

    node: Any
    page: Any
    parent: Any
    url: str

    @property
    def kind(self) -> str:
        return self.node.kind or self.page.level_name(self.node.level)

    @property
    def state(self) -> str:
        return str(ProgrammeState(self.page.current_state).label)


class _Places:
    """The element above each, while a tree is read in its order."""

    def __init__(self) -> None:
        self._programme: Any = None
        self._line: list = []

    def above(self, node) -> Any:
        if node.programme_id != self._programme:
            self._programme, self._line = node.programme_id, []
        self._line = [each for each in self._line if each.level < node.level]
        parent = self._line[-1] if self._line else None
        self._line.append(node)
        return parent


def _pages(scope: Scope) -> dict[Any, Any]:
    return {page.translation_key: page for page in found(scope)}


def _url(scope: Scope, page, node) -> str:
    address = scope.address(page)
    return f"{address}{page.reverse_subpage('node', kwargs={'key': node.key})}" if address else ""


def node_lines(question: Question) -> Iterator[NodeLine]:
    scope = question.scope
    pages, places = _pages(scope), _Places()
    for batch in chunks(nodes(scope)):
        for node in batch:
            page = pages[node.programme.translation_key]
            yield NodeLine(node, page, places.above(node), _url(scope, page, node))


@dataclass(frozen=True)
class ReadingLine:
    """An indicator with one of its readings; or with none, where there is none."""

    indicator: Any
    node: Any
    page: Any
    url: str
    progress: Any
    reading: Any = None


def reading_lines(question: Question) -> Iterator[ReadingLine]:
    scope = question.scope
    pages = _pages(scope)
    for batch in chunks(nodes(scope)):
        lines = lines_of_nodes([node.pk for node in batch])
        for node in batch:
            page = pages[node.programme.translation_key]
            url = _url(scope, page, node)
            for line in lines.get(node.pk, ()):
                for reading in line.readings or [None]:
                    yield ReadingLine(line.indicator, node, page, url, line.progress, reading)


def marks(question: Question) -> Iterator:
    scope = question.scope
    pages = found(scope).order_by()
    yield from values(pages, "last_published_at", "title", "state", "ends_year")
    keys = pages.values("translation_key")
    trees = ProgrammeTree.objects.filter(programme__translation_key__in=keys)
    yield from values(trees, "edits", "changed_at")
    yield from values(nodes(scope).select_related(None), "changed_at", "position", "level")
    yield from values(indicators(scope), "changed_at")
    readings = Reading.objects.filter(indicator__in=indicators(scope).order_by().values("pk"))
    yield from values(readings, "changed_at")
    links = ProgrammeLink.objects.filter(programme__translation_key__in=keys)
    yield from values(links, "created_at")
    # A programme in force is closed when its last year is over.
    yield scope.gate.now.year


_PROGRAMME = [
    Column("programme_id", pgettext_lazy("open data", "id of the programme"), of("page", "pk")),
    Column("programme", gettext_lazy("programme"), of("page", "title"), width=50),
]

NODES = Register(
    slug="programmes",
    title=pgettext_lazy("open data", "Goals and measures of programmes"),
    description=gettext_lazy(
        "Development programmes as trees: one row for each goal, priority or measure, with the "
        "programme, its years and its state."
    ),
    keywords=(pgettext_lazy("keyword", "programmes"), pgettext_lazy("keyword", "goals")),
    columns=[
        *_PROGRAMME,
        Column("years", pgettext_lazy("open data", "years"), of("page", "years")),
        Column("state", gettext_lazy("state"), of("state")),
        Column("uuid", pgettext_lazy("open data", "uuid"), lambda line: str(line.node.uuid)),
        Column(
            "parent",
            pgettext_lazy("open data", "uuid of the element above"),
            lambda line: str(line.parent.uuid) if line.parent else "",
        ),
        Column("level", pgettext_lazy("depth in a tree", "level"), of("node", "level")),
        Column("kind", gettext_lazy("what it is"), of("kind")),
        Column("number", gettext_lazy("number"), of("node", "number")),
        Column("title", gettext_lazy("title"), of("node", "title"), width=60),
        Column(
            "description",
            gettext_lazy("description"),
            lambda line: plain(line.node.description),
            width=60,
        ),
        Column("url", pgettext_lazy("open data", "address"), of("url"), width=40),
    ],
    lines=node_lines,
    marks=marks,
    things=nodes,
    stamp="changed_at",
)

READINGS = Register(
    slug="indicators",
    title=pgettext_lazy("open data", "Indicators of programmes"),
    description=gettext_lazy(
        "Indicators with base, target and source: one row for each yearly reading. Values are as "
        "the programme writes them; progress only where all three are numbers of one unit."
    ),
    keywords=(pgettext_lazy("keyword", "indicators"), pgettext_lazy("keyword", "monitoring")),
    columns=[
        Column("indicator_id", pgettext_lazy("open data", "id"), of("indicator", "pk")),
        *_PROGRAMME,
        Column("node", gettext_lazy("element of a programme"), of("node", "heading"), width=40),
        Column("number", gettext_lazy("number"), of("indicator", "number")),
        Column("name", gettext_lazy("name"), of("indicator", "name"), width=50),
        Column("unit", gettext_lazy("unit"), of("indicator", "unit")),
        Column("base_value", gettext_lazy("base value"), of("indicator", "base_value")),
        Column("base_year", gettext_lazy("year of the base value"), of("indicator", "base_year")),
        Column("target_value", gettext_lazy("target value"), of("indicator", "target_value")),
        Column("target_year", gettext_lazy("year of the target"), of("indicator", "target_year")),
        Column("source", gettext_lazy("source of data"), of("indicator", "source")),
        Column("year", gettext_lazy("year"), of("reading", "year")),
        Column("value", gettext_lazy("value"), of("reading", "value")),
        Column(
            "state",
            gettext_lazy("state"),
            lambda line: str(line.reading.get_state_display()) if line.reading else "",
        ),
        Column("note", gettext_lazy("note"), of("reading", "note")),
        Column(
            "progress_percent",
            pgettext_lazy("open data", "progress up to the newest value (%)"),
            of("progress", "percent"),
        ),
        Column("url", pgettext_lazy("open data", "address"), of("url"), width=40),
    ],
    lines=reading_lines,
    marks=marks,
    things=indicators,
    stamp="changed_at",
)
