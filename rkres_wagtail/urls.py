"""Feeds, files, JSON and secret links; public HTML is served by pages."""

from django.urls import path

from .api.openapi import addresses as openapi
from .api.posting import addresses as posting
from .bodies import views as bodies
from .decisions import views as decisions
from .embeds import addresses as embeds
from .meetings.attendance import addresses as attendance
from .meetings.calendars import views as calendars
from .meetings.invitations import addresses as invitations
from .minutes import addresses as minutes
from .opendata import addresses as opendata
from .participation.joining import addresses as joining
from .participation.news import addresses as subscriptions
from .participation.readers import addresses as readers
from .programmes.presentation import addresses as programmes
from .remarks.integrity import addresses as receipts
from .remarks.offline import addresses as remark_forms
from .remarks.online import addresses as own_remarks
from .remarks.publication import addresses as remark_tables

app_name = "rkres_wagtail"

urlpatterns = [
    path("struktura/<int:pk>.svg", bodies.structure_svg, name="structure_svg"),
    path("kalendarz/<int:pk>.ics", calendars.calendar, name="calendar"),
    path("posiedzenie/<int:pk>.ics", calendars.meeting_ics, name="meeting_ics"),
    path("rejestr/<int:pk>.<str:file_format>", decisions.decisions_table, name="decisions_table"),
    path("nowosci/<int:pk>.atom", calendars.news, name="news"),
    *invitations.urlpatterns,
    *attendance.urlpatterns,
    *minutes.urlpatterns,
    *own_remarks.urlpatterns,
    *remark_forms.urlpatterns,
    *remark_tables.urlpatterns,
    *receipts.urlpatterns,
    *programmes.urlpatterns,
    *joining.urlpatterns,
    *subscriptions.urlpatterns,
    *readers.urlpatterns,
    *openapi.urlpatterns,
    *posting.urlpatterns,
    *opendata.urlpatterns,
    *embeds.urlpatterns,
]
