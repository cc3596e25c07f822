"""What this part registers once the apps are loaded; nothing without API v3."""

from __future__ import annotations


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
