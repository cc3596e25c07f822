"""What the history of a consultation says of its rounds, its principles and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log

from ..dates import long_date
from .choices import OutcomeKind
from .course import deadline, opening, today_of

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "round_add": (gettext_lazy("Add a round"), gettext_lazy("Round added: %(period)s")),
    "round_change": (
        gettext_lazy("Change a round"),
        gettext_lazy("Round changed: %(period)s (before: %(old_period)s)"),
    ),
    "round_remove": (gettext_lazy("Remove a round"), gettext_lazy("Round removed: %(period)s")),
    "round_extend": (
        gettext_lazy("Extend a round"),
        gettext_lazy("Round extended from %(old_end)s to %(end)s. Reason: %(reason)s"),
    ),
    "outcome_record": (
        gettext_lazy("Record the outcome"),
        gettext_lazy("Outcome recorded: %(outcome_name)s"),
    ),
    "outcome_revoke": (
        gettext_lazy("Revoke the outcome"),
        gettext_lazy("Outcome revoked: %(outcome_name)s. Reason: %(reason)s"),
    ),
    "principles_acknowledge": (
        gettext_lazy("Acknowledge the seven principles"),
        gettext_lazy("Seven principles of consultations acknowledged"),
    ),
    "principles_withdraw": (
        gettext_lazy("Withdraw the acknowledgement of the seven principles"),
        gettext_lazy(
            "Acknowledgement of the seven principles of %(before_day)s withdrawn: the box was "
            "unticked"
        ),
    ),
}
#: The sentence where a reason was given.
_WITH_REASON = {
    "round_change": gettext_lazy(
        "Round changed: %(period)s (before: %(old_period)s). Reason: %(reason)s"
    ),
    "round_remove": gettext_lazy("Round removed: %(period)s. Reason: %(reason)s"),
}


@dataclass(frozen=True)
class PrinciplesNote:
    """That ``user`` ticked the principles ``at`` a moment; None: unticked what stood ``before``."""

    user: Any
    at: datetime | None
    before: datetime | None

    def write(self, page) -> None:
        action = "acknowledge" if self.at is not None else "withdraw"
        data = {"before": self.before.isoformat()} if self.before is not None else {}
        user = self.user if getattr(self.user, "pk", None) else None
        log(instance=page, action=f"rkres_wagtail.principles_{action}", user=user, data=data)


def _words(data: dict) -> dict:
    """Moments are kept as such and put in words of who reads."""
    found = dict(data)
    for prefix in ("", "old_"):
        start, end = data.get(f"{prefix}starts_at"), data.get(f"{prefix}ends_at")
        if end:
            found[f"{prefix}end"] = deadline(datetime.fromisoformat(end))
        if start and end:
            first = opening(datetime.fromisoformat(start))
            found[f"{prefix}period"] = f"{first} – {found[f'{prefix}end']}"
    if data.get("before"):
        found["before_day"] = long_date(today_of(datetime.fromisoformat(data["before"])))
    if data.get("outcome") in OutcomeKind.values:
        found["outcome_name"] = OutcomeKind(data["outcome"]).label
    return found


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (label, message) in _ACTIONS.items():
        reasoned = _WITH_REASON.get(name, message)
        _register(actions, f"rkres_wagtail.{name}", label, message, reasoned)


def _register(actions, name: str, action_label, message, reasoned) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            said = reasoned if log_entry.data.get("reason") else message
            try:
                return str(said) % _words(log_entry.data)
            except (KeyError, ValueError):
                return _("Rounds and outcome of the consultation")
