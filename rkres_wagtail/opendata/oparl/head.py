"""The way to OParl from the pages of committees."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from ...bodies.pages import CommitteePageMixin


def alternate(context) -> str:
    """Slot ``head``: ``<link rel="alternate">`` on the page of a committee."""
    if not isinstance(context.get("page"), CommitteePageMixin):
        return ""
    try:
        url = reverse("rkres_wagtail:oparl_system")
    except NoReverseMatch:
        return ""
    return format_html(
        '<link rel="alternate" type="application/json" title="OParl" href="{}">', url
    )
