"""Meetings over API v2: what it says, what it never says, what it costs."""

from __future__ import annotations

from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.documents import get_document_model
from wagtail.documents.tests.utils import get_test_document_file
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from rkres_wagtail.meetings.attendance import services
from rkres_wagtail.meetings.choices import DatePrecision
from rkres_wagtail.meetings.models import MeetingChange
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When, local_today
from tests.factories import (
    FundingNoticeFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    TierPageFactory,
)
from tests.factories.attendance import closed_sheet, open_sheet
from tests.support.database import committed

from .conftest import SECRET

pytestmark = pytest.mark.django_db

TYPE = "rkres_wagtail_pages.MeetingPage"


def document(title, collection=None):
    values = {"collection": collection} if collection else {}
    made = get_document_model().objects.create(title=title, file=get_test_document_file(), **values)
    made.get_file_size()
    return made


def photo(title="Zdjęcie", collection=None):
    values = {"collection": collection} if collection else {}
    return get_image_model().objects.create(title=title, file=get_test_image_file(), **values)


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def room(world):
    """A list with one meeting of everything, public and not."""
    listing = MeetingIndexPageFactory(parent=world.committee, slug="posiedzenia", lead="Terminy")
    page = MeetingPageFactory(
        parent=listing,
        title="Posiedzenie jawne",
        slug="jawne",
        number=5,
        lead="O planach",
        description="<p>Zapraszamy</p>",
        report=f"<p>{SECRET} przed czasem</p>",
        confirmed=True,
        meeting_form="hybrid",
        place_name="Sala 1",
        access_url=f"https://spotkania.example/{SECRET}",
        host_organisation=world.host,
        funding=world.notice,
        is_open=True,
        signup_text="Napisz do nas",
        bodies=[world.committee, world.group, world.draft, world.closed],
        agenda=[
            {"title": "Otwarcie", "starts_time": time(10), "duration": 15},
            {"title": f"{SECRET} personalne", "is_internal": True},
            {"title": f"{SECRET} pod wewnętrznym", "level": 2},
            {
                "title": "Plan",
                "speaker": "Anna Jawna",
                "affiliation": "ROPS",
                "result": "referred",
                "result_note": "Do prac",
                "referred_to": world.group,
            },
            {"title": "Wnioski", "level": 2, "result": "referred", "referred_to": world.draft},
        ],
    )
    internal = page.agenda_items.get(is_internal=True)
    plan = page.agenda_items.get(title="Plan")
    return SimpleNamespace(world=world, listing=listing, page=page, internal=internal, plan=plan)


def add_materials(room, private_collection):
    rows = [
        {"document": document("Prezentacja"), "kind": "presentation", "item_uuid": room.plan.uuid},
        {"url": "https://bip.example/relacja", "title": "Relacja", "kind": "report"},
        {"document": document("Skan"), "access": "not_accessible", "replace_by": date(2027, 1, 31)},
        {"document": document(f"{SECRET} plik", private_collection)},
        {"document": document(f"{SECRET} punkt"), "item_uuid": room.internal.uuid},
        {"url": f"https://{SECRET}.example/", "item_uuid": room.internal.uuid},
    ]
    for number, row in enumerate(rows):
        room.page.materials.add(room.page.materials.model(sort_order=number, **row))
    room.page.save()


def details(get, page) -> dict:
    response = get(f"pages/{page.pk}/")
    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    return response.json()


def end(page, report="<p>Przyjęto plan</p>"):
    """Let the meeting be over since an hour, as time would, and be reported."""
    over = timezone.now() - timedelta(hours=1)
    values = {
        "starts_on": local_today() - timedelta(days=1),
        "starts_at": over - timedelta(hours=3),
        "over_at": over,
    }
    type(page).objects.filter(pk=page.pk).update(report=report, **values)
    MeetingChange.objects.of(page).update(**values)


# What it says -----------------------------------------------------------------------------------


def test_the_list_of_meetings(room, get):
    data = details(get, room.listing)
    assert (data["lead"], data["numbering"]) == ("Terminy", "roman")
    assert data["body"]["id"] == room.world.committee.pk
    pk = room.world.committee.pk
    assert data["calendar_url"].endswith(f"/kalendarz/{pk}.ics")
    assert data["news_url"].endswith(f"/nowosci/{pk}.atom")
    assert "agenda_template" not in data


