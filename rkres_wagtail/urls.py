"""Feeds, files and JSON; public HTML is served by pages."""

from django.urls import path

from .bodies import views as bodies
from .decisions import views as decisions
from .meetings.calendars import views as calendars

app_name = "rkres_wagtail"

urlpatterns = [
    path("struktura/<int:pk>.svg", bodies.structure_svg, name="structure_svg"),
    path("kalendarz/<int:pk>.ics", calendars.calendar, name="calendar"),
    path("posiedzenie/<int:pk>.ics", calendars.meeting_ics, name="meeting_ics"),
    path("rejestr/<int:pk>.<str:file_format>", decisions.decisions_table, name="decisions_table"),
    path("nowosci/<int:pk>.atom", calendars.news, name="news"),
]
