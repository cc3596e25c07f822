"""Meetings over API v3: reading tells no secret, and nothing brings a settled date back."""

from __future__ import annotations

import json
from datetime import date, time, timedelta

import pytest

from rkres_wagtail.meetings.choices import DatePrecision
from rkres_wagtail.meetings.models import MeetingChange
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When, local_today
from tests.factories import MeetingIndexPageFactory, MeetingPageFactory
from tests.factories.pages import page_class

from .conftest import SECRET

pytestmark = pytest.mark.django_db

PAGES = "/api/v3-preview/pages/"
NEW = When(DatePrecision.MINUTE, date(2027, 5, 6), time(11), None, time(14))


@pytest.fixture
def listing(world):
    return MeetingIndexPageFactory(parent=world.committee, slug="posiedzenia")


@pytest.fixture
def meeting(listing):
    def make(**kwargs):
        return MeetingPageFactory(parent=listing, **kwargs)

    return make


@pytest.fixture
def patch(api):
    """``patch(page, lead="x")``: the response; published at once."""

    def call(page, **body):
        meta = {"type": page._meta.label, "action": "publish"}
        return api("patch", f"{PAGES}{page.pk}/", meta=meta, **body)

    return call


def again(page):
    return type(page).objects.get(pk=page.pk)


def kinds(page) -> list[str]:
    return list(MeetingChange.objects.of(page).values_list("kind", flat=True))


def test_the_schemas(client, site, settings):
    settings.WAGTAILAPI_DOCS_ENABLED = True
    schemas = client.get("/api/v3-preview/openapi.json").json()["components"]["schemas"]
    shown = schemas["MeetingPageSchema"]["properties"]
    assert {"state", "starts_at", "agenda", "materials", "changes", "bodies"} <= set(shown)
    assert {"type": "array", "items": {}} in shown["agenda"]["anyOf"]
    written = set(schemas["MeetingPageCreateSchema"]["properties"])
    assert {"starts_on", "status", "lead", "services"} <= written
    for name in ("access_url", "agenda", "materials", "report", "bodies", "state", "changes"):
        assert name not in written, name
    assert "MeetingIndexPageSchema" in schemas


def test_anonymous_reading_tells_no_secret(world, meeting, listing, client):
    page = meeting(
        confirmed=True,
        access_url=f"https://{SECRET}.example/",
        report=f"<p>{SECRET}</p>",
        bodies=[world.committee, world.draft],
        agenda=[{"title": "Otwarcie"}, {"title": SECRET, "is_internal": True}],
    )
    page.materials.add(
        page.materials.model(
            url=f"https://{SECRET}.example/",
            item_uuid=page.agenda_items.get(is_internal=True).uuid,
        )
    )
    page.save()
    response = client.get(f"{PAGES}{page.pk}/")
    assert response.status_code == 200, response.content
    assert SECRET not in response.content.decode()
    data = response.json()
    assert [item["title"] for item in data["agenda"]] == ["Otwarcie"]
    assert [body["id"] for body in data["bodies"]] == [world.committee.pk]
    assert (data["state"], data["access_url"], data["materials"]) == ("confirmed", "", [])
    assert data["starts_at"][:10] == page.starts_on.isoformat()
    assert client.get(f"{PAGES}{listing.pk}/").json()["body"]["id"] == world.committee.pk


def test_words_of_a_confirmed_meeting_are_written(meeting, patch):
    page = meeting(confirmed=True)
    response = patch(page, lead="Nowy wstęp", place_name="Sala 2")
    assert response.status_code == 200, response.content
    assert (again(page).lead, again(page).place_name) == ("Nowy wstęp", "Sala 2")
    assert again(page).when == page.when and kinds(page) == ["confirmed"]


def test_the_date_of_a_plan_is_written_and_counted(meeting, patch):
    page = meeting()
    response = patch(page, starts_on="2027-05-06")
    assert response.status_code == 200, response.content
    assert again(page).starts_on == date(2027, 5, 6)
    assert kinds(page) == ["planned", "planned"]


