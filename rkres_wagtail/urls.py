"""Feeds, files and JSON; public HTML is served by pages."""

from django.urls import path

from .bodies import views as bodies

app_name = "rkres_wagtail"

urlpatterns = [
    path("struktura/<int:pk>.svg", bodies.structure_svg, name="structure_svg"),
]
