# ruff: noqa: F401, F811 (fixtures that another module brings)
"""Registers as CSV: what is in them, what must not be, bad questions, conditional requests."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.bodies.choices import MembersVisibility
from rkres_wagtail.opendata.catalogue.registers import REGISTERS
from tests.factories import (
    CommitteePageFactory,
    ConsultationPageFactory,
    DispatchFactory,
    ExtensionFactory,
    GroupPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    TermFactory,
    TierPageFactory,
)

from .catalogue_world import SECRET, everything, private_collection, read, table, world

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def address(committee, register: str) -> str:
    return reverse("rkres_wagtail:register_csv", args=[committee.pk, register])


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


# What must not be -------------------------------------------------------------------------------


def test_no_register_tells_a_secret(client, everything):
    empty = []
    for slug in REGISTERS:
        for query in ("", "?headers=keys"):
            response = client.get(address(everything.committee, slug) + query)
            assert response.status_code == 200, slug
            text = read(response).decode("utf-8-sig")
            assert SECRET not in text, slug
        if len(text.splitlines()) < 2:
            empty.append(slug)
    # A table with nothing in it would leak nothing, either.
    assert empty == []
    assert SECRET not in str(table(client, everything.committee, "members", on="2026-11-01"))


@pytest.mark.parametrize("name", ["draft", "closed", "orphan", "other", "group"])
def test_nothing_but_public_committees(client, world, name):
    for slug in REGISTERS:
        assert client.get(address(getattr(world, name), slug)).status_code == 404


def test_a_password_on_the_committee_closes_every_register(client, world):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(
        page_id=world.committee.pk, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert {client.get(address(world.committee, slug)).status_code for slug in REGISTERS} == {404}


def test_numbers_and_nothing_name_nobody(client, committee):
    for how in (MembersVisibility.NUMBERS, MembersVisibility.NOTHING):
        group = GroupPageFactory(parent=committee, title=f"Grupa {how}", members_visibility=how)
        MembershipFactory(body=group, person=PersonFactory(last_name=SECRET))
        SeatFactory(body=group, name="Wolne miejsce")
    assert table(client, committee, "members") == []
    counts = {row["name"]: row["members_count"] for row in table(client, committee, "bodies")}
    assert counts == {"Komitet Rozwoju": "0", "Grupa numbers": "1", "Grupa nothing": ""}


# What is in them --------------------------------------------------------------------------------


def test_members_then_and_now_and_vacant_seats(client, committee):
    today = timezone.localdate()
    seat, hidden = SeatFactory(body=committee), SeatFactory(body=committee)
    SeatFactory(body=committee, name="Miejsce wolne")
    anna = PersonFactory(first_name="Anna", last_name="Dawna")
    MembershipFactory(body=committee, person=anna, seat=seat, past=True)
    jan = PersonFactory(first_name="Jan", last_name="Obecny", consenting=True)
    MembershipFactory(
        body=committee, person=jan, seat=seat, chair=True, position="wójt",
        organisation=OrganisationFactory(name="Gmina"),
        represents=OrganisationFactory(name="Związek Gmin"),
        ends_on=today + timedelta(days=30),
    )  # fmt: skip
    MembershipFactory(body=committee, seat=hidden, hidden=True)
    rows = table(client, committee, "members")
    assert [row["name"] for row in rows] == ["Jan Obecny", "Anna Dawna", ""]
    now, then, vacant = rows
    assert (now["role"], now["position"], now["organisation"], now["represents"]) == (
        "chair", "wójt", "Gmina", "Związek Gmin",
    )  # fmt: skip
    assert now["url"].endswith("/komitet/osoby/jan-obecny/")
    # The end of what still lasts is the office's.
    assert (now["ends_on"], now["is_current"]) == ("", "tak")
    assert (then["starts_on"], then["ends_on"], then["is_current"]) == (
        "2015-03-17", "2018-03-16", "nie",
    )  # fmt: skip
    assert then["url"] == ""
    # Held by somebody unnamed is not vacant.
    assert vacant["seat"] == "Miejsce wolne"


def test_members_of_a_day(client, committee):
    MembershipFactory(body=committee, person=PersonFactory(last_name="Dawna"), past=True)
    MembershipFactory(body=committee, person=PersonFactory(last_name="Obecna"))
    former = GroupPageFactory(parent=committee, title="Dawna grupa", active_to=date(2017, 1, 1))
    MembershipFactory(
        body=former, person=PersonFactory(last_name="Zdawna"), starts_on=date(2015, 1, 1)
    )

    def on(day: str) -> set[str]:
        return {row["name"].split()[-1] for row in table(client, committee, "members", on=day)}

    assert on("2016-05-01") == {"Dawna", "Zdawna"}
    assert on("1.05.2017") == {"Dawna"}
    assert on(str(timezone.localdate())) == {"Obecna"}


def test_bodies_terms_acts_and_organisations(client, everything):
    committee = everything.committee
    bodies = {row["name"]: row for row in table(client, committee, "bodies")}
    assert bodies["Grupa"]["above"] == "Komitet"
    assert bodies["Grupa"]["kind"] == "working"
    TermFactory(committee=committee, future=True)
    assert [row["state"] for row in table(client, committee, "terms")] == ["bieżąca", "przyszła"]
    acts = table(client, committee, "acts")
    # The file lies in a closed collection; the link stays.
    assert [row["url"] for row in acts] == ["https://bip.example/"]
    names = [row["name"] for row in table(client, committee, "organisations")]
    assert names == ["ROPS Przykładowy", "Spółdzielnia Jawna"]


def test_meetings_and_agendas(client, everything):
    row = table(client, everything.committee, "meetings")[0]
    assert (row["title"], row["starts_on"], row["state"]) == (
        "Posiedzenie jawne", "2026-03-05", "odbyło się",
    )  # fmt: skip
    assert (row["number"], row["bodies"]) == ("V", "Komitet")
    item = table(client, everything.committee, "agenda")[0]
    assert (item["item"], item["title"], item["result"]) == (
        "1.", "Przyjęcie sprawozdania", "przyjęto",
    )  # fmt: skip
    assert item["meeting_id"] == row["id"]


def test_of_a_month_no_day_is_told(client, everything):
    MeetingPageFactory(
        parent=everything.listing, title="Kiedyś", month_only=True, starts_on=date(2027, 9, 1),
        agenda=[{"title": "Otwarcie"}],
    )  # fmt: skip
    for register, title in (("meetings", "title"), ("agenda", "meeting")):
        row = next(r for r in table(client, everything.committee, register) if r[title] == "Kiedyś")
        assert row["starts_on"] == "2027-09"


def test_moments_are_told_by_the_clock_of_the_readers(client, everything):
    """An offset of UTC would put the beginning of a round on the day before."""
    rows = table(client, everything.committee, "consultations")
    assert rows
    for row in rows:
        assert re.fullmatch(rf"{row['first_day']}T\d\d:\d\d:\d\d\+0[12]:00", row["opens_at"])
    for row in table(client, everything.committee, "documents"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00", row["uploaded_at"])


def test_a_committee_has_no_members_of_its_own_where_a_tier_has_them(client, committee):
    tier = TierPageFactory(parent=committee, title="Szczebel")
    MembershipFactory(body=tier, person=PersonFactory())

    def counts() -> dict[str, str]:
        rows = table(client, committee, "bodies")
        return {row["name"]: row["members_count"] for row in rows}

    tag = client.get(address(committee, "bodies"))["ETag"]
    assert counts() == {committee.title: "0", "Szczebel": "1"}
    committee.statutory_body = tier
    committee.save()
    assert counts() == {committee.title: "", "Szczebel": "1"}
    assert client.get(address(committee, "bodies"))["ETag"] != tag


def test_decisions_as_in_their_own_register(client, everything):
    own = client.get(f"/rkres/rejestr/{everything.register.pk}.csv")
    ours = client.get(address(everything.committee, "decisions"))
    assert read(own) == read(ours)


def test_consultations_by_round(client, everything):
    page = ConsultationPageFactory(
        parent=everything.consultation_list, title="Dwie tury",
        rounds=[{"overdue": True}, {"closed": True}],
    )  # fmt: skip
    from rkres_wagtail.consultations.models import Round

    ExtensionFactory(round=Round.objects.of(page).order_by("starts_at").first())
    ConsultationPageFactory(parent=everything.consultation_list, title="Bez tury")
    rows = table(client, everything.committee, "consultations")
    mine = [row for row in rows if row["title"] == "Dwie tury"]
    assert [(row["round"], row["extensions"]) for row in mine] == [("1", "1"), ("2", "0")]
    first, last = (date.fromisoformat(mine[1][name]) for name in ("first_day", "last_day"))
    assert mine[1]["days_inclusive"] == str((last - first).days + 1)
    assert [row["round"] for row in rows if row["title"] == "Bez tury"] == [""]
    reported = next(row for row in rows if row["title"] == "Konsultacje ze sprawozdaniem")
    assert (reported["remarks_count"], reported["authors_count"]) == ("7", "2")
    assert client.get(reported["report_url"].removeprefix("http://localhost")).status_code == 200


def test_remarks_are_linked_where_there_is_a_table(client, everything):
    from rkres_wagtail.consultations.models import ConsultationReport

    def link(title: str) -> str:
        rows = table(client, everything.committee, "consultations")
        return next(row["remarks_url"] for row in rows if row["title"] == title)

    assert link("Konsultacje jawne") == link("Konsultacje ze sprawozdaniem") == ""
    report = ConsultationReport.objects.filter(consultation=everything.reported)
    report.update(counted_from="register")
    found = link("Konsultacje ze sprawozdaniem")
    assert client.get(found.removeprefix("http://localhost")).status_code == 200


def test_files_with_what_offers_them(client, everything):
    rows = {row["title"]: row for row in table(client, everything.committee, "documents")}
    assert set(rows) == {
        "Prezentacja", "Skan uchwały", "Formularz", "Projekt", "Sprawozdanie",
        "Tekst programu", "Zgłoszenie",
    }  # fmt: skip
    row = rows["Projekt"]
    assert (row["format"], row["where"]) == ("pdf", "Konsultacje jawne")
    for row in rows.values():
        assert client.get(row["url"].removeprefix("http://localhost")).status_code == 200


# How they are written ---------------------------------------------------------------------------


def test_as_polish_spreadsheets_expect_and_safe_to_open(client, committee):
    MembershipFactory(
        body=committee, person=PersonFactory(first_name='=HYPERLINK("x")', last_name="Żółć")
    )
    response = client.get(address(committee, "members"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    content = read(response)
    assert content.startswith(b"\xef\xbb\xbf")
    header, row, _end = content.decode("utf-8-sig").split("\r\n")
    assert header.startswith("organ;")
    assert "'=HYPERLINK" in row and "Żółć" in row


def test_headings_in_the_language_of_the_page(client, world, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    home = world.home.copy_for_translation(world.english, copy_parents=True)
    home.save_revision().publish()
    english = world.committee.copy_for_translation(world.english)
    english.save_revision().publish()
    first = {}
    for page in (world.committee, english):
        for asked in ("pl", "en"):
            response = client.get(address(page, "terms"), headers={"accept-language": asked})
            text = read(response).decode("utf-8-sig")
            first.setdefault(page.pk, set()).add(text.splitlines()[0].split(";")[1])
            assert response["Content-Language"] == page.locale.language_code
    assert first == {world.committee.pk: {"kadencja"}, english.pk: {"term"}}


# Questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("register", "query"),
    [
        ("members", "on=wczoraj"),
        ("members", "on=2026-02-30"),
        ("members", "on=9999-99-99"),
        ("members", "on=%00"),
        ("meetings", "on=2026-01-01"),
        ("members", "headers=nazwy"),
        ("members", "fields=*"),
    ],
)
def test_bad_questions_are_told_in_polish(client, committee, register, query):
    response = client.get(f"{address(committee, register)}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.content.decode()


def test_days_to_come_are_refused(client, committee):
    MembershipFactory(body=committee, person=PersonFactory(last_name=SECRET), future=True)
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = client.get(f"{address(committee, 'members')}?on={tomorrow}")
    assert response.status_code == 400
    assert "nie nadszedł" in response.content.decode() or "jeszcze" in response.content.decode()
    assert SECRET not in read(client.get(address(committee, "members"))).decode()


def test_unknown_registers_and_methods(client, committee):
    assert client.get(f"/rkres/dane/{committee.pk}/pensje.csv").status_code == 404
    assert client.get("/rkres/dane/999999/members.csv").status_code == 404
    response = client.post(address(committee, "members"))
    assert response.status_code == 405
    assert client.options(address(committee, "members")).status_code == 204


# Conditional requests ---------------------------------------------------------------------------


def test_unchanged_is_not_sent_again(client, everything):
    for slug in REGISTERS:
        tag = client.get(address(everything.committee, slug))["ETag"]
        again = client.get(address(everything.committee, slug), headers={"if-none-match": tag})
        assert (again.status_code, read(again)) == (304, b""), slug
        keys = client.get(address(everything.committee, slug) + "?headers=keys")
        assert keys["ETag"] != tag


def _rename_person(everything):
    everything.person.first_name = "Joanna"
    everything.person.save()


def _close_collection(everything):
    from wagtail.models import Collection, CollectionViewRestriction

    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="login"
    )


def _close_group(everything):
    type(everything.group).objects.filter(pk=everything.group.pk).update(live=False)


def _save(name: str, **values):
    def change(everything):
        page = getattr(everything, name)
        for key, value in values.items():
            setattr(page, key, value)
        page.save_revision().publish()

    return change


@pytest.mark.parametrize(
    ("register", "change"),
    [
        ("members", _rename_person),
        ("members", lambda e: SeatFactory(body=e.committee)),
        ("members", lambda e: type(e.membership).objects.update(is_public=False)),
        ("bodies", _close_group),
        ("bodies", lambda e: MembershipFactory(body=e.numbers)),
        ("organisations", lambda e: type(e.host).objects.filter(pk=e.host.pk).update(name="X")),
        ("terms", lambda e: TermFactory(committee=e.committee)),
        ("acts", lambda e: type(e.act).objects.filter(pk=e.act.pk).update(number="99")),
        ("meetings", _save("meeting", place_name="Inna sala")),
        ("meetings", lambda e: MeetingPageFactory(parent=e.listing)),
        ("agenda", lambda e: type(e.meeting).objects.filter(pk=e.meeting.pk).update(live=False)),
        ("decisions", lambda e: DispatchFactory(decision=e.decision)),
        ("consultations", _save("consultation", authority="Sejmik")),
        ("documents", _close_collection),
    ],
)
def test_every_change_changes_the_tag(client, everything, register, change):
    where = address(everything.committee, register)
    before = client.get(where)
    first = read(before)
    change(everything)
    after = client.get(where, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert read(after) != first
