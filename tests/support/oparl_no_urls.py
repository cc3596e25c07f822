"""A project that has not mounted our addresses."""

from __future__ import annotations

urlpatterns: list = []
