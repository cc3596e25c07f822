"""The sections of a version as a page shows them, at a cost that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from django.utils.safestring import mark_safe
from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.rich_text import expand_db_html

from ...public import Gate
from ...rich_links import with_addresses
from . import raw
from .notes import Note, Notes
from .tables import Table, table_of

IMAGE_SPEC = "max-1200x1600"


@dataclass
class Part:
    """A block: ``kind`` is ``text`` (``html``), ``table`` or ``image``.

    A figure whose file is gone, or closed to the public, has no ``rendition``: what it shows is
    said in words then.
    """

    kind: str
    html: str = ""
    table: Table | None = None
    rendition: object = None
    alt: str = ""
    caption: str = ""


@dataclass
class Section:
    """One section; ``depth`` counts from 1 and leaves no step out, whatever ``level`` says."""

    text: object
    depth: int
    parts: list[Part] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return self.text.identity.anchor

    @property
    def heading(self) -> str:
        return self.text.heading

    @property
    def tag(self) -> str:
        """``h2`` … ``h6``."""
        return f"h{min(self.depth + 1, 6)}"


def depths(texts: Iterable) -> list[int]:
    """How deep each section stands in an outline without gaps: a heading never skips one."""
    found, line = [], []
    for text in texts:
        while line and line[-1] >= text.level:
            line.pop()
        line.append(text.level)
        found.append(len(line))
    return found


def sections_of(texts: list, gate: Gate) -> list[Section]:
    """The sections with everything in them: three queries for pictures, two for links."""
    stored = [list(raw.parts_of(text)) for text in texts]
    htmls = expanded(
        [_source(kind, value) for parts in stored for kind, value in parts if kind in _RICH], gate
    )
    figures = (value for parts in stored for kind, value in parts if kind == "image")
    images = _images(figures, gate)
    sections = []
    for text, depth, parts in zip(texts, depths(texts), stored, strict=True):
        sections.append(_section(Section(text, depth), parts, htmls, images))
    return sections


_RICH = ("text", "note")


def _source(kind: str, value) -> str:
    return value if kind == "text" else str(value.get("text") or "")


def _section(section: Section, parts: list, htmls, images: dict) -> Section:
    notes = Notes(section.anchor)
    shown = []
    for kind, value in parts:
        if kind == "note":
            notes.add(str(value.get("number") or ""), mark_safe(next(htmls)))  # noqa: S308
        elif kind == "text":
            shown.append(Part("text", html=next(htmls)))
        elif kind == "table":
            shown.append(Part("table", table=table_of(value)))
        else:
            shown.append(_figure(value, images.get(str(value.get("image")))))
    for part in shown:
        # Notes stand behind the text that refers to them: they are known only now.
        part.html = mark_safe(notes.link(part.html))  # noqa: S308
    section.parts, section.notes = shown, notes.rows
    return section


def _figure(value: dict, image) -> Part:
    return Part(
        "image",
        rendition=get_rendition_or_not_found(image, IMAGE_SPEC) if image else None,
        alt=str(value.get("alt_text") or ""),
        caption=str(value.get("caption") or ""),
    )


def expanded(sources: list[str], gate: Gate):
    """Rich texts with the addresses of what they link to, looked up for all of them at once."""
    if not sources:
        return iter(())
    seam = f"<!--{uuid4().hex}-->"
    return iter(expand_db_html(with_addresses(seam.join(sources), gate)).split(seam))


def _images(values, gate: Gate) -> dict:
    """Images of open collections with their renditions, by their key as a text."""
    ids = {int(key) for value in values if (key := str(value.get("image"))).isdecimal()}
    if not ids:
        return {}
    found = get_image_model().objects.filter(pk__in=ids).select_related("collection")
    found = found.prefetch_renditions(IMAGE_SPEC)
    return {str(image.pk): image for image in found if gate.allows_document(image)}
