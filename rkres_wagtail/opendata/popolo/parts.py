"""Small pieces of Popolo documents (https://www.popoloproject.com/specs/, §6.4)."""

from __future__ import annotations

from typing import Any


def without_nothing(**values) -> dict[str, Any]:
    """A document without what is not known: absent, null and empty say the same."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def link(url: str | None, note: str = "") -> list[dict[str, str]]:
    return [without_nothing(url=url, note=note)] if url else []
