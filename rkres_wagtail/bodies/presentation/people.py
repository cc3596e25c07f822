"""People with a page of their own (requirement 23): those who consented and are seen to sit.

A person appears under a committee only with a public membership, begun by today, in one of
its bodies that is public and publishes names.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from ...conf import settings
from ..choices import ROLE_ORDER
from ..models import Membership, Person
from ..querysets import today
from .family import Family
from .places import LAST, Member, member_of, public_name, role_labels


@dataclass(frozen=True)
class Sitting:
    """One membership of a person, with the page of the body it is in."""

    body: object
    member: Member
    is_current: bool
    deputy_for: str = ""


@dataclass
class Profile:
    """A person and their public memberships, the latest first."""

    person: Person
    sittings: list[Sitting] = field(default_factory=list)

    @property
    def current(self) -> list[Sitting]:
        """In the order of the bodies, the weightiest role first."""
        found = [sitting for sitting in self.sittings if sitting.is_current]
        return sorted(
            found, key=lambda each: (each.body.path, ROLE_ORDER.get(each.member.role, LAST))
        )

    @property
    def past(self) -> list[Sitting]:
        return [sitting for sitting in self.sittings if not sitting.is_current]


def public_memberships(family: Family):
    """Memberships of the committee's bodies that may be shown with names."""
    return Membership.objects.named().started().filter(body__translation_key__in=list(family.named))


def public_people(family: Family):
    """People of a committee who have a public page, in Polish order."""
    sits = public_memberships(family).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(sits), has_public_profile=True).order_by("sort_key", "pk")


def profiles(family: Family, people: list[Person]) -> list[Profile]:
    """Profiles of ``people`` with their memberships, in one query."""
    on, labels = today(), role_labels(family.committee)
    found = defaultdict(list)
    rows = public_memberships(family).filter(person__in=people).with_related()
    latest_first = Coalesce("starts_on", "term__starts_on").desc(nulls_last=True)
    for row in rows.select_related("body").order_by(latest_first, "-pk"):
        body = family.named[row.body.translation_key]
        found[row.person_id].append(
            Sitting(
                body=body,
                member=member_of(row, labels, body=body),
                is_current=row.is_current(on) and not body.is_former,
                deputy_for=public_name(row.deputy_for) if row.deputy_for else "",
            )
        )
    return [Profile(person, found[person.pk]) for person in people]


def people_page(family: Family, number: object):
    """One page of the list of people, each with their memberships."""
    page = Paginator(public_people(family), settings.PER_PAGE).get_page(number)
    page.object_list = profiles(family, list(page.object_list))
    return page


def profile(family: Family, slug: str) -> Profile | None:
    """The profile at an address; None for anyone the public may not see."""
    person = public_people(family).select_related("photo").filter(slug=slug).first()
    return profiles(family, [person])[0] if person else None
