"""The same description as JSON-LD, Turtle and RDF/XML; the last two with the extra ``rdf``."""

from __future__ import annotations

import json
from typing import Any

#: Endings of the address -> names of serialisers of rdflib.
SERIALISERS = {"ttl": "turtle", "rdf": "xml"}


def written(catalogue: dict[str, Any], ending: str) -> bytes:
    """``catalogue`` (JSON-LD) in the format of ``ending``; ``ImportError`` without the extra."""
    text = json.dumps(catalogue, ensure_ascii=False, indent=2)
    if ending not in SERIALISERS:
        return text.encode()
    from rdflib import Graph

    graph = Graph()
    graph.parse(data=text, format="json-ld")
    return graph.serialize(format=SERIALISERS[ending], encoding="utf-8")
