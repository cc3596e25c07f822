"""Addresses of this part, below those of the package."""

from __future__ import annotations

from django.urls import path

from . import table

urlpatterns: list = [
    path("programy/<int:pk>.<str:kind>", table.programme_table, name="programme_table"),
]
