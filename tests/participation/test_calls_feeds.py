"""Calls in calendars and news: by time alone, through the gate, told once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from freezegun import freeze_time

from rkres_wagtail import feeds
from rkres_wagtail.meetings.calendars.report import left_out
from rkres_wagtail.meetings.calendars.scope import scopes_of_site
from tests.consultations.states import utc
from tests.factories import CallPageFactory, GroupPageFactory
from tests.support.calendars import entries, events, get

from .test_calls_public import lubuskie

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def test_the_closing_is_told_as_on_the_page(committee):
    page = lubuskie(committee, lead="Kogo szukamy.")
    with freeze_time(utc("2023-04-10 12:00:00")):
        (event,) = events(committee)
    assert page.title in event["summary"]
    assert event["dtstart"].dt == utc("2023-04-19 23:59:00") and "dtend" not in event
    assert event["url"] == page.full_url
    told = str(event["description"])
    assert "Kogo szukamy." in told and "19 kwietnia 2023, 23:59" in told
    assert "4–19 kwietnia 2023" in told and "15–25" in told
    assert "rops@example.org" in told
    assert str(event["status"]) == "CONFIRMED"


def test_the_ways_of_applying_leave_at_the_boundary(committee):
    lubuskie(committee)
    with freeze_time(utc("2023-04-19 23:59:59")):
        before = get("calendar", committee)
    with freeze_time(utc("2023-04-20 00:00:00")):
        after = get("calendar", committee)
    assert before["ETag"] != after["ETag"]
    # Long lines are folded anywhere (RFC 5545 §3.1).
    told = [each.content.decode().replace("\r\n ", "") for each in (before, after)]
    assert "rops@example" in told[0] and "rops@example" not in told[1]


def test_another_closing_moves_the_same_entry(committee):
    page = lubuskie(committee)
    with freeze_time(utc("2023-04-10 12:00:00")):
        (before,) = events(committee)
        page.closes_at = utc("2023-04-27 00:00:00")
        page.save_revision().publish()
        (after,) = events(committee)
    assert after["uid"] == before["uid"] != str(page.translation_key)
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == utc("2023-04-26 23:59:00")


def test_settled_before_its_last_day_it_is_cancelled(committee):
    lubuskie(committee, settled_on=date(2023, 4, 10), outcome="<p>x</p>")
    with freeze_time(utc("2023-04-10 13:00:00")):
        (event,) = events(committee)
    assert str(event["status"]) == "CANCELLED"
    with freeze_time(utc("2024-04-10 13:00:00")):
        assert events(committee) == []


def test_in_the_calendar_of_the_body_and_of_its_committee(committee):
    group, other = (GroupPageFactory(parent=committee, title=name) for name in "AB")
    CallPageFactory(parent=committee, body=group)
    assert len(events(group)) == len(events(committee)) == 1
    assert events(other) == []


def test_the_report_says_why_it_is_in_no_calendar(committee):
    group = GroupPageFactory(parent=committee, private=True)
    CallPageFactory(parent=committee, title="Zamknięty organ", body=group)
    CallPageFactory(parent=committee, title="Bez organu", body=None)
    CallPageFactory(parent=committee, title="Jest")
    assert {row.title for row in left_out()} == {"Zamknięty organ", "Bez organu"}


# News -------------------------------------------------------------------------------------------


def test_opening_is_news_by_time_alone(committee):
    page = lubuskie(committee)
    with freeze_time(utc("2023-04-03 23:59:59")):
        before = get("news", committee)
        (announced,) = entries(committee)
    with freeze_time(utc("2023-04-04 00:00:00")):
        after = get("news", committee)
        found = entries(committee)
    assert before["ETag"] != after["ETag"]
    assert announced["id"] == f"urn:uuid:{page.translation_key}" == found[1]["id"]
    assert found[0]["updated"].startswith("2023-04-03T22:00:00")
    assert "do 19 kwietnia 2023, 23:59" in found[0]["summary"]
    assert "15–25" in found[0]["summary"] and found[0]["link"] == page.full_url


def test_open_from_the_start_it_is_told_once(committee):
    CallPageFactory(parent=committee, opens_at=None)
    CallPageFactory(parent=committee)
    assert len(entries(committee)) == 2


def test_history_is_told_once(committee):
    page = CallPageFactory(parent=committee, settled=True, seats_min=15, seats_max=25)
    (entry,) = entries(committee)
    assert entry["id"] == f"urn:uuid:{page.translation_key}"
    assert "15–25" in entry["summary"]


def test_it_is_settled_when_the_public_can_read_it(committee):
    """The office enters on 20 May what was decided on the 15th; publishing again tells nothing."""
    page = lubuskie(committee)
    with freeze_time(utc("2023-05-16 12:00:00")):
        page.save_revision().publish()
    with freeze_time(utc("2023-05-20 12:00:00")):
        page.settled_on, page.outcome = date(2023, 5, 15), "<p>Powołano <b>21</b> osób.</p>"
        page.save_revision().publish()
    with freeze_time(utc("2023-06-20 12:00:00")):
        page.save_revision().publish()
        (site,) = [scope.gate.site for scope in scopes(committee)]
        items = {item.at: item.build() for scope in scopes(committee) for item in news(scope)}
    assert site is not None
    at = max(items)
    assert at.isoformat().startswith("2023-05-20T10:00:00")
    assert "Powołano 21 osób." in items[at].text
    assert [each.topic for each in items.values()] == ["calls"] * 3
    assert {each.page.pk for each in items.values()} == {page.pk}


def scopes(committee):
    from wagtail.models import Site

    return list(scopes_of_site(Site.objects.get(is_default_site=True)))


def news(scope):
    return dict(feeds.news())["calls"].items(scope, 50)


def test_control_signs_do_not_reach_a_feed(committee):
    CallPageFactory(parent=committee, title="Dobry")
    CallPageFactory(parent=committee, title="Zły\x0b\x1f<b>", lead="x\x0by")
    found = get("news", committee).content.decode()
    assert "\x0b" not in found and "<b>" not in found and "Dobry" in found
    assert len(events(committee)) == 2
