"""What this room registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    from . import oembed

    oembed.register()


def hooks() -> None:
    """Called from ``wagtail_hooks.py``."""
    from wagtail import hooks

    from . import admin

    hooks.register("register_admin_urls", admin.admin_urls)
    hooks.register("register_page_header_buttons", admin.header_button)
