"""Trees of programmes and their indicators over API v2."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q
from wagtail.api import APIField

from ..consultations.models import SectionText
from ..consultations.querysets import public_consultations
from ..decisions.querysets import public_decisions
from ..meetings.querysets import public_meetings
from ..programmes.indicators.loading import IndicatorLine, lines_of_nodes
from ..programmes.models import Indicator, ProgrammeLink, ProgrammeNode
from ..programmes.querysets import programmes, public_programmes
from ..representations import gate_for, page_reference
from ..rich_links import RichLinks, rich_html
from .base import PublicAPIViewSet
from .errors import as_key, as_moment, as_year
from .memberships import FactField
from .openapi.types import (
    HTML,
    MOMENT,
    NUMBER,
    PAGE,
    TEXT,
    UUID,
    list_of,
    one_of,
    or_null,
    thing,
    words,
)
from .parameters import ID, YEAR, equals, takes
from .parameters import MOMENT as MOMENT_PARAMETER


def _programme_keys(value: str):
    """Keys of the programme whose page has the id ``value``, in any language."""
    rows = programmes().filter(pk=as_key("programme", value)).order_by()
    return rows.values("translation_key")


@takes(ID)
def _nodes_of_programme(view, queryset, value):
    """Of a programme, by the id of its page in any language."""
    return queryset.filter(programme__translation_key__in=_programme_keys(value))


@takes(ID)
def _indicators_of_programme(view, queryset, value):
    """Of a programme, by the id of its page in any language."""
    return queryset.filter(node__programme__translation_key__in=_programme_keys(value))


@takes(YEAR)
def _indicators_read_in(view, queryset, value):
    """With a reading of this year, also one that says there are no data."""
    return queryset.filter(readings__year=as_year("year", value))


def _changed(field: str = "changed_at"):
    return equals(
        f"{field}__gte",
        lambda name, value: as_moment("modified_since", value),
        MOMENT_PARAMETER,
        "Changed since this day or moment.",
    )


class _Shared:
    """What the rows of one answer need, each asked once; kept with the gate of the request."""

    def __init__(self, rows: list, gate):
        self.gate = gate
        nodes = [row if isinstance(row, ProgrammeNode) else row.node for row in rows]
        self.lines = lines_of_nodes({node.pk for node in nodes})
        self.pages = self._pages()
        self.parents = self._parents(nodes)
        self.links = self._links({node.pk for node in nodes})
        RichLinks.of(gate).prepare([node.description for node in nodes])

    def page(self, programme):
        """The public page of a programme, in the language of the request where there is one."""
        known = self.pages[programme.translation_key]
        own = self.gate.locale.pk if self.gate.locale else None
        return next((each for each in known if each.locale_id == own), None) or next(
            iter(known), None
        )

    def _pages(self) -> dict[Any, list]:
        found: dict[Any, list] = defaultdict(list)
        for page in public_programmes(self.gate, any_locale=True).order_by("pk"):
            found[page.translation_key].append(page)
        return found

    def _parents(self, nodes: list) -> dict[int, ProgrammeNode | None]:
        """Of every node, the one under which it stands: the whole order of its tree is read."""
        keys = {node.programme_id for node in nodes}
        rows = ProgrammeNode.objects.filter(programme__in=keys)
        above: dict[int, ProgrammeNode | None] = {}
        line: list[ProgrammeNode] = []
        last = None
        for row in rows.order_by("programme", "position", "pk").only(
            "uuid", "level", "programme", "position"
        ):
            line = [] if row.programme_id != last else line
            last = row.programme_id
            line = [each for each in line if each.level < row.level]
            above[row.pk] = line[-1] if line else None
            line.append(row)
        return above

    def _links(self, pks: set[int]) -> dict[int, dict[str, list]]:
        """Public decisions, meetings and consultations that fed each node."""
        rows = list(
            ProgrammeLink.objects.filter(Q(target_page__isnull=False) | Q(section__isnull=False))
            .filter(node__in=pks)
            .select_related("target_page", "section__consultation")
        )
        keys = {(row.target_page or row.section.consultation).translation_key for row in rows}
        headings = self._headings([row.section_id for row in rows if row.section_id])
        pages: dict[Any, tuple[str, Any]] = {}
        sources = {
            "decisions": public_decisions,
            "meetings": public_meetings,
            "consultations": public_consultations,
        }
        for name, public in sources.items() if keys else ():
            for page in public(self.gate, any_locale=True).filter(translation_key__in=keys):
                pages.setdefault(page.translation_key, (name, page))
        found: dict[int, dict[str, list]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            end = row.target_page or row.section.consultation
            if end.translation_key not in pages:
                continue
            name, page = pages[end.translation_key]
            entry = {**page_reference(page), "note": row.note}
            if row.section_id:
                if row.section_id not in headings:
                    continue
                entry["section"] = headings[row.section_id]
                name = "sections"
            found[row.node_id][name].append(entry)
        return found

    def _headings(self, sections: list[int]) -> dict[int, dict[str, str]]:
        """How the latest published text calls each section."""
        rows = SectionText.objects.filter(
            identity__in=sections, version__published_at__lte=self.gate.now
        ).select_related("identity")
        return {
            row.identity_id: {"anchor": row.identity.anchor, "heading": row.heading}
            for row in rows.order_by("version__number").defer("content")
        }


def _shared(field: FactField) -> _Shared:
    return field.context["view"].shared


def _indicator(line: IndicatorLine) -> dict[str, Any]:
    row, progress = line.indicator, line.progress
    return {
        "id": row.pk,
        "number": row.number,
        "name": row.name,
        "unit": row.unit,
        "base_value": row.base_value,
        "base_year": row.base_year,
        "target_value": row.target_value,
        "target_year": row.target_year,
        "source": row.source,
        "note": row.note,
        "readings": [
            {
                "year": reading.year,
                "state": reading.state,
                "state_label": str(reading.get_state_display()),
                "value": reading.value,
                "note": reading.note,
            }
            for reading in line.readings
        ],
        "progress_percent": progress.percent if progress else None,
        "progress_year": progress.year if progress else None,
    }


_READING = thing(
    **words("state_label", "value", "note"),
    year=NUMBER,
    state=one_of(["value", "no_data", "pending"]),
)
_INDICATOR = {
    **words("number", "name", "unit", "base_value", "target_value", "source", "note"),
    "base_year": or_null(NUMBER),
    "target_year": or_null(NUMBER),
    "readings": list_of(_READING),
    "progress_percent": or_null(NUMBER),
    "progress_year": or_null(NUMBER),
}
_LINKED = list_of({"allOf": [PAGE, thing(note=TEXT)]})
_NODE_REFERENCE = thing(id=NUMBER, uuid=UUID, heading=TEXT, html_url=or_null(TEXT))


def _node_url(node, page) -> str | None:
    if page is None or not page.full_url:
        return None
    return f"{page.full_url}{page.reverse_subpage('node', kwargs={'key': node.key})}"


def _node_reference(node, page) -> dict[str, Any]:
    return {
        "id": node.pk,
        "uuid": str(node.uuid),
        "heading": node.heading,
        "html_url": _node_url(node, page),
    }


def _kind(node, field) -> str:
    """Its own word, else the programme's name of its level."""
    page = _shared(field).page(node.programme)
    return node.kind or (page.level_name(node.level) if page else "")


