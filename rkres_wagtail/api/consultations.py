"""Consultations over API v2: filters of their pages, kinds of documents, versions of texts."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.utils import BadRequestError

from ..consultations.api_document import DETAILS, VERSION_FIELDS, load
from ..consultations.api_loading import report_days, with_files
from ..consultations.choices import ConsultationState, VersionKind
from ..consultations.course import start_of_day
from ..consultations.models import ConsultationKind, DocumentVersion, Round
from ..consultations.pages import ConsultationPageMixin
from ..consultations.querysets import consultations, in_state, public_consultations
from ..fields import YEARS
from ..remarks.choices import Meaning
from ..remarks.models import ResponseStatus
from ..representations import gate_for
from .base import PublicAPIViewSet, by_body, by_committee, one_of
from .errors import as_choice, as_key

# Filters of pages -------------------------------------------------------------------------------


def _by_state(view, queryset, value):
    """``?state=open,announced``: in any of them, now."""
    now, days = view.gate.now, report_days(view.gate)
    wanted = Q()
    for state in value.split(","):
        wanted |= in_state(as_choice("state", state, ConsultationState.values), now, days)
    return queryset.filter(wanted)


def _by_kind(view, queryset, value):
    return queryset.filter(kind_id=as_key("kind", value))


def _by_year(view, queryset, value):
    """``?year=``: with a round that lasted in that year, even for a day."""
    year = as_key("year", value)
    if year not in YEARS or year + 1 not in YEARS:
        raise BadRequestError(f"year must be between {YEARS[0]} and {YEARS[-2]}")
    rounds = Round.objects.filter(
        consultation__translation_key=OuterRef("translation_key"),
        starts_at__lt=start_of_day(date(year + 1, 1, 1)),
        ends_at__gt=start_of_day(date(year, 1, 1)),
    )
    return queryset.filter(Exists(rounds))


#: Parameter -> function of (view, queryset, value).
FILTERS = {"state": _by_state, "kind": _by_kind, "body": by_body, "year": _by_year}


def filters_of(model: type) -> dict:
    """Parameters of ``pages/?type=`` with this class of pages."""
    return FILTERS if issubclass(model, ConsultationPageMixin) else {}


class ConsultationFilters(BaseFilterBackend):
    """Applies ``filters_of`` the pages that are listed."""

    def filter_queryset(self, request, queryset, view):
        for name, apply in filters_of(queryset.model).items():
            if name in request.GET:
                queryset = apply(view, queryset, request.GET[name])
        return queryset


# Endpoints --------------------------------------------------------------------------------------


class ConsultationKindsAPIViewSet(PublicAPIViewSet):
    """Kinds of consulted documents of public committees, in the committee's order."""

    model = ConsultationKind
    filters = {"committee": by_committee}
    orders = {"id": "pk", "sort_order": "sort_order"}
    default_order = ("sort_order", "pk")

    def public(self):
        keys = self.bodies.committee_keys
        kinds = ConsultationKind.objects.filter(committee__translation_key__in=keys)
        return kinds.select_related("committee")


class ResponseStatusesAPIViewSet(PublicAPIViewSet):
    """Statuses of answers to remarks of public committees, in the committee's order."""

    model = ResponseStatus
    filters = {"committee": by_committee, "meaning": one_of("meaning", Meaning.values)}
    orders = {"id": "pk", "sort_order": "sort_order"}
    default_order = ("sort_order", "pk")

    def public(self):
        keys = self.bodies.committee_keys
        rows = ResponseStatus.objects.filter(committee__translation_key__in=keys)
        return rows.select_related("committee")


def by_consultation(view, queryset, value):
    """``?consultation=``: by the id of any language version of its page."""
    keys = consultations().filter(pk=as_key("consultation", value)).order_by()
    return queryset.filter(consultation__translation_key__in=keys.values("translation_key"))


class DocumentVersionsAPIViewSet(PublicAPIViewSet):
    """Published versions of consulted documents, those published last first.

    Texts are where one is asked for alone: a list would read all of them.
    """

    model = DocumentVersion
    filters = {"consultation": by_consultation, "kind": one_of("kind", VersionKind.values)}
    orders = {"id": "pk", "published_at": "published_at", "number": "number"}
    default_order = ("-published_at", "-pk")
    detail_only_fields = [*DETAILS]

    def public(self):
        gate = gate_for(self.request)
        pages = public_consultations(gate, any_locale=True).order_by()
        rows = DocumentVersion.objects.published(gate.now).filter(
            consultation__translation_key__in=pages.values("translation_key"),
        )
        return with_files(rows)

    @classmethod
    def get_body_fields(cls, model):
        return [*cls._convert_api_fields(cls.body_fields), *VERSION_FIELDS]

    @classmethod
    def get_listing_default_fields(cls, model):
        known = super().get_listing_default_fields(model)
        return [name for name in known if name not in DETAILS]

    def get_serializer_context(self):
        rows = getattr(self, "rows", None)
        load([self.get_object()] if rows is None else rows, gate_for(self.request))
        return super().get_serializer_context()
