"""What API v2 says of published versions of a document and of their sections.

The models declare no ``api_fields``: nothing of a draft can be read by any other endpoint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.html import format_html
from wagtail.api import APIField

from ..public import Gate
from ..representations import (
    ReadOnlyField,
    document_facts,
    gate_for,
    page_reference,
    prefetch_images,
    rendition_of,
)
from .document.words import lines_of
from .querysets import public_consultations
from .reader.content import expanded

#: Largest size in which a figure is given.
IMAGE_SPEC = "width-1200"
_ATTRIBUTE = "_rkres_page"


def version(row, page, gate: Gate) -> dict[str, Any]:
    """A published version of ``page`` (read with ``api_loading.with_files``), without its text."""
    below = page.reverse_subpage("document_version", kwargs={"number": row.number})
    return {
        "id": row.pk,
        "number": row.number,
        "kind": row.kind,
        "kind_label": str(row.get_kind_display()),
        "title": row.title or page.title,
        "changes": row.changes,
        "is_erratum": row.is_erratum,
        "published_at": row.published_at.isoformat(),
        "html_url": f"{page.full_url}{below}",
        "sections_count": row.sections_count,
        "files": [
            {
                **document_facts(each.document, gate, each.title),
                "access": each.access,
                "access_label": str(each.get_access_display()),
            }
            for each in row.files.all()
            if gate.allows_document(each.document)
        ],
    }


def load(rows: Iterable, gate: Gate) -> None:
    """Find the public page of each version, in the language of the request where there is one."""
    rows = list(rows)
    keys = {row.consultation.translation_key for row in rows}
    pages: dict[Any, list] = defaultdict(list)
    found = public_consultations(gate, any_locale=True).filter(translation_key__in=keys)
    for page in found.select_related("locale").order_by("pk"):
        pages[page.translation_key].append(page)
    own = gate.locale.pk if gate.locale else None
    for row in rows:
        known = pages[row.consultation.translation_key]
        page = next((each for each in known if each.locale_id == own), known[0])
        setattr(row, _ATTRIBUTE, page)


class VersionFact(ReadOnlyField):
    """What ``read(row, page, gate)`` says of a version."""

    def __init__(self, read: Callable, **kwargs):
        self.read = read
        super().__init__(**kwargs)

    def get_attribute(self, instance):
        return instance

    def to_representation(self, row) -> Any:
        gate = gate_for(self.context["request"])
        return self.read(row, getattr(row, _ATTRIBUTE), gate)


def _said(name: str) -> Callable:
    return lambda row, page, gate: version(row, page, gate)[name]


def _sections(row, page, gate: Gate) -> list[dict[str, Any]]:
    """In the order of reading; ``anchor`` is the same in every version."""
    texts = list(row.texts.select_related("identity").order_by("position", "pk"))
    images = _images(texts)
    sources = [
        block["value"] if block["type"] == "text" else block["value"]["text"]
        for text in texts
        for block in text.content.raw_data
        if block["type"] in ("text", "note")
    ]
    # What links to a page or file that the public may not see has no address.
    htmls = expanded(sources, gate)
    return [
        {
            "anchor": text.identity.anchor,
            "uuid": str(text.identity.uuid),
            "number": text.number,
            "title": text.title,
            "level": text.level,
            "html": "".join(_html(block, htmls, images, gate) for block in text.content),
            "text": "\n".join(lines_of(text.content)),
            "digest": text.digest,
        }
        for text in texts
    ]


def _images(texts) -> dict:
    blocks = (block for text in texts for block in text.content.raw_data)
    ids = {block["value"]["image"] for block in blocks if block["type"] == "image"}
    return prefetch_images(ids, IMAGE_SPEC) if ids else {}


def _html(block, htmls: Iterator[str], images: dict, gate: Gate) -> str:
    if block.block_type == "text":
        return next(htmls)
    if block.block_type == "table":
        return str(block.render()) if block.value else ""
    if block.block_type == "note":
        return str(format_html("<p><sup>{}</sup></p>", block.value["number"])) + next(htmls)
    return _figure(block.value, images, gate)


def _figure(value, images: dict, gate: Gate) -> str:
    """What it shows is said where the file is closed or gone, too."""
    alt = value["alt_text"]
    image = images.get(value["image"].pk) if value["image"] else None
    shown = image is not None and gate.allows_document(image)
    rendition = rendition_of(image, IMAGE_SPEC, gate, alt=alt) if shown else None
    if rendition is None:
        return str(format_html("<p>{}</p>", alt))
    caption = value["caption"]
    return str(
        format_html(
            '<figure><img src="{}" width="{}" height="{}" alt="{}">{}</figure>',
            rendition["url"], rendition["width"], rendition["height"], alt,
            format_html("<figcaption>{}</figcaption>", caption) if caption else "",
        )
    )  # fmt: skip


#: Field -> what it says; documented in docs/reference/api.md.
FACTS: dict[str, Callable] = {
    "consultation": lambda row, page, gate: page_reference(page),
    "language": lambda row, page, gate: page.locale.language_code,
    **{
        name: _said(name)
        for name in (
            "number", "kind", "kind_label", "title", "changes", "is_erratum", "published_at",
            "html_url", "sections_count", "files",
        )
    },
    "sections": _sections,
}  # fmt: skip
#: Only where one is asked for alone: a list would read all texts.
DETAILS = ("sections",)

VERSION_FIELDS = [APIField(name, serializer=VersionFact(read)) for name, read in FACTS.items()]
