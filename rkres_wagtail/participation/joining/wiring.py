"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ...remarks.retention.chores import register_chore
    from . import boxes, messages, upkeep  # noqa: F401  (messages names its kinds)
    from .removal import remove_unconfirmed

    boxes.register()
    upkeep.connect()
    register_chore("unconfirmed_declarations", remove_unconfirmed)


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import log

    wagtail_hooks.register("register_log_actions", log.register_log_actions)
