"""What the history of a consultation says of its authors' own verbs; numbers only, no names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

_ACTIONS = {
    "author_confirm": (
        gettext_lazy("Remarks confirmed by their author"),
        gettext_lazy("Remarks confirmed by their author, no. %(numbers)s"),
    ),
    "author_correct": (
        gettext_lazy("Remark corrected by its author"),
        gettext_lazy("Remark corrected by its author, no. %(numbers)s"),
    ),
    "author_withdraw": (
        gettext_lazy("Remark withdrawn by its author"),
        gettext_lazy("Remark withdrawn by its author, no. %(numbers)s"),
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
            numbers = log_entry.data.get("numbers") or []
            return str(message) % {"numbers": ", ".join(map(str, numbers))}
