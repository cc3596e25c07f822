"""Hooks of the consultations' editor: kinds, listing, messages after publishing."""

from __future__ import annotations


def hooks() -> None:
    """Called from ``wiring.hooks``."""
    from wagtail import hooks
    from wagtail.snippets.models import register_snippet

    from . import cautions, listings
    from .viewsets import SNIPPETS

    for viewset in SNIPPETS:
        register_snippet(viewset)
    hooks.register("register_admin_viewset", listings.viewsets)
    hooks.register("after_publish_page", cautions.after_publish_page)
