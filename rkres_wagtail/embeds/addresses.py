"""Addresses of this room, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

urlpatterns = []
