"""Read-only endpoints that show what the gate lets through and take only declared parameters."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.generics import get_object_or_404
from wagtail import fields as wagtail_fields
from wagtail.api.v2.serializers import BaseSerializer, RelatedField
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet

from ..compat import rich_text_serializer
from ..representations import (
    PREFETCHED_IMAGES,
    PUBLIC_BODIES,
    gate_for,
    images_in,
    prefetch_images,
)
from ..rich_links import rich_html, with_addresses
from .bodies import PublicBodies
from .errors import PoliteErrorsMixin, as_key
from .http import PublicHttpMixin
from .parameters import DeclaredParametersMixin
from .streams import StreamAsFacts


class RichTextHtml(rich_text_serializer()):
    """Rich text as the HTML a page shows, unless ``?rich_text_format=`` asks for another."""

    def to_representation(self, value):
        request = self.context.get("request")
        gate, wanted = gate_for(request), request and request.GET.get("rich_text_format")
        if not wanted:
            return rich_html(value, gate)
        # As it is stored it keeps its ids; any other format has addresses.
        is_stored = wanted.startswith("db_")
        return super().to_representation(value if is_stored else with_addresses(value, gate))


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
        wagtail_fields.StreamField: StreamAsFacts,
    }
    serializer_related_field = GatedRelatedField


class GatedSerializer(GatedSerializerMixin, BaseSerializer):
    pass


def gate_nested(serializer_class) -> None:
    """Make the serializers that ``?fields=a(b)`` nests ask the gate, too."""
    for nested in getattr(serializer_class, "child_serializer_classes", {}).values():
        nested.serializer_related_field = GatedRelatedField
        nested.serializer_field_mapping = GatedSerializerMixin.serializer_field_mapping
        gate_nested(nested)


# Endpoints --------------------------------------------------------------------------------------


class PublicAPIViewSet(PublicHttpMixin, DeclaredParametersMixin, PoliteErrorsMixin, BaseAPIViewSet):
    """A list and details of public facts. A subclass says ``model`` and ``public()``."""

    base_serializer_class = GatedSerializer
    known_query_parameters = BaseAPIViewSet.known_query_parameters | {"locale"}
    #: Sizes of images that rows show: StreamField name -> rendition.
    images: ClassVar[dict[str, str]] = {}

    @property
    def bodies(self) -> PublicBodies:
        return PublicBodies.of(self.request)

    def public(self):
        """Everything of this model that the public may see."""
        raise NotImplementedError

    def get_queryset(self):
        return self.with_relations(self.public())

    def body_key(self, name: str, value: str):
        """The ``translation_key`` of the public body whose page has the id ``value``."""
        return self.bodies.key_of(name, value)

    @classmethod
    def get_listing_default_fields(cls, model):
        """Flat and small, so a list says everything; ``?fields=`` cuts it down."""
        return cls.get_available_fields(model)

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
