"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    from ...deletion import protect
    from .. import editor_tabs, invited
    from . import messages, services, summary  # noqa: F401 (kinds of messages)
    from .editor import InvitationsPanel

    label = ngettext_lazy("%(count)d invitation", "%(count)d invitations", "count")
    protect(
        "rkres_wagtail.Invitation",
        "meeting",
        label,
        advice=_(
            "What to do: cancel a meeting that will not take place with “Cancel the meeting”; "
            "invitations and answers stay with it."
        ),
    )
    protect("rkres_wagtail.Invitation", "person", label)
    invited.register(count=summary.invited_count, tell=services.tell_of_change)
    editor_tabs.add_on_top(10, InvitationsPanel(heading=_("Invitations")))


def hooks() -> None:
    """Called from ``wagtail_hooks.py``."""
    from django.urls import path
    from wagtail import hooks as wagtail_hooks

    from . import editor, log, permissions, screens, verbs

    def admin_urls():
        return [
            path(
                "rkres/meetings/<int:pk>/invitations/",
                screens.InvitationsView.as_view(),
                name=screens.URL_NAME,
            ),
            *(
                path(f"rkres/invitations/<int:pk>/{verb}/", view.as_view(), name=name)
                for verb, view, name in verbs.VIEWS
            ),
        ]

    wagtail_hooks.register("register_admin_urls", admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
    wagtail_hooks.register("register_permissions", permissions.permissions)
    wagtail_hooks.register("register_page_header_buttons", editor.page_button)
    wagtail_hooks.register("register_page_listing_more_buttons", editor.page_button)
    wagtail_hooks.register("after_publish_page", editor.after_publish_page)
