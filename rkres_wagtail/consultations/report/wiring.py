"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from . import panel, upkeep

    panel.add_tab()
    upkeep.connect()


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks
    from wagtail.snippets.models import register_snippet

    from ...compat import register_permission_policy
    from ..models import ConsultationReport
    from . import log, views, viewsets

    register_permission_policy(
        ConsultationReport, viewsets.POLICY, viewsets.ConsultationReportViewSet
    )
    register_snippet(viewsets.ConsultationReportViewSet)
    wagtail_hooks.register("register_admin_urls", views.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
    wagtail_hooks.register("register_actions", viewsets.register_actions)
    wagtail_hooks.register("before_delete_snippet", viewsets.before_delete_snippet)
