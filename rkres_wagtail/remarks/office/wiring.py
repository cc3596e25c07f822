"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ...consultations.document.rules import register_remark_counts
    from ...consultations.editor_tabs import REMARKS, add_tab
    from ...consultations.rounds.rules import register_answers
    from . import counting, desk_items
    from .addresses import REMARKS_TAB
    from .panel import RemarksPanel

    add_tab(REMARKS, REMARKS_TAB, [RemarksPanel(heading=REMARKS_TAB)])
    register_remark_counts(counting.on_sections)
    register_answers(counting.in_rounds)
    desk_items.register()


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from ...menu import MENU_HOOK
    from . import admin_urls, list_views, log

    wagtail_hooks.register("register_admin_urls", admin_urls.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
    wagtail_hooks.register(MENU_HOOK, list_views.menu_item)
