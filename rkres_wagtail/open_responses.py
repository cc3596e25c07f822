"""Answers that clients may keep: ETag, Last-Modified, 304, open to scripts of other sites."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import get_language

#: Methods that read.
READING = ("GET", "HEAD", "OPTIONS")
_ALLOWED = ", ".join(READING)
#: Headers that scripts of other sites read beside those that every answer shows.
_EXPOSED = "ETag, Last-Modified, Link, Content-Disposition, Retry-After"
JSON = "application/json"
#: For an answer that may be kept by who asks each time whether it still holds.
KEPT = "public, no-cache"
NOT_KEPT = "no-store"
_KEEP = 365 * 24 * 3600


def conditional(
    request: HttpRequest,
    content: bytes,
    *,
    content_type: str,
    language: str = "",
    filename: str = "",
    attachment: bool = False,
) -> HttpResponse:
    """Answer with ``content``, or 304 where the client has it.

    ``no-cache``: whoever keeps a copy asks each time whether it still holds, because a page
    that was hidden must be gone at once.
    """
    response = HttpResponse(content, content_type=content_type)
    if filename:
        response["Content-Disposition"] = content_disposition_header(attachment, filename)
    if language:
        response["Content-Language"] = language
    return with_conditions(request, response)


def with_conditions(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """``response`` (200, its content ready) with ETag, and Last-Modified where that is honest.

    Returns the 304 where the client has it, the 412 where it asked for another state.
    """
    digest = sha256(response.content).hexdigest()[:32]
    changed_at = _seen_since(request, digest)
    response["Cache-Control"] = KEPT
    response["ETag"] = f'"{digest}"'
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at)
    answer = get_conditional_response(
        request, etag=response["ETag"], last_modified=changed_at, response=response
    )
    if answer.status_code == 412:
        return message(412, "the state that the request asks for is not the present one")
    return answer


def conditional_json(
    request: HttpRequest, data, *, content_type: str = JSON, language: str = ""
) -> HttpResponse:
    """The same with ``data`` as JSON in UTF-8; Polish letters stay readable."""
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder)
    return conditional(request, text.encode(), content_type=content_type, language=language)


def message(status: int, text: str) -> HttpResponse:
    """An error for developers as JSON, ``{"message": text}``; no cache keeps it."""
    response = HttpResponse(json.dumps({"message": text}), content_type=JSON, status=status)
    response["Cache-Control"] = NOT_KEPT
    return response


def _seen_since(request: HttpRequest, digest: str) -> int | None:
    """Second of the epoch since which this address has had this content, as the cache knows.

    The pages cannot tell: one that was hidden, or whose time has come, leaves no later date.
    None in the second of the change itself, in which two contents would share one date
    (RFC 9110 §8.8.2). None with a query: there is no end of those to remember. None for who
    chose a language by a cookie, which no ``Vary`` tells: the date of one language would
    stand for the other.
    """
    if request.META.get("QUERY_STRING") or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return None
    place = f"{get_language()} {request.build_absolute_uri(request.path)}"
    key = f"rkres_wagtail.seen.{sha256(place.encode()).hexdigest()[:32]}"
    now = int(datetime.now(UTC).timestamp())
    known = cache.get(key)
    if known is None or known[0] != digest:
        earlier = known[1] if known else 0
        # Later than anything that was said of the content before.
        known = (digest, max(now, earlier) + 1)
        cache.set(key, known, _KEEP)
    return known[1] if known[1] <= now else None


def open_to_scripts(view: Callable) -> Callable:
    """Decorator: safe methods only, and scripts of any site may read the answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return read_only(request, lambda: view(request, *args, **kwargs))

    return answer


def read_only(request: HttpRequest, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """What ``respond()`` says to a GET or HEAD; OPTIONS and what writes are answered here.

    A preflight is 204, another method 405 as JSON. All of it is open to scripts of any site,
    without credentials: nothing here is for one visitor alone.
    """
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        del response["Content-Type"]
        response["Allow"] = _ALLOWED
        response["Access-Control-Allow-Methods"] = _ALLOWED
        response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response["Access-Control-Max-Age"] = "86400"
    elif request.method not in READING:
        response = message(405, f"this address is read only: {_ALLOWED}")
        response["Allow"] = _ALLOWED
    else:
        response = respond()
    return allow_scripts(response)


def allow_scripts(response: HttpResponse) -> HttpResponse:
    """Let scripts of any site read ``response``: it is the same for everyone."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = _EXPOSED
    return response
