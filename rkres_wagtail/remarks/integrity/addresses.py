"""Addresses of this part, for ``urls.py``."""

from __future__ import annotations

from django.urls import path

from . import public_views

urlpatterns = [
    path(
        "uwagi/pokwitowania/<int:pk>.<str:file_format>",
        public_views.receipts_file,
        name="remark_receipts_file",
    ),
]
