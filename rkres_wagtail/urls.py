"""Feeds, files and JSON; public HTML is served by pages."""

from django.urls import path

from .bodies import views as bodies
from .meetings.calendars import views as calendars

app_name = "rkres_wagtail"

urlpatterns = [
    path("struktura/<int:pk>.svg", bodies.structure_svg, name="structure_svg"),
    path("kalendarz/<int:pk>.ics", calendars.calendar, name="calendar"),
    path("posiedzenie/<int:pk>.ics", calendars.meeting_ics, name="meeting_ics"),
    path("nowosci/<int:pk>.atom", calendars.news, name="news"),
]
