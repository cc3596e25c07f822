"""``api/openapi.json``."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ...open_responses import conditional_json, message, open_to_scripts
from .document import document


@open_to_scripts
def openapi(request: HttpRequest) -> HttpResponse:
    """The document of the site at the request's host, or at ``WAGTAILAPI_BASE_URL``."""
    base = getattr(settings, "WAGTAILAPI_BASE_URL", None) or request.build_absolute_uri("/")
    found = document(base.rstrip("/"))
    if found is None:
        return message(404, "API v2 is not mounted on this site: see register_endpoints")
    return conditional_json(request, found)
