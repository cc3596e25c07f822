"""What search engines find in the head of our pages, beside the canonical address.

Robots, language versions and schema.org data, only where the page itself answers the request: in a
preview nothing but ``noindex``, behind a password nothing at all. Secret links say ``noindex`` in
their headers (``secret_links.py``).
"""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ...languages import alternates_of
from ...public import Gate
from .graph import nodes_of
from .here import Here
from .script import script

_NOINDEX = '<meta name="robots" content="{}">'


def for_search_engines(context) -> SafeString | str:
    """``robots`` where a page is not to be listed, else its language versions."""
    request, page = context.get("request"), context.get("page")
    if getattr(request, "is_preview", False):
        return format_html(_NOINDEX, "noindex")
    if not _is_served(page, request):
        return ""
    gate = Gate.of(request)
    if context.get("is_filtered") or context.get("section") == "search":
        return format_html(_NOINDEX, "noindex, follow")
    if gate.is_restricted(page) or not _is_main_address(page, context, request):
        return ""
    rows = alternates_of(page, gate, request)
    return format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">', rows)


def _is_served(page, request) -> bool:
    """Whether ``page`` itself answers: behind a secret link it only lends its name."""
    if page is None or request is None:
        return False
    served = Gate.of(request).served
    return served is not None and served.pk == page.pk


def _is_main_address(page, context, request) -> bool:
    """Whether this is the page itself, no sub-address, later page of a list or alias.

    Below a page the language versions are not known to answer: people and texts may be missing.
    """
    here, url = Here.of(context, page, request), page.get_full_url(request)
    return not here.route and bool(url) and here.url == url


def linked_data(context) -> SafeString | str:
    """JSON-LD of what the page shows; nothing for what robots are not to list."""
    request, page = context.get("request"), context.get("page")
    if not _is_served(page, request):
        return ""
    if Gate.of(request).is_restricted(page) or context.get("section") == "search":
        return ""
    here = Here.of(context, page, request)
    nodes = nodes_of(here) if here.url else []
    return script(nodes) if nodes else ""
