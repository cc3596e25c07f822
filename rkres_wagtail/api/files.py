"""``documents/`` and ``images/``: files of open collections that something public refers to.

Wagtail's own endpoints list a file as soon as it is uploaded; ``public_files`` says which these do.
"""

from __future__ import annotations

from collections.abc import Callable
from mimetypes import guess_type
from typing import Any

from django.db.models import Q
from django.utils.functional import classproperty
from wagtail.api import APIField
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..representations import absolute, document_facts, gate_for, rendition_of
from .base import PublicAPIViewSet
from .errors import as_date
from .memberships import FactField
from .openapi.types import NUMBER, Schema, list_of, or_null, ref
from .parameters import DATE, TEXT, by_tags, equals, takes
from .public_files import listed_documents, listed_images

#: Size in which a list of images shows them.
PREVIEW = "max-800x600"


@takes(TEXT)
def _by_extension(view, queryset, value):
    """With this extension, e.g. ``pdf``."""
    return queryset.filter(file__iendswith=f".{value.removeprefix('.')}")


def _created(lookup: str, name: str, says: str):
    return equals(
        f"created_at__date__{lookup}", lambda _field, value: as_date(name, value), DATE, says
    )


_FILTERS = {
    "tags": by_tags,
    "extension": _by_extension,
    "from": _created("gte", "from", "Uploaded on this day or later."),
    "to": _created("lte", "to", "Uploaded on this day or earlier."),
}


# Endpoints ----------------------------------------------------------------------------------------


def _tags(row, field) -> list[str]:
    return sorted(tag.name for tag in row.tags.all())


def _gate(field):
    return gate_for(field.context["request"])


def _document_fact(name: str, schema: Schema) -> APIField:
    return _fact(name, lambda row, field: document_facts(row, _gate(field))[name], schema)


def _download(row, field) -> str:
    return absolute(row.url if hasattr(row, "url") else row.file.url, _gate(field))


def _media_type(row, field) -> str | None:
    return guess_type(row.file.name)[0]


def _image_format(row, field) -> str:
    return row.file.name.rpartition(".")[2].lower()


def _preview(row, field) -> dict[str, Any] | None:
    return rendition_of(row, PREVIEW, _gate(field))


def _fact(name: str, read: Callable, schema: Schema) -> APIField:
    return APIField(name, serializer=FactField(read, schema=schema))


class _FilesAPIViewSet(PublicAPIViewSet):
    """Files of open collections that something public refers to, the newest first."""

    is_searchable = True
    filters = _FILTERS
    orders = {"id": "pk", "title": "title", "created_at": "created_at"}
    default_order = ("-created_at", "-pk")
    #: The last ones stand in ``meta``, as in Wagtail's own endpoints.
    facts: list[APIField] = []
    meta_facts = [
        _fact("tags", _tags, list_of(TEXT)),
        _fact("download_url", _download, TEXT),
    ]

    def listed(self) -> Q:
        """Which files something public refers to."""
        raise NotImplementedError

    @property
    def gate(self):
        return gate_for(self.request)

    def public(self):
        rows = self.model._default_manager.filter(self.listed())
        for path in self.gate.closed_collections:
            rows = rows.exclude(collection__path__startswith=path)
        return rows

    def with_relations(self, queryset):
        return queryset.select_related("collection").prefetch_related("tags")

    @classmethod
    def get_body_fields(cls, model):
        own = getattr(model, "api_fields", ())
        return [*cls._convert_api_fields([*cls.body_fields, "title"]), *cls.facts,
                *cls._convert_api_fields(own)]  # fmt: skip

    @classmethod
    def get_meta_fields(cls, model):
        return [*super().get_meta_fields(model), *cls.meta_facts]


class PublicDocumentsAPIViewSet(_FilesAPIViewSet):
    """Documents that something public refers to, the newest first."""

    facts = [
        *(_document_fact(name, TEXT) for name in ("filename", "url", "format")),
        _document_fact("file_size", or_null(NUMBER)),
        _document_fact("sha1", or_null(TEXT)),
        _fact("media_type", _media_type, or_null(TEXT)),
        APIField("created_at"),
    ]

    @classproperty
    def model(cls):
        return get_document_model()

    def listed(self) -> Q:
        return listed_documents(self)


class PublicImagesAPIViewSet(_FilesAPIViewSet):
    """Images that something public shows, the newest first."""

    facts = [
        *map(APIField, ("width", "height", "file_size", "created_at")),
        _fact("alt", lambda row, field: row.default_alt_text, TEXT),
        _fact("format", _image_format, TEXT),
        _fact("media_type", _media_type, or_null(TEXT)),
        _fact("sha1", lambda row, field: row.file_hash or None, or_null(TEXT)),
        _fact("preview", _preview, or_null(ref("Image"))),
    ]

    @classproperty
    def model(cls):
        return get_image_model()

    def listed(self) -> Q:
        return listed_images(self)

    def with_relations(self, queryset):
        return super().with_relations(queryset).prefetch_renditions(PREVIEW)


#: Name in the address -> viewset, in the place of Wagtail's own.
FILE_ENDPOINTS = {"documents": PublicDocumentsAPIViewSet, "images": PublicImagesAPIViewSet}
