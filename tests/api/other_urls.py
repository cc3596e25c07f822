"""A host that mounted API v2 elsewhere, under other names, without languages in addresses."""

from __future__ import annotations

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v2.router import WagtailAPIRouter

from rkres_wagtail.api.v2 import register_endpoints

router = WagtailAPIRouter("rada")
register_endpoints(router, prefix="rkres-")

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("dane/otwarte/", router.urls),
    path("komitet/", include("rkres_wagtail.urls")),
    path("", include(wagtail_urls)),
]
