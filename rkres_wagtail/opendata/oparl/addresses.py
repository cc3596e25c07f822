"""Addresses of this part, below those of ``rkres_wagtail.urls``."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("oparl/1.1/", views.system, name="oparl_system"),
    path("oparl/1.1/body/", views.body_list, name="oparl_bodies"),
    path("oparl/1.1/body/<slug:key>/<slug:kind>/", views.object_list, name="oparl_list"),
    path("oparl/1.1/<slug:kind>/<slug:key>/", views.single, name="oparl_object"),
]