def test_a_meeting_ahead(room, get, client):
    data = details(get, room.page)
    assert (data["title"], data["lead"], data["description"]) == (
        "Posiedzenie jawne", "O planach", "<p>Zapraszamy</p>",
    )  # fmt: skip
    assert (data["state"], data["status"]) == ("confirmed", "confirmed")
    assert data["state_label"] == "potwierdzone"
    assert (data["number"], data["number_label"]) == (5, "V")
    assert data["starts_on"] == room.page.starts_on.isoformat()
    assert (data["starts_time"], data["ends_time"], data["ends_on"]) == (
        "10:00:00",
        "13:00:00",
        None,
    )
    starts_at = parse_datetime(data["starts_at"])
    assert starts_at == room.page.starts_at and starts_at.utcoffset() is not None
    assert data["starts_at"][-6:] in ("+01:00", "+02:00")
    assert parse_datetime(data["ends_at"]) == room.page.over_at
    assert room.page.when.text() == data["date_text"]
    assert [body["id"] for body in data["bodies"]] == [room.world.committee.pk, room.world.group.pk]
    assert data["host_organisation"]["name"] == "ROPS Przykładowy"
    assert (data["meeting_form"], data["meeting_form_label"]) == ("hybrid", "hybrydowo")
    assert (data["is_open"], data["signup_text"]) == (True, "Napisz do nas")
    assert data["funding"]["text"] == "<p>Unia Europejska</p>"
    assert (data["sequence"], data["changes"]) == (0, [])
    assert (data["report"], data["photos"]) == ("", [])
    calendar = data["calendar_url"]
    assert calendar.endswith(f"/posiedzenie/{room.page.pk}.ics")
    assert client.get(calendar[calendar.index("/", 8) :]).status_code == 200


def test_the_agenda(room, get):
    agenda = details(get, room.page)["agenda"]
    assert [(item["number"], item["level"], item["title"]) for item in agenda] == [
        ("1.", 1, "Otwarcie"), ("2.", 1, "Plan"), ("2.1.", 2, "Wnioski"),
    ]  # fmt: skip
    assert (agenda[0]["starts_time"], agenda[0]["duration"]) == ("10:00:00", 15)
    assert (agenda[1]["speaker"], agenda[1]["affiliation"]) == ("Anna Jawna", "ROPS")
    # What came of it is told when the meeting is over.
    assert {item["result"] for item in agenda} == {None}
    assert {item["result_note"] for item in agenda} == {""}
    end(room.page)
    agenda = details(get, room.page)["agenda"]
    assert (agenda[1]["result"], agenda[1]["result_note"]) == ("referred", "Do prac")
    assert agenda[1]["result_label"]
    assert agenda[1]["referred_to"]["id"] == room.world.group.pk
    assert (agenda[2]["result"], agenda[2]["referred_to"]) == ("referred", None)


def test_an_item_postponed_to_another_meeting(room, get):
    later = MeetingPageFactory(parent=room.listing, title="Następne")
    hidden = MeetingPageFactory(parent=room.listing, title=f"{SECRET} szkic", live=False)
    for title, target in (("Otwarcie", later), ("Plan", hidden)):
        room.page.agenda_items.filter(title=title).update(
            result="postponed", postponed_to=target.pk, referred_to=None
        )
    end(room.page)
    agenda = details(get, room.page)["agenda"]
    assert agenda[0]["postponed_to"]["title"] == "Następne"
    assert (agenda[1]["result"], agenda[1]["postponed_to"]) == ("postponed", None)


def test_the_materials(room, get, private_collection):
    add_materials(room, private_collection)
    slides, link, scan = details(get, room.page)["materials"]
    assert (slides["title"], slides["kind"], slides["item"]) == (
        "Prezentacja", "presentation", str(room.plan.uuid),
    )  # fmt: skip
    assert slides["url"].startswith("http") and slides["filename"]
    assert (slides["format"], slides["file_size"] > 0) == ("txt", True)
    assert (link["url"], link["file_size"]) == ("https://bip.example/relacja", None)
    assert (scan["access"], scan["replace_by"]) == ("not_accessible", "2027-01-31")
    assert scan["access_label"]


