"""meetings/, decisions/, consultations/, bodies/: fields, filters, order, search, languages."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from rkres_wagtail.consultations.models import Round
from rkres_wagtail.meetings.models import MeetingChange
from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)

from .conftest import SECRET

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=900)


@pytest.fixture
def rooms(world):
    """A past and a coming meeting, two decisions and two consultations."""
    committee, group = world.committee, world.group
    meetings = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    decisions = DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    consultations = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    old = {"starts_on": date(2020, 5, 6), "title": "Dawne", "slug": "dawne"}
    made = SimpleNamespace(
        held=MeetingPageFactory(parent=meetings, bodies=[group], **old),
        ahead=MeetingPageFactory(parent=meetings, title="Przyszłe", slug="przyszle"),
        new=DecisionPageFactory(parent=decisions, title="Nowa", sent=[{}]),
        old=DecisionPageFactory(
            parent=decisions, title="Stara", adopted_on=date(2020, 5, 6), body=group
        ),
        open=ConsultationPageFactory(parent=consultations, title="Otwarta", rounds=[{}]),
        over=ConsultationPageFactory(
            parent=consultations, title="Zamknięta", body=group, rounds=[{"closed": True}]
        ),
    )
    pages = [made.held, made.ahead, made.new, made.old, made.open, made.over]
    for page in pages:
        type(page).objects.filter(pk=page.pk).update(last_published_at=LONG_AGO)
    MeetingChange.objects.update(made_at=LONG_AGO)
    return made


def names(items) -> list[str]:
    return [item["title"] for item in items]


def test_a_list_says_all_that_is_flat_and_no_whole_texts(rooms, get):
    item = get("meetings/", limit=1, order="date").json()["items"][0]
    assert item["title"] == "Dawne" and item["state"] == "held"
    assert item["bodies"][0]["title"] == "Grupa"
    assert {"agenda", "materials", "report", "description"}.isdisjoint(item)
    assert get("meetings/", fields="agenda").json()["items"][0]["agenda"] == []
    assert "agenda" in get(f"meetings/{rooms.held.pk}/").json()
    assert item["meta"]["detail_url"].endswith(f"/pages/{rooms.held.pk}/")
    assert item["meta"]["last_published_at"]
    assert get("meetings/find/", id=rooms.held.pk).status_code == 302


@pytest.mark.parametrize(
    ("endpoint", "params", "found"),
    [
        ("meetings", {}, ["Przyszłe", "Dawne"]),
        ("meetings", {"state": "held"}, ["Dawne"]),
        ("meetings", {"state": "planned,confirmed"}, ["Przyszłe"]),
        ("meetings", {"state": "cancelled"}, []),
        ("meetings", {"from": "2020-05-06", "to": "2020-05-06"}, ["Dawne"]),
        ("meetings", {"from": "2020-05-07"}, ["Przyszłe"]),
        ("meetings", {"year": "2020"}, ["Dawne"]),
        ("meetings", {"slug": "dawne"}, ["Dawne"]),
        ("meetings", {"order": "-title"}, ["Przyszłe", "Dawne"]),
        ("meetings", {"order": "date"}, ["Dawne", "Przyszłe"]),
        ("decisions", {}, ["Nowa", "Stara"]),
        ("decisions", {"state": "waiting"}, ["Nowa"]),
        ("decisions", {"state": "accepted"}, []),
        ("decisions", {"to": "2020-05-06"}, ["Stara"]),
        ("decisions", {"year": "2020"}, ["Stara"]),
        ("consultations", {}, ["Otwarta", "Zamknięta"]),
        ("consultations", {"state": "open"}, ["Otwarta"]),
        ("consultations", {"state": "open,analysed"}, ["Otwarta", "Zamknięta"]),
        ("consultations", {"order": "date"}, ["Zamknięta", "Otwarta"]),
    ],
)  # fmt: skip
def test_filters_and_orders(rooms, listed, endpoint, params, found):
    assert names(listed(endpoint, **params)) == found
    kind = f"rkres_wagtail_pages.{endpoint.capitalize()[:-1]}Page"
    declared = {"state", "from", "to", "year"}
    if set(params) <= declared:
        assert set(names(listed("pages", type=kind, **params))) == set(found)


def test_filters_by_relations(rooms, world, listed):
    for endpoint, found in (("meetings", "Dawne"), ("decisions", "Stara")):
        assert names(listed(endpoint, body=world.group.pk)) == [found]
    assert names(listed("consultations", body=world.group.pk)) == ["Zamknięta"]
    assert names(listed("decisions", kind=rooms.old.kind_id, order="date")) == ["Stara", "Nowa"]
    day, term = rooms.ahead.starts_on, world.term
    type(term).objects.filter(pk=term.pk).update(starts_on=day, ends_on=day)
    assert names(listed("meetings", term=term.pk)) == ["Przyszłe"]
    assert names(listed("decisions", term=term.pk)) == []
    assert names(listed("consultations", term=term.pk)) == ["Otwarta"]
    type(term).objects.filter(pk=term.pk).update(starts_on=date(2020, 1, 1), ends_on=None)
    assert names(listed("meetings", term=term.pk, to="2021-01-01")) == ["Dawne"]


def test_topics(rooms, listed):
    if not hasattr(rooms.held, "tags"):
        pytest.skip("pages without topics")
    rooms.held.tags.add("budżet", "plany")
    rooms.held.save()
    assert names(listed("meetings", tags="budżet,plany")) == ["Dawne"]
    assert names(listed("meetings", tags="budżet,inne")) == []


def test_modified_since_counts_what_time_and_others_changed(rooms, listed):
    since = (timezone.now() - timedelta(hours=1)).isoformat()
    for endpoint in ("meetings", "consultations"):
        Round.objects.update(changed_at=LONG_AGO)
        assert names(listed(endpoint, modified_since=since)) == []
    over = timezone.now() - timedelta(minutes=5)
    type(rooms.held).objects.filter(pk=rooms.held.pk).update(over_at=over)
    assert names(listed("meetings", modified_since=since)) == ["Dawne"]
    Round.objects.filter(consultation=rooms.over).update(ends_at=over)
    assert names(listed("consultations", modified_since=since)) == ["Zamknięta"]
    # Sent just now.
    assert names(listed("decisions", modified_since=since)) == ["Nowa"]
    type(rooms.old).objects.filter(pk=rooms.old.pk).update(last_published_at=timezone.now())
    assert names(listed("decisions", modified_since=since, order="date")) == ["Stara", "Nowa"]
    day = timezone.localdate().isoformat()
    assert set(names(listed("pages", modified_since=day))) >= {"Stara"}
    assert "Przyszłe" not in names(listed("pages", modified_since=day))


def test_bodies_of_every_kind(world, listed, get):
    items = {item["title"]: item for item in listed("bodies")}
    assert set(items) == {"Komitet", "Grupa", "Liczby"}
    group = items["Grupa"]
    assert group["kind"] == "group" and group["committee"]["id"] == world.committee.pk
    assert group["meta"]["type"] == "rkres_wagtail_pages.GroupPage"
    assert "description" not in group and "contact_email" in group
    assert items["Komitet"]["funding"]["text"] == "<p>Unia Europejska</p>"
    assert "description" in get(f"bodies/{world.group.pk}/").json()
    assert set(names(listed("bodies", kind="group"))) == {"Grupa", "Liczby"}
    assert names(listed("bodies", kind="committee")) == ["Komitet"]
    assert len(listed("bodies", committee=world.committee.pk)) == 3
    type(world.group).objects.filter(pk=world.group.pk).update(active_to=date(2020, 1, 1))
    assert "Grupa" not in names(listed("bodies", on="2020-01-02"))
    assert "Grupa" in names(listed("bodies", on="2020-01-01"))
    for wrong in ({"kind": "x"}, {"committee": world.group.pk}, {"on": "x"}, {"fields": "x"}):
        assert get("bodies/", **wrong).status_code == 400, wrong
    for hidden in (world.draft, world.closed, world.orphan, world.other):
        assert get(f"bodies/{hidden.pk}/").status_code == 404


def test_languages(rooms, world, listed, get):
    english = rooms.held.copy_for_translation(world.english, copy_parents=True)
    english.title = "Meeting"
    english.save_revision().publish()
    assert names(listed("meetings", locale="en")) == ["Meeting"]
    assert set(names(listed("meetings", locale="pl"))) == {"Przyszłe", "Dawne"}
    assert names(listed("pages", translation_of=rooms.held.pk)) == ["Meeting"]
    (item,) = listed("meetings", locale="en")
    assert item["state_label"] == "held"
    for endpoint in ("pages", "meetings", "memberships", "terms"):
        response = get(f"{endpoint}/", locale="xx")
        assert response.status_code == 400 and "pl" in response.json()["message"]


def test_labels_and_pages_in_the_language_that_is_asked_for(world, get):
    row = world.membership
    polish = get(f"memberships/{row.pk}/").json()
    english = get(f"memberships/{row.pk}/", locale="en").json()
    assert english["role_label"] == "member"
    assert polish["role_label"].startswith("członek")
    again = get(f"memberships/{row.pk}/").json()
    assert again["role_label"] == polish["role_label"]


@pytest.mark.parametrize("endpoint", ["meetings", "decisions", "consultations"])
def test_hidden_things_are_no_filters(rooms, world, get, endpoint):
    for body in (world.draft, world.closed, world.orphan, world.other):
        assert get(f"{endpoint}/", body=body.pk).status_code == 400
    hidden = type(world.term).objects.exclude(pk=world.term.pk).get()
    response = get(f"{endpoint}/", term=hidden.pk)
    assert response.status_code == 400 and SECRET not in response.content.decode()
