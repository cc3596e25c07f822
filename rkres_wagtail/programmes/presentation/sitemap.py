"""Addresses below a programme's page, for the sitemap; read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from ..models import ProgrammeNode, ProgrammeTree
from ..querysets import public_programmes


def addresses_below(page, gate) -> list[tuple[str, datetime | None]]:
    """The page of every element, with the moment at which the element last changed."""
    pattern = page.reverse_subpage("node", kwargs={"key": "KEY"})
    found = gate.once("sitemap.programmes", lambda: _facts(gate))
    rows = found[page.translation_key]
    return [(pattern.replace("KEY", key), moment) for key, moment in rows]


def _facts(gate) -> dict:
    pages = public_programmes(gate, any_locale=True)
    found = defaultdict(list)
    rows = ProgrammeNode.objects.of_any(pages).order_by("programme", "position", "pk")
    for uuid, moment, key in rows.values_list("uuid", "changed_at", "programme__translation_key"):
        found[key].append((uuid.hex[:12], moment))
    return found


def changed_at(page, gate) -> datetime | None:
    """When the tree beside the page last changed; for the page's own line in the sitemap."""
    return gate.once("sitemap.programme_trees", lambda: _trees(gate)).get(page.translation_key)


def _trees(gate) -> dict:
    pages = public_programmes(gate, any_locale=True)
    rows = ProgrammeTree.objects.of_any(pages).filter(edits__gt=0).order_by()
    return dict(rows.values_list("programme__translation_key", "changed_at"))
