"""The shape of a body that is posted; the same schema checks it and stands in the OpenAPI document.

What it says of lengths and columns is only what never changes: the rules of a consultation ask
for more, and the forms of ``remarks/online`` say so in the user's language.
"""

from __future__ import annotations

from collections.abc import Iterator

from jsonschema import Draft202012Validator

from .problems import Error, pointer

#: Entries of ``remarks`` that are read at all; the setting allows fewer to be sent.
_MOST_REMARKS = 100

_TEXT = {"type": "string"}
AUTHOR = {
    "type": "object",
    "additionalProperties": False,
    "required": ["author_kind"],
    "properties": {
        "author_kind": {
            "type": "string",
            "description": "A `value` of `author.kinds` in the description.",
        },
        "organisation": {**_TEXT, "description": "Name of the entity; public."},
        "name": {**_TEXT, "description": "First name and surname."},
        "is_name_public": {"type": "boolean", "default": False},
        "email": {**_TEXT, "description": "Never public."},
        "wants_result": {"type": "boolean", "default": False},
    },
}
REMARK = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "section": {**_TEXT, "description": "An `anchor` of `document.sections`, or empty."},
        "place": {**_TEXT, "description": "Place in the author's own words."},
        "quote": {**_TEXT, "description": "Present wording."},
        "content": {**_TEXT, "description": "The remark."},
        "proposed": {**_TEXT, "description": "Proposed wording."},
        "justification": _TEXT,
    },
}
BODY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["stamp", "author", "remarks"],
    "properties": {
        "stamp": {**_TEXT, "description": "As the description, or a refusal, gave it."},
        "version": {
            "type": "integer",
            "description": "`document.version` of the description; needed where it has one.",
        },
        "latest": {
            "type": "integer",
            "description": (
                "`document.latest.version`, once the author knows of the newer version and "
                "still wants to speak of `version`."
            ),
        },
        "author": AUTHOR,
        "remarks": {"type": "array", "items": REMARK, "minItems": 1, "maxItems": _MOST_REMARKS},
        "homepage": {
            **_TEXT,
            "description": "A decoy: hide it from people, and send what is in it.",
        },
    },
}
_VALIDATOR = Draft202012Validator(BODY)
_WORDS = {
    "string": "a string",
    "boolean": "true or false",
    "integer": "an integer",
    "object": "an object",
    "array": "an array",
}


def faults(body) -> Iterator[Error]:
    """What is wrong with the shape; never with a word of what was sent, which may be personal."""
    is_sound = True
    for error in _VALIDATOR.iter_errors(body):
        is_sound, path = False, list(error.absolute_path)
        if error.validator == "type":
            yield pointer(*path), f"must be {_WORDS[error.validator_value]}"
        elif error.validator == "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            yield from ((pointer(*path, name), "is missing") for name in missing)
        elif error.validator == "additionalProperties":
            known = error.schema["properties"]
            for name in error.instance:
                if name not in known:
                    yield pointer(*path, _printable(name)), "is not a field of this form"
        elif error.validator == "minItems":
            yield pointer(*path), "must not be empty"
        else:
            yield pointer(*path), f"must have at most {_MOST_REMARKS} entries"
    if is_sound:
        yield from _broken_letters(body)


def _broken_letters(value, path: tuple = ()) -> Iterator[Error]:
    """Texts with a null character or half a letter, which no database and no XML file takes."""
    if isinstance(value, str) and ("\0" in value or _printable(value) != value):
        yield pointer(*path), "has a null character or an unpaired surrogate"
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _broken_letters(each, (*path, _printable(name)))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _broken_letters(each, (*path, number))


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
