"""What the history of a consultation says of names that were removed; never a name."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter


def _anonymised(data) -> str:
    number = data["submissions"]
    return ngettext(
        "Names and addresses removed from %(number)d submission",
        "Names and addresses removed from %(number)d submissions",
        number,
    ) % {"number": number}


def _forgotten(data) -> str:
    number = data["submissions"]
    return ngettext(
        "Names and addresses removed from %(number)d submission that was never confirmed",
        "Names and addresses removed from %(number)d submissions that were never confirmed",
        number,
    ) % {"number": number}


def _erased(data) -> str:
    numbers = ", ".join(str(number) for number in data["remarks"])
    if data["with_texts"]:
        said = _(
            "An author and their texts were erased (remarks no. %(numbers)s). Reason: %(reason)s"
        )
    else:
        said = _("An author was erased (remarks no. %(numbers)s). Reason: %(reason)s")
    return said % {"numbers": numbers, "reason": data["reason"]}


ACTIONS = {
    "remarks_anonymise": (gettext_lazy("Remove names and addresses"), _anonymised),
    "unconfirmed_forget": (gettext_lazy("Remove unconfirmed names and addresses"), _forgotten),
    "author_copy": (
        gettext_lazy("Copy of an author's data"),
        lambda data: _("A copy of an author's data was made"),
    ),
    "author_erase": (gettext_lazy("Erase an author"), _erased),
}


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (label, words) in ACTIONS.items():
        _register(actions, f"rkres_wagtail.{name}", label, words)


def _register(actions, name: str, action_label, words) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            try:
                return words(log_entry.data)
            except (KeyError, TypeError):
                return str(action_label)
