"""What a list says of the offers of many bodies and calls; a fixed number of queries."""

from __future__ import annotations

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..models import ConsentText, Declaration, JoiningOffer
from . import addresses
from .services import TEXTS


def states_of(pages: list) -> list[dict]:
    """For each page: its kind, what it offers, whether the form is on, how many wait."""
    keys = [page.translation_key for page in pages]
    offers = {
        each.target.translation_key: each
        for each in JoiningOffer.objects.filter(target__translation_key__in=keys).select_related(
            "target"
        )
    }
    agreed = set(
        ConsentText.objects.filter(offer__in=[each.pk for each in offers.values()])
        .order_by()
        .values_list("offer", flat=True)
        .distinct()
    )
    waiting = dict(
        Declaration.objects.waiting()
        .filter(target__translation_key__in=keys)
        .order_by()
        .values_list("target__translation_key")
        .annotate(Count("pk"))
    )
    return [
        _item(page, offers.get(page.translation_key), agreed, waiting.get(page.translation_key, 0))
        for page in pages
    ]


def _item(page, offer: JoiningOffer | None, agreed: set[int], waiting: int) -> dict:
    model = page.specific_class
    return {
        "page": page,
        "kind": capfirst(str(model._meta.verbose_name)) if model else "",
        "url": addresses.offer_url(page),
        "state": _state(offer),
        "has_consent": offer is not None and offer.pk in agreed,
        "is_online": offer is not None and offer.is_online,
        "waiting": waiting,
        "waiting_url": addresses.register_url(target=page.pk, state="new"),
    }


def _state(offer: JoiningOffer | None) -> str:
    if offer is None or not any(getattr(offer, name) for name in TEXTS):
        return _("no text yet")
    return _("form on this site") if offer.is_online else _("texts, no form")
