"""How calendars and news answer: conditional requests, HEAD, other sites' scripts, cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.models import PageViewRestriction, Site

from rkres_wagtail import feeds
from rkres_wagtail.meetings.calendars import ical, meetings
from rkres_wagtail.meetings.calendars.scope import scope_of_body
from rkres_wagtail.meetings.models import MeetingChange
from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import GroupPageFactory, OrganisationFactory
from tests.support.calendars import entries, events, get, unfolded
from tests.support.many_meetings import many_meetings

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

ALL = ("calendar", "news", "meeting_ics")


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def asked(committee, meeting):
    """Returns the page of each kind of feed."""
    page = meeting(confirmed=True)
    return {"calendar": committee, "news": committee, "meeting_ics": page}


# Conditional requests ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_the_same_content_is_not_sent_again(asked, name):
    page = asked[name]
    with freeze_time("2026-11-27 10:00:00") as clock:
        tag = get(name, page)["ETag"]
        clock.tick(5)
        first = get(name, page)
        assert first["ETag"] == tag and first["Last-Modified"]
        clock.tick(3600)
        by_tag = get(name, page, HTTP_IF_NONE_MATCH=tag)
        by_date = get(name, page, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    for answer in (by_tag, by_date):
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer["ETag"] == tag
        assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["calendar", "news"])
def test_what_was_hidden_makes_it_another_content(asked, meeting, committee, name):
    """The pages that stay know no later date."""
    with freeze_time("2026-11-27 10:00:00") as clock:
        hidden = meeting(confirmed=True)
        get(name, committee)
        clock.tick(60)
        before = get(name, committee)
        PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="x")
        clock.tick(60)
        again = get(
            name,
            committee,
            HTTP_IF_NONE_MATCH=before["ETag"],
            HTTP_IF_MODIFIED_SINCE=before["Last-Modified"],
        )
        assert again.status_code == 200
        clock.tick(60)
        by_date = get(name, committee, HTTP_IF_MODIFIED_SINCE=before["Last-Modified"])
        assert by_date.status_code == 200
        # And back: the content of before, but not from before.
        PageViewRestriction.objects.all().delete()
        clock.tick(60)
        get(name, committee)
        clock.tick(60)
        back = get(name, committee, HTTP_IF_MODIFIED_SINCE=by_date["Last-Modified"])
        assert back.status_code == 200 and back["ETag"] == before["ETag"]


def test_two_contents_in_one_second_share_no_date(asked, committee, meeting):
    with freeze_time("2026-11-27 10:00:00") as clock:
        get("calendar", committee)
        clock.tick(30)
        first = get("calendar", committee)
        meeting(confirmed=True)
        second = get("calendar", committee)
        third = get("calendar", committee, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
        assert "Last-Modified" not in second and third.status_code == 200
        clock.tick(2)
        assert get("calendar", committee)["Last-Modified"] > first["Last-Modified"]


def test_a_calendar_changes_when_a_meeting_is_over(committee, meeting):
    page = meeting()
    over = page.when.over_at
    # One frozen clock: its moments are of another class, which would make other keys.
    with freeze_time(over - timedelta(minutes=1)) as clock:
        before = get("calendar", committee)
        clock.move_to(over + timedelta(minutes=1))
        after = get("calendar", committee, HTTP_IF_NONE_MATCH=before["ETag"])
    assert "STATUS:TENTATIVE" in unfolded(before)
    assert after.status_code == 200
    assert "STATUS:CONFIRMED" in unfolded(after)


# Headers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content_type", "disposition"),
    [
        ("calendar", "text/calendar; charset=utf-8", 'inline; filename="komitet.ics"'),
        ("news", "application/atom+xml; charset=utf-8", 'inline; filename="komitet.atom"'),
        ("meeting_ics", "text/calendar; charset=utf-8", "attachment; filename="),
    ],
)
def test_headers(asked, name, content_type, disposition):
    answer = get(name, asked[name])
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"].startswith(disposition)
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


@pytest.mark.parametrize("name", ALL)
def test_head_options_and_nothing_else(asked, client, name):
    address = get(name, asked[name]).wsgi_request.path
    full, head = client.get(address), client.head(address)
    assert head.status_code == 200 and head.content == b""
    assert head["ETag"] == full["ETag"] and head["Content-Length"] == full["Content-Length"]
    asking = client.options(address, HTTP_ORIGIN="https://inna.example")
    assert asking.status_code == 204
    assert "If-None-Match" in asking["Access-Control-Allow-Headers"]
    assert asking["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.post(address).status_code == 405


# What is kept ------------------------------------------------------------------------------------


def test_events_are_written_once(committee, meeting, monkeypatch):
    for _number in range(3):
        meeting()
    written = []
    monkeypatch.setattr(
        ical, "event", lambda each, _real=ical.event: written.append(1) or _real(each)
    )
    first = get("calendar", committee).content
    assert len(written) == 3
    assert get("calendar", committee).content == first
    assert len(written) == 3


def test_whatever_is_printed_makes_another_entry(committee, meeting):
    """Also when it was written past the page's own ways of publishing."""
    from rkres_wagtail.bodies.models import Organisation

    group = GroupPageFactory(parent=committee, title="Grupa")
    host = OrganisationFactory(name="Gospodarz")
    page = meeting(bodies=[committee, group], host_organisation=host)
    seen = {get("calendar", committee).content}

    def update(queryset, **values):
        queryset.update(**values)
        content = get("calendar", committee).content
        assert content not in seen, values
        seen.add(content)

    rows = type(page).objects.filter(pk=page.pk)
    update(rows, title="Inny tytuł")
    update(rows, lead="Inny wstęp")
    update(rows, place_name="Inne miejsce")
    update(rows, place_address="Inny adres")
    update(rows, meeting_form="hybrid")
    update(rows, access_url="https://example.org/", access_visibility="public")
    update(rows, is_open=True, signup_text="Inne zapisy")
    update(rows, signup_url="https://example.org/zapisy")
    update(rows, signup_until=page.starts_on)
    update(rows, outside_bodies='[{"type": "body", "value": {"name": "Rada"}, "id": "1"}]')
    update(rows, url_path=f"{page.url_path}inny/")
    update(Organisation.objects.filter(pk=host.pk), name="Inny gospodarz")
    update(type(group).objects.filter(pk=group.pk), title="Inna grupa")
    update(rows, last_published_at=datetime(2030, 1, 1, tzinfo=UTC))


