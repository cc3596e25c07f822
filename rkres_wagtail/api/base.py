"""Read-only endpoints that show what the gate lets through and take only declared parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from django.conf import settings
from rest_framework.filters import BaseFilterBackend
from rest_framework.generics import get_object_or_404
from wagtail import fields as wagtail_fields
from wagtail.api.v2.serializers import BaseSerializer, RelatedField
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.rich_text import expand_db_html

from ..compat import rich_text_serializer
from ..representations import (
    PREFETCHED_IMAGES,
    PUBLIC_BODIES,
    gate_for,
    images_in,
    prefetch_images,
)
from ..search import matching
from .bodies import PublicBodies
from .errors import PoliteErrorsMixin, as_choice, as_key
from .http import PublicHttpMixin


class RichTextHtml(rich_text_serializer()):
    """Rich text as the HTML a page shows, unless ``?rich_text_format=`` asks for another."""

    def to_representation(self, value):
        request = self.context.get("request")
        if request is not None and request.GET.get("rich_text_format"):
            return super().to_representation(value)
        return expand_db_html(str(value or ""))


class GatedRelatedField(RelatedField):
    """A bare foreign key of the host's: null when it leads to what the public may not see."""

    def get_attribute(self, instance):
        value = super().get_attribute(instance)
        return value if value is None or is_public(value, self.context.get("request")) else None

    def use_pk_only_optimization(self):
        return False


def is_public(value, request) -> bool:
    """Whether a related object may be shown: pages by the gate, drafts and closed files not."""
    gate = gate_for(request)
    if hasattr(value, "alias_of_id") and hasattr(value, "path"):
        return gate.allows(value)
    if getattr(value, "live", True) is False:
        return False
    if hasattr(value, "has_public_profile"):
        return value.has_public_profile
    return not hasattr(value, "collection") or gate.allows_document(value)


class GatedSerializerMixin:
    serializer_field_mapping = {
        **BaseSerializer.serializer_field_mapping,
        wagtail_fields.RichTextField: RichTextHtml,
    }
    serializer_related_field = GatedRelatedField


class GatedSerializer(GatedSerializerMixin, BaseSerializer):
    pass


def gate_nested(serializer_class) -> None:
    """Make the serializers that ``?fields=a(b)`` nests ask the gate, too."""
    for nested in getattr(serializer_class, "child_serializer_classes", {}).values():
        nested.serializer_related_field = GatedRelatedField
        gate_nested(nested)


# Parameters -------------------------------------------------------------------------------------


class DeclaredFilters(BaseFilterBackend):
    """Applies ``view.filters``: parameter -> function of (view, queryset, value)."""

    def filter_queryset(self, request, queryset, view):
        for name, apply in view.filters.items():
            if name in request.GET:
                queryset = apply(view, queryset, request.GET[name])
        return queryset


class DeclaredOrder(BaseFilterBackend):
    """``?order=`` by one of ``view.orders``, ``-`` for the other way round."""

    def filter_queryset(self, request, queryset, view):
        asked = request.GET.get("order")
        if not asked:
            return queryset.order_by(*view.default_order)
        name = as_choice("order", asked.removeprefix("-"), [*view.orders])
        sign = "-" if asked.startswith("-") else ""
        return queryset.order_by(f"{sign}{view.orders[name]}", "pk")


class PolishSearch(BaseFilterBackend):
    """``?search=`` as Polish readers type; the best first unless ``?order=`` says otherwise."""

    def filter_queryset(self, request, queryset, view):
        if "search" not in request.GET:
            return queryset
        if not getattr(settings, "WAGTAILAPI_SEARCH_ENABLED", True):
            raise BadRequestError("search is disabled")
        operator = as_choice(
            "search_operator", request.GET.get("search_operator", "and"), ("and", "or")
        )
        found = matching(queryset.model, request.GET["search"], operator=operator)
        if "order" in request.GET:
            return queryset.filter(pk__in=found.order_by().values("pk"))
        return found.filter(pk__in=queryset.order_by().values("pk"))


def equals(field: str, convert: Callable) -> Callable:
    """A filter on ``field`` whose value ``convert(name, value)`` checks."""

    def apply(view, queryset, value):
        name = field.split("__")[0]
        return queryset.filter(**{field: convert(name, value)})

    return apply


def one_of(field: str, choices) -> Callable:
    return equals(field, lambda name, value: as_choice(name, value, choices))


def by_body(view, queryset, value):
    """``?body=``: a public body by the id of any of its language versions."""
    return queryset.filter(body__translation_key=view.body_key("body", value))


def by_committee(view, queryset, value):
    """``?committee=``: a public committee by the id of any of its language versions."""
    return queryset.filter(committee__translation_key=view.body_key("committee", value))


# Endpoints --------------------------------------------------------------------------------------


class PublicAPIViewSet(PublicHttpMixin, PoliteErrorsMixin, BaseAPIViewSet):
    """A list and details of public facts. A subclass says ``model`` and ``public()``."""

    base_serializer_class = GatedSerializer
    filter_backends = [DeclaredFilters, DeclaredOrder, PolishSearch]
    #: Parameter -> function of (view, queryset, value).
    filters: ClassVar[dict[str, Callable]] = {}
    #: Name for ``?order=`` -> field.
    orders: ClassVar[dict[str, str]] = {"id": "pk"}
    default_order: ClassVar[tuple[str, ...]] = ("pk",)
    is_searchable = False
    #: Sizes of images that rows show: StreamField name -> rendition.
    images: ClassVar[dict[str, str]] = {}

    @property
    def bodies(self) -> PublicBodies:
        return PublicBodies.of(self.request)

    def public(self):
        """Everything of this model that the public may see."""
        raise NotImplementedError

    def get_queryset(self):
        return self.public()

    def body_key(self, name: str, value: str):
        """The ``translation_key`` of the public body whose page has the id ``value``."""
        return self.bodies.key_of(name, value)

    @classmethod
    def get_listing_default_fields(cls, model):
        """Flat and small, so a list says everything; ``?fields=`` cuts it down."""
        return cls.get_available_fields(model)

    def check_query_parameters(self, queryset):
        known = {*self.known_query_parameters, *self.filters}
        if not self.is_searchable:
            known -= {"search", "search_operator"}
        unknown = set(self.request.GET) - known
        if unknown:
            raise BadRequestError(
                "query parameter is not an operation or a recognised field: "
                f"{', '.join(sorted(unknown))}. Known here: "
                f"{', '.join(sorted(known - {'_', 'format'}))}"
            )

    def get_object(self):
        if not hasattr(self, "_cached_object"):
            self._cached_object = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        return self._cached_object

    def find_object(self, queryset, request):
        if "id" in request.GET:
            return queryset.filter(pk=as_key("id", request.GET["id"])).first()
        raise BadRequestError("say what to find: id")

    def paginate_queryset(self, queryset):
        self.rows = list(super().paginate_queryset(queryset))
        return self.rows

    def get_serializer_context(self):
        context = super().get_serializer_context()
        context[PUBLIC_BODIES] = self.bodies
        rows = getattr(self, "rows", None)
        for field, spec in self.images.items() if rows else ():
            ids = {pk for row in rows for pk in images_in(getattr(row, field))}
            context[PREFETCHED_IMAGES] = prefetch_images(ids, spec)
        return context
