"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ... import feeds, sub_addresses
    from . import boxes, desk, listing, services
    from .calendar import ClosingDates
    from .news import CallNews

    sub_addresses.register("calls", listing.calls_view, found=listing.found_below)
    boxes.register()
    feeds.add_calendar("calls", ClosingDates())
    feeds.add_news("calls", CallNews())
    desk.register()
    services.connect()


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import cautions, listings

    wagtail_hooks.register("register_admin_viewset", listings.viewsets)
    wagtail_hooks.register("after_publish_page", cautions.after_publish_page)
