"""Names of the office's screens of joining, and ways to them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext_lazy

#: How the screen of a body or call, and the way to it, are called.
LABEL = pgettext_lazy("admin menu", "Taking part")

OFFERS_URL = "rkres_offers"
OFFER_URL = "rkres_offer"
FILE_URL = "rkres_declaration_file"
_REGISTER = "rkres_wagtail_declaration_modeladmin_"


def offer_url(page) -> str:
    return reverse(OFFER_URL, args=[page.pk])


def register_url(action: str = "index", *args, **query) -> str:
    """A screen of the register, e.g. ``register_url("inspect", 12)``."""
    url = reverse(f"{_REGISTER}{action}", args=args)
    return f"{url}?{urlencode(query)}" if query else url
