"""The site's addresses without ours: a host that has not mounted them."""

from importlib import import_module

from django.apps import apps

_site = "example_site.urls" if apps.is_installed("example_site.news") else "tests.basepage.urls"
urlpatterns = [
    pattern
    for pattern in import_module(_site).urlpatterns
    if getattr(pattern, "app_name", "") != "rkres_wagtail"
]
