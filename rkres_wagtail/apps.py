from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RkresWagtailAppConfig(AppConfig):
    name = "rkres_wagtail"
    label = "rkres_wagtail"
    verbose_name = _("Regional committee")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks, signals
        from .bodies import protected

        checks.register()
        # A room names its records before the signals look for their targets.
        protected.register()
        signals.connect()
