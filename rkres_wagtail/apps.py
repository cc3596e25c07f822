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
        from .decisions import news as decisions_news
        from .decisions import protected as protected_decisions
        from .decisions import services as decisions
        from .decisions.presentation import boxes as decisions_boxes
        from .meetings import protected as protected_meetings
        from .meetings import services as meetings
        from .meetings.calendars import providers
        from .meetings.presentation import boxes

        checks.register()
        # A room names its records before the signals look for their targets.
        protected.register()
        protected_meetings.register()
        protected_decisions.register()
        providers.register()
        boxes.register()
        decisions_news.register()
        decisions_boxes.register()
        signals.connect()
        page_published.connect(
            meetings.on_page_published, dispatch_uid="rkres_wagtail.meeting_published"
        )
        page_published.connect(
            decisions.on_index_published, dispatch_uid="rkres_wagtail.decision_index_published"
        )
