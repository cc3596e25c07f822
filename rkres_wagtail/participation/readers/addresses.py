"""Addresses of this part, below those of the package."""

from __future__ import annotations

from django.urls import path

from . import own_views

_LIST = "do-konsultacji/<str:token>/"

urlpatterns = [
    path(_LIST, own_views.reading_list, name="reading_list"),
    path(f"{_LIST}<int:pk>/", own_views.document, name="reading_document"),
    path(f"{_LIST}<int:pk>/plik/<int:file_pk>/", own_views.file, name="reading_file"),
]
