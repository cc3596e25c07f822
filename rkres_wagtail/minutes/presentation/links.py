"""Where the links of the minutes' text lead: through the gate, else they are plain words."""

from __future__ import annotations

from collections.abc import Iterable

import swapper
from wagtail.documents import get_document_model

from ...feeds import one_line, web_address
from ...public import Gate
from ...representations import absolute


class Links:
    """Addresses for all texts of one document; two queries, however many links there are.

    A page that is not public, and a file of a closed collection, have no address here.
    """

    def __init__(self, gate: Gate, soups: Iterable):
        self._gate = gate
        anchors = [anchor.attrs for soup in soups for anchor in soup.find_all("a")]
        self._pages = self._addresses_of_pages(_ids(anchors, "page"))
        self._documents = self._addresses_of_documents(_ids(anchors, "document"))

    def href(self, attrs: dict) -> str:
        """An absolute address, or nothing."""
        kind = attrs.get("linktype")
        if kind:
            known = {"page": self._pages, "document": self._documents}.get(kind, {})
            return known.get(_id(attrs), "")
        url = str(attrs.get("href") or "").strip()
        if url.startswith("/") and not url.startswith("//"):
            url = absolute(url, self._gate)
        if url.lower().startswith(("mailto:", "tel:")):
            return url if url == one_line(url) and not set(" <>\"'") & set(url) else ""
        return web_address(url)

    def _addresses_of_pages(self, ids: set[int]) -> dict[int, str]:
        if not ids:
            return {}
        Page = swapper.load_model("wagtailcore", "Page")
        pages = self._gate.pages(Page.objects.filter(pk__in=ids), any_locale=True)
        return {page.pk: page.full_url or "" for page in pages.select_related("locale")}

    def _addresses_of_documents(self, ids: set[int]) -> dict[int, str]:
        if not ids:
            return {}
        found = get_document_model().objects.filter(pk__in=ids).select_related("collection")
        return {
            each.pk: absolute(each.url, self._gate)
            for each in found
            if self._gate.allows_document(each)
        }


def _id(attrs: dict) -> int | None:
    value = str(attrs.get("id") or "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


def _ids(anchors: Iterable[dict], kind: str) -> set[int]:
    return {_id(attrs) for attrs in anchors if attrs.get("linktype") == kind} - {None}
