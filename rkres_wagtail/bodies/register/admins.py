"""Registers of the bodies room: members, seats, contact data."""

from __future__ import annotations

from functools import lru_cache

from django.apps import apps
from django.utils.translation import gettext_lazy
from wagtail import hooks

from ...registers import RegisterAdmin
from .contacts import PersonContactAdmin
from .members import MembershipAdmin
from .seats import SeatAdmin


@lru_cache(maxsize=1)
def get_registers() -> dict[str, RegisterAdmin]:
    """The registers of this room, by their place in the menu (``menu.ORDER``)."""
    return {
        "memberships": MembershipAdmin(),
        "seats": SeatAdmin(),
        "contacts": PersonContactAdmin(),
    }


def register_log_actions(actions) -> None:
    verbs = {
        "end_membership": (gettext_lazy("End membership"), gettext_lazy("Membership ended")),
        "replace_holder": (gettext_lazy("Replace"), gettext_lazy("Entered as successor")),
        "change_role": (gettext_lazy("Change role"), gettext_lazy("Role changed")),
        "import": (
            gettext_lazy("Import members"),
            gettext_lazy("Members imported from a list"),
        ),
    }
    for verb, (label, message) in verbs.items():
        actions.register_action(f"rkres_wagtail.{verb}", label, message)


def register_registers() -> dict[str, RegisterAdmin]:
    """Register the views, permissions and log actions; called once from ``wagtail_hooks``.

    Without ``wagtail_modeladmin`` in ``INSTALLED_APPS`` nothing is registered: its templates
    would be missing and every view a 500. A system check says so.
    """
    if not apps.is_installed("wagtail_modeladmin"):
        return {}
    registers = get_registers()
    for admin in registers.values():
        admin.register_with_wagtail()
    hooks.register("register_log_actions", register_log_actions)
    return registers
