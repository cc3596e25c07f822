"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from . import boxes

    boxes.register()


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from .serving import limit_boxes

    wagtail_hooks.register("on_serve_page", limit_boxes)
