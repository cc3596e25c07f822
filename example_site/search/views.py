"""The site's search; the package's helper finds the committee's pages and the site's own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from rkres_wagtail.search import search_pages

PER_PAGE = 10
MAX_LENGTH = 200


def search(request):
    """Show the pages of this site and language that match ``?q=``."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_LENGTH]
    found = search_pages(query, request).specific() if query else []
    results = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "search/search.html", {"query": query, "results": results})