def _parent(node, field) -> str | None:
    parent = _shared(field).parents.get(node.pk)
    return str(parent.uuid) if parent else None


def _others(relation: str):
    """Nodes of other public programmes at the other end."""

    def read(node, field) -> list[dict[str, Any]]:
        shared = _shared(field)
        found = ((each, shared.page(each.programme)) for each in getattr(node, relation).all())
        return [_node_reference(each, page) for each, page in found if page is not None]

    return read


def _links(name: str):
    return lambda node, field: _shared(field).links[node.pk][name]


def _fact(name: str, read, schema) -> APIField:
    return APIField(name, serializer=FactField(read, schema=schema))


NODE_FIELDS = [
    _fact("programme", lambda n, f: page_reference(_shared(f).page(n.programme)), PAGE),
    _fact("uuid", lambda n, f: str(n.uuid), UUID),
    _fact("parent", _parent, or_null(UUID)),
    _fact("position", lambda n, f: n.position, NUMBER),
    _fact("level", lambda n, f: n.level, NUMBER),
    _fact("kind", _kind, TEXT),
    _fact("number", lambda n, f: n.number, TEXT),
    _fact("title", lambda n, f: n.title, TEXT),
    _fact("description", lambda n, f: rich_html(n.description, _shared(f).gate), HTML),
    _fact("html_url", lambda n, f: _node_url(n, _shared(f).page(n.programme)), or_null(TEXT)),
    _fact("contributes_to", _others("points_to"), list_of(_NODE_REFERENCE)),
    _fact("contributed_by", _others("pointed_from"), list_of(_NODE_REFERENCE)),
    _fact(
        "indicators",
        lambda n, f: [_indicator(line) for line in _shared(f).lines.get(n.pk, ())],
        list_of(thing(id=NUMBER, **_INDICATOR)),
    ),
    *(_fact(name, _links(name), _LINKED) for name in ("decisions", "meetings", "consultations")),
    _fact(
        "sections",
        _links("sections"),
        list_of({"allOf": [PAGE, thing(note=TEXT, section=thing(anchor=TEXT, heading=TEXT))]}),
    ),
    _fact("changed_at", lambda n, f: n.changed_at.isoformat(), MOMENT),
]


