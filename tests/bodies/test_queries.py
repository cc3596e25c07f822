"""A public page costs the same number of queries whatever its data (DESIGN, rule 11)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from rkres_wagtail.bodies.choices import GroupKind, Role
from rkres_wagtail.bodies.models import Membership, Person
from tests.factories import (
    CommitteePageFactory,
    FundingNoticeFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
    TierPageFactory,
)

pytestmark = pytest.mark.django_db

#: Queries of Wagtail's routing and of the host's base template are in these, too, and those by
#: which later rooms say that they have nothing for a body: calls, programmes, offers, news.
MOST = 48


def crowd(body, count: int, *, sectors=()) -> None:
    """Many members quickly: with pages of their own, organisations and deputies."""
    people = Person.objects.bulk_create(
        Person(
            first_name="Anna",
            last_name=f"Nowak {body.pk} {number}",
            slug=f"anna-{body.pk}-{number}",
            sort_key=f"{number:05}",
            has_public_profile=True,
        )
        for number in range(count)
    )
    organisations = [OrganisationFactory(name=f"O {body.pk} {n}") for n in range(min(count, 20))]
    rows = [
        Membership(
            body_id=body.pk,
            person=person,
            organisation=organisations[number % len(organisations)],
            represents=organisations[0],
            sector=sectors[number % len(sectors)] if sectors else None,
            role=Role.CHAIR if number == 0 else Role.MEMBER,
            starts_on=date(2020, 1, 1 + number % 28),
            ends_on=date(2021, 1, 1) if number % 3 == 2 else None,
        )
        for number, person in enumerate(people)
    ]
    Membership.objects.bulk_create(rows)
    first = Membership.objects.filter(body=body, ends_on=None).first()
    MembershipFactory(body=body, deputy_for=first)


def notice():
    image = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    image.decorative, image.contextual_alt_text = False, "Logo"
    return FundingNoticeFactory(logos=[("logo", image)])


def build(root, *, members: int, groups: int, seats: int, rows: int):
    """A committee of one size; returns the pages to measure."""
    host = OrganisationFactory(name="Ośrodek")
    committee = CommitteePageFactory(
        parent=root, host_organisation=host, funding=notice(), contact_unit="Biuro"
    )
    sectors = [SectorFactory(committee=committee) for _number in range(rows)]
    TermFactory(committee=committee)
    for year in range(rows):
        first = date(1990 + year, 1, 1)
        TermFactory(committee=committee, starts_on=first, ends_on=first.replace(month=12))
    tier = TierPageFactory(parent=committee, title="Szczebel")
    for _number in range(rows):
        LegalActFactory(body=committee)
    bodies = []
    for number in range(groups):
        parent = tier if number % 2 else committee
        bodies.append(GroupPageFactory(parent=parent, former=number % 5 == 4))
    boss = GroupPageFactory(
        parent=committee,
        kind=GroupKind.COORDINATING,
        supervises=[("body", page) for page in bodies],
        founding_act=LegalActFactory(body=committee),
    )
    for body in (committee, tier, boss, *bodies[:2]):
        crowd(body, members, sectors=sectors)
    for number in range(seats):
        seat = SeatFactory(body=committee, sector=sectors[number % rows])
        if number % 2:
            MembershipFactory(body=committee, seat=seat, person=PersonFactory())
    return {"committee": committee, "tier": tier, "group": boss, "member group": bodies[0]}


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.fixture
def small(site_root):
    return build(site_root, members=5, groups=2, seats=2, rows=2)


@pytest.fixture
def large(site_root):
    return build(site_root, members=500, groups=40, seats=20, rows=8)


ADDRESSES = [
    *(("committee", sub) for sub in ("", "sklad/", "sklad/?on=2020-06-01", "historia-zmian/")),
    *(("committee", sub) for sub in ("osoby/",)),
    *(("tier", sub) for sub in ("", "sklad/", "historia-zmian/")),
    *(("group", sub) for sub in ("", "sklad/", "historia-zmian/")),
    ("member group", ""),
]


@pytest.mark.scale
def test_small_and_large_cost_the_same(client, small, large):
    found = {}
    for name, sub in ADDRESSES:
        little = cost(client, small[name].url + sub)
        much = cost(client, large[name].url + sub)
        found[name, sub] = (little, much)
    assert {key: pair for key, pair in found.items() if pair[0] != pair[1]} == {}
    assert {key: pair for key, pair in found.items() if pair[0] > MOST} == {}


def test_a_person_with_many_memberships_costs_the_same(client, small):
    committee, tier = small["committee"], small["tier"]
    person = PersonFactory(consenting=True, first_name="Jan", last_name="Zyga")
    MembershipFactory(body=committee, person=person)
    address = f"{committee.url}osoby/{person.slug}/"
    one = cost(client, address)
    for year in range(2000, 2020):
        MembershipFactory(
            body=tier, person=person, starts_on=date(year, 1, 1), ends_on=date(year, 9, 1)
        )
    assert cost(client, address) == one


def test_restrictions_elsewhere_cost_nothing_more(client, small, site_root):
    committee = small["committee"]
    one = cost(client, committee.url)
    other = CommitteePageFactory(parent=site_root)
    for _number in range(10):
        page = GroupPageFactory(parent=other)
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert cost(client, committee.url) == one
