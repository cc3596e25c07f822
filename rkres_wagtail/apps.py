from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RkresWagtailAppConfig(AppConfig):
    name = "rkres_wagtail"
    label = "rkres_wagtail"
    verbose_name = _("Regional committee")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.signals import page_published

        from . import checks, signals
        from .bodies import protected
        from .meetings import protected as protected_meetings
        from .meetings import services as meetings
        from .meetings.calendars import providers
        from .meetings.presentation import boxes

        checks.register()
        # A room names its records before the signals look for their targets.
        protected.register()
        protected_meetings.register()
        providers.register()
        boxes.register()
        signals.connect()
        page_published.connect(
            meetings.on_page_published, dispatch_uid="rkres_wagtail.meeting_published"
        )
