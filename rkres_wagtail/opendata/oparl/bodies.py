"""System, Body, LegislativeTerm and the Organizations that are bodies (chapters 3.4–3.7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from ...bodies.models import Term
from ...conf import settings
from ..facts import kind_of, nearest_above
from ..zones import day
from .kinds import BODY, LISTED, LOCATION, MEMBERSHIP, ORGANIZATION, SCHEMA, SYSTEM, TERM, as_uuid
from .objects import Built, Kept
from .places import place
from .world import World, in_chunks

#: Where this software is described.
PRODUCT = "https://pypi.org/project/rkres-wagtail/"
#: Of the words that the specification offers for ``organizationType``.
COMMITTEE_TYPE = "Gremium"


def system(world: World) -> Built:
    """The installation: one site of it."""
    site = world.site
    facts = {
        "oparlVersion": SCHEMA,
        "license": settings.OPEN_DATA_LICENSE,
        "body": world.url("oparl_bodies"),
        "name": site.site_name or site.root_page.title,
        "website": world.web(site.root_url),
        "product": PRODUCT,
    }
    return Built(SYSTEM, SYSTEM.name, None, facts)


# Committees ---------------------------------------------------------------------------------------


def committees(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    """A Body for each public committee, with its terms."""
    wanted = world.committees if keys is None else {as_uuid(key) for key in keys}
    pages = [world.committees[key] for key in wanted if key in world.committees]
    terms = _terms(page.translation_key for page in pages)
    for chunk in in_chunks(pages):
        yield [_committee(world, page, terms[page.translation_key]) for page in chunk]


def _committee(world: World, page, terms: list[Term]) -> Built:
    key = page.translation_key
    facts = {
        "system": world.url("oparl_system"),
        "name": page.title,
        "shortName": page.abbreviation,
        "website": world.web(page.full_url),
        "web": world.web(page.full_url),
        "license": settings.OPEN_DATA_LICENSE,
        "contactEmail": page.contact_email,
        "contactName": page.contact_unit,
        **{kind.listed_as: world.list_address(key, kind) for kind in LISTED.values()},
        "legislativeTerm": Kept(_term(world, each, key) for each in terms),
        "classification": kind_of(page, page)[1],
        "location": _location(world, page),
        "mainOrganization": world.address(ORGANIZATION, _main(world, page).hex),
    }
    return Built(BODY, key.hex, key, facts, born=page.first_published_at)


def _main(world: World, page) -> UUID:
    """The statutory body, when the public may see it; else the committee as such."""
    chosen = page.statutory_body
    key = chosen.translation_key if chosen is not None else None
    return key if key in world.bodies.pages else page.translation_key


def _terms(keys: Iterable[UUID]) -> dict[UUID, list[Term]]:
    found: dict[UUID, list[Term]] = defaultdict(list)
    rows = Term.objects.filter(committee__translation_key__in=list(keys))
    for row in rows.select_related("committee").order_by("starts_on", "pk"):
        found[row.committee.translation_key].append(row)
    return found


def _term(world: World, row: Term, committee_key: UUID) -> Built:
    facts = {
        "name": row.label,
        "startDate": day(row.starts_on),
        "endDate": day(row.ends_on),
    }
    key = f"{committee_key.hex}-{row.pk}"
    return Built(TERM, key, committee_key, facts, back={"body": world.body(committee_key)})


# Committees, tiers and groups as organizations ----------------------------------------------------


def organizations(world: World, keys: Iterable[str] | None = None) -> Iterator[list[Built]]:
    """An Organization for each public body, the committee included."""
    known = world.committee_of_body
    wanted = known if keys is None else [key for each in keys if (key := as_uuid(each)) in known]
    for chunk in in_chunks(wanted):
        members = _memberships(world, chunk)
        pages = [world.bodies.page(key) for key in chunk]
        yield [_organization(world, page, members[page.translation_key]) for page in pages]


def _memberships(world: World, keys: list[UUID]) -> dict[UUID, list[int]]:
    found: dict[UUID, list[int]] = defaultdict(list)
    rows = world.bodies.memberships().filter(body__translation_key__in=keys).order_by("pk")
    for pk, key in rows.values_list("pk", "body__translation_key"):
        found[key].append(pk)
    return found


def _organization(world: World, page, members: list[int]) -> Built:
    key = page.translation_key
    committee_key = world.committee_of_body[key]
    facts = {
        "body": world.body(committee_key),
        "name": page.title,
        "shortName": getattr(page, "abbreviation", ""),
        "membership": [world.address(MEMBERSHIP, str(pk)) for pk in members],
        "subOrganizationOf": _above(world, page),
        "organizationType": COMMITTEE_TYPE,
        "classification": kind_of(page, world.committees[committee_key])[1],
        "startDate": day(page.active_from),
        "endDate": day(page.active_to),
        "location": _location(world, page),
        "web": world.web(page.full_url),
    }
    return Built(ORGANIZATION, key.hex, committee_key, facts, born=page.first_published_at)


def _above(world: World, page) -> str | None:
    pages = [each for known in world.bodies.pages.values() for each in known]
    above = nearest_above(page, pages)
    return world.address(ORGANIZATION, above.translation_key.hex) if above else None


def _location(world: World, page) -> Built | None:
    """The address of the office; one object for a committee as Body and as Organization."""
    key = page.translation_key
    back = {"organizations": [world.address(ORGANIZATION, key.hex)]}
    if key in world.committees:
        back["bodies"] = [world.body(key)]
    address = " ".join(page.contact_address.split())
    committee_key = world.committee_of_body[key]
    return place(LOCATION, f"o{key.hex}", committee_key, "", address, back)
