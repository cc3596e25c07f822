"""Addresses of this part in ``rkres_wagtail.urls``."""

from __future__ import annotations

from django.urls import path

from . import public_views
from .corrections import link_views

urlpatterns: list = [
    path("protokol/<int:pk>.<str:kind>", public_views.minutes_file, name="minutes_file"),
    path("protokol-do-uwag/<str:token>/", link_views.reading, name="minutes_reading"),
]
