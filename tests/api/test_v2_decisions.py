"""Decisions over API v2: what it says, what it never says, what it costs."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.documents.tests.utils import get_test_document_file

from rkres_wagtail.decisions.choices import DispatchState, Voting
from tests.factories import (
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)

from .conftest import SECRET

pytestmark = pytest.mark.django_db

TYPE = "rkres_wagtail_pages.DecisionPage"
INDEX = "rkres_wagtail_pages.DecisionIndexPage"
TODAY = timezone.localdate()


def document(title, **values):
    made = get_document_model().objects.create(title=title, file=get_test_document_file(), **values)
    made.get_file_size()
    return made


@pytest.fixture
def register(world):
    DecisionKindFactory(committee=world.committee, name="stanowisko", description=SECRET)
    DecisionKindFactory(committee=world.other, name=SECRET)
    return DecisionIndexPageFactory(parent=world.committee, slug="uchwaly", lead="Co uchwalono")


@pytest.fixture
def room(world, register, private_collection):
    """One decision of everything, public and not."""
    listing = MeetingIndexPageFactory(parent=world.committee, slug="posiedzenia")
    key, hidden = uuid.uuid4(), uuid.uuid4()
    held = MeetingPageFactory(
        parent=listing, title="Posiedzenie jawne", past=True,
        agenda=[{"title": "Punkt", "uuid": key},
                {"title": SECRET, "uuid": hidden, "is_internal": True}],
    )  # fmt: skip
    old = DecisionPageFactory(parent=register, title="Dawna", adopted_on=date(2020, 1, 1))
    page = DecisionPageFactory(
        parent=register, title="Jawna", number="3/2026", body=world.group, adopted_on=TODAY,
        meeting=held, item_uuid=key, supersedes=old, lead="Prosimy", text="<p>§ 1</p>",
        voting=Voting.COUNTED, votes_for=16, votes_against=0, votes_abstaining=1,
        files=[("file", {"document": document("Odpis"), "title": ""}),
               ("file", {"document": document(SECRET, collection=private_collection),
                         "title": SECRET})],
        sent=[
            {"addressee": "Ministerstwo", "sent_on": TODAY, "state": DispatchState.PARTLY,
             "answered_on": TODAY, "answered_by": "Departament", "answer": "Tak",
             "office_note": SECRET, "answer_document": document("Pismo")},
            {"addressee": "Zarząd", "sent_on": TODAY, "office_note": SECRET,
             "answer_document": document(SECRET, collection=private_collection)},
        ],
    )  # fmt: skip
    DecisionPageFactory(
        parent=register, title="Połowiczna", body=world.draft, meeting=held, item_uuid=hidden,
        adopted_on=TODAY,
    )  # fmt: skip
    secret = {"title": f"{SECRET} decyzja", "sent": [{"answered": True, "answer": SECRET}]}
    DecisionPageFactory(parent=register, draft=True, supersedes=page, adopted_on=TODAY, **secret)
    DecisionPageFactory(parent=register, private=True, **secret)
    DecisionPageFactory(parent=register, expired=True, **secret)
    return page


def detail(get, page) -> dict:
    response = get(f"pages/{page.pk}/")
    assert response.status_code == 200, response.content
    return response.json()


def test_every_field(get, room, world):
    said = detail(get, room)
    assert said["kind"]["name"] == "stanowisko"
    assert (said["number"], said["adopted_on"]) == ("3/2026", TODAY.isoformat())
    assert said["body"]["title"] == "Grupa"
    assert said["meeting"]["title"] == "Posiedzenie jawne"
    assert said["item"] == str(room.item_uuid)
    assert said["supersedes"]["title"] == "Dawna" and said["superseded_by"] is None
    assert said["vote_text"] == "za: 16, przeciw: 0, wstrzymało się: 1"
    assert [file["title"] for file in said["files"]] == ["Odpis"]
    assert said["text"] == "<p>§ 1</p>"
    first, second = said["dispatches"]
    assert first == {
        "addressee": "Ministerstwo", "sent_on": TODAY.isoformat(), "state": "partly",
        "state_label": "przyjęta częściowo", "answered_on": TODAY.isoformat(),
        "answered_by": "Departament", "answer": "Tak",
        "answer_document": first["answer_document"], "days_waiting": None,
    }  # fmt: skip
    assert first["answer_document"]["title"] == "Pismo"
    assert second["answer_document"] is None and second["days_waiting"] == 0
    assert said["days_waiting"] == 0


def test_other_side_and_hidden_relations(get, listed, room):
    by_title = {item["title"]: item for item in listed("pages", type=TYPE, fields="*")}
    assert set(by_title) == {"Jawna", "Dawna", "Połowiczna"}
    assert by_title["Dawna"]["superseded_by"]["title"] == "Jawna"
    assert by_title["Połowiczna"]["body"] is None
    assert by_title["Połowiczna"]["item"] is None


def test_nothing_secret_anywhere(get, room, world, register):
    addresses = [
        ("pages/", {"type": TYPE, "fields": "*"}),
        ("pages/", {"type": INDEX, "fields": "*"}),
        ("pages/", {"type": TYPE, "search": SECRET}),
        ("pages/", {"fields": "*"}),
        ("decision-kinds/", {"fields": "*"}),
        (f"pages/{room.pk}/", {}),
        (f"pages/{register.pk}/", {}),
    ]
    for path, params in addresses:
        response = get(path, **params)
        assert response.status_code == 200
        assert SECRET not in response.content.decode().replace(f"search={SECRET}", ""), path


@pytest.mark.parametrize(
    "field", ["body", "meeting", "item_uuid", "supersedes", "office_note", "files"]
)
def test_what_is_cut_down_is_no_filter(get, room, field):
    assert get("pages/", type=TYPE, **{field: "1"}).status_code == 400
    assert get("pages/", type=TYPE, order=field).status_code == 400


def test_filters_and_order(listed, room):
    assert [item["title"] for item in listed("pages", type=TYPE, voting="counted")] == ["Jawna"]
    assert [item["title"] for item in listed("pages", type=TYPE, number="3/2026")] == ["Jawna"]
    titles = [item["title"] for item in listed("pages", type=TYPE, order="adopted_on")]
    assert titles[0] == "Dawna"


def test_kinds_of_public_committees(listed, register, world):
    (kind,) = listed("decision-kinds", fields="*")
    assert kind["name"] == "stanowisko" and kind["committee"]["title"] == "Komitet"
    assert "description" not in kind
    assert listed("decision-kinds", committee=world.committee.pk)


def test_register(get, register):
    said = detail(get, register)
    assert said["body"]["title"] == "Komitet"
    assert said["csv_url"].endswith(f"/rkres/rejestr/{register.pk}.csv")


def test_cost_does_not_grow(get, register, world):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = get("pages/", type=TYPE, fields="*", limit=20)
            assert response.status_code == 200
        return len(queries)

    old = DecisionPageFactory(parent=register, adopted_on=date(2020, 1, 1))
    values = {"body": world.group, "supersedes": old, "sent": [{}, {"answered": True}]}
    DecisionPageFactory(parent=register, **values)
    cost()
    few = cost()
    for number in range(15):
        day = TODAY - timedelta(days=40 + number)
        sent = [{"sent_on": day}] * 2
        DecisionPageFactory(parent=register, **{**values, "adopted_on": day, "sent": sent})
    assert cost() == few
