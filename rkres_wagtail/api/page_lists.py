"""``meetings/``, ``programmes/``, ``bodies/`` and so on: lists of one sort of pages.

Their rows are those of ``pages/?type=…`` with their own fields by default; the site's own page
classes count as the settings ``RKRES_WAGTAIL_*_PAGE`` say, bodies of every class.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db.models import F, prefetch_related_objects
from django.utils.functional import classproperty
from wagtail.api import APIField
from wagtail.api.v2.utils import BadRequestError, parse_fields_parameter
from wagtail.api.v2.views import BaseAPIViewSet

from ..bodies.pages import BodyPageMixin
from ..bodies.tree import body_models, pages_of
from ..consultations.querysets import consultation_model, with_dates
from ..decisions.querysets import decision_model, latest_first
from ..meetings.choices import MeetingForm
from ..meetings.querysets import latest_first as latest_meetings_first
from ..meetings.querysets import meeting_model
from ..participation.querysets import call_model
from ..programmes.querysets import programme_model
from ..representations import page_reference
from .memberships import FactField
from .openapi.types import PAGE_OR_NULL
from .page_filters import (
    BODY_FILTERS,
    BODY_KINDS,
    CALL_FILTERS,
    CONSULTATION_FILTERS,
    DECISION_FILTERS,
    MEETING_FILTERS,
    PROGRAMME_FILTERS,
)
from .pages import PublicPagesAPIViewSet
from .parameters import DeclaredParametersMixin, by_locale, by_slug, by_tags, choices, one_of

_ANY = {"tags": by_tags, "locale": by_locale, "slug": by_slug}


class PageListAPIViewSet(DeclaredParametersMixin, PublicPagesAPIViewSet):
    """Public pages of one class; a subclass says ``model``, ``filters`` and ``orders``."""

    known_query_parameters = BaseAPIViewSet.known_query_parameters
    filter_backends = DeclaredParametersMixin.filter_backends
    with_relations = PublicPagesAPIViewSet.with_relations
    is_searchable = True
    #: Whole texts and lists: in details, and in a list that asks for them.
    heavy: tuple[str, ...] = ()

    def public(self):
        """The public pages of this class, in every language."""
        return self.gate.pages(self.model._default_manager.all(), any_locale=True)

    def get_queryset(self):
        return self.with_relations(self.public())

    @classmethod
    def get_listing_default_fields(cls, model):
        left_out = {*cls.heavy, *cls.detail_only_fields}
        return [name for name in cls.get_detail_default_fields(model) if name not in left_out]


class MeetingsAPIViewSet(PageListAPIViewSet):
    """Public meetings, the latest first; those of no known date are last."""

    filters = {
        **MEETING_FILTERS,
        "meeting_form": one_of("meeting_form", MeetingForm.values, "Held in this way."),
        **_ANY,
    }
    orders = {"id": "pk", "date": "starts_at", "title": "title", "modified": "last_published_at"}
    default_order = latest_meetings_first()
    heavy = ("description", "changes", "agenda", "materials", "report", "photos", "attendance")

    @classproperty
    def model(cls):
        return meeting_model()


class DecisionsAPIViewSet(PageListAPIViewSet):
    """Public decisions, the latest first; those of no known date are last."""

    filters = {**DECISION_FILTERS, **_ANY}
    orders = {"id": "pk", "date": "adopted_on", "title": "title", "modified": "last_published_at"}
    default_order = latest_first()
    heavy = ("text", "files", "dispatches")

    @classproperty
    def model(cls):
        return decision_model()


class ConsultationsAPIViewSet(PageListAPIViewSet):
    """Public consultations, those that close last first."""

    filters = {**CONSULTATION_FILTERS, **_ANY}
    orders = {"id": "pk", "date": "closed_at", "title": "title", "modified": "last_published_at"}
    default_order = (F("closed_at").desc(nulls_last=True), "-pk")
    heavy = (
        "description", "legal_basis", "rounds", "invited", "notified", "channels", "other_rules",
        "forms", "copies", "hearings", "versions", "report",
    )  # fmt: skip

    @classproperty
    def model(cls):
        return consultation_model()

    def public(self):
        return with_dates(super().public(), self.gate.now)


class ProgrammesAPIViewSet(PageListAPIViewSet):
    """Public programmes, those that began last first."""

    filters = {**PROGRAMME_FILTERS, "locale": by_locale, "slug": by_slug}
    orders = {"id": "pk", "year": "starts_year", "title": "title", "modified": "last_published_at"}
    default_order = (F("starts_year").desc(nulls_last=True), "-pk")
    heavy = ("description", "acts", "files", "copies", "reports")

    @classproperty
    def model(cls):
        return programme_model()


class CallsAPIViewSet(PageListAPIViewSet):
    """Public calls, those that close last first."""

    filters = {**CALL_FILTERS, **_ANY}
    orders = {"id": "pk", "date": "closes_at", "title": "title", "modified": "last_published_at"}
    default_order = (F("closes_at").desc(nulls_last=True), "-pk")
    heavy = ("who_may_stand", "rules", "channels", "files", "questions", "copies", "outcome")

    @classproperty
    def model(cls):
        return call_model()


# Bodies -------------------------------------------------------------------------------------------


def _kind(page, field) -> str:
    return next(kind for kind, mixin in BODY_KINDS.items() if isinstance(page, mixin))


def _committee(page, field) -> dict[str, Any] | None:
    committee = field.bodies.committee_of(page)
    return page_reference(committee) if committee else None


class BodiesAPIViewSet(PageListAPIViewSet):
    """Public committees, tiers and groups in the order of the tree, with what all of them have."""

    filters = {**BODY_FILTERS, "locale": by_locale, "slug": by_slug}
    orders = {"id": "pk", "title": "title", "modified": "last_published_at"}
    default_order = ("path",)
    heavy = ("description", "history")

    @classproperty
    def model(cls):
        """The first of the classes; rows are of all of them."""
        return body_models()[0]

    def public(self):
        return self.gate.pages(pages_of(BodyPageMixin), any_locale=True).specific()

    @classmethod
    def get_body_fields(cls, model):
        return [
            *cls._convert_api_fields(cls.body_fields),
            APIField("kind", serializer=FactField(_kind, schema=choices(BODY_KINDS))),
            APIField("committee", serializer=FactField(_committee, schema=PAGE_OR_NULL)),
            *BodyPageMixin.api_fields,
        ]

    def with_relations(self, queryset):
        return queryset.specific()

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        for model in body_models():
            own = [row for row in rows if type(row) is model]
            if own:
                prefetch_related_objects(own, "funding", "locale")
        return rows

    def get_serializer(self, instance, *, many=False):
        """Each row as its own class."""
        rows = list(instance) if many else [instance]
        context, known = self.get_serializer_context(), {}
        for model in {self.model, *map(type, rows)}:
            known[model] = self._serializer_class_of(model, show_details=not many)
        data = [known[type(row)](row, context=context).data for row in rows]
        return SimpleNamespace(data=data if many else data[0])

    def _serializer_class_of(self, model, *, show_details: bool):
        try:
            asked = parse_fields_parameter(self.request.GET.get("fields", ""))
        except ValueError as error:
            raise BadRequestError(f"fields error: {error}") from error
        router = self.request.wagtailapi_router
        return self._get_serializer_class(router, model, asked, show_details=show_details)


#: Name in the address -> viewset.
PAGE_LISTS = {
    "meetings": MeetingsAPIViewSet,
    "decisions": DecisionsAPIViewSet,
    "consultations": ConsultationsAPIViewSet,
    "programmes": ProgrammesAPIViewSet,
    "calls": CallsAPIViewSet,
    "bodies": BodiesAPIViewSet,
}
