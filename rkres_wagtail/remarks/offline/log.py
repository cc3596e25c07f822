"""What the history of a consultation says of our own verb."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogFormatter

from .services import IMPORTED


def register_log_actions(actions) -> None:
    @actions.register_action(IMPORTED)
    class Formatter(LogFormatter):
        label = _("Import remarks")

        def format_message(self, log_entry):
            count = log_entry.data.get("remarks", 0)
            return ngettext(
                "%(count)d remark imported from files",
                "%(count)d remarks imported from files",
                count,
            ) % {"count": count}
