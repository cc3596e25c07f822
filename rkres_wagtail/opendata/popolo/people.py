"""``persons``, ``posts`` and ``memberships``: the public composition, past ones included."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...bodies.models import Seat
from ...bodies.presentation.people import public_memberships
from ...bodies.presentation.places import member_of, role_labels
from ...bodies.querysets import today
from ...representations import rendition_of
from ..catalogue.scope import Scope
from ..zones import day
from . import ids
from .parts import link, without_nothing

PHOTO_SPEC = "fill-400x400"


def rows_of(scope: Scope) -> list:
    """Memberships that may be named, with all that the document says of them; three queries."""
    named = public_memberships(scope.family)
    # §4 of Membership: none without a member.
    rows = named.exclude(person=None, organisation=None).with_related()
    rows = rows.select_related("body", "person__photo__collection")
    return list(rows.prefetch_related("person__photo__renditions").order_by("pk"))


def persons(scope: Scope, rows: Iterable) -> list[dict[str, Any]]:
    """Each once; whoever did not agree to a page of their own has a name and no more."""
    found = {ids.person(row): row.person for row in rows if row.person_id}
    return [
        _profile(key, person, scope) if person.has_public_profile else _name(key, person)
        for key, person in found.items()
    ]


def _name(key: str, person) -> dict[str, Any]:
    return without_nothing(
        id=key,
        name=person.full_name,
        given_name=person.first_name,
        family_name=person.last_name,
        honorific_prefix=person.academic_title,
        sort_name=f"{person.last_name} {person.first_name}",
    )


def _profile(key: str, person, scope: Scope) -> dict[str, Any]:
    home = scope.address(scope.committee)
    below = scope.committee.reverse_subpage("person", kwargs={"slug": person.slug})
    return _name(key, person) | without_nothing(
        image=_image(person.photo, scope),
        biography=person.about,
        links=link(f"{home}{below}" if home else ""),
    )


def _image(photo, scope: Scope) -> str:
    if photo is None or not scope.gate.allows_document(photo):
        return ""
    found = rendition_of(photo, PHOTO_SPEC, scope.gate)
    return found["url"] if found else ""


def posts(scope: Scope) -> list[dict[str, Any]]:
    """Seats of bodies that publish names, the past ones included; none of terms to come."""
    named = scope.family.named
    seats = Seat.objects.filter(body__translation_key__in=list(named))
    seats = seats.select_related("body", "term", "sector", "institution").order_by("pk")
    return [
        without_nothing(
            id=ids.post(seat.pk),
            label=seat.label,
            role="member",
            organization_id=ids.body(named[seat.body.translation_key]),
            start_date=day(seat.term.starts_on) if seat.term else None,
            end_date=day(seat.term.ends_on) if seat.term else None,
        )
        for seat in seats
        if seat.term is None or seat.term.starts_on <= today()
    ]


def memberships(scope: Scope, rows: Iterable, others: Iterable) -> list[dict[str, Any]]:
    """One for each of ``rows``; ``others`` are the documents of posts and terms."""
    named, labels = scope.family.named, role_labels(scope.committee)
    known = {each["id"] for each in others}
    return [_membership(row, named[row.body.translation_key], labels, known) for row in rows]


def _membership(row, body, labels: dict[str, str], known: set[str]) -> dict[str, Any]:
    post, period = ids.post(row.seat_id), ids.term(row.term_id)
    member = member_of(row, labels, body=body)
    behind = row.represents_id or (row.organisation_id if row.person_id else None)
    return without_nothing(
        id=ids.membership(row.pk),
        role=row.role,
        label=member.role_label,
        person_id=ids.person(row) if row.person_id else None,
        # §4 of Membership: ``member`` relates an organization to an organization.
        member=None if row.person_id else _member(row),
        organization_id=ids.body(body),
        post_id=post if post in known else None,
        on_behalf_of_id=ids.organisation(behind) if behind else None,
        legislative_period_id=period if period in known else None,
        start_date=day(member.since),
        end_date=day(member.until),
    )


def _member(row) -> dict[str, Any]:
    key = ids.organisation(row.organisation_id)
    return {"@type": "Organization", "id": key, "name": row.organisation.name}
