"""Reads what was posted: JSON in UTF-8, not too much of it, every key once."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError

from ...conf import settings
from ...remarks.models import Remark
from . import schema
from .problems import MOST_ERRORS, Problem

#: Never more, whatever the settings of remarks allow.
_MOST_BYTES = 1024 * 1024
#: A letter of the Polish alphabet as JSON may write it (``\\u0142``), and all that is no text.
_BYTES_OF_LETTER, _BYTES_OF_FRAME = 6, 16 * 1024


def most_bytes() -> int:
    """Size of the largest body that could be in order."""
    letters = settings.REMARK_MAX_CHARS * settings.REMARK_MAX_PER_SENDING * len(Remark.TEXTS)
    return min(_MOST_BYTES, letters * _BYTES_OF_LETTER + _BYTES_OF_FRAME)


def read(request: HttpRequest) -> dict[str, Any]:
    """The body; raises ``Problem`` 415, 413, 400 or 422."""
    _check_type(request)
    body = _parsed(_raw(request))
    try:
        errors = list(dict.fromkeys(islice(schema.faults(body), MOST_ERRORS)))
    except RecursionError:
        raise Problem(400, "not-json", "The body is nested too deep.") from None
    if errors:
        detail = "The body does not have the shape that this address takes."
        raise Problem(422, "invalid", detail, errors=errors)
    return body


def _check_type(request: HttpRequest) -> None:
    charset = request.content_params.get("charset", "utf-8").strip("\"'").lower()
    if request.content_type != "application/json" or charset not in ("utf-8", "utf8"):
        detail = "Send application/json in UTF-8."
        raise Problem(
            415, "unsupported-media-type", detail, headers={"Accept-Post": "application/json"}
        )


def _raw(request: HttpRequest) -> bytes:
    """Read no further than is allowed, whatever the header says."""
    limit = most_bytes()
    length = request.META.get("CONTENT_LENGTH") or "0"
    too_long = length.isascii() and length.isdecimal() and int(length[:20]) > limit
    try:
        raw = b"" if too_long else request.read(limit + 1)
    except (UnreadablePostError, RawPostDataException):
        raise Problem(400, "unreadable", "The body could not be read.") from None
    if too_long or len(raw) > limit:
        raise Problem(413, "too-large", f"The body has more than {limit} bytes.", max_bytes=limit)
    return raw


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8"), object_pairs_hook=_every_key_once, parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        detail = "The body is not UTF-8."
    except _KeyTwice:
        detail = "A key stands twice in one object."
    except (ValueError, RecursionError):
        detail = "The body is not JSON."
    raise Problem(400, "not-json", detail)


class _KeyTwice(ValueError):
    pass


def _every_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _KeyTwice
    return found


def _no_constant(name: str):
    """``NaN`` and ``Infinity`` are no JSON, though Python reads them."""
    raise ValueError(name)
