"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import log, views

    wagtail_hooks.register("register_admin_urls", views.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
