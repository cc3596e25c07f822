"""This address in the OpenAPI document; the schema of the body is the one that checks it."""

from __future__ import annotations

from typing import Any

from ..openapi import path_of
from .problems import CONTENT_TYPE
from .schema import BODY

#: Status -> when.
_REFUSALS = {
    400: "Not JSON, a key twice, an unknown parameter.",
    403: "A script of a site that is not in `RKRES_WAGTAIL_REMARK_ORIGINS`.",
    404: "No such consultation for the public, or the office keeps no form.",
    409: (
        "`newer-version`: a newer version came out, send `latest` to go on; `sent-already`: this "
        "stamp was sent with other words, `secret_url` leads to them."
    ),
    410: "`over`, `not-open-yet` or `sent-already`: no remarks are taken now.",
    413: "More than `max_bytes`.",
    415: "Not `application/json` in UTF-8.",
    422: "`errors` say what is wrong, and where in the body.",
    429: "Too many sendings of one network within an hour; `Retry-After` in seconds.",
}
_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}


def paths() -> dict[str, Any]:
    """What the registry of the document wants; nothing where the address is not mounted."""
    mounted_at = path_of("rkres_wagtail:remark_post")
    if mounted_at is None:
        return {}
    identity = {
        "name": "pk",
        "in": "path",
        "required": True,
        "description": "Id of the consultation's page.",
        "schema": {"type": "integer", "minimum": 0},
    }
    address = {
        "parameters": [identity],
        "get": _get(),
        "post": _post(),
    }
    schemas = {
        "RemarkSending": BODY,
        "RemarkForm": _FORM,
        "RemarkReceipt": _RECEIPT,
        "RemarkProblem": _PROBLEM,
    }
    return {"paths": {mounted_at: address}, "schemas": schemas}


def _get() -> dict[str, Any]:
    version = {
        "name": "version",
        "in": "query",
        "description": "Number of an older version of the document.",
        "schema": {"type": "integer", "minimum": 1},
    }
    return {
        "operationId": "describeRemarkForm",
        "tags": ["remarks"],
        "summary": "Describe the public's form of one consultation",
        "parameters": [version],
        "responses": {"200": _json("RemarkForm", "The form."), **_problems(400, 404)},
    }


def _post() -> dict[str, Any]:
    body = {"required": True, "content": {"application/json": {"schema": _ref("RemarkSending")}}}
    return {
        "operationId": "sendRemarks",
        "tags": ["remarks"],
        "summary": "Send remarks as an anonymous stranger",
        "requestBody": body,
        "responses": {
            "201": _json("RemarkReceipt", "Stored."),
            "200": _json("RemarkReceipt", "The same was sent before; its receipt once more."),
            **_problems(*_REFUSALS),
        },
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(name: str, text: str, content_type: str = "application/json") -> dict[str, Any]:
    return {"description": text, "content": {content_type: {"schema": _ref(name)}}}


def _problems(*statuses: int) -> dict[str, Any]:
    return {str(each): _json("RemarkProblem", _REFUSALS[each], CONTENT_TYPE) for each in statuses}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_NUMBER = {"type": "integer"}
_FLAG = {"type": "boolean"}
_LATEST = _object({"version": _NUMBER, "number": _NUMBER})
_FORM = _object(
    {
        "consultation": _object({"id": _NUMBER, "title": _TEXT, "html_url": _TEXT_OR_NULL}),
        "language": _TEXT,
        "state": {"enum": ["open", "ahead", "over"]},
        "is_open": _FLAG,
        "opens_at": _TEXT_OR_NULL,
        "opens_text": _TEXT,
        "closes_at": _TEXT_OR_NULL,
        "closes_text": _TEXT,
        "form_url": _TEXT,
        "privacy_clause": _object({"id": _TEXT, "html": _TEXT}),
        "rules": _object(
            {
                "must_confirm": _FLAG,
                "takes_anonymous": _FLAG,
                "max_remarks": _NUMBER,
                "max_chars": _NUMBER,
                "max_line_chars": _NUMBER,
                "max_bytes": _NUMBER,
                "min_seconds": _NUMBER,
            }
        ),
        "author": _object(
            {
                "label": _TEXT,
                "kinds": _list(_object({"value": _TEXT, "label": _TEXT})),
                "fields": _list(
                    _object(
                        {"name": _TEXT, "label": _TEXT, "help": _TEXT, "required_of": _list(_TEXT)}
                    )
                ),
            }
        ),
        "columns": _list(
            _object(
                {
                    "name": _TEXT,
                    "label": _TEXT,
                    "help": _TEXT,
                    "asked": {"enum": ["no", "optional", "required"]},
                }
            )
        ),
        "document": {
            "anyOf": [
                {"type": "null"},
                _object(
                    {
                        "version": _NUMBER,
                        "number": _NUMBER,
                        "name": _TEXT,
                        "html_url": _TEXT,
                        "latest": _LATEST,
                        "sections": _list(
                            _object({"anchor": _TEXT, "heading": _TEXT, "level": _NUMBER})
                        ),
                    }
                ),
            ]
        },
        "decoy": _TEXT,
        "stamp": _TEXT_OR_NULL,
        "stamp_expires_at": _TEXT_OR_NULL,
    }
)
_RECEIPT = _object(
    {
        "message": _TEXT,
        "received_at": _TEXT,
        "remarks": _list(
            _object(
                {
                    "number": _NUMBER,
                    "receipt_number": _TEXT,
                    "control_code": _TEXT,
                    "section": _TEXT_OR_NULL,
                }
            )
        ),
        "secret_url": _TEXT_OR_NULL,
        "is_counted": _FLAG,
        "confirm_until": _TEXT_OR_NULL,
        "confirm_until_text": _TEXT,
        "sends_mail": _FLAG,
    }
)
_PROBLEM = _object(
    {"type": _TEXT, "title": _TEXT, "status": _NUMBER},
    {
        "detail": _TEXT,
        "errors": _list(_object({"pointer": _TEXT, "detail": _TEXT})),
        "stamp": _TEXT,
        "latest": _LATEST,
        "secret_url": _TEXT_OR_NULL,
        "max_bytes": _NUMBER,
    },
)
