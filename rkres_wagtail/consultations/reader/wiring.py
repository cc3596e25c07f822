"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import preview

    wagtail_hooks.register("register_admin_urls", preview.admin_urls)
