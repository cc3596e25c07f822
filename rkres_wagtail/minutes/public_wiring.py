"""What comes out of published minutes, registered in one place; called from ``wiring.py``."""

from __future__ import annotations

from wagtail import hooks

from .. import sub_addresses
from . import files_views, news, published, upkeep
from .public_views import serve_minutes


def ready() -> None:
    sub_addresses.register("minutes", serve_minutes, found=published.found, words=published.words)
    news.register()
    upkeep.connect()


def register_hooks() -> None:
    hooks.register("register_admin_urls", files_views.admin_urls)
    hooks.register("register_log_actions", files_views.register_log_actions)
    hooks.register("register_snippet_listing_buttons", files_views.listing_buttons)
