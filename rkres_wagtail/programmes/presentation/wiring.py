"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from wagtail.signals import page_published, page_unpublished

    from ... import slots, sub_addresses
    from . import listing, upkeep

    sub_addresses.register("programmes", listing.serve_programmes, found=listing.found)
    slots.provider("after_composition", order=50)(listing.committee_box)
    for signal in (page_published, page_unpublished):
        signal.connect(upkeep.on_page, dispatch_uid="rkres_wagtail.programme_pages")


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
