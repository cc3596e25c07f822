"""Whether a body may be moved, and why not: terms and sectors are kept for each committee."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from .models import LegalAct, Membership, Seat
from .tree import committee_of

#: Models whose rows name a body; rows of these tie it to its committee.
FACTS = (Membership, Seat, LegalAct)

#: Later rooms ask here, too: functions of a page that say whether their facts tie what is in it.
_ties: list[Callable] = []


def tie(function: Callable) -> Callable:
    """Decorator: let a room say whether a page, or what stands below it, must stay."""
    if function not in _ties:
        _ties.append(function)
    return function


def _is_tied(page) -> bool:
    rows = (model.objects.filter(body__path__startswith=page.path) for model in FACTS)
    return any(found.exists() for found in rows) or any(function(page) for function in _ties)


def reason_not_to_move(page, parent) -> str | None:
    """Why ``page`` cannot be moved under ``parent``; None when it can.

    A tier or group that has members, seats or acts, itself or below, stays in its committee:
    its terms and sectors are that committee's. So does the committee's statutory body, without
    which the committee would show no members at all. A committee moves with everything it has.
    """
    if page.pk is None:
        return None
    own, other = committee_of(page), committee_of(parent)
    if own is None or own.pk == page.pk:
        return None
    if other is not None and other.translation_key == own.translation_key:
        return None
    names = {"body": page.title, "committee": own.title}
    if _is_tied(page):
        reason = _(
            "“%(body)s” has members, seats, acts or meetings of “%(committee)s”. They belong to "
            "that committee, so the page cannot move to another one. Create a new body there, "
            "and give this one a last day: it stays as an archive."
        )
        return reason % names
    statutory = own.specific.statutory_body
    if statutory is not None and statutory.translation_key == page.translation_key:
        reason = _(
            "“%(body)s” is the statutory body of “%(committee)s”. First choose another one, or "
            "none, in the tab “Composition and term” of that committee."
        )
        return reason % names
    return None
