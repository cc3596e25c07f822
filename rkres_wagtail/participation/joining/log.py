"""What the history of a body or call says of declarations; numbers only, no names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

_ACTIONS = {
    "declaration_confirm": (
        gettext_lazy("Declaration confirmed"),
        gettext_lazy("Declaration no. %(number)s confirmed by its author"),
    ),
    "declaration_withdraw": (
        gettext_lazy("Declaration withdrawn"),
        gettext_lazy("Declaration no. %(number)s withdrawn"),
    ),
}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (label, message) in _ACTIONS.items():
        _register(actions, f"rkres_wagtail.{name}", label, message)


def _register(actions, name: str, action_label, message) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            return str(message) % {"number": log_entry.data.get("number", "")}
