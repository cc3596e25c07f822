"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ...remarks.office.links import add_link
    from ...remarks.permissions import may_keep
    from ...remarks.retention import chores
    from . import desk_items, messages, upkeep, ways  # noqa: F401  (messages names its kind)

    add_link(
        "consultation", ways.LABEL, ways.READERS_URL, icon="glasses", order=80, applies=may_keep
    )
    chores.register_chore("reading_links", upkeep.forget_links)
    chores.register_chore("readers_of_remarks", upkeep.part_missed)
    chores.register_after(upkeep.part_from_authors)
    desk_items.register()


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from ...menu import MENU_HOOK
    from . import admin_urls, list_view, log

    wagtail_hooks.register("register_admin_urls", admin_urls.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
    wagtail_hooks.register(MENU_HOOK, list_view.menu_item)
