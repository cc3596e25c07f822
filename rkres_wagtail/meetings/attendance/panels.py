"""The tab “Attendance” of a meeting's editor: state, numbers and the way to the sheet."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.panels import Panel

from . import rules
from .permissions import may_keep, may_see
from .states import states


class AttendancePanel(Panel):
    """It holds no field of the page: attendance is no part of the draft."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/meetings/admin/attendance/panel.html"

        class Media:
            css = {"all": ["rkres_wagtail/css/attendance.css"]}

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance is None or not self.instance.pk or self.request is None:
                return context
            meeting, user = self.instance, self.request.user
            context["is_saved"] = True
            if not may_see(meeting, user):
                return context
            refusal = rules.refusal(meeting)
            return context | {
                "may_see": True,
                "may_keep": may_keep(meeting, user),
                "refusal": refusal,
                "states": states(meeting),
                "report_url": reverse("rkres_attendance_report"),
            }
