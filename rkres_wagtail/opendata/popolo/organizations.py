"""``organizations`` and ``areas``: bodies of the committee, institutions, where they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...bodies.presentation.related import Contact
from ..catalogue.registers.organisations import public_organisations
from ..catalogue.scope import Scope
from ..facts import kind_of, nearest_above
from ..zones import day
from . import ids
from .parts import link, without_nothing


def organizations(scope: Scope, institutions: Iterable) -> list[dict[str, Any]]:
    """Bodies in the order of the tree, then institutions."""
    pages = list(scope.by_key.values())
    bodies = [_body(page, pages, scope) for page in pages]
    return bodies + [_institution(row) for row in institutions]


def institutions_of(scope: Scope) -> list:
    return list(public_organisations(scope).order_by("sort_key", "pk"))


def _body(page, pages: list, scope: Scope) -> dict[str, Any]:
    above = nearest_above(page, pages)
    is_former = scope.family.node(page).is_former
    abbreviation = getattr(page, "abbreviation", "")
    return without_nothing(
        id=ids.body(page),
        name=page.title,
        other_names=[{"name": abbreviation}] if abbreviation else [],
        classification=kind_of(page, scope.committee)[0],
        parent_id=ids.body(above) if above else None,
        area_id=_region_id(scope.committee),
        abstract=page.lead,
        founding_date=day(page.active_from),
        dissolution_date=day(page.active_to) if is_former else None,
        contact_details=[] if is_former else _contacts(page),
        links=link(scope.address(page)),
    )


def _contacts(page) -> list[dict[str, str]]:
    """Those of the office, as the page has them; types of vCard 4.0."""
    contact = Contact.of(page, None)
    found = (("voice", contact.phone), ("email", contact.email), ("address", contact.address))
    return [
        without_nothing(type=kind, value=value, note=contact.unit) for kind, value in found if value
    ]


def _institution(row) -> dict[str, Any]:
    return without_nothing(
        id=ids.organisation(row.pk),
        name=row.name,
        other_names=[{"name": row.short_name}] if row.short_name else [],
        classification=row.kind,
        area_id=ids.area("county", row.county) if row.county else None,
        links=link(row.website),
    )


# Areas ------------------------------------------------------------------------------------------


def areas(scope: Scope, institutions: Iterable) -> list[dict[str, Any]]:
    """The voivodeship of the committee and the counties of institutions."""
    committee = scope.committee
    found = {}
    if committee.region:
        found[_region_id(committee)] = (str(committee.get_region_display()), "voivodeship")
    for row in institutions:
        if row.county:
            found[ids.area("county", row.county)] = (str(row.get_county_display()), "county")
    return [
        {"id": key, "name": name, "classification": kind} for key, (name, kind) in found.items()
    ]


def _region_id(committee) -> str | None:
    return ids.area("voivodeship", committee.region) if committee.region else None
