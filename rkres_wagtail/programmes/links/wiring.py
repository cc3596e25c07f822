"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ..outline.node_panels import add_count, add_panel
    from . import back, panel

    back.register()
    add_panel(60, panel.node_panel)
    add_count(60, panel.node_counts)


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import admin_urls, buttons, log

    wagtail_hooks.register("register_admin_urls", admin_urls.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
    for name in ("register_page_header_buttons", "register_page_listing_more_buttons"):
        wagtail_hooks.register(name, buttons.page_buttons)
