"""Readings as the database keeps them: packed, because servers limit the length of a query."""

from __future__ import annotations

import base64
import json
import zlib


def packed(value: dict) -> dict:
    data = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 6)
    return {"packed": base64.b64encode(data).decode()}


def unpacked(value: dict) -> dict:
    """An empty dict of an emptied row."""
    if "packed" not in value:
        return value
    return json.loads(zlib.decompress(base64.b64decode(value["packed"])))
