"""Kinds of messages, by which the office finds them; every room registers its own."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

KINDS: dict[str, object] = {}

TEST = "test"


def register_kind(key: str, label) -> str:
    """Name a kind (ASCII, up to 64 letters) for the office; call it when a room is loaded."""
    KINDS[key] = label
    return key


def kind_label(key: str) -> str:
    """The kind as the office reads it; the key itself where a room has gone."""
    return str(KINDS.get(key, key))


register_kind(TEST, pgettext_lazy("message", "test message"))
