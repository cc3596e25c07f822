"""Which sites' scripts may post (CORS); programs that are no browser send no ``Origin``.

A remark is an anonymous stranger's, with or without a cookie, so another site gains nothing by
posting from its visitors' browsers but their addresses, which spare it the limit of sendings. That
is why browsers elsewhere are let in by name only. Reading is open to everybody.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from ...conf import settings
from ...public import Gate

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_HEADERS = "Accept-Language, Content-Type"
_EXPOSED = "Content-Language, Retry-After"
_ANY = "*"


def may_post(request: HttpRequest) -> bool:
    """Whether a POST of this ``Origin`` is taken; without one it is."""
    origin = request.headers.get("Origin")
    if origin is None or _ANY in settings.REMARK_ORIGINS:
        return True
    own = [f"{request.scheme}://{request.get_host()}"]
    site = Gate.of(request).site
    if site is not None:
        own.append(site.root_url)
    return origin.lower() in {each.lower() for each in (*own, *settings.REMARK_ORIGINS)}


def preflight(request: HttpRequest) -> HttpResponse:
    """The answer to a browser that asks before it posts."""
    response = HttpResponse(status=204)
    response["Allow"] = ", ".join(METHODS)
    response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response["Access-Control-Allow-Headers"] = _HEADERS
    response["Access-Control-Max-Age"] = "600"
    return response


def open_answer(request: HttpRequest, response: HttpResponse) -> None:
    """Let the scripts that may ask read ``response``; never with cookies."""
    asks_to_post = request.method == "POST" or (
        request.method == "OPTIONS"
        and request.headers.get("Access-Control-Request-Method", "").upper() == "POST"
    )
    origin = request.headers.get("Origin")
    if not asks_to_post or _ANY in settings.REMARK_ORIGINS:
        response["Access-Control-Allow-Origin"] = _ANY
    elif origin is not None and may_post(request):
        response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = _EXPOSED
    patch_vary_headers(response, ["Origin"])