def test_report_and_photographs_after_the_meeting(room, get, private_collection):
    shown, closed = photo(), photo(f"{SECRET} zdjęcie", private_collection)
    room.page.photos = [
        ("photo", {"image": shown, "alt_text": "Sala", "caption": "Obrady"}),
        ("photo", {"image": closed, "alt_text": SECRET, "caption": SECRET}),
    ]
    room.page.report = "<p>Przyjęto plan</p>"
    room.page.save()
    assert (details(get, room.page)["photos"], details(get, room.page)["report"]) == ([], "")
    end(room.page)
    data = details(get, room.page)
    assert (data["state"], data["report"]) == ("held", "<p>Przyjęto plan</p>")
    (picture,) = data["photos"]
    assert (picture["alt"], picture["caption"]) == ("Sala", "Obrady")
    assert picture["url"].startswith("http") and picture["width"] <= 960


def test_what_was_moved_and_cancelled_is_told_with_the_reason(room, get):
    was = room.page.when
    there = When(DatePrecision.MINUTE, date(2027, 7, 6), time(11), None, time(14))
    move_meeting(room.page, there, user=None, reason="Brak sali")
    cancel_meeting(room.page, user=None, reason="Choroba")
    data = details(get, room.page)
    cancelled, moved = data["changes"]
    assert (moved["kind"], moved["reason"]) == ("moved", "Brak sali")
    assert (moved["from"]["starts_on"], moved["from"]["text"]) == (str(was.starts_on), was.text())
    assert (moved["to"]["starts_on"], moved["to"]["starts_time"]) == ("2027-07-06", "11:00:00")
    assert (cancelled["kind"], cancelled["reason"], cancelled["to"]) == (
        "cancelled",
        "Choroba",
        None,
    )
    assert (data["state"], data["sequence"]) == ("cancelled", 2)
    assert data["starts_at"] == "2027-07-06T11:00:00+02:00"


@pytest.mark.parametrize(
    ("when", "starts_at", "ends_at", "has_calendar"),
    [
        (When("month", date(2027, 5, 1)), None, None, False),
        (When("unknown"), None, None, False),
        (When("day", date(2027, 5, 6)), None, None, True),
        (When("days", date(2027, 5, 6), None, date(2027, 5, 7)), None, None, True),
        (When("minute", date(2027, 1, 6), time(9)), "2027-01-06T09:00:00+01:00", None, True),
        # Both nights on which clocks change.
        (
            When("minute", date(2027, 3, 27), time(22), date(2027, 3, 28), time(4)),
            "2027-03-27T22:00:00+01:00",
            "2027-03-28T04:00:00+02:00",
            True,
        ),
        (
            When("minute", date(2026, 10, 25), time(2, 30), None, time(3, 30)),
            "2026-10-25T02:30:00+02:00",
            "2026-10-25T03:30:00+01:00",
            True,
        ),
    ],
)
def test_dates_are_as_exact_as_they_are_known(room, get, when, starts_at, ends_at, has_calendar):
    page = MeetingPageFactory(parent=room.listing, undated=True)
    when.apply(page)
    page = publish(page)
    data = details(get, page)
    assert (data["starts_at"], data["ends_at"]) == (starts_at, ends_at)
    assert data["date_precision"] == when.date_precision
    assert (data["calendar_url"] is not None) == has_calendar
    assert data["date_text"] == when.text()


def test_tags(room, get, listed):
    room.page.tags.add("plany", "budżet")
    publish(room.page)
    assert details(get, room.page)["tags"] == ["budżet", "plany"]
    other = MeetingPageFactory(parent=room.listing, title="Inne")
    assert [row["id"] for row in listed("pages", type=TYPE, tags="plany")] == [room.page.pk]
    assert len(listed("pages", type=TYPE)) == 2 and other.pk


def test_filters_and_order(room, listed):
    group = room.world.group
    past = MeetingPageFactory(parent=room.listing, past=True, meeting_form="online", bodies=[group])
    assert [row["id"] for row in listed("pages", type=TYPE, meeting_form="online")] == [past.pk]
    assert [row["id"] for row in listed("pages", type=TYPE, order="starts_on")] == [
        past.pk, room.page.pk,
    ]  # fmt: skip
    day = room.page.starts_on.isoformat()
    assert [row["id"] for row in listed("pages", type=TYPE, starts_on=day)] == [room.page.pk]


# What it never says -----------------------------------------------------------------------------


