"""JSON-LD as a data block that no text of an editor can leave."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe

#: As Django's ``json_script``: inside JSON these stand in strings only.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def node(kind: str, key: str = "", **properties) -> dict:
    """A thing of the type ``kind``; what is empty is left out. ``key`` is its ``@id``."""
    named = {"@type": kind, "@id": key} if key else {"@type": kind}
    return named | {
        name: value for name, value in properties.items() if value not in (None, "", [], {})
    }


def script(nodes: list[dict]) -> SafeString:
    """One element for all that a page says; a strict CSP allows it, as nothing runs it."""
    data = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder, separators=(",", ":"))
    html = f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>'
    return mark_safe(html)  # noqa: S308
