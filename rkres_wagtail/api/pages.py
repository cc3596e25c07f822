"""API v2 of pages: what the gate lets through, whatever the parameters."""

from __future__ import annotations

import swapper
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey
from django.http import Http404
from rest_framework.generics import get_object_or_404
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.fields import RichTextField, StreamField

from ..consultations.api_loading import load as load_consultations
from ..consultations.pages import ConsultationPageMixin
from ..decisions.pages import DecisionPageMixin
from ..decisions.published import load as load_decisions
from ..meetings.pages import MeetingPageMixin
from ..meetings.published import load as load_meetings
from ..participation.api_loading import load as load_calls
from ..participation.pages import CallPageMixin
from ..programmes.api_loading import load as load_programmes
from ..programmes.pages import ProgrammePageMixin
from ..representations import (
    PREFETCHED_IMAGES,
    PREFETCHED_PAGES,
    LogosField,
    gate_for,
    images_in,
    pages_in,
    prefetch_images,
)
from ..rich_links import RichLinks
from .base import GatedSerializerMixin, gate_nested
from .bodies import PublicBodies
from .errors import PoliteErrorsMixin, as_key
from .http import PublicHttpMixin
from .page_filters import PageFilters, filters_of
from .parameters import PolishSearch
from .streams import Targets

#: Relations of our page types that a list would otherwise fetch row by row.
_RELATIONS = (
    "kind",
    "funding",
    "host_organisation",
    "predecessor",
    "statutory_body",
    "founding_act__body",
    "founding_act__document__collection",
)
#: What hides nothing, although it is a relation or has a serializer.
_OPEN = ("locale", "tags")
#: What reads at once whatever hangs on the pages of one sort.
_LOADERS = {
    MeetingPageMixin: load_meetings,
    DecisionPageMixin: load_decisions,
    ConsultationPageMixin: load_consultations,
    ProgrammePageMixin: load_programmes,
    CallPageMixin: load_calls,
}
#: StreamFields of page choosers.
_PAGE_STREAMS = ("supervises",)


class PublicPageSerializer(GatedSerializerMixin, PageSerializer):
    pass


