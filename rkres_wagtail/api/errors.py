"""Bad requests answered as such: 400 with a sentence, never a 500."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import DataError
from rest_framework import status
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

from ..bodies.querysets import today

#: Longer values are refused: no filter, field list or address needs them.
MAX_PARAMETER_LENGTH = 1000
#: Longer numbers of rows are more than any engine counts.
_MAX_DIGITS = 12
#: What every engine stores as a key.
_MAX_KEY = 2**63 - 1


class PoliteErrorsMixin:
    """For API v2 viewsets: every impossible parameter is a 400 that says which one and why."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        for name, values in request.GET.lists():
            if any("\x00" in value for value in (name, *values)):
                raise BadRequestError("null characters are not allowed")
            if name in ("limit", "offset") and any(len(value) > _MAX_DIGITS for value in values):
                raise BadRequestError(f"{name} is too large")
            if any(len(value) > MAX_PARAMETER_LENGTH for value in (name, *values)):
                raise BadRequestError(
                    f"{name[:40]} is longer than {MAX_PARAMETER_LENGTH} characters"
                )

    def handle_exception(self, exc):
        if isinstance(exc, ValidationError):
            return _bad_request(" ".join(exc.messages))
        if isinstance(exc, (OverflowError, DataError)):
            return _bad_request("a number in the query is too large")
        return super().handle_exception(exc)


def _bad_request(message: str) -> Response:
    return Response({"message": message}, status=status.HTTP_400_BAD_REQUEST)


def as_key(name: str, value: str) -> int:
    """Return ``value`` as an id, or raise the 400."""
    if not (value.isascii() and value.isdecimal() and int(value[:20]) <= _MAX_KEY):
        raise BadRequestError(f"{name} must be a positive integer")
    return int(value)


def as_date(name: str, value: str) -> date:
    """Return ``value`` as a day, or raise the 400."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadRequestError(
            f"{name} must be a date like 2023-06-01, not '{value[:40]}'"
        ) from None


def as_past_date(name: str, value: str) -> date:
    """The same for a day of a composition: who will sit is not public before they do."""
    day = as_date(name, value)
    if day > today():
        raise BadRequestError(f"{name} must not be later than today, {today()}")
    return day


def as_choice(name: str, value: str, choices) -> str:
    """Return ``value`` when it is one of ``choices``, or raise the 400 that lists them."""
    if value not in choices:
        raise BadRequestError(f"{name} must be one of: {', '.join(map(str, choices))}")
    return value
