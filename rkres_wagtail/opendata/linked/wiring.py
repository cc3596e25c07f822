"""What this part registers once the apps are loaded."""

from __future__ import annotations

from ... import slots
from . import head


def ready() -> None:
    """Called by the room."""
    slots.provider("head", order=10)(head.for_search_engines)
    slots.provider("head", order=20)(head.linked_data)
