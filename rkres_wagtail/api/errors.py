"""Bad requests answered as such: 400 with a sentence, never a 500."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import Http404
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from rest_framework import status
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Locale

from ..bodies.querysets import today
from ..consultations.course import start_of_day
from ..fields import YEARS
from ..representations import gate_for

#: Longer values are refused: no filter, field list or address needs them.
MAX_PARAMETER_LENGTH = 1000
#: Longer numbers of rows are more than any engine counts.
_MAX_DIGITS = 12
#: What every engine stores as a key.
_MAX_KEY = 2**63 - 1
#: Deeper ``?fields=a(b(c))`` are refused: each level asks the database for every row.
MAX_NESTED_FIELDS = 4


class LanguageMixin:
    """``?locale=``: labels are said, and related pages named, in that language."""

    def dispatch(self, request, *args, **kwargs):
        asked = request.GET.get("locale", "")
        locale = _locales().get(asked) if asked else None
        if locale is None:
            return super().dispatch(request, *args, **kwargs)
        gate_for(request).locale = locale
        with translation.override(locale.language_code):
            return super().dispatch(request, *args, **kwargs)


class PoliteErrorsMixin(LanguageMixin):
    """For API v2 viewsets: every impossible parameter is a 400 that says which one and why."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if kwargs.get("pk", 0) > _MAX_KEY:
            raise Http404("nothing has so high an id")
        for name, values in request.GET.lists():
            if any("\x00" in value for value in (name, *values)):
                raise BadRequestError("null characters are not allowed")
            if name in ("limit", "offset") and any(len(value) > _MAX_DIGITS for value in values):
                raise BadRequestError(f"{name} is too large")
            if any(len(value) > MAX_PARAMETER_LENGTH for value in (name, *values)):
                raise BadRequestError(
                    f"{name[:40]} is longer than {MAX_PARAMETER_LENGTH} characters"
                )
            if len(values) > 1:
                raise BadRequestError(f"{name[:40]} is given {len(values)} times; give it once")
        if _depth(request.GET.get("fields", "")) > MAX_NESTED_FIELDS:
            raise BadRequestError(f"fields may be nested {MAX_NESTED_FIELDS} deep at most")
        if "locale" in request.GET:
            as_locale(request.GET["locale"])

    def handle_exception(self, exc):
        if isinstance(exc, ValidationError):
            return _bad_request(" ".join(exc.messages))
        if isinstance(exc, (OverflowError, DataError)):
            return _bad_request("a number in the query is too large")
        return super().handle_exception(exc)


def _bad_request(message: str) -> Response:
    return Response({"message": message}, status=status.HTTP_400_BAD_REQUEST)


def _depth(fields: str) -> int:
    """How deep the brackets of ``?fields=`` are."""
    depth = deepest = 0
    for sign in fields:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest


def _locales() -> dict[str, Locale]:
    return {locale.language_code: locale for locale in Locale.objects.order_by("pk")}


def as_locale(value: str) -> Locale:
    """Return the site's language of this code, or raise the 400 that lists them."""
    known = _locales()
    return known[as_choice("locale", value, known)]


def as_key(name: str, value: str) -> int:
    """Return ``value`` as an id, or raise the 400."""
    if not (value.isascii() and value.isdecimal() and int(value[:20]) <= _MAX_KEY):
        raise BadRequestError(f"{name} must be a positive integer")
    return int(value)


def as_date(name: str, value: str) -> date:
    """Return ``value`` as a day, or raise the 400."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise BadRequestError(
            f"{name} must be a date like 2023-06-01, not '{value[:40]}'"
        ) from None
    if day.year not in YEARS:
        raise BadRequestError(f"{name} must lie between {YEARS[0]} and {YEARS[-1]}")
    return day


def as_year(name: str, value: str) -> int:
    """Return ``value`` as a year, or raise the 400."""
    year = as_key(name, value)
    if year not in YEARS or year + 1 not in YEARS:
        raise BadRequestError(f"{name} must be between {YEARS[0]} and {YEARS[-2]}")
    return year


def as_moment(name: str, value: str) -> datetime:
    """Return a day (its beginning here) or a moment with its zone, or raise the 400."""
    if "T" not in value:
        return start_of_day(as_date(name, value))
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment is None:
        raise BadRequestError(
            f"{name} must be a date or a moment like 2026-05-04T10:00:00Z, not '{value[:40]}'"
        )
    if not is_aware(moment):
        raise BadRequestError(
            f"{name} needs a time zone, e.g. 2026-05-04T10:00:00Z (a + is written %2B)"
        )
    if moment.year not in YEARS:
        raise BadRequestError(f"{name} must lie between {YEARS[0]} and {YEARS[-1]}")
    return moment


def as_past_date(name: str, value: str) -> date:
    """As ``as_date``, for a composition: who will sit is not public before they do."""
    day = as_date(name, value)
    if day > today():
        raise BadRequestError(f"{name} must not be later than today, {today()}")
    return day


def as_choice(name: str, value: str, choices) -> str:
    """Return ``value`` when it is one of ``choices``, or raise the 400 that lists them."""
    if value not in choices:
        raise BadRequestError(f"{name} must be one of: {', '.join(map(str, choices))}")
    return value
