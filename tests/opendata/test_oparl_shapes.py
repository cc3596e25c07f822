"""OParl 1.1 says what the public pages say, in the shapes that the specification asks for."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.regions.loader import load_profile
from rkres_wagtail.regions.services import apply_profile
from tests.factories import MembershipFactory, PersonFactory
from tests.support.oparl import Reader, check, key_of, make_region, schemas

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

TYPES = {
    "System", "Body", "LegislativeTerm", "Organization", "Person", "Membership",
    "Meeting", "AgendaItem", "Paper", "Consultation", "File", "Location",
}  # fmt: skip


@pytest.fixture
def region(site_root):
    return make_region(site_root)


@pytest.fixture
def reader(client):
    return Reader(client)


def named(objects, name: str) -> dict:
    return next(each for each in objects if each.get("name") == name)


def test_schemas_cite_the_specification_and_allow_nothing_else():
    for name, schema in schemas().items():
        assert schema["$comment"].startswith("OParl 1.1, "), name
        assert name == "common" or schema["additionalProperties"] is False, name
    assert set(schemas()) >= TYPES


def test_every_address_answers_and_every_type_is_there(region, reader):
    found = reader.crawl()
    assert {check(each) for each in found.values()} == TYPES | {"List"}
    for url, each in found.items():
        if "id" in each:
            assert each["id"] == url
            assert each["created"] <= each["modified"]


def test_the_lubuskie_region_is_valid(site, client):
    apply_profile(load_profile("lubuskie"), site=site)
    found = Reader(client).crawl()
    kinds = [check(each) for each in found.values()]
    assert kinds.count("Body") == 1
    assert kinds.count("Meeting") >= 6
    assert kinds.count("Organization") >= 7
    assert kinds.count("Paper") >= 1


def test_what_is_embedded_is_what_stands_alone(region, reader):
    """But for the references back, which stand alone only (chapter 3.1)."""
    found = reader.crawl()

    def compare(value):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                if "id" in each and "created" in each:
                    alone = found[each["id"]]
                    assert each.items() <= alone.items() or each == {
                        name: alone[name] for name in each
                    }
                compare([inner for inner in each.values() if isinstance(inner, dict | list)])

    compare(list(found.values()))


def test_references_lead_to_objects_of_their_type(region, reader):
    found = reader.crawl()
    wanted = {
        "organization": "Organization", "subOrganizationOf": "Organization",
        "onBehalfOf": "Organization", "mainOrganization": "Organization",
        "originatorOrganization": "Organization", "person": "Person", "paper": "Paper",
        "consultation": "Consultation", "agendaItem": "AgendaItem", "masterFile": "File",
        "derivativeFile": "File", "subordinatedPaper": "Paper", "superordinatedPaper": "Paper",
        "meetings": "Meeting", "bodies": "Body", "organizations": "Organization",
    }  # fmt: skip
    followed = set()
    for each in found.values():
        for name, value in each.items():
            if check(each) in ("Body", "System", "List") or name not in wanted:
                continue
            for url in value if isinstance(value, list) else [value]:
                if isinstance(url, str):
                    assert check(found[url]) == wanted[name], (each["id"], name)
                    followed.add(name)
    assert followed >= set(wanted) - {"mainOrganization"}


# Each type ----------------------------------------------------------------------------------------


@override_settings(RKRES_WAGTAIL_OPEN_DATA_LICENSE="https://creativecommons.org/licenses/by/4.0/")
def test_the_licence_stands_at_the_system_and_at_bodies(region, reader):
    assert reader.system["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert reader.body["license"] == reader.system["license"]


def test_no_licence_is_said_where_none_is_set(region, reader):
    assert "license" not in reader.system
    assert "license" not in reader.body


def test_a_body_is_a_committee(region, reader):
    body = reader.body
    assert body["name"] == "Komitet"
    assert body["shortName"] == "RKRES"
    assert body["contactEmail"] == "rops@example.org"
    assert body["location"]["postalCode"] == "65-000"
    assert body["location"]["streetAddress"] == "ul. Przykładowa 7"
    assert [each["name"] for each in body["legislativeTerm"]] == [region.term.label]
    assert reader.get(body["mainOrganization"])["name"] == "Komitet"


def test_organizations_are_bodies_and_those_for_whom_people_sit(region, reader):
    found = reader.list("organization")
    committee, tier = named(found, "Komitet"), named(found, "Laboratorium")
    group = named(found, "Grupa ds. współpracy")
    assert tier["subOrganizationOf"] == committee["id"]
    assert group["subOrganizationOf"] == tier["id"]
    assert "subOrganizationOf" not in committee
    assert group["organizationType"] == "Gremium"
    institution = named(found, "Spółdzielnia Jawna")
    assert institution["organizationType"] == "Institution"
    assert institution["website"].isascii()


def test_people_are_named_as_the_composition_names_them(region, reader):
    found = reader.list("person")
    anna = named(found, "dr Anna Jawna")
    assert (anna["givenName"], anna["familyName"], anna["title"]) == ("Anna", "Jawna", ["dr"])
    assert anna["life"] == "O Annie"
    assert anna["web"].endswith("/komitet/osoby/anna-jawna/")
    quiet = named(found, "Ewa Cicha")
    assert set(quiet) == {"id", "type", "created", "modified", "body", "name", "membership"}


def test_memberships_past_and_present(region, reader):
    found = {each["id"]: each for each in reader.list("membership")}
    assert len(found) == 3
    by_key = {key_of(url): each for url, each in found.items()}
    past = by_key[str(region.past.pk)]
    assert (past["startDate"], past["endDate"]) == ("2015-03-17", "2018-03-16")
    present = by_key[str(region.membership.pk)]
    # When the term ends is planned, not known.
    assert "endDate" not in present
    institution = by_key[str(region.of_institution.pk)]
    assert "person" not in institution
    assert reader.get(institution["onBehalfOf"])["name"] == "Spółdzielnia Jawna"


def test_a_meeting_with_its_papers(region, reader):
    meeting = named(reader.list("meeting"), "Posiedzenie minione")
    assert meeting["meetingState"] == "durchgeführt"
    assert meeting["cancelled"] is False
    assert meeting["start"].startswith(f"{region.meeting.starts_on}T10:00:00+0")
    assert meeting["location"]["description"].startswith("ROPS, sala 5, ul. Przykładowa 7")
    assert meeting["invitation"]["name"] == "Zaproszenie"
    assert meeting["resultsProtocol"]["mimeType"] == "text/html"
    word = next(each for each in meeting["auxiliaryFile"] if "masterFile" in each)
    assert word["masterFile"] == meeting["resultsProtocol"]["id"]
    assert client_reads(reader, word["accessUrl"])
    assert client_reads(reader, meeting["resultsProtocol"]["accessUrl"])
    link = named(meeting["auxiliaryFile"], "Kopia w BIP")
    assert link["accessUrl"] == "https://bip.example/%C5%9B"


def client_reads(reader, url: str) -> bool:
    return reader.response(url).status_code == 200


def test_an_agenda_in_order_with_what_was_decided(region, reader):
    first, second = named(reader.list("meeting"), "Posiedzenie minione")["agendaItem"]
    assert (first["order"], first["number"], first["name"]) == (0, "1.", "Otwarcie")
    assert first["result"].endswith(": jednogłośnie")
    assert second["order"] == 1
    assert [each["name"] for each in second["auxiliaryFile"]] == ["Projekt stanowiska"]
    consultation = reader.get(second["consultation"])
    assert consultation["authoritative"] is True
    assert consultation["agendaItem"] == second["id"]
    assert reader.get(consultation["paper"])["name"] == "Stanowisko w sprawie klauzul"


def test_no_hour_is_made_up(region, reader):
    meeting = named(reader.list("meeting"), "Posiedzenie przyszłe")
    assert meeting["meetingState"] == "terminiert"
    assert "start" not in meeting
    assert "end" not in meeting


def test_decisions_and_consulted_documents_are_papers(region, reader):
    found = reader.list("paper")
    decision = named(found, "Stanowisko w sprawie klauzul")
    assert decision["reference"] == region.decision.number
    assert decision["paperType"] == "stanowisko"
    assert decision["mainFile"]["name"] == "Skan"
    scan = region.decision.files[0].value["document"]
    assert decision["mainFile"]["sha1Checksum"] == scan.file_hash
    papers = [each for each in found if each["name"] == "Projekt programu"]
    document = next(each for each in papers if "subordinatedPaper" in each)
    version = next(each for each in papers if "superordinatedPaper" in each)
    assert document["subordinatedPaper"] == [version["id"]]
    assert {each["name"] for each in document["auxiliaryFile"]} == {"Formularz", "Raport"}
    assert document["consultation"][0]["authoritative"] is False
    assert version["mainFile"]["mimeType"] == "text/html"
    assert [each["name"] for each in version["auxiliaryFile"]] == ["Projekt w PDF"]
    assert client_reads(reader, version["mainFile"]["accessUrl"])


def test_a_file_that_wagtail_sends_as_an_attachment_is_one_to_download(region, reader):
    found = reader.list("file")
    for each in (file for file in found if "fileName" in file):
        response = reader.response(each["accessUrl"])
        assert response.status_code == 200
        is_attachment = response["Content-Disposition"].startswith("attachment")
        assert ("downloadUrl" in each) == is_attachment
        assert each["size"] == len(b"".join(response.streaming_content))


def test_omit_internal_leaves_out_what_has_lists(region, reader):
    body = reader.get(reader.body["meeting"], omit_internal="true")
    for each in body["data"]:
        assert not {"agendaItem", "auxiliaryFile"} & set(each)
    for each in reader.get(reader.body["person"], omit_internal="true")["data"]:
        assert "membership" not in each
    whole = reader.get(reader.body["meeting"], omit_internal="false")["data"]
    assert any("agendaItem" in each for each in whole)


def test_a_committee_page_leads_to_it(region, client):
    html = client.get(region.committee.get_url()).content.decode()
    address = reverse("rkres_wagtail:oparl_system")
    assert f'type="application/json" title="OParl" href="{address}"' in html
    assert 'title="OParl"' not in client.get(region.tier.get_url()).content.decode()


@pytest.mark.skipif(not getattr(settings, "WAGTAIL_I18N_ENABLED", False), reason="one language")
def test_translations_are_one_object_in_the_language_of_the_site(region, reader, client):
    from wagtail.models import Locale

    english = Locale.objects.get_or_create(language_code="en")[0]
    region.committee.get_parent().copy_for_translation(english)
    copy = region.committee.copy_for_translation(english)
    copy.title = "Committee"
    copy.save_revision().publish()
    bodies = reader.get(reader.system["body"])["data"]
    assert [each["name"] for each in bodies] == ["Komitet"]
    client.cookies["django_language"] = "en"
    response = client.get(bodies[0]["id"], HTTP_ACCEPT_LANGUAGE="en")
    assert response.json() == reader.get(bodies[0]["id"])
    assert response["Content-Language"] == "pl"


def test_somebody_who_joins_tomorrow_is_not_there_today(region, reader):
    tomorrow = timezone.localdate() + timedelta(days=1)
    MembershipFactory(
        body=region.committee, person=PersonFactory(last_name="Przyszła"), starts_on=tomorrow
    )
    assert "Przyszła" not in json.dumps(reader.list("person"), ensure_ascii=False)