class PublicPagesAPIViewSet(PublicHttpMixin, PoliteErrorsMixin, PagesAPIViewSet):
    """``pages/`` without drafts, expired and restricted pages, aliases and other sites.

    Use it instead of Wagtail's ``PagesAPIViewSet``: that one lists expired pages until the
    scheduler ran, pages under an unpublished parent, and prints a draft that a foreign key
    of a public page leads to. Pages of all languages; ``?locale=`` limits.
    """

    base_serializer_class = PublicPageSerializer
    filter_backends = [
        PageFilters,
        *(
            PolishSearch if backend.__name__ == "SearchFilter" else backend
            for backend in PagesAPIViewSet.filter_backends
        ),
    ]
    # A site is what the request's host says.
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {"site"}
    meta_fields = [*PagesAPIViewSet.meta_fields, "last_published_at"]

    @property
    def gate(self):
        return gate_for(self.request)

    @property
    def bodies(self) -> PublicBodies:
        return PublicBodies.of(self.request)

    def body_key(self, name: str, value: str):
        """The ``translation_key`` of the public body whose page has the id ``value``."""
        return self.bodies.key_of(name, value)

    def check_query_parameters(self, queryset):
        self.known_query_parameters = {*self.known_query_parameters, *filters_of(queryset.model)}
        super().check_query_parameters(queryset)

    def get_base_queryset(self):
        Page = swapper.load_model("wagtailcore", "Page")
        pages = self.gate.pages(Page.objects.all(), any_locale=True)
        return pages.select_related("locale").order_by("id")

    def get_root_page(self):
        if self.gate.site is None:
            raise BadRequestError("there is no site at this host")
        return self.gate.site.root_page

    def get_queryset(self):
        return self.with_relations(super().get_queryset()).order_by("id")

    def with_relations(self, queryset):
        """``queryset`` with the foreign keys that the API shows of its pages."""
        return queryset.select_related("locale", *_relations(queryset.model))

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        """As filters and orders, no relations: asking for an id would tell of hidden pages.

        Nor what a serializer cuts down: asking for a value would tell it.
        """
        fields = super().get_available_fields(model, db_fields_only=db_fields_only)
        if not db_fields_only:
            return fields
        declared = getattr(model, "api_fields", ())
        closed = {each.name for each in declared if getattr(each, "serializer", None)}
        return [
            name
            for name in fields
            if name in _OPEN or not (name in closed or _has_relation(model, name))
        ]

    @classmethod
    def _get_serializer_class(cls, *args, **kwargs):
        serializer_class = super()._get_serializer_class(*args, **kwargs)
        gate_nested(serializer_class)
        return serializer_class

    def get_object(self):
        if not hasattr(self, "_cached_object"):
            page = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
            self._cached_object = page.specific
        return self._cached_object

    def find_object(self, queryset, request):
        if "id" in request.GET:
            return queryset.filter(pk=as_key("id", request.GET["id"])).first()
        if "html_path" not in request.GET:
            raise BadRequestError("say what to find: id or html_path")
        if self.gate.site is None:
            return None
        components = [part for part in request.GET["html_path"].split("/") if part]
        try:
            found = self.get_root_page().specific.route(request._request, components)
        except Http404:
            return None
        return queryset.filter(pk=found[0].pk).first()

    def paginate_queryset(self, queryset):
        self.rows = list(super().paginate_queryset(queryset))
        return self.rows

    def get_serializer_context(self):
        context = super().get_serializer_context()
        rows = getattr(self, "rows", None)
        if rows:
            _read_targets(rows, self.gate)
            for mixin, load in _LOADERS.items():
                load([row for row in rows if isinstance(row, mixin)], self.gate)
            streams = (getattr(row, name, None) for row in rows for name in _PAGE_STREAMS)
            ids = {pk for stream in streams if stream for pk in pages_in(stream)}
            Page = swapper.load_model("wagtailcore", "Page")
            context[PREFETCHED_PAGES] = Page.objects.in_bulk(ids) if ids else {}
            notices = (getattr(row, "funding", None) for row in rows)
            logos = {pk for notice in notices if notice for pk in images_in(notice.logos)}
            context[PREFETCHED_IMAGES] = prefetch_images(logos, LogosField.spec) if logos else {}
        return context


def _relations(model) -> list[str]:
    """Foreign keys to read with pages of this class: those of ours, and the host's bare ones."""
    declared = {getattr(each, "name", each) for each in getattr(model, "api_fields", ())}
    ours = [path for path in _RELATIONS if _has_relation(model, path.split("__")[0])]
    known = {path.split("__")[0] for path in ours}
    bare = [name for name in declared - known if _has_relation(model, name)]
    files = [
        f"{name}__collection"
        for name in bare
        if _has_relation(model._meta.get_field(name).related_model, "collection")
    ]
    return [*ours, *bare, *files]


def _read_targets(rows, gate) -> None:
    """Look up, for all ``rows`` at once, what their rich texts and StreamFields point at."""
    streams, texts = [], []
    for row in rows:
        declared = {getattr(each, "name", each) for each in getattr(row, "api_fields", ())}
        for field in row._meta.concrete_fields:
            if field.name in declared and isinstance(field, StreamField):
                streams.append(getattr(row, field.name))
            elif field.name in declared and isinstance(field, RichTextField):
                texts.append(getattr(row, field.name))
        notice = getattr(row, "funding", None)
        texts.append(notice.text if notice else "")
    Targets.of(gate).prepare(filter(None, streams))
    RichLinks.of(gate).prepare(texts)


def _has_relation(model, name: str) -> bool:
    try:
        return isinstance(model._meta.get_field(name), ForeignKey)
    except FieldDoesNotExist:
        return False
