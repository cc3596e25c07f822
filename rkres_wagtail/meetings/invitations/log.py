"""What the history of a meeting says of its invitations: how many, and never who answered what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter

#: Action -> its name in filters, and the sentence where it counts nobody.
_ACTIONS = {
    "invitation_repeat": gettext_lazy("Send an invitation once more"),
    "invitation_withdraw": gettext_lazy("Take an invitation back"),
    "invitation_reply": gettext_lazy("Record an answer to an invitation"),
}


def _invited(count: int) -> str:
    return ngettext("%(count)d person invited", "%(count)d people invited", count)


def _told(count: int) -> str:
    return ngettext(
        "%(count)d invited person told of a change",
        "%(count)d invited people told of a change",
        count,
    )


_COUNTING = {
    "invite": (gettext_lazy("Invite to the meeting"), _invited),
    "invitation_tell": (gettext_lazy("Tell the invited of a change"), _told),
}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, label in _ACTIONS.items():
        actions.register_action(f"rkres_wagtail.{name}", label, label)
    for name, (label, sentence) in _COUNTING.items():
        _register(actions, f"rkres_wagtail.{name}", label, sentence)


def _register(actions, name: str, action_label, sentence) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            count = log_entry.data.get("count", 0)
            return sentence(count) % {"count": count}
