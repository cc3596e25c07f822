"""Addresses of this part below the package's own; public ones pass the gate or a secret link."""

from __future__ import annotations

urlpatterns: list = []
