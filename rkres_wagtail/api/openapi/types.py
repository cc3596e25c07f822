"""The vocabulary of the document: JSON Schemas that several fields share."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
#: Local; the format ``time`` of JSON Schema would want an offset.
TIME: Schema = {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?$"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
URL: Schema = {"type": "string", "format": "uri"}
HTML: Schema = {"type": "string", "contentMediaType": "text/html"}
UUID: Schema = {"type": "string", "format": "uuid"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Schema) -> Schema:
    """``schema``, or null; the empty schema allows null already."""
    if not schema:
        return schema
    if "enum" in schema:
        known = schema["enum"] if None in schema["enum"] else [*schema["enum"], None]
        return {**schema, "type": [schema["type"], "null"], "enum": known}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(values) -> Schema:
    return {"type": "string", "enum": [str(value) for value in values]}


def list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def thing(required: dict[str, Schema] | None = None, **properties: Schema) -> Schema:
    """An object that has all of ``properties``; those of ``required`` have names of their own."""
    every = {**(required or {}), **properties}
    return {"type": "object", "properties": every, "required": list(every)}


def words(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, TEXT)


PAGE = ref("PageReference")
PAGE_OR_NULL = or_null(PAGE)

#: Things that many fields refer to.
COMPONENTS: dict[str, Schema] = {
    "Error": {
        **thing(message=TEXT),
        "description": "What is wrong, in a sentence for developers.",
    },
    "PageReference": thing(id=NUMBER, type=or_null(TEXT), title=TEXT, html_url=or_null(TEXT)),
    "Image": thing(id=NUMBER, url=TEXT, width=NUMBER, height=NUMBER, alt=TEXT),
    "File": {
        "type": "object",
        "description": "A file of an open collection; `file_size` in bytes.",
        "properties": {
            "id": NUMBER,
            **words("title", "filename", "url", "format"),
            "file_size": or_null(NUMBER),
            "sha1": or_null(TEXT),
        },
        "required": ["title", "filename", "url"],
    },
    "ActReference": thing(id=NUMBER, type=TEXT, title=TEXT, url=TEXT),
    "FundingNotice": thing(id=NUMBER, type=TEXT, text=HTML, logos=list_of(ref("Image"))),
    "StreamBlock": {
        "type": "object",
        "description": "A block of a StreamField: its type says what its value is.",
        "properties": {"type": TEXT, "value": {}, "id": or_null(TEXT)},
        "required": ["type", "value"],
    },
    "Related": {
        "type": "object",
        "description": "A related object; more of it with `?fields=name(field,field)`.",
        "properties": {"id": {}, "meta": {"type": "object"}},
    },
}


def extended(name: str, **properties: Schema) -> Schema:
    """A component with more properties, which it always has."""
    return {"allOf": [ref(name), thing(**properties)]}
