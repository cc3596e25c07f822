"""The site's read-only API, version 2: pages and files of the site, and the package's facts."""

from __future__ import annotations

from django.apps import apps
from wagtail.api.v2.router import WagtailAPIRouter

from rkres_wagtail.api.v2 import register_endpoints

api_router = WagtailAPIRouter("wagtailapi")
register_endpoints(api_router)

if apps.is_installed("wagtail_headless_preview"):
    from rkres_wagtail.api.preview import PagePreviewAPIViewSet

    api_router.register_endpoint("page_preview", PagePreviewAPIViewSet)
