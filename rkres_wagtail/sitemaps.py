"""A sitemap of every language: Wagtail's own lists what stands below one root only.

In the project's ``urls.py``::

    path("sitemap.xml", sitemap, {"sitemaps": {"site": SiteSitemap}}, name="sitemap"),

with ``sitemap`` from ``wagtail.contrib.sitemaps.views``.
"""

from __future__ import annotations

import swapper
from wagtail.contrib.sitemaps import Sitemap

from .public import Gate


class SiteSitemap(Sitemap):
    """Every page of the site that the public may see, the host's pages too; no aliases."""

    def items(self):
        pages = swapper.load_model("wagtailcore", "Page").objects.order_by("path")
        pages = Gate.of(self.request).pages(pages, any_locale=True)
        return pages.defer_streamfields().specific()
