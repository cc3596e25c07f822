"""What this part registers once the apps are loaded."""

from __future__ import annotations


def ready() -> None:
    """Called by the room."""
