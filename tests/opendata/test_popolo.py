# ruff: noqa: F401, F811 (fixtures that another module brings)
"""Popolo JSON of a committee: as the specification wants it, and nothing that is not public."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator

from rkres_wagtail.meetings.choices import MeetingForm
from tests.factories import (
    CommitteePageFactory,
    DecisionIndexPageFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    TermFactory,
)
from tests.support.many_decisions import many_decisions
from tests.support.many_meetings import many_meetings

from .catalogue_world import SECRET, everything, private_collection, world

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SCHEMAS = Path(__file__).parent / "schemas" / "popolo"
#: List of the document -> the schema of its items.
LISTS = {
    "persons": "person",
    "organizations": "organization",
    "memberships": "membership",
    "posts": "post",
    "areas": "area",
    "events": "event",
    "motions": "motion",
    "vote_events": "vote_event",
}


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def errors_in(document: dict) -> list[str]:
    assert set(document) == set(LISTS)
    return [
        f"{name} {each.get('id')}: {error.message}"
        for name, schema in LISTS.items()
        for each in document[name]
        for error in validator(schema).iter_errors(each)
    ]


def get(client, committee) -> dict:
    response = client.get(f"/rkres/popolo/{committee.pk}.json")
    assert response.status_code == 200
    return response.json()


def by_name(rows: list[dict], name: str, key: str = "name") -> dict:
    return next(row for row in rows if row[key] == name)


def test_valid_and_silent_on_what_is_hidden(client, everything):
    committee = everything.committee
    type(committee).objects.filter(pk=committee.pk).update(
        region="lubusz", contact_email="biuro@example.org", contact_phone="68 123 45 67",
        abbreviation="RKRES", lead="Doradza zarządowi.",
    )  # fmt: skip
    response = client.get(f"/rkres/popolo/{committee.pk}.json")
    document = response.json()
    assert errors_in(document) == []
    assert SECRET not in response.content.decode()
    assert all(document[name] for name in LISTS), {n: len(document[n]) for n in LISTS}
    everyone = {each["family_name"] for each in document["persons"]}
    assert everyone == {"Jawna", "Cicha", "Zastępująca"}


def test_every_id_is_one_and_leads_somewhere(client, everything):
    document = get(client, everything.committee)
    ids = [each["id"] for name in LISTS for each in document[name]]
    assert len(ids) == len(set(ids))
    named = {
        value
        for name in LISTS
        for each in document[name]
        for key, value in each.items()
        if key.endswith("_id")
    }
    assert named
    assert named <= set(ids), named - set(ids)


def test_only_consent_puts_memberships_of_a_person_together(client, site_root):
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    group = GroupPageFactory(parent=committee, title="Grupa")
    quiet = PersonFactory(first_name="Ewa", last_name="Cicha", about="Nie dla wszystkich")
    known = PersonFactory(first_name="Anna", last_name="Jawna", consenting=True, about="O Annie")
    for body in (committee, group):
        MembershipFactory(body=body, person=quiet)
        MembershipFactory(body=body, person=known)
    document = get(client, committee)
    assert [p["name"] for p in document["persons"]].count("Ewa Cicha") == 2
    shown = by_name(document["persons"], "Anna Jawna")
    assert shown["biography"] == "O Annie"
    assert shown["links"][0]["url"].endswith(f"/osoby/{known.slug}/")
    assert "biography" not in by_name(document["persons"], "Ewa Cicha")
    mine = [m for m in document["memberships"] if m.get("person_id") == shown["id"]]
    assert {m["organization_id"] for m in mine} == {o["id"] for o in document["organizations"][:2]}


def test_institutions_seats_and_terms_of_office(client, site_root):
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    seat = SeatFactory(body=committee, name="Miejsce wojewody")
    own, sent_by = OrganisationFactory(name="Gmina"), OrganisationFactory(name="Związek Gmin")
    today = timezone.localdate()
    MembershipFactory(
        body=committee, seat=seat, organisation=own, represents=sent_by,
        starts_on=date(2020, 1, 1), ends_on=date(2024, 12, 31),
        person=PersonFactory(first_name="Jan", last_name="Były"),
    )  # fmt: skip
    MembershipFactory(
        body=committee, seat=seat, person=None, organisation=own,
        starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=9),
    )  # fmt: skip
    document = get(client, committee)
    assert errors_in(document) == []
    past, present = document["memberships"]
    names = {each["id"]: each["name"] for each in document["organizations"]}
    assert names[past["on_behalf_of_id"]] == "Związek Gmin"
    assert (past["start_date"], past["end_date"]) == ("2020-01-01", "2024-12-31")
    # The end of what still lasts is the office's.
    assert "end_date" not in present
    assert names[present["member"]["id"]] == "Gmina"
    assert "on_behalf_of_id" not in present
    assert past["post_id"] == present["post_id"] == document["posts"][0]["id"]


def test_dates_are_as_exact_as_they_are_known(client, site_root):
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    listing = MeetingIndexPageFactory(parent=committee)
    MeetingPageFactory(parent=listing, title="Godzina", starts_on=date(2026, 1, 5))
    MeetingPageFactory(parent=listing, title="Miesiąc", month_only=True, starts_on=date(2027, 9, 1))
    MeetingPageFactory(
        parent=listing, title="Bez daty", undated=True, meeting_form=MeetingForm.ONLINE
    )
    document = get(client, committee)
    assert errors_in(document) == []
    events = {each["name"]: each for each in document["events"]}
    assert events["Godzina"]["start_date"] == "2026-01-05T10:00:00+01:00"
    assert events["Godzina"]["status"] == "held"
    assert events["Miesiąc"]["start_date"] == "2027-09"
    assert "start_date" not in events["Bez daty"]
    assert events["Bez daty"]["location"] == "zdalnie"


def test_memberships_name_their_term(client, site_root):
    """So that terms that are only an example, or not yet begun, can be told apart."""
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    today = timezone.localdate()
    term = TermFactory(committee=committee, name="kadencja 2026, dane fikcyjne", starts_on=today)
    TermFactory(committee=committee, name="Przyszła", starts_on=today + timedelta(days=9))
    MembershipFactory(body=committee, term=term)
    MembershipFactory(body=committee)
    document = get(client, committee)
    assert errors_in(document) == []
    (period,) = document["events"]
    assert (period["name"], period["classification"]) == (term.label, "legislative period")
    assert [m.get("legislative_period_id") for m in document["memberships"]] == [period["id"], None]


def test_votes_are_counted_and_tied_to_motion_and_meeting(client, everything):
    document = get(client, everything.committee)
    motion = by_name(document["motions"], "Stanowisko jawne", "text")
    vote = next(each for each in document["vote_events"] if each["motion_id"] == motion["id"])
    assert {each["option"]: each["value"] for each in vote["counts"]} == {
        "yes": 12,
        "no": 0,
        "abstain": 1,
    }
    meeting = by_name(document["events"], "Posiedzenie jawne")
    assert motion["legislative_session_id"] == vote["legislative_session_id"] == meeting["id"]
    assert motion["adopted_on"] == "2026-03-05"
    # Not voted, and of a body that is not public.
    other = by_name(document["motions"], "Stanowisko ukrytego organu", "text")
    assert "organization_id" not in other
    assert other["id"] not in {each["motion_id"] for each in document["vote_events"]}


def test_translations_speak_of_the_same_things(client, world, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    home = world.home.copy_for_translation(world.english, copy_parents=True)
    home.save_revision().publish()
    english = world.committee.copy_for_translation(world.english)
    english.title = "Committee"
    english.save_revision().publish()
    polish, translated = get(client, world.committee), get(client, english)
    assert translated["organizations"][0]["name"] == "Committee"
    assert translated["organizations"][0]["id"] == polish["organizations"][0]["id"]
    response = client.get(f"/rkres/popolo/{english.pk}.json", headers={"accept-language": "pl"})
    assert response["Content-Language"] == "en"


@pytest.mark.parametrize("name", ["draft", "closed", "other", "group"])
def test_nothing_but_public_committees(client, world, name):
    assert client.get(f"/rkres/popolo/{getattr(world, name).pk}.json").status_code == 404


def test_conditional_and_open_to_scripts(client, world):
    address = f"/rkres/popolo/{world.committee.pk}.json"
    first = client.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    MembershipFactory(body=world.committee)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert client.post(address).status_code == 405


def test_three_and_thirty_cost_the_same(client, site_root):
    committee = CommitteePageFactory(title="Komitet", slug="komitet")
    listing = MeetingIndexPageFactory(parent=committee)
    register = DecisionIndexPageFactory(parent=committee)

    def grow(number: int) -> int:
        for consents in [True, False] * (number // 2) + [True]:
            person = PersonFactory(consenting=consents)
            MembershipFactory(body=committee, person=person, seat=SeatFactory(body=committee))
        many_meetings(listing, number)
        many_decisions(register, number)
        get(client, committee)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            get(client, committee)
        return len(queries)

    few = grow(3)
    assert grow(30) == few
