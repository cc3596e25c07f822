"""Addresses of this part, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [path("api/openapi.json", views.openapi, name="openapi")]
