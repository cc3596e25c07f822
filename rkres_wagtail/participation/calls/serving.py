"""How long a call's page may be kept by caches."""

from __future__ import annotations


def limit_to_dates(page, request, response) -> None:
    """Not beyond its next opening or closing."""
