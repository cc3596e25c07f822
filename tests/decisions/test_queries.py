"""Pages, files and feeds cost the same however many decisions there are (rule 11)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import GroupPageFactory
from tests.support.many_decisions import many_decisions

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

MOST = 50


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        assert response.status_code == 200
        if response.streaming:
            b"".join(response.streaming_content)
    return len(queries)


def costs(client, register, committee, page, held) -> dict[str, int]:
    addresses = [
        register.get_url(),
        f"{register.get_url()}?stan=czeka",
        f"{register.get_url()}?q=stanowisko",
        page.get_url(),
        held.get_url(),
        committee.get_url(),
        f"/rkres/rejestr/{register.pk}.csv",
        f"/rkres/rejestr/{register.pk}.xlsx",
        f"/rkres/nowosci/{committee.pk}.atom",
    ]
    return {address: cost(client, address) for address in addresses}


def test_five_decisions_and_five_hundred(client, register, committee, decision, meeting):
    group = GroupPageFactory(parent=committee)
    held = meeting(starts_on=date(2026, 1, 5), agenda=[{"title": "Punkt"}])
    first = decision(
        meeting=held, adopted_on=date(2026, 1, 5), sent=[{"answered": True}, {}], body=group
    )
    decision(meeting=held, adopted_on=date(2026, 1, 6), supersedes=first, sent=[{}])
    # Two pages of the register already with the few.
    many_decisions(register, 60, body=group, meeting=held)
    few = costs(client, register, committee, first, held)
    many_decisions(register, 440, body=group, meeting=held)
    many = costs(client, register, committee, first, held)
    for address, count in many.items():
        if "/rejestr/" in address:
            # Four for every two hundred that are read together.
            assert count <= few[address] + 2 * 4, address
        else:
            assert count == few[address], address
    assert max(few.values()) <= MOST


def test_admin_listing(admin_client, decision, register):
    from django.urls import reverse

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(reverse("rkres_decisions:index")).status_code == 200
        return len(queries)

    for _number in range(3):
        decision(sent=[{}, {}])
    count()
    few = count()
    for _number in range(20):
        decision(sent=[{}, {}])
    assert count() == few
