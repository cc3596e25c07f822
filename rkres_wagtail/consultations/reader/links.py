"""Where links of the text lead: pages and files through the gate, else they are plain words.

Wagtail's own way asks for the languages of every page that is linked.
"""

from __future__ import annotations

import re

import swapper
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.rich_text.rewriters import extract_attrs

from ...public import Gate

_LINK = re.compile(r'<a(\b[^>]*\blinktype="(?:page|document)"[^>]*)>')


def with_addresses(html: str, gate: Gate) -> str:
    """Rich text whose links to pages and documents have addresses; two queries."""
    found = [extract_attrs(attrs) for attrs in _LINK.findall(html)]
    if not found:
        return html
    known = {
        "page": _pages(_ids(found, "page"), gate),
        "document": _documents(_ids(found, "document"), gate),
    }

    def replace(match: re.Match) -> str:
        attrs = extract_attrs(match[1])
        url = known[attrs["linktype"]].get(_id(attrs))
        return f'<a href="{escape(url)}">' if url else "<a>"

    return _LINK.sub(replace, html)


def _pages(ids: set[int], gate: Gate) -> dict[int, str]:
    if not ids:
        return {}
    Page = swapper.load_model("wagtailcore", "Page")
    pages = gate.pages(Page.objects.filter(pk__in=ids), any_locale=True).select_related("locale")
    return {page.pk: page.get_url() or "" for page in pages}


def _documents(ids: set[int], gate: Gate) -> dict[int, str]:
    if not ids:
        return {}
    found = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    return {each.pk: each.url for each in found if gate.allows_document(each)}


def _id(attrs: dict) -> int | None:
    value = attrs.get("id", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


def _ids(found: list[dict], kind: str) -> set[int]:
    return {_id(attrs) for attrs in found if attrs["linktype"] == kind} - {None}
