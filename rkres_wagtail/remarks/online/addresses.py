"""Addresses of this part, for ``urls.py``."""

from __future__ import annotations

from django.urls import path

from . import confirming_view, own_views

urlpatterns = [
    path("uwagi/moje/<str:token>/", own_views.own_remarks, name="own_remarks"),
    path("uwagi/potwierdz/<str:token>/", confirming_view.confirm, name="confirm_remarks"),
]
