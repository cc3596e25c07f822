"""The minutes cost the same however long they are (rule 11)."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rkres_wagtail.meetings.attendance.models import Presence
from rkres_wagtail.minutes.documents import files
from tests.factories.minutes_public import item, make_minutes, make_sheet
from tests.meetings.public import document

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

MOST = 75


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def with_sections(minutes, count: int, page, file):
    link = f'<p><a linktype="page" id="{page.pk}">a</a><a linktype="document" id="{file.pk}">b</a>'
    minutes.content = [item(title=f"Punkt {number}", discussion=link) for number in range(count)]
    minutes.save()
    files.refresh(minutes)


def test_five_sections_and_a_hundred(client, held, committee, meeting):
    make_sheet(held, committee, *[Presence.PRESENT] * 3)
    minutes = make_minutes(held)
    page, file = meeting(title="Inne"), document("Plik")
    addresses = [
        f"{held.get_url()}protokol/", held.get_url(), f"/rkres/protokol/{minutes.pk}.docx",
        f"/rkres/protokol/{minutes.pk}.pdf",
    ]  # fmt: skip
    if "pdf" not in files.refresh(minutes) or not files.pdf.is_available():
        addresses.pop()
    with_sections(minutes, 5, page, file)
    few = {address: cost(client, address) for address in addresses}
    with_sections(minutes, 100, page, file)
    many = {address: cost(client, address) for address in addresses}
    assert many == few
    assert max(few.values()) <= MOST


def test_the_feed_with_many_minutes(client, committee, meeting):
    address = f"/rkres/nowosci/{committee.pk}.atom"
    make_minutes(meeting(past=True))
    few = cost(client, address)
    for _number in range(8):
        make_minutes(meeting(past=True))
    assert cost(client, address) == few
