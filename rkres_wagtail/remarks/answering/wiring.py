"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ...consultations.report.obstacles import register_obstacles
    from ...consultations.report.panel import add_notes
    from ...consultations.report.ways import START_URL
    from ..office.links import add_link
    from . import addresses, desk, obstacles, statuses, ways

    statuses.connect()
    register_obstacles(obstacles.of_report)
    add_notes(obstacles.notes_of_report)
    desk.register()
    add_link(
        "consultation",
        _("Remarks that are alike"),
        addresses.GROUPS_URL,
        icon="copy",
        order=20,
    )
    add_link(
        "consultation",
        _("What the report still lacks"),
        addresses.GAPS_URL,
        icon="tasks",
        order=21,
    )
    add_link(
        "consultation",
        _("Open the report"),
        "rkres_report",
        icon="doc-full",
        order=22,
        applies=ways.has_report,
        way=ways.report_url,
    )
    add_link(
        "consultation",
        _("Start a report"),
        START_URL,
        icon="doc-full",
        order=23,
        applies=ways.may_start_report,
    )
    add_link(
        "remark",
        pgettext_lazy("remark", "Answer"),
        addresses.FORWARD_URL,
        icon="openquote",
        order=20,
        applies=lambda remark, user: remark.response_id is None,
    )


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks
    from wagtail.snippets.models import register_snippet

    from . import admin_urls, log, viewsets

    register_snippet(viewsets.ResponseStatusViewSet)
    wagtail_hooks.register("register_admin_urls", admin_urls.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
