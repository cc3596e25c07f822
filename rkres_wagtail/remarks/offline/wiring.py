"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from django.utils.translation import gettext_lazy as _

    from ... import slots
    from ..office.links import add_link
    from . import public_views, views, word_form

    slots.provider("consultation_answer", order=30)(public_views.slot)
    add_link("consultation", _("Import filled forms"), views.IMPORT, icon="upload", order=30)
    add_link(
        "consultation",
        _("Blank form (DOCX)"),
        views.form_url("docx"),
        icon="download",
        order=31,
        applies=lambda page, user: word_form.is_available(),
    )
    add_link(
        "consultation", _("Blank form (XLSX)"), views.form_url("xlsx"), icon="download", order=32
    )


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import admin_urls, log

    wagtail_hooks.register("register_admin_urls", admin_urls.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
