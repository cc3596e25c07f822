"""Addresses of the project with a swapped page."""

from __future__ import annotations

from django.apps import apps
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from rkres_wagtail.api.v2 import register_endpoints
from rkres_wagtail.sitemaps import SiteSitemap

api_router = WagtailAPIRouter("wagtailapi")
register_endpoints(api_router)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", api_router.urls),
    path("sitemap.xml", sitemap, {"sitemaps": {"site": SiteSitemap}}),
    path("rkres/", include("rkres_wagtail.urls")),
]
if apps.is_installed("wagtail.api.v3"):
    from wagtail.api.v3.urls import api as api_v3

    urlpatterns.append(path("api/v3-preview/", api_v3.urls))
urlpatterns.append(path("", include(wagtail_urls)))
