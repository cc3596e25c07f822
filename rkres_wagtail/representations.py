"""How a related object looks in the API: a few flat facts, or null where the gate says no.

Serializer fields for ``api_field(name, serializer=…)``. A bare foreign key in ``api_fields``
would let ``?fields=body(title)`` print a draft; these cannot be expanded. API v2 gives them a
request, whose gate they ask; API v3 gives none, then the gate is that of the page's own site.
"""

from __future__ import annotations

from typing import Any

import swapper
from django.conf import settings
from rest_framework.fields import Field
from wagtail.images.models import SourceImageIOError
from wagtail.models import Site

from .public import Gate
from .rich_links import rich_html

#: Key of the serializers' context: objects that the view fetched for all rows at once.
PREFETCHED_PAGES = "rkres_wagtail.pages"
PREFETCHED_IMAGES = "rkres_wagtail.images"
#: And what tells the public language versions of a body.
PUBLIC_BODIES = "rkres_wagtail.public_bodies"


def gate_for(request, page=None) -> Gate:
    """The gate of ``request`` (Django's or the REST framework's), else of the page's site."""
    if request is not None:
        return Gate.of(getattr(request, "_request", request))
    site = page.get_site() if hasattr(page, "get_site") else None
    return Gate(site or Site.objects.filter(is_default_site=True).first())


def page_reference(page) -> dict[str, Any]:
    """``id``, ``type``, ``title`` and ``html_url`` of a page that passed the gate."""
    model = page.specific_class
    return {
        "id": page.pk,
        "type": model._meta.label if model else None,
        "title": page.title,
        "html_url": page.full_url,
    }


def pages_in(stream) -> list[int]:
    """Ids in a StreamField of page choosers, without fetching the pages."""
    values = (block["value"] for block in stream.raw_data) if stream else ()
    return [int(value) for value in values if str(value or "").isdecimal()]


class ReadOnlyField(Field):
    def __init__(self, **kwargs):
        super().__init__(**{"read_only": True, **kwargs})

    def gate(self, instance=None) -> Gate:
        """The gate of the request, else of the site on which the page ``instance`` stands."""
        return gate_for(self.context.get("request"), instance)


class DisplayField(ReadOnlyField):
    """The words of a choice: ``DisplayField(source="get_kind_display")``."""

    def to_representation(self, value) -> str:
        return str(value)


class PublicPageField(ReadOnlyField):
    """A page, when the public may see it: ``{id, type, title, html_url}``.

    Of a body, the version in the request's language where the endpoint knows it.
    """

    def get_attribute(self, instance):
        page = super().get_attribute(instance)
        bodies = self.context.get(PUBLIC_BODIES)
        if page is not None and bodies is not None:
            return bodies.page(page.translation_key)
        return page if page is not None and self.gate(instance).allows(page) else None

    def to_representation(self, page) -> dict[str, Any]:
        return page_reference(page)


class PublicPagesField(ReadOnlyField):
    """The pages chosen in a StreamField that the public may see, in the editors' order."""

    def get_attribute(self, instance):
        ids = pages_in(super().get_attribute(instance))
        if not ids:
            return []
        pages = self.context.get(PREFETCHED_PAGES)
        if pages is None:
            pages = swapper.load_model("wagtailcore", "Page").objects.in_bulk(ids)
        gate = self.gate(instance)
        return [pages[pk] for pk in ids if pk in pages and gate.allows(pages[pk])]

    def to_representation(self, pages) -> list[dict[str, Any]]:
        return [page_reference(page) for page in pages]


class NamedField(ReadOnlyField):
    """A related object that is public as such: ``{id, type, name}`` and ``extra`` attributes."""

    def __init__(self, *, name: str = "name", extra: tuple[str, ...] = (), **kwargs):
        self.name_attribute = name
        self.extra = extra
        super().__init__(**kwargs)

    def to_representation(self, value) -> dict[str, Any]:
        named = {"id": value.pk, "type": value._meta.label}
        named[self.name_attribute] = str(getattr(value, self.name_attribute))
        return named | {attribute: getattr(value, attribute) for attribute in self.extra}


class PublicDocumentField(ReadOnlyField):
    """A file, when its collection is open: what ``document_facts`` says."""

    def get_attribute(self, instance):
        document = super().get_attribute(instance)
        return document if document and self.gate().allows_document(document) else None

    def to_representation(self, document) -> dict[str, Any]:
        return document_facts(document, self.gate())


