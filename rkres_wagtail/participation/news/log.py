"""What the history of a subscription says; never an address."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

_ACTIONS = {
    "subscription_confirm": (
        gettext_lazy("Subscription confirmed"),
        gettext_lazy("The subscription was confirmed by its link"),
    ),
    "subscription_leave": (
        gettext_lazy("Subscription ended"),
        gettext_lazy("The subscriber left; the address was removed"),
    ),
    "subscription_erase": (
        gettext_lazy("Address removed on request"),
        gettext_lazy("The office ended the subscription and removed the address"),
    ),
}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (label, message) in _ACTIONS.items():
        actions.register_action(f"rkres_wagtail.{name}", label, message)
