"""Addresses of this part, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

from django.urls import path

from .views import remark_post

urlpatterns = [
    path("api/konsultacje/<int:pk>/uwagi/", remark_post, name="remark_post"),
]
