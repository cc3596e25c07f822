"""What this part registers once the apps are loaded."""

from __future__ import annotations


def ready() -> None:
    """Called by the room."""
    from ... import slots, sub_addresses
    from .page import link_to_it, open_data

    sub_addresses.register("open_data", open_data)
    slots.provider("foot", order=90)(link_to_it)
