"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from ``RkresWagtailAppConfig.ready``."""
    from . import panel, protected, public_wiring
    from .corrections import wiring as corrections

    protected.register()
    panel.add_tab()
    public_wiring.ready()
    corrections.ready()


def hooks() -> None:
    """Called from ``wagtail_hooks.py``."""
    from wagtail import hooks as wagtail_hooks
    from wagtail.snippets.models import register_snippet

    from ..compat import register_permission_policy
    from . import log, public_wiring, views, viewsets
    from .corrections import wiring as corrections
    from .models import Minutes

    # Parts that add to the minutes' editor come before it is built.
    corrections.hooks()
    public_wiring.register_hooks()
    register_permission_policy(Minutes, viewsets.POLICY, viewsets.MinutesViewSet)
    register_snippet(viewsets.MinutesViewSet)
    wagtail_hooks.register("register_admin_urls", views.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
    wagtail_hooks.register("register_actions", viewsets.register_actions)
    wagtail_hooks.register("before_delete_snippet", viewsets.before_delete_snippet)
    wagtail_hooks.register("construct_snippet_action_menu", viewsets.construct_action_menu)
