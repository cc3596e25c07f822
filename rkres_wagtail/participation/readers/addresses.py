"""Addresses of this part, below those of the package."""

from __future__ import annotations

urlpatterns: list = []
