"""Addresses of this part, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("dane/<int:pk>/katalog.<str:file_format>", views.dcat, name="dcat"),
    path("dane/<int:pk>/<slug:register>.csv", views.register_csv, name="register_csv"),
]
