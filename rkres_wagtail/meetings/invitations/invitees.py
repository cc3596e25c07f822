"""Who is to be invited: members and deputies of the bodies that meet, valid on that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from ... import feeds
from ...bodies.models import Membership
from ..rules import chosen_bodies

_LONGEST_ADDRESS = 254


@dataclass
class Invitee:
    """One person, however many seats they have in the bodies that meet."""

    person: object
    rows: list[Membership] = field(default_factory=list)
    deputies: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        return address_of(self.person)

    @property
    def is_deputy(self) -> bool:
        """Whether they would come only instead of somebody."""
        return all(row.deputy_for_id for row in self.rows)

    @property
    def seats(self) -> list[str]:
        """Body and role, a line for each seat: ``Komitet – zastępstwo: Anna Łącka``."""
        return [f"{row.body.title} – {_role(row)}" for row in self.rows]

    @property
    def roles(self) -> list[str]:
        """The roles alone, where one body meets."""
        return [_role(row) for row in self.rows]


@dataclass
class Invitees:
    """Those who can be invited by name, and the seats for which nobody is named."""

    people: list[Invitee]
    nameless: list[Membership]

    @property
    def reachable(self) -> list[Invitee]:
        return [each for each in self.people if each.email]

    @property
    def is_joint(self) -> bool:
        """Whether several bodies meet, so that a role alone says too little."""
        return len({row.body_id for each in self.people for row in each.rows}) > 1

    @property
    def unreachable(self) -> list[Invitee]:
        return [each for each in self.people if not each.email]

    def by_person(self) -> dict[int, Invitee]:
        return {each.person.pk: each for each in self.people}


def invitees_of(page) -> Invitees:
    """People and seats on the (first) day of the meeting; two queries, however many they are."""
    if not page.when.is_day_known:
        return Invitees([], [])
    rows = _current(chosen_bodies(page), page.starts_on)
    present = {row.pk for row in rows}
    people: dict[int, Invitee] = {}
    nameless = []
    for row in rows:
        # A deputy of somebody whose membership has ended is nobody's deputy.
        if row.deputy_for_id and row.deputy_for_id not in present:
            continue
        if row.person_id is None:
            nameless.append(row)
            continue
        people.setdefault(row.person_id, Invitee(row.person)).rows.append(row)
    _name_deputies(people, rows)
    found = sorted(people.values(), key=lambda each: (each.person.sort_key, each.person.pk))
    return Invitees(found, nameless)


def address_of(person) -> str:
    """The person's e-mail address; empty where there is none to which mail can be sent."""
    address = getattr(getattr(person, "contact", None), "email", "").strip()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= _LONGEST_ADDRESS else ""


def name_of(person) -> str:
    """First and last name in one line, as a mail and a reply page say it."""
    return feeds.one_line(f"{person.first_name} {person.last_name}")


def _current(bodies: Iterable, on) -> list[Membership]:
    keys = [body.translation_key for body in bodies]
    rows = Membership.objects.filter(body__translation_key__in=keys).current(on)
    return list(
        rows.select_related(
            "body",
            "person__contact",
            "organisation",
            "deputy_for__person",
            "deputy_for__organisation",
            "term",
        ).order_by("body__path", "sort_order", "pk")
    )


def _name_deputies(people: dict[int, Invitee], rows: list[Membership]) -> None:
    owners = {row.pk: row.person_id for row in rows}
    for row in rows:
        owner = people.get(owners.get(row.deputy_for_id))
        if owner is not None:
            owner.deputies.append(name_of(row.person) if row.person else row.holder_name)


def _role(row: Membership) -> str:
    if not row.deputy_for_id:
        return row.role_label or str(row.get_role_display())
    principal = row.deputy_for
    name = name_of(principal.person) if principal.person else principal.holder_name
    return _("deputy of: %(name)s") % {"name": name}
