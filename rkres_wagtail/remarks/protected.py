"""What remarks keep from being deleted (DESIGN, rule 4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..deletion import advise, protect

_REMARKS = ngettext_lazy("%(count)d remark", "%(count)d remarks", "count")
_SUBMISSIONS = ngettext_lazy("%(count)d submission", "%(count)d submissions", "count")
_ANSWERS = ngettext_lazy("%(count)d answer to remarks", "%(count)d answers to remarks", "count")
_LISTS = ngettext_lazy("%(count)d list of receipts", "%(count)d lists of receipts", "count")
_STAY = _(
    "What to do: leave it. Remarks that people sent stay; block, anonymise or withdraw them "
    "instead."
)


def register() -> None:
    for name, label in (
        ("Submission", _SUBMISSIONS),
        ("Remark", _REMARKS),
        ("Response", _ANSWERS),
        ("RemarkManifest", _LISTS),
    ):
        protect(f"rkres_wagtail.{name}", "consultation", label, advice=_STAY)
    for name, field, label in (
        ("Submission", "round", _SUBMISSIONS),
        ("Submission", "meeting", _SUBMISSIONS),
        ("Remark", "submission", _REMARKS),
        ("Remark", "section", _REMARKS),
        ("Remark", "version", _REMARKS),
        ("Remark", "response", _REMARKS),
        ("Response", "status", _ANSWERS),
        ("RemarkManifest", "round", _LISTS),
    ):
        protect(f"rkres_wagtail.{name}", field, label, advice=_STAY)
    advise(
        "rkres_wagtail.ResponseStatus",
        _("What to do: rename the status, or first choose another one in those answers."),
    )
