"""Addresses of this part, for ``urls.py``."""

from __future__ import annotations

from django.urls import path

from . import exports

urlpatterns = [
    path("uwagi/<int:pk>.<str:kind>", exports.remark_table, name="remark_table"),
]