def test_another_host_and_zone_are_other_entries(committee, meeting, site, settings):
    meeting()
    first = get("calendar", committee).content
    site.hostname = "komitet.example"
    site.save()
    second = unfolded(get("calendar", committee))
    assert "http://komitet.example/" in second and b"komitet.example" not in first
    settings.RKRES_WAGTAIL_TIME_ZONE = "UTC"
    assert "TZID=" not in unfolded(get("calendar", committee))


# What cannot be written --------------------------------------------------------------------------


def test_a_broken_page_is_left_out_and_logged(committee, meeting, caplog):
    good, bad = meeting(title="Dobre"), meeting(title="Zepsute")
    # A list of days without its end, as no form lets it pass.
    type(bad).objects.filter(pk=bad.pk).update(date_precision="days", starts_time=None)
    assert [str(event["summary"]) for event in events(committee)] == ["Dobre"]
    assert any(f"page {bad.pk}" in record.getMessage() for record in caplog.records)
    assert {entry["title"].split(" (")[0] for entry in entries(committee)} == {"Dobre", "Zepsute"}
    assert get("meeting_ics", bad).status_code == 404
    assert get("meeting_ics", good).status_code == 200


@pytest.mark.parametrize("where", ["location", "description", "summary"])
def test_an_error_in_building_one_leaves_out_that_one(
    committee, meeting, monkeypatch, where, caplog
):
    meeting(title="Dobre")
    bad = meeting(title="Zepsute")
    real = getattr(meetings.words, where)

    def breaks(page, *args, **kwargs):
        if page.pk == bad.pk:
            raise RuntimeError("zepsuta relacja")
        return real(page, *args, **kwargs)

    monkeypatch.setattr(meetings.words, where, breaks)
    assert [str(event["summary"]) for event in events(committee)] == ["Dobre"]
    assert len([r for r in caplog.records if "zepsuta relacja" in r.getMessage()]) == 1
    # Not tried, and not told, at every request.
    assert len(events(committee)) == 1
    assert len([r for r in caplog.records if "zepsuta relacja" in r.getMessage()]) == 1


