from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RkresWagtailPagesAppConfig(AppConfig):
    name = "rkres_wagtail.pages"
    label = "rkres_wagtail_pages"
    verbose_name = _("Regional committee: page types")
    default_auto_field = "django.db.models.BigAutoField"
