"""What the page history says of moved and cancelled meetings."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter


def register_log_actions(actions) -> None:
    """Hook: names of our actions, and the sentence with both dates and the reason."""

    @actions.register_action("rkres_wagtail.meeting_move")
    class Moved(LogFormatter):
        label = gettext_lazy("Move the meeting")

        def format_message(self, log_entry) -> str:
            return _("Moved from %(from)s to %(to)s. Reason: %(reason)s") % log_entry.data

    @actions.register_action("rkres_wagtail.meeting_cancel")
    class Cancelled(LogFormatter):
        label = gettext_lazy("Cancel the meeting")

        def format_message(self, log_entry) -> str:
            return _("Cancelled: %(date)s. Reason: %(reason)s") % log_entry.data
