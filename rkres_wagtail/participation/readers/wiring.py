"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