class _SharedMixin:
    """Reads for all rows at once what they have in common."""

    def get_serializer_context(self):
        rows = getattr(self, "rows", None)
        self.shared = _Shared([self.get_object()] if rows is None else rows, gate_for(self.request))
        return super().get_serializer_context()


class ProgrammeNodesAPIViewSet(_SharedMixin, PublicAPIViewSet):
    """Elements of public programmes in the order of their trees, with indicators and links."""

    model = ProgrammeNode
    filters = {
        "programme": _nodes_of_programme,
        "level": equals("level", as_key, NUMBER, "At this level; 1 is the highest."),
        "uuid": equals("uuid", lambda name, value: _uuid(value), UUID, "By its uuid."),
        "modified_since": _changed(),
    }
    orders = {"id": "pk", "position": "position", "changed_at": "changed_at"}
    default_order = ("programme", "position", "pk")

    def public(self):
        pages = public_programmes(gate_for(self.request), any_locale=True).order_by()
        rows = ProgrammeNode.objects.filter(
            programme__translation_key__in=pages.values("translation_key")
        )
        return rows.select_related("programme")

    def with_relations(self, queryset):
        return queryset.prefetch_related("points_to__programme", "pointed_from__programme")

    @classmethod
    def get_body_fields(cls, model):
        return [*cls._convert_api_fields(cls.body_fields), *NODE_FIELDS]


def _uuid(value: str):
    from uuid import UUID as Uuid

    from wagtail.api.v2.utils import BadRequestError

    try:
        return Uuid(value)
    except ValueError as error:
        raise BadRequestError(f"uuid: “{value[:60]}” is no uuid") from error


def _line(indicator, field) -> IndicatorLine:
    lines = _shared(field).lines.get(indicator.node_id, ())
    return next(each for each in lines if each.indicator.pk == indicator.pk)


def _told(name: str):
    return lambda row, field: _indicator(_line(row, field))[name]


INDICATOR_FIELDS = [
    _fact("programme", lambda i, f: page_reference(_shared(f).page(i.node.programme)), PAGE),
    _fact(
        "node",
        lambda i, f: _node_reference(i.node, _shared(f).page(i.node.programme)),
        _NODE_REFERENCE,
    ),
    *(_fact(name, _told(name), schema) for name, schema in _INDICATOR.items()),
    _fact("changed_at", lambda i, f: i.changed_at.isoformat(), MOMENT),
]


class IndicatorsAPIViewSet(_SharedMixin, PublicAPIViewSet):
    """Indicators of public programmes with all readings, in the order of their trees."""

    model = Indicator
    filters = {
        "programme": _indicators_of_programme,
        "node": equals(
            "node_id", lambda name, value: as_key("node", value), ID, "At this element, by its id."
        ),
        "year": _indicators_read_in,
        "modified_since": _changed(),
    }
    orders = {"id": "pk", "changed_at": "changed_at"}
    default_order = ("node__programme", "node__position", "sort_order", "pk")

    def public(self):
        pages = public_programmes(gate_for(self.request), any_locale=True).order_by()
        rows = Indicator.objects.filter(
            node__programme__translation_key__in=pages.values("translation_key")
        )
        return rows.select_related("node__programme")

    @classmethod
    def get_body_fields(cls, model):
        return [*cls._convert_api_fields(cls.body_fields), *INDICATOR_FIELDS]
