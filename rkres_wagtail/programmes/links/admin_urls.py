"""Addresses of the screens of links."""

from __future__ import annotations

from django.urls import path

from . import addresses, views
from .connect_view import ConnectView


def admin_urls():
    """Hook."""
    base = "rkres/programmes/<int:pk>/links/"
    return [
        path(base, views.LinkListView.as_view(), name=addresses.LIST),
        path(f"{base}page/", views.AddPageView.as_view(), name=addresses.ADD_PAGE),
        path(f"{base}remarks/", views.AddRemarksView.as_view(), name=addresses.ADD_REMARKS),
        path(
            "rkres/programme-links/<int:pk>/remove/",
            views.RemoveView.as_view(),
            name=addresses.REMOVE,
        ),
        path(
            "rkres/pages/<int:pk>/programmes/",
            ConnectView.as_view(),
            name=addresses.CONNECT,
        ),
    ]
