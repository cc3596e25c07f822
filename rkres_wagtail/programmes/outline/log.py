"""What the history of a programme says of its tree."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "node_add": (
        gettext_lazy("Add an element of a programme"),
        gettext_lazy("Element “%(heading)s” added"),
    ),
    "node_edit": (
        gettext_lazy("Change an element of a programme"),
        gettext_lazy("Element “%(heading)s” changed"),
    ),
    "node_move": (
        gettext_lazy("Move an element of a programme"),
        gettext_lazy("Element “%(heading)s” moved"),
    ),
    "node_remove": (
        gettext_lazy("Remove an element of a programme"),
        gettext_lazy("Element “%(heading)s” removed"),
    ),
    "node_renumber": (
        gettext_lazy("Number the elements of a programme"),
        gettext_lazy("Elements numbered"),
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
            try:
                return str(message) % log_entry.data
            except KeyError:
                return _("Tree of the programme")
