"""What the history of minutes says of the members' corrections."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...dates import long_date
from ...log_sentences import register_sentences
from ..choices import CorrectionState


def _sent(data) -> str:
    return ngettext(
        "Sent for corrections until %(until)s, to %(readers)d person",
        "Sent for corrections until %(until)s, to %(readers)d people",
        data["readers"],
    ) % {"until": _day(data["until"]), "readers": data["readers"]}


def _extended(data) -> str:
    return _("Time for corrections extended from %(was)s to %(until)s") % {
        "was": _day(data["was"]),
        "until": _day(data["until"]),
    }


def _reminded(data) -> str:
    return ngettext(
        "%(readers)d person was reminded of the minutes",
        "%(readers)d people were reminded of the minutes",
        data["readers"],
    ) % {"readers": data["readers"]}


def _received(data) -> str:
    return ngettext(
        "%(count)d correction came from a member by the link",
        "%(count)d corrections came from a member by the link",
        data["count"],
    ) % {"count": data["count"]}


def _answered(data) -> str:
    state = CorrectionState(data["state"]).label
    return _("Correction examined: %(state)s") % {"state": state}


#: Action -> its name in filters, and the sentence made of its data.
ACTIONS = {
    "send": (gettext_lazy("Send minutes for corrections"), _sent),
    "extend": (gettext_lazy("Extend the time for corrections"), _extended),
    "end": (
        gettext_lazy("End the time for corrections"),
        lambda data: _("The time for corrections was ended"),
    ),
    "remind": (gettext_lazy("Remind of minutes"), _reminded),
    "record": (
        gettext_lazy("Record a correction"),
        lambda data: _("A correction was written down by the office"),
    ),
    "answer": (gettext_lazy("Examine a correction"), _answered),
    "corrections": (gettext_lazy("Corrections of a member"), _received),
    "agrees": (
        gettext_lazy("A member has no remarks"),
        lambda data: _("A member answered by the link: no remarks"),
    ),
}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    register_sentences(actions, "minutes", ACTIONS)


def _day(value: str) -> str:
    return long_date(date.fromisoformat(value))
