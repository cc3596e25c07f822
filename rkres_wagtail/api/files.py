"""``documents/`` and ``images/``: files of open collections, without those a room holds back.

Wagtail's own endpoints list a file as soon as it is uploaded. These leave out what is attached
only to something that the public may not see yet, or ever: an internal item of an agenda, a
meeting or text that is a draft, an answer to a hidden decision, the photograph of a person
without a public page. A file in a StreamField or a text of a draft is not known here: keep it
in a closed collection until the day.
"""

from __future__ import annotations

from mimetypes import guess_type
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import classproperty
from wagtail.api import APIField
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..bodies.models import LegalAct, Organisation, Person
from ..consultations.models import DocumentVersion, VersionFile
from ..consultations.querysets import public_consultations
from ..decisions.models import Dispatch
from ..decisions.querysets import public_decisions
from ..meetings.querysets import meeting_model, public_meetings
from ..representations import absolute, document_facts, gate_for, rendition_of
from .base import PublicAPIViewSet
from .errors import as_date
from .memberships import FactField
from .parameters import DATE, TEXT, by_tags, equals, takes

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


# What is held back --------------------------------------------------------------------------------


def _keys(pages) -> QuerySet:
    return pages.order_by().values("translation_key")


def _internal_items():
    """Items that the public never sees, as ``meetings.rules.public_items`` says of one agenda."""
    items = meeting_model()._meta.get_field("agenda_items").field
    rows, page = items.model._default_manager, items.attname
    # What ends the branch of an internal item before the item in question.
    between = rows.filter(
        **{page: OuterRef(page)},
        level__lte=OuterRef("level"),
        sort_order__gt=OuterRef("sort_order"),
        sort_order__lte=OuterRef(OuterRef("sort_order")),
    )
    above = rows.filter(
        ~Exists(between),
        **{page: OuterRef(page)},
        is_internal=True,
        level__lt=OuterRef("level"),
        sort_order__lte=OuterRef("sort_order"),
    )
    return rows.filter(Q(is_internal=True) | Exists(above))


def _materials(gate):
    """All materials of meetings, and those that the public is shown."""
    field = meeting_model()._meta.get_field("materials").field
    rows = field.model._default_manager.filter(document__isnull=False)
    items = meeting_model()._meta.get_field("agenda_items").field
    of_item = items.model._default_manager.filter(
        uuid=OuterRef("item_uuid"), **{items.attname: OuterRef(field.attname)}
    )
    internal = _internal_items().filter(
        uuid=OuterRef("item_uuid"), **{items.attname: OuterRef(field.attname)}
    )
    open_item = Q(item_uuid=None) | (Q(Exists(of_item)) & ~Q(Exists(internal)))
    pages = public_meetings(gate, any_locale=True).order_by().values("pk")
    return rows, rows.filter(open_item, **{f"{field.name}__in": pages})


def _files_of_versions(gate):
    rows = VersionFile.objects.all()
    versions = DocumentVersion.objects.published(gate.now).filter(
        consultation__translation_key__in=_keys(public_consultations(gate, any_locale=True))
    )
    return rows, rows.filter(version__in=versions.order_by().values("pk"))


def _answers(gate):
    rows = Dispatch.objects.filter(answer_document__isnull=False)
    keys = _keys(public_decisions(gate, any_locale=True))
    return rows, rows.filter(decision__translation_key__in=keys)


def withheld_documents(view) -> Q:
    """Documents attached only to what the public may not see."""
    gate, held, shown = view.gate, Q(pk__in=[]), Q(pk__in=[])
    acts = LegalAct.objects.filter(document__isnull=False)
    public_acts = acts.filter(body__translation_key__in=view.bodies.keys)
    for (rows, public), name in (
        (_materials(gate), "document"),
        (_files_of_versions(gate), "document"),
        (_answers(gate), "answer_document"),
        ((acts, public_acts), "document"),
    ):
        held |= Q(pk__in=rows.order_by().values(name))
        shown |= Q(pk__in=public.order_by().values(name))
    return held & ~shown


def withheld_images(view) -> Q:
    """Photographs of people without a public page, logos of organisations that nothing names."""
    held, shown = Q(pk__in=[]), Q(pk__in=[])
    for rows, public, name in (
        (Person.objects, view.bodies.people(), "photo"),
        (Organisation.objects, view.bodies.organisations(), "logo"),
    ):
        known = {f"{name}__isnull": False}
        held |= Q(pk__in=rows.filter(**known).order_by().values(name))
        shown |= Q(pk__in=public.filter(**known).order_by().values(name))
    return held & ~shown


# Endpoints ----------------------------------------------------------------------------------------


def _tags(row, field) -> list[str]:
    return sorted(tag.name for tag in row.tags.all())


def _gate(field):
    return gate_for(field.context["request"])


def _document(name: str):
    return lambda row, field: document_facts(row, _gate(field))[name]


def _download(row, field) -> str:
    return absolute(row.url if hasattr(row, "url") else row.file.url, _gate(field))


def _media_type(row, field) -> str | None:
    return guess_type(row.file.name)[0]


def _image_format(row, field) -> str:
    return row.file.name.rpartition(".")[2].lower()


def _preview(row, field) -> dict[str, Any] | None:
    return rendition_of(row, PREVIEW, _gate(field))


def _facts(**read) -> list[APIField]:
    return [APIField(name, serializer=FactField(each)) for name, each in read.items()]


class _FilesAPIViewSet(PublicAPIViewSet):
    """Files of open collections, the newest first."""

    is_searchable = True
    filters = _FILTERS
    orders = {"id": "pk", "title": "title", "created_at": "created_at"}
    default_order = ("-created_at", "-pk")
    #: The last ones stand in ``meta``, as in Wagtail's own endpoints.
    facts: list[APIField] = []
    meta_facts = _facts(tags=_tags, download_url=_download)

    def withheld(self) -> Q:
        raise NotImplementedError

    @property
    def gate(self):
        return gate_for(self.request)

    def public(self):
        rows = self.model._default_manager.exclude(self.withheld())
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
    """Documents that anyone may open, the newest first."""

    facts = [
        *_facts(
            **{
                name: _document(name) for name in ("filename", "url", "format", "file_size", "sha1")
            },
            media_type=_media_type,
        ),
        APIField("created_at"),
    ]

    @classproperty
    def model(cls):
        return get_document_model()

    def withheld(self) -> Q:
        return withheld_documents(self)


class PublicImagesAPIViewSet(_FilesAPIViewSet):
    """Images that anyone may see, the newest first."""

    facts = [
        *map(APIField, ("width", "height", "file_size", "created_at")),
        *_facts(
            alt=lambda row, field: row.default_alt_text,
            format=_image_format,
            media_type=_media_type,
            sha1=lambda row, field: row.file_hash or None,
            preview=_preview,
        ),
    ]

    @classproperty
    def model(cls):
        return get_image_model()

    def withheld(self) -> Q:
        return withheld_images(self)

    def with_relations(self, queryset):
        return super().with_relations(queryset).prefetch_renditions(PREVIEW)


#: Name in the address -> viewset, in the place of Wagtail's own.
FILE_ENDPOINTS = {"documents": PublicDocumentsAPIViewSet, "images": PublicImagesAPIViewSet}
