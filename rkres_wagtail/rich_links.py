"""Where links of rich text lead: pages and files through the gate, else they are plain words.

Wagtail's own way asks the database for every link, and gives the address of a draft, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import swapper
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.rewriters import extract_attrs

from .public import Gate

_LINK = re.compile(r'<a(\b[^>]*\blinktype="(?:page|document)"[^>]*)>')
_IMAGE = re.compile(r'<embed(\b[^>]*\bembedtype="image"[^>]*)>')
_ATTRIBUTE = "_rkres_rich_links"


def rich_html(source: str, gate: Gate) -> str:
    """Rich text as the HTML that the public may read; links to what is hidden have no address."""
    return expand_db_html(with_addresses(str(source or ""), gate))


def with_addresses(html: str, gate: Gate) -> str:
    """Rich text whose links to pages and documents have addresses; two queries at most."""
    return RichLinks.of(gate).resolve(html)


class RichLinks:
    """Targets of links, looked up once for a gate: ``prepare`` takes the texts of a whole list."""

    def __init__(self, gate: Gate):
        self.gate = gate
        #: Kind -> id -> address; None where the public may not see it.
        self._known: dict[str, dict] = {"page": {}, "document": {}, "image": {}}

    @classmethod
    def of(cls, gate: Gate) -> RichLinks:
        if not hasattr(gate, _ATTRIBUTE):
            setattr(gate, _ATTRIBUTE, cls(gate))
        return getattr(gate, _ATTRIBUTE)

    def prepare(self, sources: Iterable[str]) -> None:
        """Look up what all ``sources`` link to; a query for each kind of target."""
        wanted: dict[str, set[int]] = {"page": set(), "document": set(), "image": set()}
        for source in filter(None, sources):
            for attrs in map(extract_attrs, _LINK.findall(source)):
                wanted[attrs["linktype"]].add(_id(attrs))
            for attrs in map(extract_attrs, _IMAGE.findall(source)):
                wanted["image"].add(_id(attrs))
        for kind, find in (("page", _pages), ("document", _documents), ("image", _images)):
            known = self._known[kind]
            missing = wanted[kind] - {None} - set(known)
            if missing:
                known.update(dict.fromkeys(missing) | find(missing, self.gate))

    def resolve(self, html: str) -> str:
        self.prepare([html])
        return _IMAGE.sub(self._image, _LINK.sub(self._link, html))

    def _link(self, match: re.Match) -> str:
        attrs = extract_attrs(match[1])
        url = self._known[attrs["linktype"]].get(_id(attrs))
        return f'<a href="{escape(url)}">' if url else "<a>"

    def _image(self, match: re.Match) -> str:
        """A picture of a closed collection is what it shows, in words."""
        attrs = extract_attrs(match[1])
        return match[0] if self._known["image"].get(_id(attrs)) else escape(attrs.get("alt", ""))


def _pages(ids: set[int], gate: Gate) -> dict[int, str]:
    Page = swapper.load_model("wagtailcore", "Page")
    pages = gate.pages(Page.objects.filter(pk__in=ids), any_locale=True).select_related("locale")
    return {page.pk: page.get_url() or "" for page in pages}


def _documents(ids: set[int], gate: Gate) -> dict[int, str]:
    found = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    return {each.pk: each.url for each in found if gate.allows_document(each)}


def _images(ids: set[int], gate: Gate) -> dict[int, bool]:
    found = get_image_model().objects.filter(pk__in=ids).select_related("collection")
    return {each.pk: gate.allows_document(each) for each in found}


def _id(attrs: dict) -> int | None:
    value = attrs.get("id", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None
