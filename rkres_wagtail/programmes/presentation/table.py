"""Elements, indicators and readings of a programme as a file, through the gate (CSV, XLSX)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from ...open_responses import KEPT, open_to_scripts
from ...public import Gate, by_key
from ...search import plain
from ...spreadsheets import Column, table_response
from ...text import plain_slug
from ..choices import ReadingState
from ..models import Indicator, ProgrammeNode, ProgrammeTree, Reading
from ..querysets import programmes
from .tree import Namer

FORMATS = ("csv", "xlsx")
URL_NAME = "rkres_wagtail:programme_table"
#: Elements whose indicators are read together.
CHUNK = 500


@dataclass(frozen=True)
class Line:
    """One row: an element, an indicator of it where it has any, and one reading of that."""

    node: ProgrammeNode
    level: str
    indicator: Indicator | None = None
    reading: Reading | None = None

    def of_indicator(self, name: str):
        value = getattr(self.indicator, name) if self.indicator is not None else ""
        return "" if value is None else value

    @property
    def description(self) -> str:
        return " ".join(plain(self.node.description).split())

    @property
    def state(self) -> str:
        reading = self.reading
        return str(ReadingState(reading.state).label) if reading is not None else ""


def _indicator(name: str):
    return lambda line: line.of_indicator(name)


def _reading(name: str):
    return lambda line: getattr(line.reading, name) if line.reading is not None else ""


COLUMNS = [
    Column("node_number", _("Number of the element"), lambda line: line.node.number, width=12),
    Column("node_level", _("Level"), lambda line: line.node.level, width=8),
    Column("node_kind", _("What it is"), lambda line: line.level, width=18),
    Column("node_title", _("Element"), lambda line: line.node.title, width=50),
    Column("node_description", _("Description"), lambda line: line.description, width=50),
    Column("number", _("Number of the indicator"), _indicator("number"), width=12),
    Column("name", _("Indicator"), _indicator("name"), width=50),
    Column("unit", _("Unit"), _indicator("unit"), width=10),
    Column("base_value", _("Base value"), _indicator("base_value")),
    Column("base_year", _("Year of the base value"), _indicator("base_year"), width=10),
    Column("target_value", _("Target value"), _indicator("target_value")),
    Column("target_year", _("Year of the target"), _indicator("target_year"), width=10),
    Column("source", _("Source of data"), _indicator("source"), width=24),
    Column("year", pgettext_lazy("reading of an indicator", "Year"), _reading("year"), width=8),
    Column("state", _("Is there a value"), lambda line: line.state),
    Column("value", pgettext_lazy("reading of an indicator", "Value"), _reading("value")),
    Column("note", pgettext_lazy("reading of an indicator", "Note"), _reading("note"), width=30),
]


@open_to_scripts
def programme_table(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The programme ``pk`` as a file in its own language; 404 for what is not public."""
    if kind not in FORMATS:
        raise Http404
    # Not ``Gate.of``: whichever language the visitor has, the file has the page's.
    gate = Gate(Site.find_for_request(request))
    page = by_key(gate.pages(programmes(), any_locale=True).select_related("locale"), pk)
    if page is None:
        raise Http404
    language = page.locale.language_code
    with translation.override(language):
        etag = f'"{_digest(page, kind)}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            name = plain_slug(page.abbreviation or page.slug, "program")
            response = table_response(kind, name, COLUMNS, lines(page), title=page.title)
    response["ETag"] = etag
    response["Cache-Control"] = KEPT
    response["Content-Language"] = language
    return response


def lines(page) -> Iterator[Line]:
    """Rows in the order of the tree, read bit by bit; memory does not grow with the tree."""
    name, chunk = Namer(page), []
    rows = ProgrammeNode.objects.of(page).order_by("position", "pk")
    for node in rows.iterator(chunk_size=CHUNK):
        chunk.append(node)
        if len(chunk) == CHUNK:
            yield from _lines(chunk, name)
            chunk = []
    yield from _lines(chunk, name)


def _lines(nodes: list[ProgrammeNode], name: Namer) -> Iterator[Line]:
    rows = Indicator.objects.filter(node__in=[node.pk for node in nodes])
    rows = rows.order_by("sort_order", "pk").prefetch_related("readings")
    found: dict[int, list[Indicator]] = {}
    for row in rows:
        found.setdefault(row.node_id, []).append(row)
    for node in nodes:
        level, indicators = name(node), found.get(node.pk)
        if not indicators:
            yield Line(node, level)
        for indicator in indicators or ():
            readings = sorted(indicator.readings.all(), key=lambda each: each.year)
            for reading in readings or [None]:
                yield Line(node, level, indicator, reading)


def _digest(page, kind: str) -> str:
    """Changes whenever the file would; four queries."""
    nodes = ProgrammeNode.objects.of(page).order_by()
    indicators = Indicator.objects.of(page).order_by()
    readings = Reading.objects.filter(indicator__in=indicators.values("pk")).order_by()
    counted = [
        rows.aggregate(Count("pk"), Max("changed_at")) for rows in (nodes, indicators, readings)
    ]
    tree = ProgrammeTree.objects.of(page).values_list("edits", "changed_at").first()
    names = [block.value["name"] for block in page.level_names]
    parts = (page.pk, page.title, page.abbreviation, names, counted, tree, kind)
    return sha256(repr(parts).encode()).hexdigest()[:32]


def file_address(page, kind: str) -> str:
    """Empty where the site has not mounted our addresses."""
    try:
        return reverse(URL_NAME, args=[page.pk, kind])
    except NoReverseMatch:
        return ""


def offered(page, gate: Gate) -> list[dict]:
    """Files with their addresses; none on a restricted page, whose gate they pass for nobody."""
    if gate.is_restricted(page) or not gate.allows(page) or not file_address(page, "csv"):
        return []
    return [{"label": kind.upper(), "url": file_address(page, kind)} for kind in FORMATS]
