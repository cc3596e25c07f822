"""What the history of a meeting says of its attendance: no name, no note."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "open": (
        gettext_lazy("Prepare the attendance"),
        gettext_lazy("Attendance prepared: %(body)s"),
    ),
    "record": (gettext_lazy("Record attendance"), gettext_lazy("Attendance recorded: %(body)s")),
    "remove": (
        gettext_lazy("Remove the list of attendance"),
        gettext_lazy("Empty list of attendance removed: %(body)s"),
    ),
    "close": (
        gettext_lazy("Close the attendance"),
        gettext_lazy("Attendance closed: %(body)s, %(attended)s of %(members)s"),
    ),
    "reopen": (
        gettext_lazy("Open the attendance again"),
        gettext_lazy("Attendance opened again: %(body)s. Reason: %(reason)s"),
    ),
}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (label, message) in _ACTIONS.items():
        _register(actions, f"rkres_wagtail.attendance_{name}", label, message)


def _register(actions, name: str, action_label, message) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            try:
                return str(message) % log_entry.data
            except KeyError:
                return _("Attendance")
