"""Addresses behind an invitation's secret link."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from ...secret_links import make_token
from .models import Invitation

PURPOSE = "invitation"


def reply_url(invitation: Invitation, site, language: str) -> str:
    """The full address of the page on which the person answers."""
    return _full(site, language, "invitation", make_token(PURPOSE, invitation))


def material_url(invitation: Invitation, site, language: str, pk: int) -> str:
    """The full address of a file, also of one that the public may not open."""
    return _full(site, language, "invitation_material", make_token(PURPOSE, invitation), pk)


def _full(site, language: str, name: str, *args) -> str:
    # The project may mount our addresses under a language.
    with translation.override(language):
        return site.root_url + reverse(f"rkres_wagtail:{name}", args=args)
