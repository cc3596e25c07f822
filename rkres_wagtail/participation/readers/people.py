"""Who gets a document: the members of a body on a day, without their deputies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ...bodies.choices import OrganisationKind
from ...bodies.models import Membership
from ...bodies.querysets import today
from ...meetings.invitations.invitees import address_of, name_of
from ...remarks.choices import AuthorKind
from ..models import AssignedReader

#: Kinds of organisations for which a member speaks as a local government.
_GOVERNMENTS = (OrganisationKind.LOCAL_GOVERNMENT,)


@dataclass
class Circle:
    """Members of a body, by what the office can do for them; each person once."""

    reachable: list = field(default_factory=list)
    #: Members without an address: they are to be told otherwise.
    silent: list = field(default_factory=list)
    #: Asked for their opinion on the same consultation already, as members of another body.
    already: list = field(default_factory=list)
    #: Institutions that have not named a person.
    nameless: list[str] = field(default_factory=list)

    @property
    def people(self) -> list:
        return sorted([*self.reachable, *self.silent], key=_by_name)


def members_of(body, on: date | None = None) -> list[Membership]:
    """Memberships of ``body`` on a day, deputies left out."""
    rows = Membership.objects.of(body).current(on or today()).holders()
    return list(
        rows.select_related("person__contact", "organisation", "represents", "term").order_by(
            "sort_order", "pk"
        )
    )


def circle_of(page, body, *, on: date | None = None, asked: Iterable[int] = ()) -> Circle:
    """Who of ``body`` is to be asked; those of ``asked`` (keys) are in it already."""
    circle, known = Circle(), set(asked)
    elsewhere = asked_elsewhere(page, body)
    for row in members_of(body, on):
        if row.person is None:
            circle.nameless.append(row.holder_name)
            continue
        if row.person_id in known:
            continue
        known.add(row.person_id)
        if row.person_id in elsewhere:
            circle.already.append(row.person)
        elif address_of(row.person):
            circle.reachable.append(row.person)
        else:
            circle.silent.append(row.person)
    for found in (circle.reachable, circle.silent, circle.already):
        found.sort(key=_by_name)
    return circle


def asked_elsewhere(page, body) -> set[int]:
    """People who have the consultation to read as members of another body."""
    rows = AssignedReader.objects.filter(
        assignment__consultation__translation_key=page.translation_key,
        assignment__withdrawn_at=None,
    ).exclude(assignment__body__translation_key=body.translation_key)
    return set(rows.order_by().values_list("person_id", flat=True))


def author_of(person, body, on: date | None = None) -> dict:
    """How a member's remarks name their author, as fields of a ``Submission``.

    A member speaks for the organisation that they sit for, where the public may know that they
    sit for it; the body itself has said nothing yet, so it is never named. Everybody else is a
    private person, whose name stays in the office.
    """
    fields = {"author_kind": AuthorKind.PERSON, "name": name_of(person), "organisation": ""}
    row = _membership(person, body, on)
    organisation = (row.represents or row.organisation) if row is not None else None
    if organisation is None or not row.is_public:
        return fields
    is_government = organisation.kind in _GOVERNMENTS
    kind = AuthorKind.GOVERNMENT if is_government else AuthorKind.ORGANISATION
    return {**fields, "author_kind": kind, "organisation": organisation.name}


def _membership(person, body, on: date | None) -> Membership | None:
    """The membership of a day; of who has left since, the last one."""
    rows = Membership.objects.of(body).holders().filter(person=person)
    rows = rows.select_related("organisation", "represents")
    return rows.current(on).order_by("pk").first() or rows.order_by("-pk").first()


def _by_name(person) -> tuple:
    return person.sort_key, person.pk


__all__ = ["Circle", "address_of", "author_of", "circle_of", "members_of", "name_of"]
