"""What the history of a decision says of its addressees."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "dispatch_add": (
        gettext_lazy("Add an addressee"),
        gettext_lazy("Addressee added: %(addressee)s"),
    ),
    "dispatch_edit": (
        gettext_lazy("Correct an addressee"),
        gettext_lazy("Addressee corrected: %(addressee)s (%(state)s)"),
    ),
    "dispatch_answer": (
        gettext_lazy("Record an answer"),
        gettext_lazy("Answer recorded: %(addressee)s (%(state)s)"),
    ),
    "dispatch_remove": (
        gettext_lazy("Remove an addressee"),
        gettext_lazy("Addressee removed: %(addressee)s"),
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
                return _("Addressees of the decision")