def test_no_list_tells_a_secret(room, get, private_collection):
    add_materials(room, private_collection)
    MeetingPageFactory(parent=room.listing, title=f"{SECRET} szkic", live=False)
    MeetingPageFactory(parent=room.listing, title=f"{SECRET} hasło", private=True)
    MeetingPageFactory(parent=room.listing, title=f"{SECRET} po terminie", expired=True)
    closed = MeetingIndexPageFactory(parent=room.world.draft, slug="zamkniete")
    MeetingPageFactory(parent=closed, title=f"{SECRET} pod szkicem")
    for fields in ("*", "agenda,materials", "_,access_url,report,photos,bodies", "bodies(title)"):
        for kind in (TYPE, "rkres_wagtail_pages.MeetingIndexPage"):
            response = get("pages/", type=kind, fields=fields)
            assert SECRET not in response.content.decode(), fields
            assert response.status_code in (200, 400)
    (item,) = get("pages/", type=TYPE, fields="*").json()["items"]
    assert item["id"] == room.page.pk


@pytest.mark.parametrize(
    "name",
    ["agenda_items", "is_internal", "access_visibility", "access_hours", "agenda_template",
     "tagged_items", "made_by", "over_at"],
)  # fmt: skip
def test_what_is_not_declared_cannot_be_asked_for(room, get, name):
    assert get("pages/", type=TYPE, fields=name).status_code == 400
    assert get("pages/", type=TYPE, **{name: "x"}).status_code == 400
    assert get("pages/", type=TYPE, order=name).status_code == 400


@pytest.mark.parametrize("name", ["access_url", "report", "photos", "materials", "bodies"])
def test_what_is_cut_down_is_no_filter(room, get, name):
    """A filter on the hidden link would tell it, one letter or one guess at a time."""
    for value in (room.page.access_url, room.page.report, str(room.world.draft.pk)):
        response = get("pages/", type=TYPE, **{name: value})
        assert response.status_code == 400
    assert get("pages/", type=TYPE, order=name).status_code == 400


@committed
def test_search_finds_no_internal_item_and_no_early_report(room, listed):
    publish(room.page)
    assert [row["id"] for row in listed("pages", type=TYPE, search="Otwarcie")] == [room.page.pk]
    for words in (SECRET, "personalne", "wewnętrznym", "przed czasem"):
        assert listed("pages", search=words) == [], words


@pytest.mark.parametrize(
    ("visibility", "hours", "is_shown"),
    [("never", 24, False), ("public", 24, True), ("before", 24, False), ("before", 24 * 15, True)],
)
def test_the_link_to_join_is_shown_when_the_public_may_see_it(
    room, get, visibility, hours, is_shown
):
    url = "https://spotkania.example/wejscie"
    page = publish(room.page, access_url=url, access_visibility=visibility, access_hours=hours)
    assert details(get, page)["access_url"] == (url if is_shown else "")
    end(page)
    assert details(get, page)["access_url"] == ""


def test_a_cancelled_meeting_shows_no_link(room, get):
    page = publish(room.page, access_url="https://spotkania.example/x", access_visibility="public")
    cancel_meeting(page, user=None, reason="Choroba")
    assert details(get, page)["access_url"] == ""


def test_time_flips_the_state_by_itself(room, get):
    end(room.page)
    data = details(get, room.page)
    assert (data["status"], data["state"]) == ("confirmed", "held")


# What it costs ----------------------------------------------------------------------------------


def fill(room, start: int, stop: int) -> None:
    """Meetings that differ in everything that hangs on them."""
    for number in range(start, stop):
        tier = TierPageFactory(parent=room.world.committee, slug=f"szczebel-{number}")
        group = GroupPageFactory(parent=tier, slug=f"grupa-{number}")
        listing = MeetingIndexPageFactory(parent=tier)
        page = MeetingPageFactory(
            parent=listing,
            past=True,
            number=number + 1,
            bodies=[tier, group],
            report="<p>Relacja</p>",
            host_organisation=OrganisationFactory(),
            funding=FundingNoticeFactory(),
            photos=[("photo", {"image": photo(), "alt_text": "Sala", "caption": ""})],
            agenda=[
                {"title": "A", "result": "referred", "referred_to": group},
                {"title": "B", "result": "postponed", "postponed_to": room.page},
            ],
            materials=[{"document": document(f"Plik {number}")}, {"url": "https://a.example/"}],
        )
        page.tags.add(f"temat {number}")
        page.save()


