"""schema.org in pages: what each kind of page tells, and that it is true."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from rkres_wagtail.bodies.choices import ActKind, ActPurpose, Role
from rkres_wagtail.meetings import services
from rkres_wagtail.meetings.choices import DatePrecision, LinkVisibility, MeetingForm
from rkres_wagtail.meetings.when import When, local_today, moment
from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    DocumentVersionFactory,
    GroupPageFactory,
    LegalActFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    TierPageFactory,
)
from tests.factories.minutes_public import make_minutes
from tests.opendata.linked_pages import graph_of, only

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(committee):
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")

    def make(**kwargs):
        return MeetingPageFactory(parent=listing, **kwargs)

    return make


@pytest.fixture
def consultation(committee):
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")

    def make(**kwargs):
        return ConsultationPageFactory(parent=index, **kwargs)

    return make


def change(page, **fields):
    type(page).objects.filter(pk=page.pk).update(**fields)


def event_of(client, page) -> dict:
    return only(graph_of(client, page), "Event")


# Bodies -------------------------------------------------------------------------------------------


def test_a_committee(client, committee):
    change(
        committee, abbreviation="RKRES", region="lubuskie", lead="Kto\ni po co.",
        contact_unit="Biuro", contact_person="Anna Biurowa", contact_phone="68 000 00 00",
        contact_address="ul. Prosta 1\nZielone Wzgórza", active_from=date(2015, 3, 17),
    )  # fmt: skip
    tier = TierPageFactory(parent=committee, title="Szczebel")
    GroupPageFactory(parent=tier, title="Pod szczeblem")
    GroupPageFactory(parent=committee, title="Dawna", active_to=date(2020, 1, 1))
    MembershipFactory(body=committee, person__last_name="Członkowska")
    graph = graph_of(client, committee)
    body = only(graph, "GovernmentOrganization")
    assert body["@id"] == f"{committee.full_url}#organization" and body["url"] == committee.full_url
    assert (body["name"], body["alternateName"]) == (committee.title, "RKRES")
    assert body["description"] == "Kto i po co." and body["foundingDate"] == "2015-03-17"
    assert "lubuskie" in body["areaServed"]["name"]
    assert [each["name"] for each in body["subOrganization"]] == ["Szczebel"]
    assert body["contactPoint"] == {
        "@type": "ContactPoint", "name": "Biuro", "telephone": "68 000 00 00",
    }  # fmt: skip
    assert body["address"] == "ul. Prosta 1 Zielone Wzgórza"
    assert "Biurowa" not in str(graph) and "Członkowska" not in str(graph)
    # Nothing stands above it.
    assert "BreadcrumbList" not in graph and "parentOrganization" not in body


def test_a_group_below_a_tier_and_a_former_one(client, committee, tier):
    change(committee, contact_email="biuro@example.org", contact_address="ul. Prosta 1")
    group = GroupPageFactory(parent=tier, title="Grupa", area="powiat słubicki")
    graph = graph_of(client, group)
    body = only(graph, "GovernmentOrganization")
    assert body["parentOrganization"]["url"] == tier.full_url
    assert body["areaServed"]["name"] == "powiat słubicki"
    # The page shows the committee's office, but the address is the committee's.
    assert body["contactPoint"]["email"] == "biuro@example.org" and "address" not in body
    assert "dissolutionDate" not in body
    way = only(graph, "BreadcrumbList")["itemListElement"]
    assert [each["item"] for each in way] == [
        committee.full_url, tier.full_url, group.full_url,
    ]  # fmt: skip
    assert [each["position"] for each in way] == [1, 2, 3]
    change(group, active_to=date(2020, 1, 31))
    body = only(graph_of(client, group), "GovernmentOrganization")
    assert body["dissolutionDate"] == "2020-01-31" and "contactPoint" not in body


def test_acts_that_made_a_body_are_legislation(client, committee):
    LegalActFactory(body=committee, number="23/278/15", url="https://bip.example/akt")
    LegalActFactory(body=committee, number="9/2", purpose=ActPurpose.APPOINTS)
    LegalActFactory(body=committee, number="", kind=ActKind.OTHER, title="Porozumienie")
    act = only(graph_of(client, committee), "Legislation")
    assert act["legislationIdentifier"] == "23/278/15" and act["url"] == "https://bip.example/akt"
    assert (act["legislationDate"], act["legislationType"]) == ("2015-03-17", "uchwała")
    assert act["about"] == {"@id": f"{committee.full_url}#organization"}


def test_a_member_who_agreed(client, committee, group):
    photo = get_image_model().objects.create(title="Portret", file=get_test_image_file())
    person = PersonFactory(
        consenting=True, academic_title="dr", photo=photo,
        about="Zajmuje się spółdzielniami.\nOd lat.",
    )  # fmt: skip
    organisation = OrganisationFactory(name="Fundacja", website="https://fundacja.example/")
    MembershipFactory(
        body=committee, person=person, organisation=organisation, role=Role.CHAIR,
        starts_on=date(2023, 6, 1),
    )  # fmt: skip
    MembershipFactory(
        body=group, person=person, organisation=None, starts_on=date(2016, 1, 1),
        ends_on=date(2017, 1, 1),
    )  # fmt: skip
    graph = graph_of(client, f"{committee.url}osoby/{person.slug}/")
    told = only(graph, "Person")
    assert told["description"] == "Zajmuje się spółdzielniami. Od lat."
    assert told["name"] == person.full_name and told["honorificPrefix"] == "dr"
    assert told["image"].startswith("http://localhost/")
    assert told["affiliation"] == [
        {"@type": "Organization", "name": "Fundacja", "url": "https://fundacja.example/"}
    ]
    now, before = told["memberOf"]
    assert (now["startDate"], now["memberOf"]["url"]) == ("2023-06-01", committee.full_url)
    assert "endDate" not in now
    assert (before["endDate"], before["memberOf"]["name"]) == ("2017-01-01", group.title)
    names = [each["name"] for each in only(graph, "BreadcrumbList")["itemListElement"]]
    assert names == [committee.title, "Sylwetki członków", person.full_name]
    photo.file.storage.delete(photo.file.name)
    photo.renditions.all().delete()
    assert "image" not in only(graph_of(client, f"{committee.url}osoby/{person.slug}/"), "Person")


# Meetings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({"starts_on": date(2030, 7, 1)}, "2030-07-01T10:00+02:00", "2030-07-01T13:00+02:00"),
        ({"starts_on": date(2030, 1, 1), "ends_time": None}, "2030-01-01T10:00+01:00", None),
        (
            {"date_precision": DatePrecision.DAY, "starts_on": date(2030, 7, 1)},
            "2030-07-01", None,
        ),
        (
            {
                "date_precision": DatePrecision.DAYS, "starts_on": date(2030, 7, 1),
                "ends_on": date(2030, 7, 2),
            },
            "2030-07-01", "2030-07-02",
        ),
        ({"month_only": True, "starts_on": date(2030, 7, 1)}, None, None),
        ({"undated": True}, None, None),
    ],
)  # fmt: skip
def test_dates_are_as_exact_as_they_are_known(client, meeting, fields, start, end):
    if fields.get("date_precision"):
        fields = {**fields, "starts_time": None, "ends_time": None}
    event = event_of(client, meeting(confirmed=True, **fields))
    assert (event.get("startDate"), event.get("endDate")) == (start, end)


def test_what_became_of_a_date(client, meeting, admin_user):
    assert "eventStatus" not in event_of(client, meeting())
    page = meeting(confirmed=True, starts_on=date(2030, 7, 1), ends_time=None)

    def told():
        event = event_of(client, page)
        return event["eventStatus"].rpartition("/")[2], event.get("startDate")

    def move(when):
        services.move_meeting(page, when, user=admin_user, reason="Choroba.")

    assert told() == ("EventScheduled", "2030-07-01T10:00+02:00")
    move(When(DatePrecision.DAY, date(2030, 9, 1)))
    assert told() == ("EventRescheduled", "2030-09-01")
    assert event_of(client, page)["previousStartDate"] == ["2030-07-01T10:00+02:00"]
    move(When(DatePrecision.MONTH, date(2030, 10, 1)))
    assert told() == ("EventPostponed", None)
    assert event_of(client, page)["previousStartDate"] == ["2030-07-01T10:00+02:00", "2030-09-01"]
    page = meeting(confirmed=True, starts_on=date(2030, 7, 1))
    services.cancel_meeting(page, user=admin_user, reason="Choroba.")
    assert told() == ("EventCancelled", "2030-07-01T10:00+02:00")


def test_the_link_only_while_the_public_sees_it(client, meeting):
    page = meeting(
        confirmed=True, starts_on=date(2030, 7, 1), meeting_form=MeetingForm.HYBRID,
        place_name="Sala 1", place_address="ul. Prosta 1", is_open=True,
        access_url="https://spotkania.example/tajny-pokoj",
        access_visibility=LinkVisibility.BEFORE, access_hours=2,
    )  # fmt: skip
    room = {"@type": "Place", "name": "Sala 1", "address": "ul. Prosta 1"}
    event = event_of(client, page)
    assert event["location"] == [room] and event["isAccessibleForFree"] is True
    assert event["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    with freeze_time(moment(date(2030, 7, 1), time(9))):
        location = event_of(client, page)["location"]
        assert location == [
            room, {"@type": "VirtualLocation", "url": "https://spotkania.example/tajny-pokoj"},
        ]  # fmt: skip
    with freeze_time(moment(date(2030, 7, 2))):
        assert event_of(client, page)["location"] == [room]
    online = meeting(meeting_form=MeetingForm.ONLINE, place_name="Stara sala")
    assert "location" not in event_of(client, online)


def test_who_meets_and_who_pays_nothing(client, meeting, committee, group):
    page = meeting(
        bodies=[group], outside_bodies=[("body", {"name": "Rada", "url": ""})], is_open=False
    )
    event = event_of(client, page)
    assert [each["name"] for each in event["organizer"]] == [group.title, "Rada"]
    assert "isAccessibleForFree" not in event
    assert event_of(client, meeting())["organizer"][0]["url"] == committee.full_url


def test_minutes(client, meeting):
    page = meeting(past=True, title="Piąte")
    assert "subjectOf" not in event_of(client, page)
    make_minutes(page)
    address = f"{page.full_url}protokol/"
    assert event_of(client, page)["subjectOf"] == {"@id": f"{address}#document"}
    graph = graph_of(client, f"{page.url}protokol/")
    told = only(graph, "DigitalDocument")
    assert told["@id"] == f"{address}#document" and told["url"] == address
    assert told["about"]["@id"] == event_of(client, page)["@id"]
    way = only(graph, "BreadcrumbList")["itemListElement"]
    assert [each["item"] for each in way[-2:]] == [page.full_url, address]


# Decisions ----------------------------------------------------------------------------------------


def test_a_decision(client, committee):
    index = DecisionIndexPageFactory(parent=committee)
    kind = DecisionKindFactory(committee=committee, name="stanowisko")
    page = DecisionPageFactory(
        parent=index, title="O klauzulach", number="3/2026", kind=kind, body=committee,
        adopted_on=date(2026, 3, 2), lead="Co\npostanowiono.",
    )  # fmt: skip
    graph = graph_of(client, page)
    work = only(graph, "CreativeWork")
    assert (work["genre"], work["identifier"]) == ("stanowisko", "3/2026")
    assert work["dateCreated"] == "2026-03-02" and work["abstract"] == "Co postanowiono."
    assert work["author"]["url"] == committee.full_url
    assert "creativeWorkStatus" not in work and "Legislation" not in graph
    DecisionPageFactory(parent=index, title="Nowsze", kind=kind, supersedes=page)
    assert only(graph_of(client, page), "CreativeWork")["creativeWorkStatus"] == "Superseded"
    assert list(graph_of(client, index)) == ["BreadcrumbList"]


# Consultations ------------------------------------------------------------------------------------


def test_a_consultation_is_a_document_to_comment_on(client, consultation, committee):
    closing = moment(local_today() + timedelta(days=5))
    opening = moment(local_today() - timedelta(days=5), time(8))
    page = consultation(title="Program", rounds=[{"starts_at": opening, "ends_at": closing}])
    document = only(graph_of(client, page), "WebPage")["mainEntity"]
    assert "url" not in document and "version" not in document
    DocumentVersionFactory(consultation=page, number=1, title="Tekst")
    graph = graph_of(client, page)
    whole = only(graph, "WebPage")
    document = whole["mainEntity"]
    assert whole["publisher"]["url"] == committee.full_url
    assert (document["name"], document["version"]) == ("Tekst", 1)
    assert document["url"] == f"{page.full_url}dokument/"
    action = document["potentialAction"]
    assert datetime.fromisoformat(action["startTime"]) == opening
    # Midnight is told as the last minute of the day before.
    assert datetime.fromisoformat(action["endTime"]) == closing - timedelta(minutes=1)
    below = only(graph_of(client, f"{page.url}dokument/"), "DigitalDocument")
    assert below["@id"] == document["@id"]
    with freeze_time(closing + timedelta(seconds=1)):
        document = only(graph_of(client, page), "WebPage")["mainEntity"]
        assert "potentialAction" not in document


def test_versions_and_the_report(client, consultation):
    page = consultation(title="Program", rounds=[{"closed": True}])
    DocumentVersionFactory(consultation=page, number=1)
    DocumentVersionFactory(consultation=page, number=2)
    old = only(graph_of(client, f"{page.url}dokument/wersja-1/"), "DigitalDocument")
    assert old["version"] == 1 and old["url"] == f"{page.full_url}dokument/wersja-1/"
    latest = only(graph_of(client, f"{page.url}dokument/"), "DigitalDocument")
    assert latest["@id"] != old["@id"]
    ConsultationReportFactory(consultation=page, published_on=date(2026, 2, 3), lead="Wynik.")
    told = only(graph_of(client, f"{page.url}raport/"), "Report")
    assert told["datePublished"] == "2026-02-03" and told["abstract"] == "Wynik."
    assert told["about"] == {"@id": latest["@id"]}
    document = only(graph_of(client, page), "WebPage")["mainEntity"]
    assert document["subjectOf"] == {"@id": told["@id"]}


# Everywhere ---------------------------------------------------------------------------------------


EVIL = "</script><script>alert(1)</script><!-- \u2028 & \"quoted\" \\ 'x'"


def test_no_title_leaves_the_script(client, committee, meeting, consultation):
    page = meeting(title=EVIL, lead=EVIL)
    html = client.get(page.url).content.decode()
    assert "<script>alert" not in html
    assert event_of(client, page)["name"] == EVIL
    asked = consultation(title=EVIL, rounds=[{}])
    assert only(graph_of(client, asked), "WebPage")["name"] == EVIL


def test_an_alias_tells_of_what_it_mirrors(client, meeting, committee, site_root):
    page = meeting(title="Obrady")
    alias = page.create_alias(parent=type(site_root).objects.get(pk=site_root.pk))
    assert event_of(client, alias)["@id"] == f"{page.full_url}#event"


def test_no_query_for_each_thing(client, committee, meeting):
    """Beside what the page asks for itself, only language versions: one query."""

    def cost(address) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            graph_of(client, address)
        return len(queries)

    group = GroupPageFactory(parent=committee, title="Grupa")
    person = PersonFactory(consenting=True)
    MembershipFactory(body=group, person=person)
    page = meeting(bodies=[group])
    LegalActFactory(body=committee)
    addresses = [committee.url, page.url, f"{committee.url}osoby/{person.slug}/"]
    few = [cost(address) for address in addresses]
    more = [GroupPageFactory(parent=committee, title=f"Grupa {n}") for n in range(12)]
    for each in more:
        LegalActFactory(body=committee)
        MembershipFactory(body=each, person=person, organisation=OrganisationFactory())
    page.bodies.set([group, *more])
    page.save()
    assert [cost(address) for address in addresses] == few
    sizes = graph_of(client, committee)
    assert len(only(sizes, "GovernmentOrganization")["subOrganization"]) == 13
