from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from rkres_wagtail.sitemaps import SiteSitemap

from .api import api_router
from .robots import robots
from .search.views import search

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", api_router.urls),
    # Every language and what stands below the committee's pages.
    path("sitemap.xml", sitemap, {"sitemaps": {"site": SiteSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    # rkres-wagtail, step 3: the package's feeds, files and embeds.
    path("rkres/", include("rkres_wagtail.urls")),
]

if settings.HAS_API_V3:
    from wagtail.api.v3.urls import api as api_v3

    urlpatterns.append(path("api/v3-preview/", api_v3.urls))

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

# Polish addresses carry no prefix, English ones /en/.
urlpatterns += i18n_patterns(
    path("szukaj/", search, name="search"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
