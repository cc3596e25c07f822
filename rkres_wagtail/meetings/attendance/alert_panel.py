"""Absences in a row on the admin's first page: for the office alone, while they last."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.ui.components import Component

from .absences import Alert, alerts
from .permissions import bodies_for, may_see_any

#: More than these are a matter for the report.
MOST = 10


class AbsencePanel(Component):
    name = "rkres-absences"
    order = 60
    template_name = "rkres_wagtail/meetings/admin/attendance/absence_panel.html"

    class Media:
        css = {"all": ["rkres_wagtail/css/attendance.css"]}

    def __init__(self, found: list[Alert]):
        self.found = found

    def get_context_data(self, parent_context):
        return {
            "alerts": self.found[:MOST],
            "more": len(self.found[MOST:]),
            "report_url": reverse("rkres_attendance_report"),
        }


def add_absence_panel(request, panels) -> None:
    """Hook: the panel, for those who may read attendance, of bodies whose pages they edit."""
    if not may_see_any(request.user):
        return
    found = alerts(bodies_for(request.user))
    if found:
        panels.append(AbsencePanel(found))
