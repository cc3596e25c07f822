"""Pages, files and feeds cost the same however many decisions there are (rule 11)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import GroupPageFactory

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


def test_number_of_queries_is_constant(client, register, committee, decision, meeting):
    group = GroupPageFactory(parent=committee)
    held = meeting(starts_on=date(2026, 1, 5), agenda=[{"title": "Punkt"}])
    first = decision(
        meeting=held, adopted_on=date(2026, 1, 5), sent=[{"answered": True}, {}], body=group
    )
    decision(meeting=held, adopted_on=date(2026, 1, 6), supersedes=first, sent=[{}])
    few = costs(client, register, committee, first, held)
    for number in range(40):
        decision(
            meeting=held, adopted_on=date(2026, 1, 7), supersedes=first if number % 2 else None,
            body=group if number % 3 else committee, sent=[{"answered": True}, {}, {}],
        )  # fmt: skip
    many = costs(client, register, committee, first, held)
    assert many == few
    assert max(many.values()) <= MOST


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
