"""When names and addresses of declarations are due to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ...consultations.course import settings_of, today_of
from ...remarks.retention.due import months_later
from ..choices import DeclarationState
from ..models import Declaration, JoiningOffer

OVER = (DeclarationState.ACCEPTED, DeclarationState.REJECTED, DeclarationState.WITHDRAWN)


@dataclass(frozen=True)
class Plan:
    """Declarations of one body or call: what is due today, and when the next ones are."""

    target: object
    months: int
    due: list[int]
    due_since: date | None
    later: int
    next_on: date | None


def months_of(target) -> int:
    """So many as the offer says, else the settings of the site."""
    offer = JoiningOffer.objects.of(target).first()
    own = offer.retention_months if offer is not None else None
    return own or settings_of(target).declaration_retention_months


def due_on(declaration: Declaration, months: int | None = None) -> date | None:
    """The day on which its names go; None while nothing is decided or they are gone."""
    if declaration.state not in OVER or declaration.anonymised_at is not None:
        return None
    return _due_on(
        declaration.withdrawn_at or declaration.decided_at,
        months or months_of(declaration.target),
    )


def _due_on(moment: datetime, months: int) -> date:
    return months_later(today_of(moment), months)


def plans(now: datetime) -> list[Plan]:
    """Of each body and call with declarations that are over and still have names."""
    rows = over().order_by("target_id", "pk")
    by_target: dict[int, list[tuple[int, datetime]]] = {}
    for pk, target, decided, withdrawn in rows.values_list(
        "pk", "target_id", "decided_at", "withdrawn_at"
    ):
        by_target.setdefault(target, []).append((pk, withdrawn or decided))
    pages = Declaration._meta.get_field("target").related_model._default_manager.in_bulk(by_target)
    return [_plan(pages[key], found, today_of(now)) for key, found in by_target.items()]


def _plan(target, rows: list[tuple[int, datetime]], today: date) -> Plan:
    months = months_of(target)
    days = [(pk, _due_on(moment, months)) for pk, moment in rows]
    due = [(pk, day) for pk, day in days if day <= today]
    later = [day for _pk, day in days if day > today]
    return Plan(
        target=target,
        months=months,
        due=[pk for pk, _day in due],
        due_since=min((day for _pk, day in due), default=None),
        later=len(later),
        next_on=min(later, default=None),
    )


def over():
    """Decided or withdrawn, with something personal left."""
    rows = Declaration.objects.with_personal_data()
    decided = rows.filter(decided_at__isnull=False)
    return decided | rows.filter(withdrawn_at__isnull=False)
