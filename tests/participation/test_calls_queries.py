"""Pages with calls cost the same number of queries however many there are (rule 11)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import CallPageFactory, DeclarationFactory, GroupPageFactory
from tests.meetings.public import document

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

MOST = 60
STATES = ({}, {"announced": True}, {"closed": True}, {"settled": True})


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def add(committee, group, count: int) -> None:
    for number in range(count):
        opens = timezone.now() - timedelta(days=300 * (number % 3))
        fields = {**STATES[number % len(STATES)]}
        if not fields:
            fields["opens_at"] = opens
        page = CallPageFactory(parent=group if number % 2 else committee, body=group, **fields)
        DeclarationFactory(target_id=page.pk)


def test_lists_and_boxes(client, committee, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 3
    group = GroupPageFactory(parent=committee, title="Zespół")
    listing = f"{committee.get_url()}nabory/"
    addresses = [
        *(f"{listing}{query}" for query in ("", "?stan=open", f"?organ={group.pk}", "?strona=2")),
        committee.get_url(),
        group.get_url(),
        reverse("rkres_wagtail:calendar", args=[committee.pk]),
        reverse("rkres_wagtail:news", args=[committee.pk]),
    ]
    add(committee, group, 8)
    few = {address: cost(client, address) for address in addresses}
    add(committee, group, 24)
    settings.RKRES_WAGTAIL_PER_PAGE = 20
    assert {address: cost(client, address) for address in addresses} == few
    assert max(few.values()) <= MOST


def test_a_page_with_few_things_and_with_many(client, committee):
    def make(count: int):
        question = ("question", {"question": "Czy?", "answer": "<p>Tak.</p>"})
        return CallPageFactory(
            parent=committee,
            channels=[("in_person", {"place": "Biuro", "hours": "8–16", "note": ""})] * count,
            files=[("file", {"document": document(), "title": ""}) for _number in range(count)],
            questions=[question] * count,
            copies=[("copy", {"title": "BIP", "url": "https://bip.invalid/"})] * count,
        )

    little, much = (cost(client, make(count).get_url()) for count in (1, 15))
    assert little == much <= MOST


def test_the_listing_of_the_office(client, admin_user, committee):
    client.force_login(admin_user)
    group = GroupPageFactory(parent=committee, title="Zespół")
    address = reverse("rkres_calls:index")
    add(committee, group, 4)
    few = cost(client, address)
    add(committee, group, 16)
    assert cost(client, address) == few
