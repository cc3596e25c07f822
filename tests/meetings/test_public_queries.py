"""A page costs the same number of queries however many meetings there are (rule 11)."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from rkres_wagtail.meetings.presentation.listing import index_context
from rkres_wagtail.public import Gate
from tests.factories import GroupPageFactory, TermFactory
from tests.support.many_meetings import many_meetings

from .public import document, image

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

#: Of the list itself; those of the gate, of Wagtail's routing and of the host's base template
#: are every page's. One of them asks whether the site offers news by e-mail.
MOST_OWN = 9
#: All of them, of any page here; one asks which programmes a meeting fed.
MOST = 46
QUERIES = ("", "?rok=2026", "?q=posiedzenie", "?strona=2", "?forma=online")


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def own(listing, query: str) -> int:
    """Queries of the list beyond the gate's."""
    request = RequestFactory().get(f"/{query}")
    page = type(listing).objects.get(pk=listing.pk)
    # Content types and addresses of sites are remembered.
    index_context(page, RequestFactory().get("/"))
    Site.get_site_root_paths()
    gate = Gate.of(request)
    assert isinstance(gate.closed_paths, list)
    with CaptureQueriesContext(connection) as queries:
        context = index_context(page, request)
        assert len(context["ahead"]) + len(context["past"]) > 0 or query
        str(context["form"])
    return len(queries)


def costs(client, listing, committee, group) -> dict[str, int]:
    addresses = [f"{listing.get_url()}{query}" for query in QUERIES]
    bodies = [committee.get_url(), group.get_url(), f"{committee.get_url()}szukaj/?q=posiedzenie"]
    return {address: cost(client, address) for address in (*addresses, *bodies)}


@pytest.fixture
def group(committee):
    TermFactory(committee=committee)
    TermFactory(committee=committee, past=True)
    return GroupPageFactory(parent=committee, title="Grupa")


def grown(client, listing, committee, group, *, few: int, many: int):
    """Costs with few and with many meetings, of two bodies each."""
    many_meetings(listing, few, bodies=[committee, group])
    little = costs(client, listing, committee, group)
    many_meetings(listing, many - few, bodies=[committee, group])
    return little, costs(client, listing, committee, group)


def test_five_meetings_and_two_hundred(client, listing, committee, group):
    # Two pages of the list and of the results already with the few.
    little, much = grown(client, listing, committee, group, few=60, many=200)
    assert little == much
    assert max(little.values()) <= MOST


@pytest.mark.scale
def test_five_thousand_meetings(client, listing, committee, group):
    little, much = grown(client, listing, committee, group, few=60, many=5000)
    assert little == much
    assert max(own(listing, query) for query in QUERIES) <= MOST_OWN


@pytest.mark.parametrize("query", QUERIES)
def test_the_list_asks_at_most_nine_times(listing, committee, group, query):
    many_meetings(listing, 20, bodies=[committee, group])
    assert own(listing, query) <= MOST_OWN


def test_a_meeting_of_few_and_of_many_things(client, meeting, committee):
    def make(count: int):
        keys = [uuid.uuid4() for _number in range(count)]
        groups = [GroupPageFactory(parent=committee) for _number in range(min(count, 6))]
        later = [meeting(starts_on=date(2031, 5, 6)) for _number in range(min(count, 6))]
        agenda = []
        for number, key in enumerate(keys):
            row = {"title": f"P{number}", "uuid": key, "level": 1 + number % 3}
            if number % 2:
                row |= {"result": "postponed", "postponed_to_id": later[number % len(later)].pk}
            else:
                row |= {"result": "referred", "referred_to_id": groups[number % len(groups)].pk}
            agenda.append(row)
        return meeting(
            past=True,
            bodies=groups,
            agenda=agenda,
            materials=[{"document": document(), "item_uuid": key} for key in keys],
            photos=[("photo", {"image": image(), "alt_text": "x"}) for _key in keys[:6]],
            report="<p>x</p>",
        )

    few, many = make(2), make(60)
    little, much = cost(client, few.get_url()), cost(client, many.get_url())
    assert little == much <= MOST


def test_a_meeting_among_five_and_among_two_hundred(client, meeting, listing, committee):
    page = meeting(starts_on=date(2026, 1, 3))
    many_meetings(listing, 5)
    little = cost(client, page.get_url())
    many_meetings(listing, 195)
    assert cost(client, page.get_url()) == little <= MOST
