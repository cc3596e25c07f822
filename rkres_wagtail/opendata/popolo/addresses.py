"""Addresses of this part, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [path("popolo/<int:pk>.json", views.popolo, name="popolo")]
