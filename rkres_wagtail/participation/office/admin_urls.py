"""Addresses of the office's screens that stand beside the register."""

from __future__ import annotations

from django.urls import path

from . import addresses as names
from . import offer_views, views

_VIEWS = [
    ("rkres/participation/offers/", offer_views.OffersView, names.OFFERS_URL),
    ("rkres/participation/<int:pk>/offer/", offer_views.OfferView, names.OFFER_URL),
    ("rkres/declaration-files/<int:pk>/", views.FileView, names.FILE_URL),
]


def admin_urls():
    """Hook: addresses of the screens."""
    return [path(address, view.as_view(), name=name) for address, view, name in _VIEWS]
