"""What the members' corrections register; called by the room's own ``wiring``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def ready() -> None:
    from . import messages, protected  # noqa: F401  (messages names its kind)

    protected.register()


def hooks() -> None:
    from wagtail import hooks as wagtail_hooks

    from ..panel import add_to_process
    from . import admin_views, log
    from .panel import CorrectionsPanel

    add_to_process(CorrectionsPanel(heading=_("Members' corrections")))
    wagtail_hooks.register("register_admin_urls", admin_views.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
