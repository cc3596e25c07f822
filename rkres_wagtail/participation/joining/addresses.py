"""Addresses of this part, below those of the package."""

from __future__ import annotations

from django.urls import path

from . import own_views

urlpatterns = [
    path("deklaracja/<str:token>/", own_views.own_declaration, name="declaration"),
    path(
        "deklaracja/potwierdz/<str:token>/",
        own_views.confirm_declaration,
        name="confirm_declaration",
    ),
]
