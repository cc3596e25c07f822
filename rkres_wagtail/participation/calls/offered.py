"""Calls that tell at an address of their own how to take part; for the sitemap."""

from __future__ import annotations

from ... import sub_addresses
from ..querysets import public_calls


def offered_calls(gate) -> dict:
    """Facts by ``translation_key``, for all calls of the site at once."""
    return sub_addresses.found_among("joining", public_calls(gate, any_locale=True), gate)
