"""What the tests of JSON-LD read: heads of public pages, and schemas of what may stand there."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

SCHEMAS = Path(__file__).parent / "schemas" / "schema_org"
_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
_ROBOTS = re.compile(r'<meta name="robots" content="([^"]*)">')
_ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">')


@lru_cache
def _schemas() -> dict[str, dict]:
    return {path.stem: json.loads(path.read_text()) for path in SCHEMAS.glob("*.json")}


@lru_cache
def _registry() -> Registry:
    rows = ((schema["$id"], Resource.from_contents(schema)) for schema in _schemas().values())
    return Registry().with_resources(rows)


def head_of(client, address) -> str:
    address = address if isinstance(address, str) else address.get_url()
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode().split("</head>")[0]


def graph_of(client, address) -> dict[str, list[dict]]:
    """Things on a page by their type, each of which has met its schema; at most one script."""
    scripts = _SCRIPT.findall(head_of(client, address))
    assert len(scripts) <= 1
    found: dict[str, list[dict]] = {}
    for text in scripts:
        data = json.loads(text)
        assert data["@context"] == "https://schema.org"
        for each in data["@graph"]:
            check(each)
            found.setdefault(each["@type"], []).append(each)
    return found


def check(thing: dict) -> None:
    schema = _schemas()[thing["@type"]]
    Draft202012Validator(schema, registry=_registry()).validate(thing)


def only(graph: dict, kind: str) -> dict:
    """The one thing of a kind."""
    assert len(graph.get(kind, ())) == 1, graph
    return graph[kind][0]


def canonical_of(client, address) -> list[str]:
    return _CANONICAL.findall(head_of(client, address))


def robots_of(client, address) -> list[str]:
    return _ROBOTS.findall(head_of(client, address))


def alternates_of(client, address) -> dict[str, str]:
    return dict(_ALTERNATE.findall(head_of(client, address)))
