"""Records of this room that nothing may be deleted from under."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.documents import get_document_model_string

from ..deletion import advise, protect

_MEMBERSHIPS = ngettext_lazy("%(count)d membership", "%(count)d memberships", "count")
_SEATS = ngettext_lazy("%(count)d seat", "%(count)d seats", "count")
_ACTS = ngettext_lazy("%(count)d act", "%(count)d acts", "count")
_TERMS = ngettext_lazy("%(count)d term", "%(count)d terms", "count")
_DELEGATIONS = ngettext_lazy(
    "%(count)d membership of its delegate", "%(count)d memberships of its delegates", "count"
)
_CONTACTS = ngettext_lazy(
    "%(count)d entry of contact data", "%(count)d entries of contact data", "count"
)
_DEPUTIES = ngettext_lazy("%(count)d deputy", "%(count)d deputies", "count")

_RECORDS = [
    ("Membership", "body", _MEMBERSHIPS),
    ("Membership", "term", _MEMBERSHIPS),
    ("Membership", "seat", _MEMBERSHIPS),
    ("Membership", "person", _MEMBERSHIPS),
    ("Membership", "organisation", _MEMBERSHIPS),
    ("Membership", "represents", _DELEGATIONS),
    ("Membership", "sector", _MEMBERSHIPS),
    ("Membership", "deputy_for", _DEPUTIES),
    # Kept by the office alone: whoever deletes people must not delete them along.
    ("PersonContact", "person", _CONTACTS),
    ("Seat", "body", _SEATS),
    ("Seat", "term", _SEATS),
    ("Seat", "sector", _SEATS),
    ("Seat", "institution", _SEATS),
    ("Term", "committee", _TERMS),
    ("LegalAct", "body", _ACTS),
    ("LegalAct", "term", _ACTS),
    ("LegalAct", "document", _ACTS),
]

_ADVICE = {
    "page": _(
        "What to do: give the body a last day in the tab “Time and history” and leave the page "
        "as an archive, or unpublish it. Only where it was made by mistake, first move or "
        "delete those entries in the menu “Committee”."
    ),
    "rkres_wagtail.Person": format_lazy(
        "{} {}",
        _(
            "What to do: give the memberships a last day in the register of members; the name "
            "stays in the archive. A person entered twice: first give the memberships to the "
            "other entry."
        ),
        _("Contact data are deleted first, in their own register, by whoever keeps it."),
    ),
    "rkres_wagtail.Organisation": _(
        "What to do: leave it as it is, or first choose another organisation in those entries."
    ),
    "rkres_wagtail.Sector": _(
        "What to do: rename the sector, or first choose another one in those entries."
    ),
    "rkres_wagtail.Term": _(
        "What to do: give the term a last day; afterwards it stands in the archive by itself."
    ),
    "rkres_wagtail.Seat": _(
        "What to do: give the memberships a last day; the seat then shows as vacant. A seat that "
        "the statute took away may be tied to its term."
    ),
    get_document_model_string(): _("What to do: first choose another file in those acts, or none."),
    "rkres_wagtail.Membership": _(
        "What to do: give the membership a last day, or first choose another member for its "
        "deputies."
    ),
}


def register() -> None:
    for model, field, label in _RECORDS:
        protect(f"rkres_wagtail.{model}", field, label)
    for model, text in _ADVICE.items():
        advise(model, text)
