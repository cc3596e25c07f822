"""Ten and a thousand of everything: OParl, Popolo, registers and the page that lists them."""

from __future__ import annotations

import sys
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from rkres_wagtail.opendata.catalogue.registers import REGISTERS
from rkres_wagtail.opendata.catalogue.registers.base import CHUNK
from rkres_wagtail.opendata.models import OpenRecord
from rkres_wagtail.opendata.oparl.freshness import refresh_now
from tests.factories import (
    CommitteePageFactory,
    DecisionIndexPageFactory,
    MeetingIndexPageFactory,
    MembershipFactory,
    PersonFactory,
    TermFactory,
)
from tests.support.many_decisions import many_decisions
from tests.support.many_meetings import many_meetings
from tests.support.oparl import BASE, Reader

from .catalogue_world import read

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

MOST = 1000
#: Queries that a further chunk of meetings or decisions may cost; there are two kinds of them.
FOR_A_CHUNK = 2 * 25


@pytest.fixture
def grow(site_root):
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    listing = MeetingIndexPageFactory(parent=committee)
    register = DecisionIndexPageFactory(parent=committee)
    TermFactory(committee=committee)

    def more(number: int):
        for each in range(number):
            person = PersonFactory(consenting=each % 2 == 0)
            MembershipFactory(body=committee, person=person)
        many_meetings(listing, number)
        many_decisions(register, number)
        refresh_now(Site.objects.get())
        return committee

    return more


def cost(client, address: str) -> tuple[int, float]:
    """Queries and seconds of an answer that nothing was kept of but the freshness of records."""
    read(client.get(address))
    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        response = client.get(address)
        assert response.status_code == 200
        read(response)
    return len(queries), time.perf_counter() - started


def costs(client, addresses) -> dict[str, int]:
    found = {each: cost(client, each) for each in addresses}
    for address, (queries, seconds) in found.items():
        sys.stdout.write(f"{queries:5} queries {seconds:7.3f} s  {address}\n")
    return {address: queries for address, (queries, _seconds) in found.items()}


def test_a_page_of_an_oparl_list_costs_the_same(client, grow):
    grow(20)  # a last page that is not the first costs a question
    names = ("person", "membership", "meeting", "paper")
    lists = [Reader(client).body[name].removeprefix(BASE) for name in names]
    addresses = [f"{each}?limit=10" for each in lists]
    few = costs(client, addresses)
    grow(MOST - 20)
    assert OpenRecord.objects.filter(kind="meeting").count() == MOST
    assert costs(client, addresses) == few
    # The last page is no dearer than the first.
    last = client.get(addresses[0]).json()["links"]["last"].removeprefix(BASE)
    assert cost(client, last)[0] <= few[addresses[0]] + 1


def test_whole_documents_cost_no_more_than_their_chunks(client, grow):
    committee = grow(10)
    addresses = [f"/rkres/dane/{committee.pk}/{slug}.csv" for slug in REGISTERS]
    addresses += [f"/rkres/popolo/{committee.pk}.json", "/komitet/dane/"]
    addresses.append(f"/rkres/dane/{committee.pk}/katalog.jsonld")
    few = costs(client, addresses)
    grow(MOST - 10)
    many = costs(client, addresses)
    for address, count in many.items():
        assert count <= few[address] + FOR_A_CHUNK * (MOST // CHUNK - 1), address
    for address in (addresses[0], "/komitet/dane/", addresses[-1]):
        assert many[address] == few[address], address


def test_comparing_a_thousand_of_each(grow):
    """What the first list after a change waits for; nobody else does."""

    def compared() -> tuple[int, float]:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            refresh_now(Site.objects.get())
        return len(queries), time.perf_counter() - started

    grow(10)
    few, _seconds = compared()
    grow(MOST - 10)
    many, seconds = compared()
    sys.stdout.write(f"{few} queries for 10, {many} for {MOST} of each in {seconds:.2f} s\n")
    chunks = 5 * (MOST // CHUNK)
    assert many <= few + 25 * chunks
