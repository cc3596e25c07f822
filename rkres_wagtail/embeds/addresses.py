"""Addresses of this room, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

from django.urls import path

from . import oembed, views

urlpatterns = [
    path("embed/kolory.css", views.embed_css, name="embed_css"),
    path("embed/<slug:kind>/<int:pk>/", views.embed, name="embed"),
    path("fragment/<slug:kind>/<int:pk>/", views.fragment, name="fragment"),
    path("oembed.json", oembed.oembed, name="oembed"),
]
