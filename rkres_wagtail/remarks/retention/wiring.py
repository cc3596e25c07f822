"""What this part registers, once the apps are loaded and with Wagtail's hooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def ready() -> None:
    """Called from the room's ``wiring.ready``."""
    from ..office.links import add_link
    from ..permissions import may_keep
    from . import chores, telling

    telling.connect()
    chores.register_chore("imports", chores.forget_imports)
    add_link(
        "consultation", _("Names and addresses"), "rkres_retention", icon="lock", order=60,
        applies=may_keep,
    )  # fmt: skip
    add_link(
        "submission", _("Data of this author"), "rkres_author", icon="user", order=61,
        applies=lambda submission, user: may_keep(submission.consultation.specific, user),
    )  # fmt: skip


def hooks() -> None:
    """Called from the room's ``wiring.hooks``."""
    from wagtail import hooks as wagtail_hooks

    from . import log, views

    wagtail_hooks.register("register_admin_urls", views.admin_urls)
    wagtail_hooks.register("register_log_actions", log.register_log_actions)
