"""Addresses of this part, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

urlpatterns = []
