"""A section's text as it is stored, so that sixty sections cost as many queries as one.

A ``StreamValue`` fetches its images for each section anew; what is read here asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from ..document.words import lines_of, one_space


def parts_of(text) -> Iterator[tuple[str, object]]:
    """(kind, stored value) of each block of a ``SectionText``; nothing that cannot be read."""
    for block in text.content.raw_data if text.content else ():
        kind, value = block.get("type"), block.get("value")
        if kind == "text":
            yield kind, value if isinstance(value, str) else ""
        elif kind in ("table", "image", "note") and isinstance(value, dict):
            yield kind, value


def lines(text) -> list[str]:
    """The same as ``document.words.lines_of``, without a query."""
    return lines_of([_light(kind, value) for kind, value in parts_of(text)])


def images(text) -> list[str]:
    """Keys of the figures of a section, in order."""
    return [str(value.get("image") or "") for kind, value in parts_of(text) if kind == "image"]


def _light(kind: str, value):
    """What ``lines_of`` reads of a block."""
    if kind == "text":
        value = SimpleNamespace(source=value)
    elif kind == "image":
        value = {name: str(value.get(name) or "") for name in ("caption", "alt_text")}
    elif kind == "note":
        source = SimpleNamespace(source=str(value.get("text") or ""))
        value = {"number": one_space(str(value.get("number") or "")), "text": source}
    return SimpleNamespace(block_type=kind, value=value)
