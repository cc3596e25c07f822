"""Public reading: what API v2 says, in the envelope of API v3. No query of its own."""

from __future__ import annotations

from copy import copy

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from ninja.errors import HttpError

from ...minutes.models import Minutes

#: Names of our addresses in the namespace of Wagtail's API v3.
MINUTES_URL = "wagtailapi_v3:rkres_minutes_detail"


class _Addresses:
    """Stands where API v2 keeps its router: the addresses of details are ours, or none."""

    def get_object_detail_urlpath(self, model, pk) -> str | None:
        try:
            return reverse(MINUTES_URL, args=[pk]) if model is Minutes else None
        except NoReverseMatch:
            return None

    def get_model_endpoint(self, model) -> None:
        """Related objects are told as a few facts, not by an endpoint of theirs."""


def _plain(request: HttpRequest) -> HttpRequest:
    """A copy that asks for JSON, whole and now: conditions are another API's matter."""
    inner = copy(request)
    inner.__dict__.pop("headers", None)
    inner.META = {
        name: value for name, value in request.META.items() if not name.startswith("HTTP_IF_")
    }
    inner.META["HTTP_ACCEPT"] = "application/json"
    inner.method = "GET"
    inner.wagtailapi_router = _Addresses()
    return inner


def said(request: HttpRequest, viewset, action: str, known: set[str], **kwargs) -> dict:
    """What ``viewset`` of API v2 answers; its 400 and 404 are ours, too.

    ``known`` are the parameters that our operation has.
    """
    if unknown := set(request.GET) - known:
        raise HttpError(
            400,
            f"unknown parameter: {', '.join(sorted(unknown))[:200]}. "
            f"Known here: {', '.join(sorted(known)) or 'none'}",
        )
    response = viewset.as_view({"get": action})(_plain(request), **kwargs)
    data = getattr(response, "data", None)
    if response.status_code == 404:
        raise Http404("Not found")
    if response.status_code != 200 or data is None:
        message = data.get("message") if isinstance(data, dict) else None
        raise HttpError(response.status_code, str(message or "Not answered"))
    return data


def listed(request: HttpRequest, viewset, known: set[str]) -> dict:
    """A list in API v3's envelope."""
    data = said(request, viewset, "listing_view", {*known, "limit", "offset"})
    return {"count": data["meta"]["total_count"], "items": data["items"]}
