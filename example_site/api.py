"""The site's read-only API, version 2: pages and files of the site, and the package's facts."""

from __future__ import annotations

from wagtail.api.v2.router import WagtailAPIRouter

from rkres_wagtail.api.v2 import register_endpoints

api_router = WagtailAPIRouter("wagtailapi")
register_endpoints(api_router)
