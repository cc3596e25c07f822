"""Whether an answer of API v2 is as the OpenAPI document says."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from rkres_wagtail.api.openapi.document import document
from rkres_wagtail.api.openapi.operations import item_schema


@cache
def _closed_document() -> dict[str, Any]:
    """The document, where objects of endpoints have no property beside those it lists."""
    closed = copy.deepcopy(document("http://testserver"))
    for name, schema in closed["components"]["schemas"].items():
        # Of related objects a request may ask for any field.
        if name != "Related" and "meta" in schema.get("properties", {}):
            schema["unevaluatedProperties"] = False
            schema["properties"]["meta"]["unevaluatedProperties"] = False
    return closed


@cache
def _addresses() -> list[tuple[re.Pattern, str]]:
    paths = sorted(_closed_document()["paths"], key=lambda path: "{" in path)
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in paths]


@cache
def _validator(path: str, status: int) -> Draft202012Validator:
    said = _closed_document()
    answer = said["paths"][path]["get"]["responses"][str(status)]
    schema = {**answer["content"]["application/json"]["schema"], "components": said["components"]}
    return Draft202012Validator(schema, format_checker=FormatChecker())


def forget() -> None:
    """Make the document anew: a test has changed what a class declares."""
    for known in (item_schema, _closed_document, _addresses, _validator):
        known.cache_clear()


def must_conform(response) -> None:
    """Fail where a GET of API v2 was answered otherwise than the document of the site says."""
    address = response.wsgi_request.path
    path = next((path for pattern, path in _addresses() if pattern.fullmatch(address)), None)
    if path is None:
        assert response.status_code == 404, f"{address} is not in the document"
        return
    if response.status_code in (302, 304):
        return
    errors = sorted(
        _validator(path, response.status_code).iter_errors(json.loads(response.content)),
        key=lambda error: len(error.absolute_path),
    )
    assert not errors, f"{address}: {_deepest(errors[0])}"


def _deepest(error) -> str:
    """The alternative that came closest: the one of the same ``meta.type``."""
    while error.context:
        fitting = [each for each in error.context if "const" not in each.schema]
        error = max(fitting or error.context, key=lambda each: len(each.absolute_path))
    place = "/".join(map(str, error.absolute_path))
    return f"{place}: {error.message[:500]}"
