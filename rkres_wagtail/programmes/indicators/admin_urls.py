"""Addresses of the office's screens."""

from __future__ import annotations

from django.urls import path

from . import addresses, views
from .year_view import YearView


def admin_urls():
    """Hook: addresses of the screens."""
    indicator, reading = "rkres/indicators/<int:pk>", "rkres/readings/<int:pk>"
    return [
        path(
            "rkres/programme-elements/<int:pk>/indicators/add/",
            views.AddIndicatorView.as_view(),
            name=addresses.INDICATOR_ADD_URL,
        ),
        path(f"{indicator}/", views.IndicatorView.as_view(), name=addresses.INDICATOR_URL),
        path(
            f"{indicator}/move/",
            views.MoveIndicatorView.as_view(),
            name=addresses.INDICATOR_MOVE_URL,
        ),
        path(
            f"{indicator}/remove/",
            views.RemoveIndicatorView.as_view(),
            name=addresses.INDICATOR_REMOVE_URL,
        ),
        path(
            f"{indicator}/readings/add/",
            views.AddReadingView.as_view(),
            name=addresses.READING_ADD_URL,
        ),
        path(f"{reading}/", views.ReadingView.as_view(), name=addresses.READING_URL),
        path(
            f"{reading}/remove/",
            views.RemoveReadingView.as_view(),
            name=addresses.READING_REMOVE_URL,
        ),
        path("rkres/programmes/<int:pk>/readings/", YearView.as_view(), name=addresses.YEAR_URL),
    ]
