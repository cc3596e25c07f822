"""The site's read-only API, version 2: its own endpoints and the package's."""

from __future__ import annotations

from django.apps import apps
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from rkres_wagtail.api.v2 import register_endpoints

api_router = WagtailAPIRouter("wagtailapi")
api_router.register_endpoint("images", ImagesAPIViewSet)
api_router.register_endpoint("documents", DocumentsAPIViewSet)
register_endpoints(api_router)

if apps.is_installed("wagtail_headless_preview"):
    from rkres_wagtail.api.preview import PagePreviewAPIViewSet

    api_router.register_endpoint("page_preview", PagePreviewAPIViewSet)
