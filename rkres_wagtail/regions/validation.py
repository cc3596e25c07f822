"""Check a profile against its JSON Schema and say each fault in the user's language."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import extend

from ..fields import YEARS, check_day
from .meeting_dates import as_hour, as_month
from .problems import Problem, show_path, show_value
from .toml_lines import TomlLines

_formats = FormatChecker(formats=())


@_formats.checks("date", raises=(ValueError, ValidationError))
def _is_date(value) -> bool:
    if not isinstance(value, str):
        return True
    # Only the long form: `fromisoformat` of Python 3.11 takes "20230531", too.
    return len(value) == 10 and check_day(date.fromisoformat(value)) is None


@_formats.checks("hour", raises=ValueError)
def _is_hour(value) -> bool:
    return not isinstance(value, str) or as_hour(value) is not None


@_formats.checks("month", raises=(ValueError, ValidationError))
def _is_month(value) -> bool:
    return not isinstance(value, str) or check_day(as_month(value)) is None


@_formats.checks("email", raises=ValidationError)
def _is_email(value) -> bool:
    return not value or not isinstance(value, str) or validate_email(value) is None


@_formats.checks("uri", raises=ValidationError)
def _is_url(value) -> bool:
    return not value or not isinstance(value, str) or URLValidator(["http", "https"])(value) is None


def _is_integer(checker, value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)


def schema_text() -> str:
    """The JSON Schema of the format, as shipped."""
    path = resources.files("rkres_wagtail.regions") / "profile.schema.json"
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _validator() -> Any:
    return _Validator(json.loads(schema_text()), format_checker=_formats)


def schema_problems(data: dict, lines: TomlLines) -> Iterator[Problem]:
    """Yield every way in which ``data`` breaks the schema."""
    seen = set()
    for error in _validator().iter_errors(data):
        for path, expected, found in _explain(error):
            if path not in seen:
                seen.add(path)
                yield Problem(lines.of(path), show_path(path, data), expected, found)


def _explain(error) -> Iterator[tuple[tuple, str, str]]:
    path = tuple(error.absolute_path)
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield (
                    (*path, name),
                    _describe(_property(error.schema, name)),
                    pgettext("found in a profile", "nothing"),
                )
    elif error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        for name in error.instance:
            if name not in known:
                yield (*path, name), _known_keys(name, known), _("an unknown key")
    elif error.validator == "maxLength":
        count = len(error.instance)
        found = ngettext("%(count)d character", "%(count)d characters", count) % {"count": count}
        yield path, _describe(error.schema), found
    elif error.validator == "maxItems":
        count = len(error.instance)
        found = ngettext("%(count)d item", "%(count)d items", count) % {"count": count}
        yield path, _describe(error.schema), found
    elif error.validator == "type" and isinstance(error.schema.get("items"), dict):
        yield path, _describe_list(path, error), _found(error)
    elif error.schema.get("format") in ("date", "month") and isinstance(
        error.cause, ValidationError
    ):
        years = {"first": YEARS[0], "last": YEARS[-1]}
        yield path, _("a day between the years %(first)d and %(last)d") % years, _found(error)
    elif error.validator == "minItems":
        yield path, _("at least one item"), _("an empty list")
    elif error.validator == "uniqueItems":
        yield path, _("each item once"), _("a repeated item")
    else:
        yield path, _describe(error.schema), _found(error)


def _found(error) -> str:
    if error.instance == "":
        return _("an empty text")
    if error.validator == "pattern" and "\n" in error.instance:
        return _("several lines")
    return show_value(error.instance)


def _property(schema: dict, name: str) -> dict:
    return schema["properties"][name]


def _known_keys(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return _("the key “%(key)s”") % {"key": close[0]}
    return _("one of the keys: %(choices)s") % {"choices": ", ".join(known)}


def _describe(schema: dict) -> str:
    """Say in words what a part of the schema asks for."""
    schema = {**_referenced(schema), **schema}
    if "enum" in schema:
        return _("one of: %(choices)s") % {"choices": ", ".join(schema["enum"])}
    if "const" in schema:
        return str(schema["const"])
    if schema["type"] == "string":
        return _describe_text(schema)
    if schema["type"] == "boolean":
        return _("true or false")
    if schema["type"] == "integer":
        return _("a whole number from %(least)d to %(most)d") % {
            "least": schema["minimum"],
            "most": schema["maximum"],
        }
    if schema["type"] == "array":
        return _("a list of at most %(count)d items") % {"count": schema["maxItems"]}
    return pgettext("found in a profile", "a table")


def _describe_list(path: tuple, error) -> str:
    """One item without brackets, or with too few, is shown as it ought to be written."""
    found = error.instance
    if isinstance(found, str):
        return _("a list in brackets: %(list)s") % {"list": f'["{found[:40]}"]'}
    if isinstance(found, dict):
        name = ".".join(part for part in path if isinstance(part, str))
        return _("%(header)s in two brackets, once for each item") % {"header": f"[[{name}]]"}
    return _describe(error.schema)


def _describe_text(schema: dict) -> str:
    formats = {
        "date": _("a date, e.g. 2023-05-31"),
        "month": _('a month, e.g. "2023-09"'),
        "hour": _('an hour, e.g. "11:30"'),
        "email": _("an e-mail address"),
        "uri": _("an address that begins with https:// or http://"),
    }
    if schema.get("format") in formats:
        return formats[schema["format"]]
    count = {"count": schema["maxLength"]}
    if "a-z" in schema.get("pattern", ""):
        return _("letters a-z, digits and single hyphens, at most %(count)d characters") % count
    if "pattern" in schema:
        return _("text on one line, at most %(count)d characters") % count
    return _("text of at most %(count)d characters") % count


def _referenced(schema: dict) -> dict:
    reference = schema.get("$ref")
    if not reference:
        return {}
    return _validator().schema["$defs"][reference.removeprefix("#/$defs/")]
