"""Sub-addresses of bodies: composition on a day, people, change log, search."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from rkres_wagtail.bodies.choices import MembersVisibility, Role
from rkres_wagtail.dates import long_date
from tests.factories import (
    GroupPageFactory,
    MembershipFactory,
    PersonFactory,
    SeatFactory,
    TermFactory,
    TierPageFactory,
)

from .test_public_pages import context, get, publish

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def test_each_section_has_its_title_the_way_back_and_a_canonical_address(client, committee, group):
    MembershipFactory(body=group, person=PersonFactory(consenting=True, first_name="Żaneta"))
    person = group.committee.reverse_subpage("people")
    assert person == "osoby/"
    slug = context(client, committee, "osoby/")["people"].object_list[0].person.slug
    for page, sub in (
        *((committee, "sklad/"), (group, "sklad/"), (group, "historia-zmian/")),
        *((committee, "historia-zmian/"), (committee, "osoby/"), (committee, f"osoby/{slug}/")),
    ):
        html = get(client, page, sub)
        found = context(client, page, sub)
        assert html.count("<h1") == 1
        assert found["page"] == page
        assert f'<link rel="canonical" href="{page.full_url}{sub}">' in html
        assert page.url in [step["url"] for step in found["trail"]]
        assert f'href="{page.url}"' in html
        assert f"<title>{found['section_title']}" in html


def test_canonical_leaves_the_query_out(client, committee):
    html = get(client, committee, "sklad/", on="2023-06-01")
    assert f'<link rel="canonical" href="{committee.full_url}sklad/">' in html


def test_unknown_addresses_are_not_found(client, committee, group):
    for page, sub in ((group, "osoby/"), (committee, "sklad/x/"), (committee, "osoby/nikt/")):
        assert client.get(page.url + sub).status_code == 404


# A day ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2023-06-01", "1.06.2023"])
def test_composition_on_a_day(client, group, text):
    MembershipFactory(
        body=group, person__last_name="Dawna", starts_on=date(2023, 1, 1), ends_on=date(2023, 6, 1)
    )
    MembershipFactory(body=group, person__last_name="Nowa", starts_on=date(2023, 6, 2))
    found = context(client, group, "sklad/", on=text)
    assert found["asked"].on == date(2023, 6, 1)
    assert not found["asked"].problem
    places = found["composition"].parts[0].places
    assert ["Dawna" in place.holder.name for place in places] == [True]
    assert context(client, group, "sklad/")["asked"].is_today


@pytest.mark.parametrize(
    "text",
    [
        *("wczoraj", "2023-02-30", "9999-12-31", "99999999999-01-01", "-1", "0000-00-00"),
        *("<script>alert(1)</script>", "2023-06-01' OR 1=1", "\x00", "%00", "٢٠٢٣-٠٦-٠١"),
    ],
)
def test_an_unusable_day_is_said_and_today_is_shown(client, group, text):
    MembershipFactory(body=group)
    html = get(client, group, "sklad/", on=text)
    found = context(client, group, "sklad/", on=text)
    assert found["asked"].problem
    assert found["asked"].on == TODAY()
    assert long_date(TODAY()) in found["asked"].problem
    assert found["composition"].members_count == 1
    assert "<script>alert" not in html


def test_who_will_sit_is_not_told_before_they_do(client, group):
    MembershipFactory(body=group, future=True, person__last_name="Przyszła")
    day = (TODAY() + timedelta(days=60)).isoformat()
    assert "Przyszła" not in get(client, group, "sklad/", on=day)
    assert "Przyszła" not in get(client, group, "sklad/")


@pytest.mark.parametrize(
    "query", [{"on": ""}, {"strona": "x"}, {"strona": "9" * 30}, {"zmiany": "-1"}]
)
def test_empty_and_foolish_parameters_change_nothing(client, group, query):
    MembershipFactory(body=group)
    found = context(client, group, "sklad/", **query)
    assert not found["asked"].problem
    assert found["composition"].members_count == 1


def test_the_committees_address_shows_its_statutory_body(client, committee):
    tier = TierPageFactory(parent=committee)
    MembershipFactory(body=tier, person__last_name="Ustawowa")
    publish(committee, statutory_body=tier)
    assert "Ustawowa" in get(client, committee, "sklad/")
    assert "Ustawowa" in get(client, tier, "sklad/")


# Terms ------------------------------------------------------------------------------------------


def test_a_past_term_is_shown_as_an_archive(client, committee):
    past = TermFactory(committee=committee, past=True, ordinal=1)
    TermFactory(committee=committee, ordinal=2)
    MembershipFactory(body=committee, term=past, starts_on=None, person__last_name="Dawna")
    MembershipFactory(body=committee, person__last_name="Nowa")
    html = get(client, committee, "sklad/", kadencja=past.pk)
    found = context(client, committee, "sklad/", kadencja=past.pk)
    assert found["asked"].is_past_term
    assert found["asked"].on == past.ends_on
    assert "Dawna" in html
    assert "Nowa" not in html
    assert long_date(past.ends_on) in html
    assert f"kadencja={past.pk}" in get(client, committee, "sklad/")


@pytest.mark.parametrize("number", ["0", "x", "9" * 40, "-1", "1 OR 1=1", "\x00"])
def test_an_unknown_term_is_said(client, committee, number):
    assert context(client, committee, "sklad/", kadencja=number)["asked"].problem


def test_a_term_of_another_committee_or_to_come_is_unknown(client, committee):
    for term in (TermFactory(), TermFactory(committee=committee, future=True)):
        assert context(client, committee, "sklad/", kadencja=term.pk)["asked"].problem


def test_a_group_offers_the_terms_in_which_it_has_members(client, committee, group):
    term = TermFactory(committee=committee, past=True)
    TermFactory(committee=committee)
    MembershipFactory(body=group, term=term, starts_on=None)
    terms = context(client, group, "sklad/")["terms"]
    assert (terms.past, terms.current) == ([term], None)


def test_a_committee_between_terms_looks_right(client, committee):
    past = TermFactory(committee=committee, past=True)
    MembershipFactory(body=committee, term=past, starts_on=None, person__last_name="Dawna")
    html = get(client, committee, "sklad/")
    assert "Dawna" not in html.split("rkres-changes")[0].split("rkres-timeline")[0]
    assert f"kadencja={past.pk}" in html


# Changes ----------------------------------------------------------------------------------------


def test_changes_stand_below_and_are_cut_into_pages(client, committee, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 3
    seat = SeatFactory(body=committee, name="Wojewoda")
    MembershipFactory(
        body=committee,
        seat=seat,
        person=PersonFactory(first_name="Anna", last_name="Odeszła"),
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
    )
    MembershipFactory(
        body=committee,
        seat=seat,
        starts_on=date(2021, 1, 2),
        person=PersonFactory(first_name="Ewa", last_name="Weszła"),
    )
    for _number in range(2):
        MembershipFactory(body=committee, starts_on=date(2022, 1, 1))
    first = context(client, committee, "sklad/")["changes"]
    second = context(client, committee, "sklad/", zmiany=2)["changes"]
    assert (len(first.object_list), len(second.object_list)) == (3, 2)
    html = get(client, committee, "sklad/")
    assert "Anna Odeszła" in html


def test_pages_of_a_long_list_keep_the_day(client, group, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    for _number in range(3):
        MembershipFactory(body=group, starts_on=date(2020, 1, 1))
    html = get(client, group, "sklad/", on="2023-06-01")
    assert "?on=2023-06-01&amp;strona=2" in html
    second = context(client, group, "sklad/", on="2023-06-01", strona=2)
    assert len(second["composition"].parts[0].places) == 1


def test_a_body_that_publishes_nothing_has_no_composition(client, committee, group):
    MembershipFactory(body=group)
    publish(group, members_visibility=MembersVisibility.NOTHING)
    assert client.get(group.url + "sklad/").status_code == 404
    assert "sklad/" not in get(client, group)


# People -----------------------------------------------------------------------------------------


def test_a_person_who_consented_has_a_page(client, committee, group):
    person = PersonFactory(
        consenting=True, first_name="Anna", last_name="Zgoda", academic_title="dr", about="Pracuję"
    )
    past = {"starts_on": date(2015, 1, 1), "ends_on": date(2016, 1, 1)}
    MembershipFactory(body=group, person=person, **past)
    MembershipFactory(body=committee, person=person, role=Role.CHAIR, role_label="Przewodnicząca")
    html = get(client, committee, "osoby/anna-zgoda/")
    for text in ("dr\xa0Anna Zgoda", "Pracuję", "Przewodnicząca", group.title, committee.title):
        assert text.replace("\xa0", " ") in html.replace("\xa0", " ")
    profile = context(client, committee, "osoby/anna-zgoda/")["profile"]
    assert [sitting.body for sitting in profile.current] == [committee]
    assert [sitting.body for sitting in profile.past] == [group]
    assert f"{committee.url}osoby/anna-zgoda/" in get(client, committee)


def test_people_stand_in_polish_order_in_pages(client, committee, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    for last in ("Żuraw", "Łącka", "Lis"):
        MembershipFactory(body=committee, person=PersonFactory(consenting=True, last_name=last))
    first = context(client, committee, "osoby/")["people"]
    second = context(client, committee, "osoby/", strona=2)["people"]
    names = [profile.person.last_name for page in (first, second) for profile in page.object_list]
    assert names == ["Lis", "Łącka", "Żuraw"]


def test_a_committee_without_such_people_offers_no_link_and_an_empty_list(client, committee):
    MembershipFactory(body=committee)
    assert "osoby/" not in get(client, committee)
    assert context(client, committee, "osoby/")["people"].object_list == []


# The log and the search ---------------------------------------------------------------------------


def test_the_change_log(client, committee, site):
    publish(committee, contact_unit="Biuro Komitetu")
    html = get(client, committee, "historia-zmian/")
    assert html.count("Biuro Komitetu") >= 2
    assert long_date(TODAY()) in html


def test_a_committees_log_tells_the_changes_of_its_statutory_body(client, committee, tier):
    MembershipFactory(body=tier, person=PersonFactory(first_name="Anna", last_name="Ustawowa"))
    assert "Anna Ustawowa" not in get(client, committee, "historia-zmian/")
    publish(committee, statutory_body=tier)
    for page in (committee, tier):
        assert "Anna Ustawowa" in get(client, page, "historia-zmian/")


def test_search_has_an_address(client, committee):
    assert client.get(committee.url + "szukaj/").status_code == 200


def test_sections_in_polish_and_english(client, committee, settings):
    titles = set()
    for language in ("pl", "en"):
        with translation.override(language):
            titles.add(str(context(client, committee, "sklad/")["section"]))
    assert titles == {"composition"}


# Addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Skład", "Osoby", "Historia zmian", "Szukaj"])
def test_a_body_cannot_take_the_address_of_a_section(committee, title):
    from django.core.exceptions import ValidationError

    page = GroupPageFactory(parent=committee, title=title, slug="")
    assert page.slug not in {"sklad", "osoby", "historia-zmian", "szukaj"}
    page.slug = "sklad"
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert list(error.value.error_dict) == ["slug"]


# A former body ------------------------------------------------------------------------------------


def test_nobody_sits_in_a_body_after_its_last_day(client, committee):
    last = date(2020, 12, 31)
    group = GroupPageFactory(parent=committee, active_to=last)
    person = PersonFactory(consenting=True, first_name="Anna", last_name="Została")
    MembershipFactory(body=group, person=person, starts_on=date(2018, 1, 1))
    found = context(client, group, "sklad/", on="2023-01-01")
    assert found["asked"].on == found["composition"].on == last
    assert long_date(last) in found["asked"].problem
    profile = context(client, committee, "osoby/anna-zostala/")["profile"]
    assert [(each.is_current, each.member.until) for each in profile.sittings] == [(False, last)]
    usual = context(client, group, "sklad/")["asked"]
    assert (usual.is_last_day, usual.on) == (True, last)
    notice = gettext("Below is the composition on the last day of work, %(day)s.")
    assert notice % {"day": long_date(last)} in get(client, group, "sklad/")


def test_an_unclosed_term_is_over_when_the_next_one_runs(client, committee):
    first = TermFactory(committee=committee, ordinal=1, starts_on=date(2020, 1, 1), ends_on=None)
    second = TermFactory(committee=committee, ordinal=2, starts_on=date(2024, 1, 1), ends_on=None)
    terms = context(client, committee)["terms"]
    assert (terms.current, terms.past) == (second, [first])
    asked = context(client, committee, "sklad/", kadencja=first.pk)["asked"]
    assert (asked.on, asked.is_past_term) == (date(2023, 12, 31), True)
    asked = context(client, committee, "sklad/", kadencja=second.pk)["asked"]
    assert (asked.on, asked.is_past_term) == (TODAY(), False)


def test_a_profile_has_the_latest_first_whose_day_is_the_terms(client, committee, tier):
    person = PersonFactory(consenting=True, first_name="Anna", last_name="Nowak")
    term = TermFactory(committee=committee, starts_on=date(2025, 1, 1))
    MembershipFactory(body=tier, person=person, starts_on=None)
    MembershipFactory(body=tier, person=person, starts_on=date(2010, 1, 1))
    MembershipFactory(body=committee, person=person, term=term, starts_on=None)
    profile = context(client, committee, "osoby/anna-nowak/")["profile"]
    since = [sitting.member.since for sitting in profile.sittings]
    assert since == [date(2025, 1, 1), date(2010, 1, 1), None]


def test_the_weightiest_role_stands_first_in_a_profile(client, committee, tier):
    person = PersonFactory(consenting=True, first_name="Anna", last_name="Nowak")
    for role in (Role.MEMBER, Role.CHAIR, Role.SECRETARY):
        MembershipFactory(body=tier, person=person, role=role)
    MembershipFactory(body=committee, person=person)
    profile = context(client, committee, "osoby/anna-nowak/")["profile"]
    shown = [(sitting.body, sitting.member.role) for sitting in profile.current]
    roles = [(tier, role) for role in (Role.CHAIR, Role.SECRETARY, Role.MEMBER)]
    assert shown == [(committee, Role.MEMBER), *roles]


def test_a_past_day_without_rows_says_so(client, group):
    MembershipFactory(body=group)
    html = get(client, group, "sklad/", on="1999-01-01")
    assert gettext("no data") in html
    assert gettext("We have no data on the composition on that day. Choose another one.") in html
