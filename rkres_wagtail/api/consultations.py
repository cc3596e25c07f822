"""Consultations over API v2: kinds of documents, statuses of answers, versions of texts."""

from __future__ import annotations

from ..consultations.api_document import DETAILS, VERSION_FIELDS, load
from ..consultations.api_loading import with_files
from ..consultations.choices import VersionKind
from ..consultations.models import ConsultationKind, DocumentVersion
from ..consultations.querysets import consultations, public_consultations
from ..remarks.choices import Meaning
from ..remarks.models import ResponseStatus
from ..representations import gate_for
from .base import PublicAPIViewSet
from .errors import as_key, as_moment
from .parameters import ID, MOMENT, by_committee, equals, one_of, takes


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
    filters = {
        "committee": by_committee,
        "meaning": one_of("meaning", Meaning.values, "That mean this."),
    }
    orders = {"id": "pk", "sort_order": "sort_order"}
    default_order = ("sort_order", "pk")

    def public(self):
        keys = self.bodies.committee_keys
        rows = ResponseStatus.objects.filter(committee__translation_key__in=keys)
        return rows.select_related("committee")


@takes(ID)
def by_consultation(view, queryset, value):
    """Of a consultation, by the id of its page in any language."""
    keys = consultations().filter(pk=as_key("consultation", value)).order_by()
    return queryset.filter(consultation__translation_key__in=keys.values("translation_key"))


class DocumentVersionsAPIViewSet(PublicAPIViewSet):
    """Published versions of consulted documents, those published last first.

    Texts are where one is asked for alone: a list would read all of them.
    """

    model = DocumentVersion
    filters = {
        "consultation": by_consultation,
        "kind": one_of("kind", VersionKind.values, "Of this kind."),
        "modified_since": equals(
            "changed_at__gte",
            lambda name, value: as_moment("modified_since", value),
            MOMENT,
            "Published or corrected since this day or moment.",
        ),
    }
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
