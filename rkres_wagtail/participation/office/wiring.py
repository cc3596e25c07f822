"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ...remarks.retention.chores import register_chore
    from ..joining.removal import remove_unconfirmed
    from . import desk_items, messages, retention  # noqa: F401  (messages names its kinds)

    register_chore("declarations", retention.run, foretell=retention.foretell)
    register_chore(
        "unconfirmed_declarations", remove_unconfirmed, foretell=retention.foretell_unconfirmed
    )
    desk_items.register()


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from django.apps import apps
    from wagtail import hooks as wagtail_hooks

    from ... import menu
    from . import admin_urls, buttons, log, offer_views

    wagtail_hooks.register("register_admin_urls", admin_urls.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
    wagtail_hooks.register("register_page_header_buttons", buttons.page_buttons)
    wagtail_hooks.register("register_page_listing_more_buttons", buttons.page_buttons)
    wagtail_hooks.register(menu.MENU_HOOK, offer_views.menu_item)
    if apps.is_installed("wagtail_modeladmin"):
        # Without it its templates would be missing and every view a 500 (check E001).
        from .register import get_register

        get_register().register_with_wagtail()
        menu.add_register(get_register(), "declarations")
