"""StreamFields over API v2: links, files and images as what they are, rich text as HTML.

Wagtail gives a chooser's bare id and rich text as it is stored. Here a page is
``{id, type, title, html_url}``, a file what ``document_facts`` says, an image one size of it;
null where the public may not see it. A block with a ``get_api_representation`` of its own is
asked, as ever: what it says is its author's choice.

Works on the stored JSON, so that a list reads the targets of all its rows at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import swapper
from rest_framework.fields import Field
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from ..public import Gate
from ..representations import (
    document_facts,
    gate_for,
    page_reference,
    prefetch_images,
    rendition_of,
)
from ..rich_links import RichLinks, rich_html

#: Largest size in which an image is given.
IMAGE_SPEC = "max-1200x1200"
_ATTRIBUTE = "_rkres_stream_targets"

#: Blocks of Wagtail that are walked through or looked up here, unless a subclass says otherwise.
_STREAM, _STRUCT, _LIST = blocks.StreamBlock, blocks.StructBlock, blocks.ListBlock
_RICH, _IMAGE = blocks.RichTextBlock, ImageBlock
_CHOOSERS = {
    blocks.PageChooserBlock: "page",
    DocumentChooserBlock: "document",
    ImageChooserBlock: "image",
}
_OURS = (_STREAM, _STRUCT, _LIST, _RICH, _IMAGE, *_CHOOSERS)


def _kind(block) -> type | None:
    """Which of ``_OURS`` the block is; None for any other, and for one that speaks for itself."""
    for ours in (_IMAGE, *_OURS):
        if isinstance(block, ours):
            own = type(block).get_api_representation
            return ours if own is ours.get_api_representation else None
    return None


def _children(block, raw) -> Iterator[tuple[str, Any, Any]]:
    """Name, block and stored value of what is in a stream, struct or list."""
    kind = _kind(block)
    if kind is _STREAM:
        for each in raw or ():
            if isinstance(each, dict) and each.get("type") in block.child_blocks:
                yield each["type"], block.child_blocks[each["type"]], each.get("value")
    elif kind is _STRUCT:
        values = raw if isinstance(raw, dict) else {}
        for name, child in block.child_blocks.items():
            known = name in values
            yield name, child, values[name] if known else child.get_prep_value(child.get_default())
    elif kind is _LIST:
        for each in raw or ():
            is_item = isinstance(each, dict) and each.get("type") == "item" and "value" in each
            yield "item", block.child_block, each["value"] if is_item else each


def _image_of(raw) -> tuple[Any, str]:
    """Id and alternative text in the stored value of an ``ImageBlock``."""
    if not isinstance(raw, dict):
        return raw, ""
    return raw.get("image"), "" if raw.get("decorative") else raw.get("alt_text") or ""


class Targets:
    """What the streams of a list point at, for one gate."""

    def __init__(self, gate: Gate):
        self.gate = gate
        self._found: dict[str, dict] = {"page": {}, "document": {}, "image": {}}

    @classmethod
    def of(cls, gate: Gate) -> Targets:
        if not hasattr(gate, _ATTRIBUTE):
            setattr(gate, _ATTRIBUTE, cls(gate))
        return getattr(gate, _ATTRIBUTE)

    def prepare(self, streams) -> None:
        """Look up what all ``streams`` (values of StreamFields) point at."""
        wanted: dict[str, set] = {"page": set(), "document": set(), "image": set()}
        texts: list[str] = []
        for stream in streams:
            self._collect(stream.stream_block, list(stream.raw_data), wanted, texts)
        RichLinks.of(self.gate).prepare(texts)
        for kind, find in (("page", _pages), ("document", _documents), ("image", _images)):
            known = self._found[kind]
            if missing := wanted[kind] - set(known):
                known.update(dict.fromkeys(missing) | find(missing, self.gate))

    def _collect(self, block, raw, wanted: dict, texts: list) -> None:
        kind = _kind(block)
        if kind is _RICH:
            texts.append(str(raw or ""))
        elif kind is _IMAGE:
            wanted["image"] |= _ids(_image_of(raw)[0])
        elif kind in _CHOOSERS:
            wanted[_CHOOSERS[kind]] |= _ids(raw)
        else:
            for _name, child, value in _children(block, raw):
                self._collect(child, value, wanted, texts)

    def target(self, kind: str, raw):
        return next((self._found[kind].get(pk) for pk in _ids(raw)), None)


def _ids(raw) -> set[int]:
    return {int(raw)} if str(raw or "").isdecimal() and len(str(raw)) < 19 else set()


def _pages(ids: set[int], gate: Gate) -> dict:
    Page = swapper.load_model("wagtailcore", "Page")
    pages = gate.pages(Page.objects.filter(pk__in=ids), any_locale=True)
    return {page.pk: page for page in pages}


def _documents(ids: set[int], gate: Gate) -> dict:
    found = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    return {each.pk: each for each in found if gate.allows_document(each)}


def _images(ids: set[int], gate: Gate) -> dict:
    found = prefetch_images(ids, IMAGE_SPEC)
    return {pk: image for pk, image in found.items() if gate.allows_document(image)}


class StreamAsFacts(Field):
    """A StreamField: list of ``{type, value, id}``."""

    def to_representation(self, stream) -> list[dict[str, Any]]:
        gate = gate_for(self.context.get("request"))
        targets = Targets.of(gate)
        targets.prepare([stream])
        block = stream.stream_block
        if _kind(block) is None:
            return block.get_api_representation(stream, self.context)
        return self._shown(block, list(stream.raw_data), targets)

    def _shown(self, block, raw, targets: Targets) -> Any:
        kind, gate = _kind(block), targets.gate
        if kind is _STREAM:
            return [
                {"type": name, "value": self._shown(child, value, targets), "id": each.get("id")}
                for each in raw or ()
                for name, child, value in _children(block, [each])
            ]
        if kind is _STRUCT:
            rows = _children(block, raw)
            return {name: self._shown(child, value, targets) for name, child, value in rows}
        if kind is _LIST:
            rows = _children(block, raw)
            return [self._shown(child, value, targets) for _name, child, value in rows]
        if kind is _RICH:
            return self._html(block, raw, gate)
        if kind is _IMAGE:
            pk, alt = _image_of(raw)
            return _image(targets.target("image", pk), gate, alt)
        if kind in _CHOOSERS:
            return _chosen(_CHOOSERS[kind], targets.target(_CHOOSERS[kind], raw), gate)
        return self._in_its_own_words(block, raw)

    def _html(self, block, raw, gate: Gate) -> str:
        request = self.context.get("request")
        if request is not None and request.GET.get("rich_text_format"):
            return block.get_api_representation(block.to_python(raw or ""), self.context)
        return rich_html(raw or "", gate)

    def _in_its_own_words(self, block, raw) -> Any:
        from .base import is_public

        value = block.to_python(raw)
        if isinstance(block, blocks.ChooserBlock):
            if value is None or not is_public(value, self.context.get("request")):
                return None
        return block.get_api_representation(value, self.context)


def _chosen(kind: str, target, gate: Gate) -> dict[str, Any] | None:
    if target is None:
        return None
    if kind == "page":
        return page_reference(target)
    return document_facts(target, gate) if kind == "document" else _image(target, gate)


def _image(image, gate: Gate, alt: str | None = None) -> dict[str, Any] | None:
    return rendition_of(image, IMAGE_SPEC, gate, alt=alt) if image is not None else None
