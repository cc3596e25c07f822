"""Registers, the page that lists them and their description cost the same for few and for many."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rkres_wagtail.opendata.catalogue.registers import REGISTERS
from rkres_wagtail.opendata.catalogue.registers.base import CHUNK
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    LegalActFactory,
    MeetingIndexPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    TermFactory,
)
from tests.support.many_decisions import many_decisions
from tests.support.many_meetings import many_meetings

from .catalogue_world import read

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

#: Queries that each further ``CHUNK`` of meetings, decisions or consultations may cost.
FOR_A_CHUNK = 25


def cost(client, address: str, **headers) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
        assert response.status_code in (200, 304)
        read(response)
    return len(queries)


def test_three_and_thirty_of_everything(client, site_root):
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    listing = MeetingIndexPageFactory(parent=committee)
    register = DecisionIndexPageFactory(parent=committee)
    consultations = ConsultationIndexPageFactory(parent=committee)

    def grow(number: int) -> dict[str, int]:
        for _each in range(number):
            MembershipFactory(
                body=committee,
                person=PersonFactory(consenting=True),
                seat=SeatFactory(body=committee),
                organisation=OrganisationFactory(),
            )
            SeatFactory(body=committee)
            LegalActFactory(body=committee)
            TermFactory(committee=committee)
            ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}], report=True)
        many_meetings(listing, number)
        many_decisions(register, number)
        addresses = [f"/rkres/dane/{committee.pk}/{slug}.csv" for slug in REGISTERS]
        addresses += [f"/rkres/dane/{committee.pk}/katalog.jsonld", "/komitet/dane/"]
        for each in addresses:
            # What a process or a site reads once only.
            read(client.get(each))
        return {each: cost(client, each) for each in addresses}

    few, many = grow(3), grow(27)
    assert many == few


def test_ten_and_a_thousand_meetings_and_decisions(client, site_root):
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    listing = MeetingIndexPageFactory(parent=committee)
    register = DecisionIndexPageFactory(parent=committee)
    addresses = [
        f"/rkres/dane/{committee.pk}/{slug}.csv" for slug in ("meetings", "agenda", "decisions")
    ]

    def grow(number: int) -> dict[str, int]:
        many_meetings(listing, number)
        many_decisions(register, number)
        return {each: cost(client, each) for each in addresses}

    few, many = grow(10), grow(990)
    for address, count in many.items():
        assert count <= few[address] + FOR_A_CHUNK * (1000 // CHUNK - 1), address
    # Whoever has the table already costs no more for a thousand than for ten.
    tags = {each: client.get(each)["ETag"] for each in addresses}
    again = {each: cost(client, each, **{"if-none-match": tag}) for each, tag in tags.items()}
    assert max(again.values()) <= min(few.values()) + FOR_A_CHUNK
