"""What the public reads of a composition: members, places, sectors.

Plain data, made by ``composition.py`` and ``changes.py``; a member who is not public never
becomes a ``Member``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page

from ..choices import ROLE_ORDER, MembersVisibility, Role
from ..models import Membership
from ..querysets import today

#: Behind everything that has an order.
LAST = 10**6


@dataclass(frozen=True)
class Member:
    """What the public may know of one public membership."""

    name: str
    #: Address of the person's page below the committee; empty without consent.
    slug: str
    is_institution: bool
    role: str
    role_label: str
    position: str
    organisation: str
    organisation_url: str
    represents: str
    since: date | None
    #: Last day, only once it is past.
    until: date | None

    @property
    def is_officer(self) -> bool:
        """Whether the role says more than "member"."""
        return self.role != Role.MEMBER


@dataclass
class Place:
    """One row of a composition: a seat, held or vacant, or a member without a seat."""

    #: What the statute calls the seat; empty for a member without one.
    label: str = ""
    institution: str = ""
    holder: Member | None = None
    #: Held by somebody whose name is not public.
    is_hidden: bool = False
    deputies: list[Member] = field(default_factory=list)
    is_seat: bool = False
    rank: tuple = ()
    #: How many vacant seats of this name stand here.
    count: int = 1

    @property
    def is_vacant(self) -> bool:
        return self.is_seat and self.holder is None and not self.is_hidden

    def is_like(self, other: Place) -> bool:
        """Whether a reader could not tell two vacant places apart."""
        both = (self, other)
        return all(place.is_vacant and not place.deputies for place in both) and (
            (self.label, self.institution) == (other.label, other.institution)
        )


@dataclass
class SectorPart:
    """The places of one sector; ``name`` is empty for those without any."""

    name: str
    description: str = ""
    places: list[Place] = field(default_factory=list)
    members_count: int = 0
    hidden_count: int = 0
    vacant_count: int = 0

    @property
    def is_nameless(self) -> bool:
        """Whether nobody in it is named in public."""
        return 0 < self.members_count == self.hidden_count


@dataclass
class Composition:
    """A body's composition on a day, as far as the body publishes it."""

    on: date
    visibility: str
    parts: list[SectorPart] = field(default_factory=list)
    seats_count: int = 0
    #: Pages of a long list; None when everything is in ``parts``.
    page: Page | None = None

    @property
    def members_count(self) -> int:
        return sum(part.members_count for part in self.parts)

    @property
    def hidden_count(self) -> int:
        return sum(part.hidden_count for part in self.parts)

    @property
    def vacant_count(self) -> int:
        return sum(part.vacant_count for part in self.parts)

    @property
    def shows_names(self) -> bool:
        return self.visibility == MembersVisibility.NAMES

    @property
    def shows_numbers(self) -> bool:
        return self.visibility != MembersVisibility.NOTHING

    @property
    def has_sectors(self) -> bool:
        return any(part.name for part in self.parts)

    @property
    def shown_parts(self) -> list[SectorPart]:
        """Parts with something on this page of the list; nameless ones at its end."""
        if not self.shows_names:
            return self.parts
        is_end = self.page is None or not self.page.has_next()
        return [part for part in self.parts if part.places or (is_end and part.is_nameless)]

    @property
    def officers(self) -> list[Member]:
        """Chair, vice-chairs and others with a role, of the rows shown."""
        holders = [place.holder for part in self.parts for place in part.places if place.holder]
        officers = [holder for holder in holders if holder.is_officer]
        return sorted(officers, key=lambda holder: ROLE_ORDER.get(holder.role, LAST))

    def __bool__(self) -> bool:
        return self.shows_numbers and bool(self.parts)


def role_labels(committee) -> dict[str, str]:
    """How the committee calls its roles; its own words before ours (requirement 19)."""
    labels = {role.value: str(role.label) for role in Role}
    for block in getattr(committee, "role_labels", None) or []:
        if block.value["label"]:
            labels[block.value["role"]] = block.value["label"]
    return labels


def public_name(row: Membership) -> str:
    """The holder's name as the public reads it; empty when the row is not public."""
    if not row.is_public:
        return ""
    if row.person:
        return row.person.full_name
    return row.organisation.name if row.organisation else ""


def member_of(row: Membership, labels: dict[str, str], *, body=None) -> Member:
    """The public face of one public row; select its relations with ``with_related()``.

    With ``body``, the page it sits in, nobody stays longer than the body itself.
    """
    person, organisation = row.person, row.organisation
    last_days = [day for day in (row.ends, body and body.active_to) if day]
    ends = min(last_days) if last_days else None
    return Member(
        name=public_name(row),
        slug=person.slug if person and person.has_public_profile else "",
        is_institution=person is None,
        role=row.role,
        role_label=row.role_label or labels.get(row.role, ""),
        position=row.position,
        organisation=organisation.name if organisation and person else "",
        organisation_url=organisation.website if organisation else "",
        represents=row.represents.name if row.represents else "",
        since=row.starts,
        until=ends if ends and ends < today() else None,
    )
