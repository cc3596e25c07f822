"""Addresses of the office's screens."""

from __future__ import annotations

from django.urls import path

from . import blank
from .file_views import FileView
from .views import BATCH, FILE, IMPORT, BatchView, BlankFormView, ImportView, form_url


def admin_urls():
    """Hook: addresses of the screens."""
    base = "rkres/consultations/<int:pk>/remarks"
    return [
        path(f"{base}/import/", ImportView.as_view(), name=IMPORT),
        *(
            path(
                f"{base}/form.{name}",
                BlankFormView.as_view(file_format=name),
                name=form_url(name),
            )
            for name in blank.MAKERS
        ),
        path("rkres/remark-imports/<int:pk>/", BatchView.as_view(), name=BATCH),
        path("rkres/remark-import-files/<int:pk>/", FileView.as_view(), name=FILE),
    ]
