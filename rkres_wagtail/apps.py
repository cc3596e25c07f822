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
        from .api import wiring as api
        from .bodies import protected
        from .consultations import wiring as consultations
        from .decisions import desk as decisions_desk
        from .decisions import news as decisions_news
        from .decisions import protected as protected_decisions
        from .decisions import services as decisions
        from .decisions.presentation import boxes as decisions_boxes
        from .embeds import wiring as embeds
        from .meetings import desk as meetings_desk
        from .meetings import protected as protected_meetings
        from .meetings import services as meetings
        from .meetings.attendance import wiring as attendance
        from .meetings.calendars import providers
        from .meetings.invitations import wiring as invitations
        from .meetings.presentation import boxes
        from .minutes import desk as minutes_desk
        from .minutes import wiring as minutes
        from .opendata import wiring as opendata
        from .participation import wiring as participation
        from .programmes import wiring as programmes
        from .remarks import wiring as remarks

        checks.register()
        # A room names its records before the signals look for their targets.
        protected.register()
        protected_meetings.register()
        protected_decisions.register()
        invitations.ready()
        attendance.ready()
        minutes.ready()
        consultations.ready()
        remarks.ready()
        programmes.ready()
        participation.ready()
        api.ready()
        opendata.ready()
        embeds.ready()
        providers.register()
        boxes.register()
        decisions_news.register()
        decisions_boxes.register()
        for desk in (meetings_desk, minutes_desk, decisions_desk):
            desk.register()
        signals.connect()
        page_published.connect(
            meetings.on_page_published, dispatch_uid="rkres_wagtail.meeting_published"
        )
        page_published.connect(
            decisions.on_index_published, dispatch_uid="rkres_wagtail.decision_index_published"
        )
