"""What this room registers once the apps are loaded."""

from __future__ import annotations

from .catalogue import wiring as catalogue
from .linked import wiring as linked
from .oparl import wiring as oparl
from .popolo import wiring as popolo


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    for part in (oparl, popolo, catalogue, linked):
        part.ready()
