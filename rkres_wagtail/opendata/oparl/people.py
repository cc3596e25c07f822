"""Person, Membership and the institutions for which people sit (chapters 3.7–3.9).

Nobody is here who is not named by the public composition of a body. Whoever has no page of
their own has a name and no more; contact data is nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from ...bodies.models import Membership, Organisation, Person
from ...bodies.presentation.places import member_of
from ..facts import ALONE, who
from ..zones import day
from .kinds import MEMBERSHIP, ORGANIZATION, PERSON, as_number, as_uuid
from .objects import Built
from .world import World, in_chunks, row_chunks

#: Of the words that the specification offers for ``organizationType``.
INSTITUTION_TYPE = "Institution"
#: Committee and primary key: an OParl person, and an organization, belongs to one Body.
Pair = tuple[UUID, int]


def person_key(committee_key: UUID, row: Membership) -> str:
    return f"{committee_key.hex}-{who(row)}"


def institution_key(committee_key: UUID, pk: int) -> str:
    return f"{committee_key.hex}-i{pk}"


def _pairs_of(keys: Iterable[str], prefix: str = "") -> set[Pair]:
    """What the keys mean; those that are none of ours are left out."""
    found = set()
    for key in keys:
        committee_key, _dash, rest = key.partition("-")
        if rest.startswith(prefix):
            pair = as_uuid(committee_key), as_number(rest.removeprefix(prefix))
            found |= {pair} if None not in pair else set()
    return found


def _rows(world: World):
    """Memberships that the public compositions show, with what is written of them."""
    rows = world.bodies.memberships().select_related(
        "body", "person", "organisation", "represents", "term"
    )
    return rows.filter(body__translation_key__in=list(world.committee_of_body))


# Memberships --------------------------------------------------------------------------------------


def memberships(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    """Public memberships begun by today, past ones too."""
    rows = _rows(world)
    if keys is not None:
        rows = rows.filter(pk__in=[pk for key in keys if (pk := as_number(key))])
    for chunk in row_chunks(rows):
        yield [membership(world, row) for row in chunk]


def membership(world: World, row: Membership) -> Built:
    """Of an institution that names nobody: without a person, on its behalf."""
    body_key = row.body.translation_key
    committee_key = world.committee_of_body[body_key]
    member = member_of(row, world.role_labels[committee_key], body=world.bodies.page(body_key))
    institution = row.represents_id or row.organisation_id
    facts = {
        "organization": world.address(ORGANIZATION, body_key.hex),
        "role": member.role_label,
        "startDate": day(member.since),
        "endDate": day(member.until),
        "onBehalfOf": institution
        and world.address(ORGANIZATION, institution_key(committee_key, institution)),
    }
    person = row.person_id and world.address(PERSON, person_key(committee_key, row))
    return Built(MEMBERSHIP, str(row.pk), committee_key, facts, back={"person": person})


# People -------------------------------------------------------------------------------------------


def people(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    """Everybody whom a composition names.

    Whoever agreed to a page of their own once for each committee, anybody else once for each
    membership.
    """
    keys = keys if keys is None else set(keys)
    yield from _known_people(world, keys)
    yield from _only_named(world, keys)


def _known_people(world: World, keys: set[str] | None) -> Iterator[list[Built]]:
    public = _rows(world).filter(person__has_public_profile=True)
    wanted = None if keys is None else _pairs_of(keys)
    for chunk in in_chunks(_pairs(world, public, "person_id", wanted)):
        sittings: dict[Pair, list[Membership]] = defaultdict(list)
        for row in public.filter(person__in={pk for _key, pk in chunk}).order_by("pk"):
            key = world.committee_of_body[row.body.translation_key]
            sittings[key, row.person_id].append(row)
        yield [_person(world, pair[0], sittings[pair]) for pair in chunk if sittings[pair]]


def _only_named(world: World, keys: set[str] | None) -> Iterator[list[Built]]:
    rows = _rows(world).filter(person__has_public_profile=False)
    if keys is not None:
        rows = rows.filter(pk__in={pk for _key, pk in _pairs_of(keys, ALONE)})
    for chunk in row_chunks(rows):
        built = [
            _person(world, world.committee_of_body[row.body.translation_key], [row])
            for row in chunk
        ]
        yield [each for each in built if keys is None or each.key in keys]


def _pairs(world: World, rows, field: str, wanted: set[Pair] | None) -> list[Pair]:
    """Committees with whom ``field`` of public ``rows`` names; ``wanted`` ones, or all."""
    rows = rows.exclude(**{field: None})
    if wanted is not None:
        rows = rows.filter(**{f"{field}__in": {pk for _key, pk in wanted}})
    named = rows.order_by().values_list("body__translation_key", field).distinct()
    found = {(world.committee_of_body[key], pk) for key, pk in named}
    return sorted(found if wanted is None else found & wanted, key=lambda pair: pair[::-1])


def _person(world: World, committee_key: UUID, rows: list[Membership]) -> Built:
    person = rows[0].person
    facts = {
        "body": world.body(committee_key),
        "name": person.full_name,
        "membership": [membership(world, row) for row in rows],
        **(_profile(world, committee_key, person) if person.has_public_profile else {}),
    }
    return Built(PERSON, person_key(committee_key, rows[0]), committee_key, facts)


def _profile(world: World, committee_key: UUID, person: Person) -> dict:
    """Of those who agreed to a page of their own."""
    committee = world.committees[committee_key]
    below = committee.reverse_subpage("person", kwargs={"slug": person.slug})
    return {
        "familyName": person.last_name,
        "givenName": person.first_name,
        "title": [person.academic_title] if person.academic_title else [],
        "life": person.about,
        "web": world.web(committee.full_url and f"{committee.full_url}{below}"),
    }


# Institutions -------------------------------------------------------------------------------------


def institutions(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    """Organizations that are members, or for which a member sits."""
    wanted = None if keys is None else _pairs_of(keys, "i")
    found = {
        pair
        for field in ("organisation_id", "represents_id")
        for pair in _pairs(world, _rows(world), field, wanted)
    }
    for chunk in in_chunks(sorted(found, key=lambda pair: pair[::-1])):
        known = Organisation.objects.in_bulk({pk for _key, pk in chunk})
        yield [_institution(world, key, known[pk]) for key, pk in chunk if pk in known]


def _institution(world: World, committee_key: UUID, organisation: Organisation) -> Built:
    facts = {
        "body": world.body(committee_key),
        "name": organisation.name,
        "shortName": organisation.short_name,
        "organizationType": INSTITUTION_TYPE,
        "classification": str(organisation.get_kind_display()),
        "website": world.web(organisation.website),
    }
    key = institution_key(committee_key, organisation.pk)
    return Built(ORGANIZATION, key, committee_key, facts)
