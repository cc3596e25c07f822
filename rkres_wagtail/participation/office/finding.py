"""Whom the registers know already of those who declare: people and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from ...bodies.models import Membership, Organisation, Person
from ...bodies.register.columns import period_of
from ...text import polish_sort_key

#: People or organisations that are offered at most; the rest is behind the chooser.
MOST = 8


@dataclass(frozen=True)
class Known:
    """A person of the register who may be the one who declares."""

    person: Person
    has_name: bool
    has_email: bool
    #: "Member of …, 2023–", so that two people of one name can be told apart.
    sits: list[str] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        return self.has_name and self.has_email


def people_like(declaration) -> list[Known]:
    """Those of the same names or the same e-mail, the surest first; three queries."""
    key = polish_sort_key(f"{declaration.last_name} {declaration.first_name}")
    condition = Q(sort_key=key) if declaration.name else Q()
    if declaration.email:
        condition |= Q(contact__email__iexact=declaration.email)
    if not condition:
        return []
    rows = list(
        Person.objects.filter(condition).select_related("contact").order_by("sort_key", "pk")[:MOST]
    )
    sits = _memberships(rows)
    found = [
        Known(
            person=row,
            has_name=row.sort_key == key,
            has_email=_has_email(row, declaration.email),
            sits=sits.get(row.pk, []),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (not each.is_sure, not each.has_email))


def _has_email(person: Person, email: str) -> bool:
    contact = getattr(person, "contact", None)
    return bool(email) and contact is not None and contact.email.lower() == email.lower()


def _memberships(people: Iterable[Person]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(person__in=list(people)).select_related("body", "term")
    for row in rows.order_by("starts_on", "pk"):
        found.setdefault(row.person_id, []).append(f"{row.body}, {period_of(row)}".rstrip(", "))
    return found


def organisations_like(declaration) -> list[Organisation]:
    """Organisations of that name, or of which it is the short name."""
    name = declaration.organisation_name.strip()
    if not name:
        return []
    same = Q(sort_key=polish_sort_key(name)) | Q(short_name__iexact=name)
    return list(Organisation.objects.filter(same).order_by("sort_key", "pk")[:MOST])


def same_address(declaration, rows):
    """Other declarations of ``rows`` that came from the same address."""
    if not declaration.email:
        return rows.none()
    return rows.filter(email__iexact=declaration.email).exclude(pk=declaration.pk)
