"""Verbs of the register of members: check, do in one transaction, log.

Every verb locks the page of its body first, so that two secretaries who save the same seat
at once are served one after the other and the second one meets the rule. Permissions are the
callers' matter; ``user`` is who is named in the log (None: a program).

The log never carries a reason of end or an office note: whoever sees the register reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .choices import SINGLE_ROLES, EndReason, Role
from .models import Membership, Seat
from .rules import canonical_body

ONE_DAY = timedelta(days=1)

#: What a successor takes over from the member before them.
_INHERITED = ("body", "term", "seat", "sector", "organisation", "represents", "sort_order")


class AlreadyDone(ValidationError):
    """Somebody else was first; nothing was changed."""


def lock_body(body):
    """Lock the canonical page of ``body`` until the transaction ends, and return it."""
    Page = swapper.load_model("wagtailcore", "Page")
    return Page.objects.select_for_update().get(pk=canonical_body(body).pk)


def _lock_imports() -> None:
    """Let imports into different bodies wait for each other: both may name the same new person."""
    Page = swapper.load_model("wagtailcore", "Page")
    Page.objects.select_for_update().filter(depth=1).order_by("path").first()


def _locked(membership) -> Membership:
    """The row as it is now, its body locked."""
    lock_body(membership.body)
    try:
        return Membership.objects.get(pk=membership.pk)
    except Membership.DoesNotExist:
        raise AlreadyDone(_("This entry has been deleted in the meantime.")) from None


def _save(membership, *, action: str, user, **data) -> Membership:
    membership.full_clean()
    membership.save()
    log(instance=membership, action=action, user=user, data=data or None, content_changed=True)
    return membership


@transaction.atomic
def end_membership(membership, *, on: date, reason: str = "", user) -> Membership:
    """End a membership: ``on`` is its last day (requirement 15)."""
    row = _locked(membership)
    if row.ends_on:
        raise AlreadyDone(
            {
                "ends_on": _(
                    "This membership already has a last day. Correct it in the entry itself."
                )
            }
        )
    if row.starts and on < row.starts:
        raise ValidationError({"ends_on": _("The end is before the start.")})
    row.ends_on, row.end_reason = on, reason
    return _save(row, action="rkres_wagtail.end_membership", user=user, on=on.isoformat())


def successor_of(membership) -> Membership:
    """An unsaved row for whoever comes after ``membership`` (requirement 17).

    Starts on the day after it ended; body, seat, term, sector and the delegating institution
    stay. A role that a vote gives is not inherited.
    """
    values = {name: getattr(membership, name) for name in _INHERITED}
    role = Role.MEMBER if membership.role in SINGLE_ROLES else membership.role
    ends_on = membership.ends_on
    starts_on = ends_on + ONE_DAY if ends_on and ends_on < date.max else None
    return Membership(**values, role=role, starts_on=starts_on, is_public=membership.is_public)


@transaction.atomic
def replace_holder(
    membership, *, starts_on: date, user, person=None, reason: str = "", **values
) -> Membership:
    """Let ``person`` follow on ``membership`` from ``starts_on``, and return the new row.

    A membership that has no last day yet ends on the day before, for ``reason``. ``values``
    override what the successor takes over (see ``successor_of``).
    """
    row = _locked(membership)
    if row.ends_on is None:
        row = end_membership(row, on=starts_on - ONE_DAY, reason=reason, user=user)
    successor = successor_of(row)
    for name, value in {"person": person, "starts_on": starts_on, **values}.items():
        setattr(successor, name, value)
    return _save(successor, action="rkres_wagtail.replace_holder", user=user, after=row.pk)


@transaction.atomic
def change_role(
    membership, *, role: str, starts_on: date, role_label: str = "", user
) -> Membership:
    """Give the member another role from ``starts_on``, the day of the election (req. 19).

    The row ends on the day before and a new one begins, so that the history of roles stays,
    and so do those of its deputies, who stand in for the new row from then on. Returns the
    new row.
    """
    row = _locked(membership)
    if row.ends and row.ends < starts_on:
        raise ValidationError({"starts_on": _("The membership is over by this day.")})
    if row.starts and starts_on <= row.starts:
        raise ValidationError(
            {
                "starts_on": _(
                    "The new role starts on the first day of the membership or before it. "
                    "Correct the role in the entry itself."
                )
            }
        )
    if row.role == role and row.role_label == role_label:
        raise ValidationError({"role": _("The member has this role already.")})
    deputies = list(row.deputies.select_related("term"))
    fresh = _continue(row, starts_on, role=role, role_label=role_label)
    log(
        instance=fresh,
        action="rkres_wagtail.change_role",
        user=user,
        data={"after": row.pk, "role": str(role)},
        content_changed=True,
    )
    log(instance=row, action="rkres_wagtail.change_role", user=user, data={"role": str(role)})
    for deputy in deputies:
        _hand_over(deputy, fresh, starts_on, user=user)
    return fresh


def _continue(row: Membership, starts_on: date, **values) -> Membership:
    """End ``row`` on the day before ``starts_on`` and return its copy from then on."""
    fresh = Membership.objects.get(pk=row.pk)
    fresh.pk = None
    fresh._state.adding = True
    row.ends_on, row.end_reason = starts_on - ONE_DAY, EndReason.ROLE
    row.full_clean()
    row.save()
    for name, value in {"starts_on": starts_on, **values}.items():
        setattr(fresh, name, value)
    fresh.full_clean()
    fresh.save()
    return fresh


def _hand_over(deputy: Membership, principal: Membership, starts_on: date, *, user) -> None:
    """Let ``deputy`` stand in for ``principal`` from ``starts_on``; what was before stays."""
    if deputy.ends and deputy.ends < starts_on:
        return
    if deputy.starts and deputy.starts >= starts_on:
        deputy.deputy_for = principal
        deputy.save()
    else:
        fresh = _continue(deputy, starts_on, deputy_for=principal)
        log(instance=fresh, action="wagtail.create", user=user, content_changed=True)
    log(instance=deputy, action="wagtail.edit", user=user, content_changed=True)


@transaction.atomic
def create_seats(seat: Seat, *, count: int, user) -> list[Seat]:
    """Create ``count`` seats like ``seat`` (unsaved), numbered on in its order."""
    lock_body(seat.body)
    made = []
    for number in range(count):
        one = Seat(
            body=seat.body,
            term=seat.term,
            sector=seat.sector,
            institution=seat.institution,
            name=seat.name,
            sort_order=seat.sort_order + number,
        )
        one.full_clean()
        one.save()
        log(instance=one, action="wagtail.create", user=user, content_changed=True)
        made.append(one)
    return made


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    memberships: int
    people: int
    organisations: int
    skipped: int


class PlanChanged(ValidationError):
    """The register is no longer as it was when the list was looked through."""


@transaction.atomic
def import_memberships(*, body, rows, user, public: bool = True, digest: str = "") -> Imported:
    """Add the rows of a list to the register of ``body``: all of them, or none.

    ``rows`` are ``(number, {column key: value})``. Raises ``ValidationError`` when a row is
    wrong, ``PlanChanged`` when ``digest`` names another outcome than the list has now.
    """
    from .imports.plan import plan_import

    _lock_imports()
    body = lock_body(body)
    plan = plan_import(body=body, rows=rows, user=user, public=public)
    if digest and plan.digest != digest:
        raise PlanChanged(
            _("The register has changed in the meantime. Look through the list again.")
        )
    if plan.errors:
        raise ValidationError([error for row in plan.rows for error in row.error_lines])
    new = [row for row in plan.rows if row.is_new]
    people = _save_each(row.person for row in new)
    organisations = _save_each(item for row in new for item in (row.organisation, row.represents))
    # Members before their deputies, who point at them.
    for row in sorted(new, key=lambda row: row.membership.deputy_for is not None):
        membership = row.membership
        for name in ("person", "organisation", "represents", "deputy_for"):
            # Assigned once more: the objects have their keys only now.
            setattr(membership, name, getattr(membership, name))
        if membership.seat or membership.deputy_for:
            # The plan has seen to every other rule.
            membership.clean()
        membership.save()
        log(instance=membership, action="rkres_wagtail.import", user=user, content_changed=True)
    done = Imported(len(new), people, organisations, len(plan.rows) - len(new))
    log(
        instance=body.specific,
        action="rkres_wagtail.import",
        user=user,
        data={"memberships": done.memberships, "skipped": done.skipped},
    )
    return done


def _save_each(objects) -> int:
    """Save each of ``objects`` that is new, once."""
    count = 0
    for item in objects:
        if item is not None and item.pk is None:
            item.save()
            count += 1
    return count