class PublicImageField(ReadOnlyField):
    """An image in one size: ``{id, url, width, height, alt}``; null when its file is gone."""

    def __init__(self, spec: str, **kwargs):
        self.spec = spec
        super().__init__(**kwargs)

    def get_attribute(self, instance):
        image = super().get_attribute(instance)
        return image if image and self.gate().allows_document(image) else None

    def to_representation(self, image) -> dict[str, Any] | None:
        return rendition_of(image, self.spec, self.gate())


class LogosField(ReadOnlyField):
    """Images chosen in a StreamField of image blocks, each with its alternative text."""

    spec = "max-400x120"

    def to_representation(self, stream) -> list[dict[str, Any]]:
        chosen = images_in(stream)
        images = self.context.get(PREFETCHED_IMAGES)
        if images is None:
            images = prefetch_images(chosen, self.spec)
        gate = self.gate()
        found = (
            rendition_of(images[pk], self.spec, gate, alt=alt)
            for pk, alt in chosen.items()
            if pk in images and gate.allows_document(images[pk])
        )
        return [each for each in found if each]


class FundingField(ReadOnlyField):
    """A funding notice: its text as HTML and its logos; its name is for the office only."""

    def to_representation(self, notice) -> dict[str, Any]:
        logos = LogosField()
        logos.parent = self
        return {
            "id": notice.pk,
            "type": notice._meta.label,
            "text": rich_html(notice.text, self.gate()),
            "logos": logos.to_representation(notice.logos),
        }


class PublicActField(ReadOnlyField):
    """An act that concerns a public body: ``{id, type, title, url}``."""

    def get_attribute(self, instance):
        act = super().get_attribute(instance)
        return act if act is not None and self.gate(instance).allows(act.body) else None

    def to_representation(self, act) -> dict[str, Any]:
        document, gate = act.document, self.gate(act.body)
        is_open = document is not None and gate.allows_document(document)
        return {
            "id": act.pk,
            "type": act._meta.label,
            "title": act.citation,
            "url": absolute(document.url, gate) if is_open else act.url,
        }


#: What ``document_facts`` says where there is no file.
NO_DOCUMENT = dict.fromkeys(("id", "title", "filename", "url", "format", "file_size", "sha1"), None)


def document_facts(document, gate: Gate, title: str = "") -> dict[str, Any]:
    """A file of an open collection, the same wherever the API names one.

    ``{id, title, filename, url, format, file_size, sha1}``: bytes; the checksum is null where
    Wagtail has not counted it yet, and so is the size.
    """
    return {
        "id": document.pk,
        "title": title or document.title,
        "filename": document.filename,
        "url": absolute(document.url, gate),
        "format": document.file_extension.lower(),
        "file_size": document.file_size,
        "sha1": document.file_hash or None,
    }


def images_in(stream) -> dict[int, str]:
    """Id and alternative text of the images in a StreamField of image blocks."""
    values = (block["value"] for block in stream.raw_data) if stream else ()
    return {
        value["image"]: "" if value.get("decorative") else value.get("alt_text") or ""
        for value in values
        if isinstance(value, dict) and value.get("image")
    }


def prefetch_images(ids, spec: str) -> dict:
    """Images by id, with their collections and renditions, in three queries."""
    from wagtail.images import get_image_model

    images = get_image_model().objects.filter(pk__in=list(ids)).select_related("collection")
    return {image.pk: image for image in images.prefetch_renditions(spec)}


def rendition_of(image, spec: str, gate: Gate, *, alt: str | None = None) -> dict[str, Any] | None:
    """One size of ``image`` for the API; None when its file is gone."""
    try:
        rendition = image.get_rendition(spec)
    except SourceImageIOError:
        return None
    return {
        "id": image.pk,
        "url": absolute(rendition.url, gate),
        "width": rendition.width,
        "height": rendition.height,
        "alt": rendition.alt if alt is None else alt,
    }


def absolute(url: str, gate: Gate) -> str:
    """``url`` with the host of ``WAGTAILAPI_BASE_URL``, else of the gate's site."""
    if not url.startswith("/"):
        return url
    base = getattr(settings, "WAGTAILAPI_BASE_URL", None)
    return f"{(base or (gate.site.root_url if gate.site else '')).rstrip('/')}{url}"
