"""The text of a consultation below its page: whole, by version, compared."""

from __future__ import annotations

from django.http import Http404

from ...public import Gate
from . import published
from .comparison import comparison_context
from .context import COMPARISON, DOCUMENT, document_context


def document(page, request, *, number: int | None = None):
    """``dokument/`` and ``dokument/wersja-2/``; 404 for what is not published."""
    versions = published.published_versions(page.source, Gate.of(request).now)
    version = published.by_number(versions, number)
    if version is None:
        raise Http404
    return _answer(page, request, DOCUMENT, document_context(page, version, versions, request))


def comparison(page, request):
    """``dokument/porownanie/?od=1&do=2``; what cannot be compared is said in words."""
    versions = published.published_versions(page.source, Gate.of(request).now)
    if not versions:
        raise Http404
    return _answer(page, request, COMPARISON, comparison_context(page, versions, request))


def _answer(page, request, template: str, context: dict):
    # The page's ``serve()`` limits how long caches may keep it.
    return page.render(request, context_overrides=context, template=template)
