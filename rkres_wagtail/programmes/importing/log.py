"""What the history of a programme says of an import."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from .services import IMPORTED


def register_log_actions(actions) -> None:
    @actions.register_action(f"rkres_wagtail.{IMPORTED}")
    class Formatter(LogFormatter):
        label = gettext_lazy("Import elements and indicators")

        def format_message(self, log_entry) -> str:
            counts = dict.fromkeys(("nodes", "indicators", "readings"), 0)
            return _(
                "Imported from a file: elements %(nodes)s, indicators %(indicators)s, readings "
                "%(readings)s"
            ) % {**counts, **log_entry.data}
