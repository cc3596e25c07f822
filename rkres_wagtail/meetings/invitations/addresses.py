"""Addresses of this part below the package's own; public ones pass the gate or a secret link."""

from __future__ import annotations

from django.urls import path

from . import reply_views

urlpatterns = [
    path("zaproszenie/<str:token>/", reply_views.reply, name="invitation"),
    path(
        "zaproszenie/<str:token>/material/<int:pk>/",
        reply_views.material,
        name="invitation_material",
    ),
]
