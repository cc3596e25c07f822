"""What this room registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations

#: Parts of the room, each with a ``wiring`` of its own.
PARTS = ("outline", "indicators", "importing", "links", "presentation")


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    from . import protected

    protected.register()
    for part in _parts():
        part.ready()


def hooks() -> None:
    """Called from ``wagtail_hooks.py``."""
    from wagtail import hooks as wagtail_hooks

    from . import cautions, listings, permissions

    wagtail_hooks.register("register_permissions", permissions.permissions)
    wagtail_hooks.register("register_admin_viewset", listings.viewsets)
    wagtail_hooks.register("after_publish_page", cautions.after_publish_page)
    for part in _parts():
        part.hooks()


def _parts():
    from importlib import import_module

    return [import_module(f"rkres_wagtail.programmes.{name}.wiring") for name in PARTS]
