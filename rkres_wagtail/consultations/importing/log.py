"""What the history of a consultation says of an import."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from .services import ACTION


def register_log_actions(actions) -> None:
    """Hook: the name of the action and its sentence."""

    @actions.register_action(f"rkres_wagtail.{ACTION}")
    class Formatter(LogFormatter):
        label = gettext_lazy("Import a document")

        def format_message(self, log_entry) -> str:
            told = {
                "version": log_entry.data.get("version", ""),
                "file": log_entry.data.get("file", ""),
            }
            return _("Version %(version)s: text imported from the file %(file)s") % told
