"""The admin menu "Committee", to which every room adds its own items.

Items come through Wagtail's own kind of hook, so that a room's viewset needs one line
(``menu_hook = MENU_HOOK``), and an adopter may add or take away items without touching us:

* ``register_rkres_wagtail_menu_item``: a function that returns a ``MenuItem``;
* ``construct_rkres_wagtail_menu``: a function of ``(request, items)`` that changes the list.

An item stands in the order of ``ORDER``; gaps are left for later rooms.
"""

from __future__ import annotations

from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

MENU_HOOK = "register_rkres_wagtail_menu_item"
CONSTRUCT_HOOK = "construct_rkres_wagtail_menu"

#: Places of the items, from what is opened daily to what is set up once.
ORDER = {
    "dashboard": 10,
    "meetings": 100,
    "plan_year": 105,
    "minutes": 110,
    "attendance": 120,
    "decisions": 200,
    "consultations": 300,
    "remarks": 302,
    "consultation_reports": 305,
    "programmes": 400,
    "calls": 500,
    "declarations": 510,
    "offers": 515,
    "assignments": 520,
    "subscriptions": 530,
    "memberships": 600,
    "seats": 610,
    "people": 620,
    "contacts": 630,
    "organisations": 640,
    "outbox": 650,
    "committees": 700,
    "tiers": 710,
    "groups": 720,
    "terms": 800,
    "acts": 810,
    "sectors": 820,
    "decision_kinds": 825,
    "consultation_kinds": 826,
    "response_statuses": 827,
    "funding": 830,
}


def committee_menu_item() -> SubmenuMenuItem:
    """The item of the main menu; shown to whoever may see at least one of its items."""
    return SubmenuMenuItem(
        pgettext_lazy("admin menu", "Committee"),
        Menu(register_hook_name=MENU_HOOK, construct_hook_name=CONSTRUCT_HOOK),
        name="rkres-wagtail",
        icon_name="group",
        order=250,
    )


def add_register(admin, key: str) -> None:
    """Add a wagtail-modeladmin instance; it knows itself to whom it is shown."""
    hooks.register(MENU_HOOK, lambda: admin.get_menu_item(order=ORDER.get(key, 690)))


class PagesMenuItem(MenuItem):
    """An item for whoever may open a listing of pages."""

    permissions = frozenset({"add", "change", "publish", "bulk_delete", "lock", "unlock"})

    def is_shown(self, request) -> bool:
        from wagtail.permissions import page_permission_policy

        return page_permission_policy.user_has_any_permission(request.user, self.permissions)
