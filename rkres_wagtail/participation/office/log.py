"""What the history says of offers and declarations; never a name, an address or a reason."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.log_actions import log as write

#: Action -> its name in filters, and the sentence.
_ACTIONS = {
    "offer_change": (
        gettext_lazy("Change what is offered to who joins"),
        gettext_lazy("Taking part changed: %(fields)s"),
    ),
    "consent_new": (
        gettext_lazy("New version of a consent"),
        gettext_lazy("Consent to taking part, version %(number)s"),
    ),
    "declaration_enter": (
        gettext_lazy("Enter a declaration"),
        gettext_lazy("Entered by the office"),
    ),
    "declaration_correct": (
        gettext_lazy("Correct a declaration"),
        gettext_lazy("Corrected: %(fields)s"),
    ),
    "declaration_accept": (
        gettext_lazy("Accept a declaration"),
        gettext_lazy("Declaration accepted"),
    ),
    "declaration_reject": (
        gettext_lazy("Reject a declaration"),
        gettext_lazy("Declaration rejected"),
    ),
    "declaration_reopen": (
        gettext_lazy("Reopen a declaration"),
        gettext_lazy("The rejection was taken back"),
    ),
    "declaration_office_withdraw": (
        gettext_lazy("Withdraw a declaration for its author"),
        gettext_lazy("Withdrawn by the office at its author's request"),
    ),
    "declaration_copy": (
        gettext_lazy("Copy of the data of a declaration"),
        gettext_lazy("A copy of the data was made for the person"),
    ),
    "declaration_erase": (
        gettext_lazy("Erase the data of a declaration"),
        gettext_lazy("The data were erased at the person's request. Reason: %(reason)s"),
    ),
    "declarations_anonymise": (
        gettext_lazy("Remove names from declarations"),
        gettext_lazy("Names and addresses removed from declarations: %(count)s"),
    ),
    "declarations_forget": (
        gettext_lazy("Remove declarations that nobody confirmed"),
        gettext_lazy("Declarations that nobody confirmed, removed: %(count)s"),
    ),
}


def known(user):
    return user if getattr(user, "pk", None) else None


def say(page, action: str, user, **data) -> None:
    """A line in the history of a body or call."""
    write(instance=page, action=f"rkres_wagtail.{action}", user=known(user), data=data)


def say_of(declaration, action: str, user, **data) -> None:
    """A line in the history of a declaration, whose title would be a name."""
    write(
        instance=declaration,
        action=f"rkres_wagtail.{action}",
        user=known(user),
        title=_("declaration %(number)s") % {"number": declaration.pk},
        data=data,
    )


def _words(data: dict) -> dict:
    from ..models import Declaration, JoiningOffer

    found = dict(data)
    if "fields" in data:
        fields = {each.name: each for m in (Declaration, JoiningOffer) for each in m._meta.fields}
        labels = [fields[n].verbose_name if n in fields else n for n in data["fields"]]
        found["fields"] = ", ".join(map(str, labels))
    return found


def register_log_actions(actions) -> None:
    """Hook: names of our actions and their sentences."""
    for name, (label, message) in _ACTIONS.items():
        _register(actions, f"rkres_wagtail.{name}", label, message)


def _register(actions, name: str, action_label, message) -> None:
    @actions.register_action(name)
    class Formatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry) -> str:
            try:
                return capfirst(str(message) % _words(log_entry.data))
            except (KeyError, ValueError, TypeError):
                return str(action_label)
