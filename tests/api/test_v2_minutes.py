"""Minutes over the API: the public copy of what is published, and nothing else, nowhere else."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rkres_wagtail.meetings.attendance.models import Presence
from rkres_wagtail.minutes.models import Minutes
from tests.factories import MeetingIndexPageFactory, MeetingPageFactory
from tests.factories.minutes_public import item, make_minutes, make_sheet

from .conftest import SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetings(world):
    return MeetingIndexPageFactory(parent=world.committee, slug="posiedzenia")


@pytest.fixture
def held(meetings):
    return MeetingPageFactory(parent=meetings, past=True, title="V posiedzenie", slug="piate")


@pytest.fixture
def minutes(held, world):
    make_sheet(held, world.committee, Presence.PRESENT, guests=SECRET, office_note=SECRET)
    return make_minutes(
        held, content=[item(), item(title=SECRET, discussion=f"<p>{SECRET}</p>", is_internal=True)]
    )


def test_the_public_copy(get, minutes, held):
    said = get(f"minutes/{minutes.pk}/").json()
    assert said["title"] == "Protokół: V posiedzenie"
    assert said["meeting"]["id"] == held.pk
    assert said["html_url"] == f"{held.full_url}protokol/"
    assert said["docx_url"] == f"http://localhost/rkres/protokol/{minutes.pk}.docx"
    assert [each["title"] for each in said["sections"]] == [
        "Otwarcie", "Otwarcie posiedzenia", "Zakończenie",
    ]  # fmt: skip
    assert said["sections"][1]["outcome_html"].startswith("<p>Porządek obrad")
    assert said["attendance"][0]["members"] == "1 z 1" and said["attendance"][0]["names"] == []
    assert said["approved_on"] and said["approval"].startswith("Zatwierdzony")
    assert SECRET not in json.dumps(said)


def test_a_list_has_no_texts(get, listed, minutes):
    rows = listed("minutes")
    assert [row["id"] for row in rows] == [minutes.pk]
    assert "sections" not in rows[0] and "pdf_url" in rows[0]
    assert get("minutes/", fields="sections").status_code == 400


def test_a_list_costs_the_same_for_any_number(get, meetings):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert get("minutes/").status_code == 200
        return len(queries)

    later = MeetingPageFactory(parent=meetings)
    make_minutes(MeetingPageFactory(parent=meetings, past=True), approved_at=later)
    cost()
    few = cost()
    for _number in range(6):
        make_minutes(MeetingPageFactory(parent=meetings, past=True), approved_at=later)
    assert cost() == few


@pytest.mark.parametrize("how", ["draft", "unapproved", "meeting draft", "meeting private"])
def test_what_is_not_public(get, listed, held, meetings, how):
    fields = {"opening": f"<p>{SECRET}</p>"}
    if how.startswith("meeting"):
        kind = {"draft": True} if how.endswith("draft") else {"private": True}
        held = MeetingPageFactory(parent=meetings, past=True, **kind)
        minutes = make_minutes(held, **fields)
    else:
        minutes = make_minutes(held, publish=how != "draft", approve=how != "unapproved", **fields)
        assert get(f"pages/{held.pk}/").json()["minutes"] is None
    assert listed("minutes") == []
    assert get(f"minutes/{minutes.pk}/").status_code == 404
    assert listed("minutes", meeting=held.pk) == []


def test_filters(listed, get, minutes, held, world):
    day = held.starts_on.isoformat()
    for wanted in (
        {"meeting": held.pk}, {"body": world.committee.pk}, {"from": day}, {"to": day},
        {"from": day, "to": day, "order": "-id"},
    ):  # fmt: skip
        assert [row["id"] for row in listed("minutes", **wanted)] == [minutes.pk], wanted
    for other in ({"meeting": 1}, {"body": world.group.pk}, {"from": "2100-01-01"}):
        assert listed("minutes", **other) == [], other
    for wrong in ({"meeting": "x"}, {"from": "wczoraj"}, {"body": 0}, {"live": "false"}):
        assert get("minutes/", **wrong).status_code == 400, wrong


def test_the_meetings_page_leads_to_them(get, listed, minutes, held):
    said = get(f"pages/{held.pk}/").json()["minutes"]
    assert said["id"] == minutes.pk and said["html_url"] == f"{held.full_url}protokol/"
    assert said["approved_on"]


def test_a_draft_over_a_published_text(get, minutes):
    minutes.opening = f"<p>{SECRET}</p>"
    minutes.save_revision()
    assert SECRET not in get(f"minutes/{minutes.pk}/").content.decode()


def test_the_model_declares_no_fields_for_an_api():
    assert not getattr(Minutes, "api_fields", [])