@override_settings(WAGTAILAPI_LIMIT_MAX=None)
@pytest.mark.parametrize("kind", ["MeetingPage", "MeetingIndexPage"])
def test_5_meetings_cost_what_50_do(room, get, kind):
    params = {"type": f"rkres_wagtail_pages.{kind}", "fields": "*", "limit": 1000}

    def count() -> int:
        get("pages/", **params)  # makes renditions and warms caches
        with CaptureQueriesContext(connection) as queries:
            response = get("pages/", **params)
        assert response.status_code == 200
        return len(queries)

    fill(room, 0, 5)
    few = count()
    fill(room, 5, 50)
    assert count() == few
    assert few <= 30, few


# Attendance ---------------------------------------------------------------------------------------


def attended(room, **fields):
    """The meeting over, its attendance closed: one there, one hidden, one of every absence."""
    committee = type(room.world.committee).objects.get(pk=room.world.committee.pk)
    publish(committee, **{"quorum_rule": "half", **fields})
    start = {"body": committee, "starts_on": date(2020, 1, 1)}
    there = MembershipFactory(person__first_name="Anna", person__last_name="Obecna", **start)
    hidden = MembershipFactory(person__last_name=SECRET, is_public=False, **start)
    away = [MembershipFactory(person__last_name=f"{SECRET}{n}", **start) for n in range(2)]
    page = MeetingPageFactory(
        parent=room.listing, past=True, slug="z-obecnoscia", bodies=[committee, room.world.closed]
    )
    sheet = open_sheet(page, committee)
    entry = services.Entry
    entries = [
        entry(there.pk, "present"),
        entry(hidden.pk, "remote", note=SECRET),
        entry(away[0].pk, "substitute", substitute_name=SECRET),
        entry(away[1].pk, "unexcused"),
    ]
    services.record(sheet=sheet, entries=entries, guests=SECRET, user=None)
    services.fill_present(sheet=sheet, user=None)
    return page, sheet


def test_attendance_is_told_once_it_is_closed(room, get):
    page, sheet = attended(room)
    assert details(get, page)["attendance"] == []
    services.close_sheet(sheet=sheet, user=None)
    closed_sheet(page, {}, room.world.closed)
    (entry,) = details(get, page)["attendance"]
    count = entry["members"]
    assert entry == {
        "body": entry["body"], "members": count, "attended": count - 1, "online": 1,
        "substitutes": 1, "quorum_needed": (count + 1) // 2, "has_quorum": True, "names": None,
    }  # fmt: skip
    assert entry["body"]["id"] == room.world.committee.pk
    services.reopen_sheet(sheet=sheet, user=None, reason="Pomyłka")
    assert details(get, page)["attendance"] == []


def test_names_only_with_the_consent_of_the_body(room, get):
    page, sheet = attended(room, attendance_names_public=True)
    services.close_sheet(sheet=sheet, user=None)
    (entry,) = details(get, page)["attendance"]
    assert "Anna Obecna" in entry["names"]
    publish(type(room.world.committee).objects.get(pk=room.world.committee.pk),
            members_visibility="nothing")  # fmt: skip
    (entry,) = details(get, page)["attendance"]
    assert (entry["names"], entry["members"], entry["quorum_needed"]) == (None, None, None)


def test_attendance_of_a_cancelled_meeting_is_not_told(room, get):
    page, sheet = attended(room)
    services.close_sheet(sheet=sheet, user=None)
    page = publish(page, status="confirmed")
    cancel_meeting(page, user=None, reason="Nie odbyło się")
    assert details(get, page)["attendance"] == []


def test_attendance_of_many_meetings_costs_the_same(room, get):
    page, sheet = attended(room)
    services.close_sheet(sheet=sheet, user=None)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = get("pages/", type=TYPE, fields="attendance", limit=20)
        assert sum(bool(each["attendance"]) for each in response.json()["items"]) >= 1
        return len(queries)

    cost()
    before = cost()
    for number in range(4):
        more = MeetingPageFactory(
            parent=room.listing, past=True, slug=f"wiecej-{number}", bodies=[room.world.committee]
        )
        closed_sheet(more, {})
    assert cost() == before
