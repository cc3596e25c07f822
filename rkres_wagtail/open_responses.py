"""Answers that clients may keep: ETag, Last-Modified, 304, open to scripts of other sites."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256

from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

#: Methods that read.
READING = ("GET", "HEAD", "OPTIONS")
JSON = "application/json"
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
    digest = sha256(content).hexdigest()[:32]
    changed_at = _seen_since(request, digest)
    response = HttpResponse(content, content_type=content_type)
    if filename:
        response["Content-Disposition"] = content_disposition_header(attachment, filename)
    if language:
        response["Content-Language"] = language
    response["Cache-Control"] = "public, no-cache"
    response["ETag"] = f'"{digest}"'
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at)
    return get_conditional_response(
        request, etag=response["ETag"], last_modified=changed_at, response=response
    )


def conditional_json(
    request: HttpRequest, data, *, content_type: str = JSON, language: str = ""
) -> HttpResponse:
    """The same with ``data`` as JSON in UTF-8; Polish letters stay readable."""
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder)
    return conditional(request, text.encode(), content_type=content_type, language=language)


def _seen_since(request: HttpRequest, digest: str) -> int | None:
    """Second of the epoch since which this address has had this content, as the cache knows.

    The pages cannot tell: one that was hidden, or whose time has come, leaves no later date.
    None in the second of the change itself, in which two contents would share one date
    (RFC 9110 §8.8.2).
    """
    address = sha256(request.build_absolute_uri(request.path).encode()).hexdigest()[:32]
    key = f"rkres_wagtail.seen.{address}"
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
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Allow"] = ", ".join(READING)
            response["Access-Control-Allow-Methods"] = ", ".join(READING)
            response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
            response["Access-Control-Max-Age"] = "86400"
        elif request.method not in READING:
            response = HttpResponseNotAllowed(READING)
        else:
            response = view(request, *args, **kwargs)
        return allow_scripts(response)

    return answer


def allow_scripts(response: HttpResponse) -> HttpResponse:
    """Let scripts of any site read ``response``: it is the same for everyone."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
    return response
