"""Addresses of the form and of what lies behind the secret links of who declared."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from ...secret_links import make_token

#: What secret links are made for. The one that confirms goes by mail only, so that it shows that
#: the address belongs to who declared; the other one opens their own page.
CONFIRMATION, OWN = "declaration_confirmation", "declaration"
#: Query of the page to which a sending leads: only says that a message is on its way.
SENT = "wyslano"
DONE = "zrobione"


def joining_url(page, request=None) -> str:
    """``wlacz-sie/`` of a body, ``zgloszenie/`` of a call; empty where the page has no address."""
    base = page.get_url(request)
    return f"{base}{page.reverse_subpage('joining')}" if base else ""


def own_path(declaration) -> str:
    return reverse("rkres_wagtail:declaration", args=[make_token(OWN, declaration)])


def confirmation_path(declaration) -> str:
    token = make_token(CONFIRMATION, declaration)
    return reverse("rkres_wagtail:confirm_declaration", args=[token])


def own_url(declaration, site, language: str = "") -> str:
    """The full address of the own page; empty where no link leads there any more."""
    if not declaration.nonce or declaration.anonymised_at is not None:
        return ""
    # The project may mount our addresses under a language.
    with translation.override(language or declaration.language or translation.get_language()):
        return site.root_url + own_path(declaration)
