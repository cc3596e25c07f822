"""What the history of a report says of our own verb."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from .obstacles import HELD_BACK


def register_log_actions(actions) -> None:
    @actions.register_action(HELD_BACK)
    class HeldBack(LogFormatter):
        label = _("Hold a report back")

        def format_message(self, log_entry) -> str:
            said = gettext("Not published at the set time: %(reasons)s")
            return said % {"reasons": " ".join(log_entry.data.get("reasons") or ())}

    actions.register_action(
        "rkres_wagtail.report_start",
        _("Start a report"),
        _("Draft of the report started"),
    )
