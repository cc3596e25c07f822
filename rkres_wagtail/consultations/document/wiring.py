"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ..editor_tabs import DOCUMENT, add_tab
    from . import guard
    from .panel import DOCUMENT_TAB, DocumentPanel

    add_tab(DOCUMENT, DOCUMENT_TAB, [DocumentPanel(heading=DOCUMENT_TAB)])
    guard.connect()


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import admin_urls, guard, log

    wagtail_hooks.register("register_admin_urls", admin_urls.admin_urls)
    # Before the addresses of Wagtail's documents.
    wagtail_hooks.register("register_admin_urls", guard.document_urls, order=-100)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
