"""What the history of a programme says of its indicators."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "indicator_add": (
        gettext_lazy("Add an indicator"),
        gettext_lazy("Indicator added: %(indicator)s"),
    ),
    "indicator_edit": (
        gettext_lazy("Change an indicator"),
        gettext_lazy("Indicator changed: %(indicator)s"),
    ),
    "indicator_move": (
        gettext_lazy("Move an indicator"),
        gettext_lazy("Indicator moved: %(indicator)s"),
    ),
    "indicator_remove": (
        gettext_lazy("Remove an indicator"),
        gettext_lazy("Indicator removed: %(indicator)s"),
    ),
    "reading_add": (
        gettext_lazy("Add a reading"),
        gettext_lazy("Reading for %(year)s added: %(indicator)s"),
    ),
    "reading_edit": (
        gettext_lazy("Correct a reading"),
        gettext_lazy("Reading for %(year)s corrected: %(indicator)s"),
    ),
    "reading_remove": (
        gettext_lazy("Remove a reading"),
        gettext_lazy("Reading for %(year)s removed: %(indicator)s"),
    ),
    "readings_year": (
        gettext_lazy("Enter readings for a year"),
        gettext_lazy("Readings for %(year)s entered, changes: %(count)s"),
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
                return _("Indicators of the programme")
