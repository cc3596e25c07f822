"""Pages cost the same number of queries however much there is (rule 11)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rkres_wagtail.consultations.rounds.services import remove_round
from tests.factories import GroupPageFactory
from tests.factories.consultations import ExtensionFactory, RoundFactory, VersionFileFactory
from tests.meetings.public import document

from .states import STATES
from .test_public_boxes import hold

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

MOST = 60
HOUR = timedelta(hours=1)


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def costs(client, index, committee, group, held) -> dict[str, int]:
    addresses = [
        *(f"{index.get_url()}{query}" for query in ("", "?stan=open", "?q=program", "?strona=2")),
        *(each.get_url() for each in (committee, group, held)),
        f"{committee.get_url()}szukaj/?q=program",
    ]
    return {address: cost(client, address) for address in addresses}


def test_a_list_of_few_and_of_many(client, consultation, index, committee, meeting, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    group = GroupPageFactory(parent=committee, title="Grupa")
    held = meeting(title="Spotkanie")

    def add(count: int) -> None:
        for number in range(count):
            state = list(STATES)[number % len(STATES)]
            page = consultation(title=f"Program {number}", body=group, **STATES[state])
            if not number % 5:
                ExtensionFactory(round=RoundFactory(consultation=page))
                hold(page, held)

    # Two pages of the list already with the few, and every state.
    add(10)
    few = costs(client, index, committee, group, held)
    add(50)
    settings.RKRES_WAGTAIL_PER_PAGE = 30
    assert costs(client, index, committee, group, held) == few
    assert max(few.values()) <= MOST


def test_a_page_of_few_things_and_of_many(client, consultation, version, meeting):
    def make(count: int):
        page = consultation(
            channels=[("meeting", {"note": str(number)}) for number in range(min(count, 20))],
            forms=[("file", {"document": document(), "title": ""}) for _number in range(count)],
        )
        start = timezone.now() - timedelta(days=count)
        for number in range(count):
            ahead = timezone.now() + timedelta(days=number + 9)
            kept = RoundFactory(consultation=page, starts_at=ahead, ends_at=ahead + HOUR)
            remove_round(round=kept, reason=f"Powód {number}.", user=None)
        for number in range(count):
            row = RoundFactory(
                consultation=page,
                starts_at=start + timedelta(days=number),
                ends_at=start + timedelta(days=number, hours=20),
            )
            ExtensionFactory(round=row, new_ends_at=row.ends_at + timedelta(hours=1))
            hold(page, meeting(title=f"S {number}"))
            text = version(page, number=number + 1, sections=count * 3)
            VersionFileFactory(version=text, document=document())
        return page

    few, many = make(2), make(20)
    little, much = cost(client, few.get_url()), cost(client, many.get_url())
    assert little == much <= MOST
