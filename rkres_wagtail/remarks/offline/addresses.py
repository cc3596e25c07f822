"""Addresses of this part, for ``urls.py``."""

from __future__ import annotations

from django.urls import path

from . import public_views

urlpatterns = [
    path(
        "uwagi/formularz/<int:pk>.<str:file_format>",
        public_views.form_file,
        name=public_views.NAME,
    ),
]
