"""Editors read which public pages no calendar has, and why."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.calendars import meetings
from tests.factories import CommitteePageFactory, GroupPageFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def visitor(committee, role="editors") -> Client:
    user = create_user(role)
    user.groups.add(create_roles(committee)[role])
    client = Client()
    client.force_login(user)
    return client


def report(client, **kwargs) -> str:
    response = client.get(reverse("rkres_wagtail_left_out"), kwargs)
    assert response.status_code == 200
    return response.content.decode()


def test_each_with_its_reason_and_the_way_to_the_editor(committee, meeting, monkeypatch):
    private = GroupPageFactory(parent=committee, private=True)
    found = {
        "Znany jest tylko miesiąc:": meeting(title="Miesiąc", month_only=True),
        "Termin nie jest jeszcze znany.": meeting(title="Nieznany", undated=True),
        "W polu „Kto obraduje” nie ma nikogo.": meeting(title="Niczyje", bodies=[]),
        "Żaden z organów, które obradują, nie jest publiczny.": meeting(
            title="Prywatne", bodies=[private]
        ),
        "Termin jest niepełny.": meeting(title="Niepełne"),
        "RuntimeError: zepsuta relacja": meeting(title="Zepsute"),
    }
    good = meeting(title="W porządku")
    incomplete, broken = found["Termin jest niepełny."], found["RuntimeError: zepsuta relacja"]
    type(incomplete).objects.filter(pk=incomplete.pk).update(date_precision="days")
    real = meetings.words.location

    def breaks(page):
        if page.pk == broken.pk:
            raise RuntimeError("zepsuta relacja")
        return real(page)

    monkeypatch.setattr(meetings.words, "location", breaks)
    client = visitor(committee)
    # Also when the calendar has just failed, and will not try again for a while.
    client.get(reverse("rkres_wagtail:calendar", args=[committee.pk]))
    html = report(client)
    for reason, page in found.items():
        assert reason in html, reason
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    assert good.title not in html
    assert html.index("zepsuta relacja") < html.index("Znany jest tylko")
    calendar = client.get(reverse("rkres_wagtail:calendar", args=[committee.pk])).content.decode()
    for page in found.values():
        assert str(page.translation_key) not in calendar


def test_what_is_not_public_is_nobodys_problem(committee, meeting):
    meeting(title="Szkic", undated=True, live=False)
    meeting(title="Ukryte", undated=True, private=True)
    html = report(visitor(committee))
    assert "Szkic" not in html and "Ukryte" not in html
    assert "W kalendarzach jest wszystko" in html


def test_editors_see_their_own_pages_only(committee, meeting):
    meeting(title="Miesiąc", month_only=True)
    other = CommitteePageFactory(title="Inny", slug="inny")
    assert "Miesiąc" not in report(visitor(other))


def test_who_may_not_write_pages_sees_neither_report_nor_item(committee, meeting):
    meeting(title="Miesiąc", month_only=True)
    client = visitor(committee, "moderators")
    address = reverse("rkres_wagtail_left_out")
    assert client.get(address).status_code == 302
    assert address not in client.get(reverse("wagtailadmin_home")).content.decode()
    editor = visitor(committee)
    assert address in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert Client().get(address).status_code == 302


def test_export(committee, meeting):
    meeting(title="Miesiąc", month_only=True)
    client = visitor(committee)
    response = client.get(reverse("rkres_wagtail_left_out"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode() if response.streaming else str(response)
    assert "Miesiąc" in text and "Znany jest tylko miesiąc" in text