def test_a_page_that_cannot_even_be_loaded(committee, meeting, monkeypatch):
    meeting(title="Dobre")
    bad = meeting(title="Zepsute")
    real = meetings.MeetingDates.builders

    def breaks(self, scope, items):
        if bad.pk in [item.id for item in items]:
            raise ValueError("nie da się odczytać")
        return real(self, scope, items)

    monkeypatch.setattr(meetings.MeetingDates, "builders", breaks)
    assert [str(event["summary"]) for event in events(committee)] == ["Dobre"]


class Broken:
    def items(self, scope, limit=None):
        raise RuntimeError("pokój nie odpowiada")


def test_a_room_that_fails_leaves_the_others(committee, meeting, monkeypatch):
    monkeypatch.setattr(feeds, "_calendars", {"broken": Broken(), **feeds._calendars})
    monkeypatch.setattr(feeds, "_news", {"broken": Broken(), **feeds._news})
    meeting()
    assert len(events(committee)) == 1
    assert len(entries(committee)) == 1


# Later rooms -------------------------------------------------------------------------------------


class Deadlines:
    """What a later room does: a day of its own in the calendar of a body."""

    def items(self, scope):
        return [feeds.Item(id=1, key=("v1",), title="Termin")] if scope.keys else []

    def builders(self, scope, items):
        return {
            1: lambda: feeds.Event(
                uid="termin-1",
                title="Termin nadsyłania uwag",
                starts=datetime(2027, 1, 31, tzinfo=UTC).date(),
                changed_at=datetime(2026, 11, 1, tzinfo=UTC),
            )
        }


def test_later_rooms_add_their_dates(committee, meeting, monkeypatch):
    monkeypatch.setattr(feeds, "_calendars", {**feeds._calendars})
    feeds.add_calendar("consultations", Deadlines())
    page = meeting()
    assert {str(event["uid"]) for event in events(committee)} == {
        "termin-1",
        str(page.translation_key),
    }
    assert len(events(page, "meeting_ics")) == 1


# Cost --------------------------------------------------------------------------------------------


def queries_of(name, page) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert get(name, page).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("name", ["calendar", "news"])
def test_cost_does_not_grow_with_the_archive(committee, listing, meeting, name):
    """The first answer, and the second from what is kept."""
    cancel_meeting(meeting(confirmed=True), user=None, reason="Choroba")
    counts = []
    for more in (5, 195):
        many_meetings(listing, more)
        get(name, committee)
        cache.clear()
        counts.append((len(queries_of(name, committee)), len(queries_of(name, committee))))
    assert counts[0] == counts[1]


@pytest.mark.scale
@pytest.mark.parametrize("name", ["calendar", "news"])
def test_five_thousand(committee, listing, name, settings):
    """As many queries as for five, first and second answer."""
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "OPTIONS": {"MAX_ENTRIES": 50_000}}
    }
    counts = []
    for more in (5, 4995):
        many_meetings(listing, more)
        get(name, committee)
        cache.clear()
        counts.append((len(queries_of(name, committee)), len(queries_of(name, committee))))
    assert counts[0] == counts[1]
    if name == "calendar":
        started = perf_counter()
        assert len(events(committee)) == 5000
        assert perf_counter() - started < 30


# News are of five rooms, eleven queries: meetings with their changes and bodies, minutes, decisions
# with their answers, consultations and calls, of which there are none. Calls are one more in a
# calendar, too.
@pytest.mark.parametrize(("name", "warm", "cold"), [("calendar", 5, 6), ("news", 11, 11)])
def test_own_queries_are_few(committee, meeting, name, warm, cold):
    """Beyond those of the site, its languages, the gate and its bodies, counted by themselves.

    The answer to an address that does not exist is no measure: the host's page asks, too.
    """
    for _number in range(3):
        cancel_meeting(meeting(confirmed=True), user=None, reason="Choroba")
    get(name, committee)
    gate = len(_captured(lambda: scope_of_body(RequestFactory().get("/"), committee.pk)))
    cache.clear()
    # Wagtail keeps the addresses of sites in the same cache.
    Site.get_site_root_paths()
    assert len(_captured(lambda: get(name, committee))) - gate <= cold
    assert len(_captured(lambda: get(name, committee))) - gate <= warm


def _captured(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return captured


def test_changes_are_asked_for_once(committee, meeting):
    meeting(confirmed=True)
    table = MeetingChange._meta.db_table
    get("calendar", committee)
    assert sum(table in sql for sql in queries_of("calendar", committee)) == 1
