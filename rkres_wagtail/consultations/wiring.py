"""What this room registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    from . import desk, feeds, protected, services
    from .document import wiring as document
    from .importing import wiring as importing
    from .presentation import wiring as presentation
    from .reader import wiring as reader
    from .report import wiring as report
    from .rounds import wiring as rounds

    protected.register()
    for part in (rounds, document, importing, presentation, reader, report):
        part.ready()
    feeds.register()
    desk.register()
    services.connect()


def hooks() -> None:
    """Called from ``wagtail_hooks.py``."""
    from . import editing
    from .document import wiring as document
    from .importing import wiring as importing
    from .presentation import wiring as presentation
    from .reader import wiring as reader
    from .report import wiring as report
    from .rounds import wiring as rounds

    editing.hooks()
    for part in (rounds, document, importing, presentation, reader, report):
        part.hooks()
