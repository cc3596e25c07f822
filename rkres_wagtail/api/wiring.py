"""What this room registers once the apps are loaded."""

from __future__ import annotations

from . import openapi
from .posting import openapi as posting
from .v3 import wiring as v3


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    openapi.add_paths(posting.paths)
    v3.ready()
