"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from . import messages, offered, triggers  # noqa: F401  (messages names its kinds)

    offered.register()
    triggers.connect()


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from ... import menu
    from . import admin, log

    wagtail_hooks.register("register_log_actions", log.register_log_actions)
    for key, register in admin.register().items():
        menu.add_register(register, key)