@pytest.mark.parametrize(
    "body",
    [
        {"starts_on": "2027-05-06"},
        {"starts_time": "09:30:00"},
        {"ends_time": None},
        {"date_precision": "month", "starts_time": None, "ends_time": None},
        {"status": "planned"},
        {"status": "cancelled"},
        {"lead": "Nowy wstęp", "starts_on": "2027-05-06"},
    ],
)
def test_a_settled_date_is_refused_and_nothing_changes(meeting, patch, body):
    page = meeting(confirmed=True, lead="Wstęp")
    before = page.revisions.count()
    response = patch(page, **body)
    assert response.status_code == 422, response.content
    # One sentence for all of them: which date is settled, and what changes it.
    text = json.dumps(response.json(), ensure_ascii=False)
    assert f"Termin jest ustalony: {page.when.text()}" in text and "Przenieś" in text
    there = again(page)
    assert (there.when, there.status, there.lead) == (page.when, "confirmed", "Wstęp")
    assert there.revisions.count() == before
    assert kinds(page) == ["confirmed"]


def test_nor_is_a_draft_of_another_date_saved(meeting, api):
    page = meeting(confirmed=True)
    meta = {"type": page._meta.label}
    response = api("patch", f"{PAGES}{page.pk}/", meta=meta, starts_on="2027-05-06")
    assert response.status_code == 422, response.content
    assert not page.revisions.exists()


def test_no_date_over_the_api_cancels_a_plan(meeting, patch):
    page = meeting()
    assert patch(page, status="cancelled").status_code == 422
    assert patch(page, ends_time="08:00:00").status_code == 422
    assert (again(page).status, kinds(page)) == ("planned", ["planned"])


@pytest.mark.parametrize("change", ["move", "cancel"])
def test_a_stale_draft_brings_nothing_back(meeting, api, change):
    page = meeting(confirmed=True)
    page.lead = "Ze szkicu"
    stale = page.save_revision()
    if change == "move":
        move_meeting(page, NEW, user=None, reason="Brak sali")
    else:
        cancel_meeting(page, user=None, reason="Choroba")
    settled = again(page)
    meta = {"type": page._meta.label, "action": "publish"}
    calls = [
        ("patch", f"{PAGES}{page.pk}/", {"meta": meta}),
        ("post", f"{PAGES}{page.pk}/actions/publish/", {}),
        ("post", f"{PAGES}{page.pk}/actions/revert/", {"revision_id": stale.pk}),
    ]
    for method, path, body in calls:
        response = api(method, path, **body)
        assert response.status_code < 500, (path, response.content)
        there = again(page)
        assert (there.when, there.status) == (settled.when, settled.status), path
    assert again(page).lead == "Ze szkicu"
    assert len(kinds(page)) == 2


@pytest.mark.parametrize("address", ["{pk}/", "{pk}/actions/delete/"])
def test_held_and_settled_meetings_are_not_deleted(meeting, listing, api, client, address):
    client.raise_request_exception = False
    held, settled = meeting(past=True), meeting(confirmed=True)
    for page in (held, settled, listing):
        response = api("delete", f"{PAGES}{address.format(pk=page.pk)}")
        assert 400 <= response.status_code < 500, response.content
        assert len(response.content) > 60
        assert again(page)


def test_a_plan_may_go(meeting, api):
    page = meeting()
    assert api("delete", f"{PAGES}{page.pk}/").status_code == 204


def test_a_meeting_is_announced_over_the_api(listing, api):
    """Who meets, and the agenda, are chosen in the admin afterwards."""
    day = local_today() + timedelta(days=30)
    meta = {
        "type": page_class("MEETING_PAGE")._meta.label,
        "parent_id": listing.pk,
        "action": "publish",
    }
    body = {"title": "Posiedzenie", "date_precision": "day", "starts_on": day.isoformat()}
    response = api("post", PAGES, meta=meta, **body, status="cancelled")
    assert response.status_code == 422, response.content
    response = api("post", PAGES, meta=meta, **body, starts_time="10:00:00")
    assert response.status_code == 422, response.content
    # Wagtail makes an address of the title alone; the date in it comes with the request.
    slug = f"posiedzenie-{day.isoformat()}"
    response = api("post", PAGES, meta=meta, **body, slug=slug)
    assert response.status_code == 201, response.content
    page = type(listing).objects.get(pk=listing.pk).get_children().get().specific
    assert page.slug == slug and page.starts_on == day
    assert kinds(page) == ["planned"]
