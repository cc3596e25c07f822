"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.hooks import register as register_hook

from ...menu import MENU_HOOK
from ..editor_tabs import ATTENDANCE, add_tab


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    from ...bodies import cautions as bodies_cautions
    from . import cautions, protected, public
    from .panels import AttendancePanel

    protected.register()
    public.register()
    bodies_cautions.add_provider(cautions.membership_cautions)
    add_tab(ATTENDANCE, _("Attendance"), [AttendancePanel()])


def hooks() -> None:
    """Called from ``wagtail_hooks.py``."""
    from . import alert_panel, log, permissions, report

    register_hook("register_admin_urls", admin_urls)
    register_hook(MENU_HOOK, report.menu_item)
    register_hook("register_log_actions", log.register_log_actions)
    register_hook("register_permissions", permissions.permissions)
    register_hook("construct_homepage_panels", alert_panel.add_absence_panel)


def admin_urls():
    """Hook: the screens of one meeting, and the report."""
    from .print_views import PrintView
    from .reopen_views import ReopenView
    from .report import URL_NAME, AttendanceReportView
    from .states import PRINT_URL, SHEET_URL
    from .views import OVERVIEW_URL, REOPEN_URL, OverviewView, SheetView

    meeting = "rkres/meetings/<int:pk>/attendance/"
    results = AttendanceReportView.as_view(results_only=True)
    return [
        path(meeting, OverviewView.as_view(), name=OVERVIEW_URL),
        path(f"{meeting}<int:body>/", SheetView.as_view(), name=SHEET_URL),
        path(f"{meeting}<int:body>/reopen/", ReopenView.as_view(), name=REOPEN_URL),
        path(f"{meeting}<int:body>/print/", PrintView.as_view(), name=PRINT_URL),
        path("rkres/attendance/", AttendanceReportView.as_view(), name=URL_NAME),
        path("rkres/attendance/results/", results, name=f"{URL_NAME}_results"),
    ]
