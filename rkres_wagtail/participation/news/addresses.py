"""Addresses of this part, below those of the package."""

from __future__ import annotations

from django.urls import path

from . import own_views

_BASE = "powiadomienia/<str:token>/"
urlpatterns = [
    path(_BASE, own_views.manage, name="subscription"),
    path(f"{_BASE}potwierdz/", own_views.confirm, name="confirm_subscription"),
    path(f"{_BASE}wypisz/", own_views.unsubscribe, name="unsubscribe"),
]
