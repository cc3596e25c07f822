"""What the history of a message says of the office's own acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy


def register_log_actions(actions) -> None:
    """Hook: names of our actions."""
    verbs = {
        "mail_send_again": (
            gettext_lazy("Send again"),
            gettext_lazy("The message was put in the queue again"),
        ),
        "mail_withdraw": (
            gettext_lazy("Withdraw the message"),
            gettext_lazy("The message was withdrawn"),
        ),
        "mail_forget": (
            gettext_lazy("Remove personal data"),
            gettext_lazy("Text and addresses of the message were removed"),
        ),
    }
    for verb, (label, message) in verbs.items():
        actions.register_action(f"rkres_wagtail.{verb}", label, message)
