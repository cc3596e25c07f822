"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks

    from .. import log, permissions
    from . import outcome_views

    hooks.register("register_log_actions", log.register_log_actions)
    hooks.register("register_permissions", permissions.permissions)
    hooks.register("register_admin_urls", outcome_views.admin_urls)
