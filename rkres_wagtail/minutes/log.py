"""What the history of minutes says of our own verbs."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "minutes_start": (
        gettext_lazy("Start minutes"),
        gettext_lazy("Minutes started from the agenda; items: %(items)s"),
    ),
    "minutes_complete": (
        gettext_lazy("Complete minutes from the meeting"),
        gettext_lazy("Completed from the meeting; items: %(items)s, results: %(outcomes)s"),
    ),
    "minutes_approve": (
        gettext_lazy("Approve minutes"),
        gettext_lazy("Approved on %(day)s: %(way)s"),
    ),
    "minutes_revoke": (
        gettext_lazy("Take back the approval of minutes"),
        gettext_lazy("Approval of %(day)s taken back. Reason: %(reason)s"),
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
                return _("Minutes")
