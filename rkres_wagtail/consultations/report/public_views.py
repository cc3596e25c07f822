"""The report below the page of its consultation."""

from __future__ import annotations

from django.http import Http404

from ...meetings.presentation.boundaries import limit_caches
from ...public import Gate
from .context import TEMPLATE, report_context
from .published import report_of


def report(page, request):
    """``raport/`` of a page that has passed its gate; 404 where nothing is published."""
    gate = Gate.of(request)
    found = report_of(page.source, gate.now)
    if found is None:
        raise Http404
    context = report_context(found, page, request)
    response = page.render(request, context_overrides=context, template=TEMPLATE)
    if found.expire_at and not gate.is_restricted(page):
        # The report ends before the consultation changes.
        change = context["course"].next_change(gate.now)
        limit_caches(request, response, filter(None, (found.expire_at, change)), gate.now)
    return response
