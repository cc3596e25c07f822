"""Composition of a body on a day (requirements 15–21)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import Locale

from rkres_wagtail.bodies.choices import MembersVisibility, Role
from rkres_wagtail.bodies.presentation.composition import composition
from tests.factories import (
    GroupPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2023, 6, 1)


@pytest.fixture(autouse=True)
def _polish():
    with translation.override("pl"):
        yield


def on(body, day=None, **kwargs):
    return composition(body, on=day or timezone.localdate(), **kwargs)


def names(result) -> list[str]:
    places = [place for part in result.parts for place in part.places]
    return [place.holder.name for place in places if place.holder]


def person(first, last, **kwargs):
    return PersonFactory(first_name=first, last_name=last, **kwargs)


def test_a_body_without_members_has_an_empty_composition(group):
    result = on(group)
    assert not result
    assert result.members_count == 0
    assert result.parts == []


def test_first_and_last_day_belong_to_a_membership(group):
    MembershipFactory(body=group, starts_on=date(2023, 6, 1), ends_on=date(2023, 6, 30))
    found = [
        on(group, day).members_count
        for day in (date(2023, 5, 31), date(2023, 6, 1), date(2023, 6, 30), date(2023, 7, 1))
    ]
    assert found == [0, 1, 1, 0]


def test_a_row_without_dates_takes_those_of_its_term(committee):
    term = TermFactory(committee=committee, starts_on=date(2020, 1, 1), ends_on=date(2022, 12, 31))
    MembershipFactory(body=committee, term=term, starts_on=None)
    assert on(committee, date(2019, 12, 31)).members_count == 0
    assert on(committee, date(2020, 1, 1)).members_count == 1
    assert on(committee, date(2022, 12, 31)).members_count == 1
    assert on(committee, date(2023, 1, 1)).members_count == 0


def test_sectors_stand_in_their_order_and_those_without_any_last(committee):
    second = SectorFactory(committee=committee, name="Drugi", sort_order=2)
    first = SectorFactory(committee=committee, name="Pierwszy", sort_order=1)
    MembershipFactory(body=committee)
    MembershipFactory(body=committee, sector=second)
    MembershipFactory(body=committee, sector=first)
    MembershipFactory(body=committee, sector=first)
    result = on(committee)
    assert [(part.name, part.members_count) for part in result.parts] == [
        ("Pierwszy", 2),
        ("Drugi", 1),
        ("", 1),
    ]
    assert result.has_sectors


def test_two_sectors_of_one_name_stay_two(committee):
    for order in (1, 2):
        sector = SectorFactory(committee=committee, name="Inne", sort_order=order)
        MembershipFactory(body=committee, sector=sector)
    assert [len(part.places) for part in on(committee).parts] == [1, 1]


@pytest.mark.parametrize("with_seats", [False, True])
def test_the_chair_first_then_the_editors_order_then_the_polish_alphabet(group, with_seats):
    if with_seats:
        # Somewhere else in the order, so that the list is read whole.
        SeatFactory(body=group, sort_order=99)
    for last in ("Zając", "Żuraw", "Łącka", "Lis", "Źrebak"):
        MembershipFactory(body=group, person=person("Ewa", last))
    MembershipFactory(body=group, person=person("Jan", "Zyga"), role=Role.SECRETARY)
    MembershipFactory(body=group, person=person("Jan", "Żak"), role=Role.CHAIR)
    MembershipFactory(body=group, person=person("Jan", "Aab"), sort_order=5)
    assert [name.split()[-1] for name in names(on(group))] == [
        *("Żak", "Zyga", "Lis", "Łącka", "Zając", "Źrebak", "Żuraw", "Aab")
    ]


def test_officers_are_found_in_the_order_of_roles(group):
    MembershipFactory(body=group, role=Role.SECRETARY)
    MembershipFactory(body=group, role=Role.VICE_CHAIR)
    MembershipFactory(body=group, role=Role.CHAIR)
    MembershipFactory(body=group)
    roles = [member.role for member in on(group).officers]
    assert roles == [Role.CHAIR, Role.VICE_CHAIR, Role.SECRETARY]


def test_role_names_are_the_rows_own_then_the_committees_then_ours(committee):
    committee.role_labels = [("role", {"role": "chair", "label": "Przewodniczący/a Rady"})]
    rows = [
        MembershipFactory(body=committee, role=Role.CHAIR, role_label="Przewodnicząca"),
        MembershipFactory(body=committee, role=Role.CHAIR),
        MembershipFactory(body=committee, role=Role.SECRETARY),
    ]
    places = on(committee, committee=committee).parts[0].places
    labels = {place.holder.name: place.holder.role_label for place in places}
    assert [labels[row.person.full_name] for row in rows[:2]] == [
        "Przewodnicząca",
        "Przewodniczący/a Rady",
    ]
    assert labels[rows[2].person.full_name] == str(Role.SECRETARY.label)


def test_organisation_post_and_represented_body(group):
    own, other = OrganisationFactory(name="Spółdzielnia"), OrganisationFactory(name="Rada")
    MembershipFactory(body=group, position="prezeska", organisation=own, represents=other)
    member = on(group).parts[0].places[0].holder
    assert (member.position, member.organisation, member.represents) == (
        "prezeska",
        "Spółdzielnia",
        "Rada",
    )


def test_an_institution_sits_without_naming_a_person(group):
    MembershipFactory(body=group, person=None, organisation=OrganisationFactory(name="Wojewoda"))
    member = on(group).parts[0].places[0].holder
    assert (member.name, member.organisation, member.is_institution) == ("Wojewoda", "", True)


def test_only_those_who_consented_have_an_address(group):
    MembershipFactory(body=group, person=person("Anna", "Zgoda", consenting=True))
    MembershipFactory(body=group, person=person("Adam", "Cichy"))
    places = on(group).parts[0].places
    assert [place.holder.slug for place in places] == ["", "anna-zgoda"]


# Seats ------------------------------------------------------------------------------------------


def test_a_seat_is_held_or_vacant(committee):
    institution = OrganisationFactory(name="Urząd Marszałkowski")
    held = SeatFactory(body=committee, name="Marszałek", institution=institution, sort_order=1)
    SeatFactory(body=committee, name="Wojewoda", sort_order=2)
    MembershipFactory(body=committee, seat=held, person=person("Jan", "Zyga"))
    result = on(committee)
    first, second = result.parts[0].places
    assert (first.label, first.institution, first.holder.name) == (
        "Marszałek",
        "Urząd Marszałkowski",
        "Jan Zyga",
    )
    assert (second.label, second.is_vacant) == ("Wojewoda", True)
    assert (result.members_count, result.vacant_count, result.seats_count) == (1, 1, 2)


def test_a_seat_changes_its_holder(committee):
    seat = SeatFactory(body=committee)
    before, after = person("Anna", "Stara"), person("Ewa", "Nowa")
    MembershipFactory(body=committee, seat=seat, person=before, ends_on=DAY)
    MembershipFactory(body=committee, seat=seat, person=after, starts_on=DAY + timedelta(days=9))
    seat.memberships.filter(person=before).update(starts_on=DAY - timedelta(days=9))
    assert names(on(committee, DAY)) == ["Anna Stara"]
    assert on(committee, DAY + timedelta(days=5)).vacant_count == 1
    assert names(on(committee, DAY + timedelta(days=9))) == ["Ewa Nowa"]


def test_seats_of_another_term_are_left_out(committee):
    past = TermFactory(committee=committee, past=True)
    SeatFactory(body=committee, term=past)
    SeatFactory(body=committee, term=TermFactory(committee=committee))
    SeatFactory(body=committee, term=None)
    assert on(committee).seats_count == 2
    assert on(committee, past.ends_on).seats_count == 2
    assert on(committee, past.ends_on + timedelta(days=1)).seats_count == 1


def test_the_sector_of_a_seat_counts_where_the_row_names_none(committee):
    sector = SectorFactory(committee=committee, name="Samorząd")
    seat = SeatFactory(body=committee, sector=sector)
    MembershipFactory(body=committee, seat=seat)
    assert [part.name for part in on(committee).parts] == ["Samorząd"]


def test_members_without_a_seat_stand_beside_seats(committee):
    MembershipFactory(body=committee, seat=SeatFactory(body=committee))
    MembershipFactory(body=committee)
    result = on(committee)
    assert [place.is_seat for place in result.parts[0].places] == [True, False]
    assert result.members_count == 2


def test_two_holders_of_one_seat_are_both_shown(committee):
    seat = SeatFactory(body=committee)
    MembershipFactory(body=committee, seat=seat)
    MembershipFactory(body=committee, seat=seat)
    assert on(committee).members_count == len(names(on(committee))) == 2


# Deputies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_seats", [False, True])
def test_deputies_stand_with_their_member_and_are_not_counted(group, with_seats):
    if with_seats:
        SeatFactory(body=group)
    member = MembershipFactory(body=group)
    MembershipFactory(body=group, deputy_for=member, person=person("Adam", "Zastępca"))
    MembershipFactory(body=group, deputy_for=member, hidden=True)
    result = on(group)
    place = next(place for place in result.parts[0].places if place.holder)
    assert [deputy.name for deputy in place.deputies] == ["Adam Zastępca"]
    assert result.members_count == 1


def test_a_deputy_remains_when_the_member_has_left(committee):
    seat = SeatFactory(body=committee)
    member = MembershipFactory(body=committee, seat=seat, past=True)
    deputy = person("Adam", "Zastępca")
    MembershipFactory(body=committee, seat=seat, deputy_for=member, person=deputy)
    (place,) = on(committee).parts[0].places
    assert place.is_vacant
    assert [deputy.name for deputy in place.deputies] == ["Adam Zastępca"]


# What is not public -----------------------------------------------------------------------------


@pytest.mark.parametrize("with_seats", [False, True])
def test_a_member_who_is_not_public_is_only_counted(group, with_seats):
    if with_seats:
        SeatFactory(body=group)
    MembershipFactory(body=group, person=person("Anna", "Jawna"))
    MembershipFactory(body=group, hidden=True, role=Role.CHAIR, person=person("Adam", "Ukryty"))
    result = on(group)
    assert names(result) == ["Anna Jawna"]
    assert (result.members_count, result.hidden_count) == (2, 1)
    assert "Ukryty" not in repr(result)


def test_a_seat_held_by_somebody_not_public_is_taken_and_nameless(committee):
    seat = SeatFactory(body=committee, name="Wojewoda")
    held_by = person("Adam", "Ukryty")
    MembershipFactory(body=committee, seat=seat, hidden=True, person=held_by)
    result = on(committee)
    (place,) = result.parts[0].places
    assert (place.is_vacant, place.is_hidden, place.holder) == (False, True, None)
    assert "Ukryty" not in repr(result)


@pytest.mark.parametrize("with_seats", [False, True])
def test_numbers_only(group, with_seats):
    group.members_visibility = MembersVisibility.NUMBERS
    if with_seats:
        SeatFactory(body=group)
    MembershipFactory(body=group, person=person("Anna", "Jawna"))
    MembershipFactory(body=group, hidden=True)
    result = on(group)
    assert (result.members_count, result.vacant_count) == (2, int(with_seats))
    assert names(result) == []
    assert "Jawna" not in repr(result)


def test_nothing_costs_nothing(group, django_assert_num_queries):
    group.members_visibility = MembersVisibility.NOTHING
    MembershipFactory(body=group)
    with django_assert_num_queries(0):
        result = on(group)
    assert not result
    assert result.parts == []


def test_an_end_to_come_is_not_told(group):
    MembershipFactory(body=group, ends_on=timezone.localdate() + timedelta(days=9))
    assert on(group).parts[0].places[0].holder.until is None


# Long lists and other languages -----------------------------------------------------------------


def test_a_long_list_is_cut_in_the_database(group, django_assert_num_queries):
    sector = SectorFactory(committee=group.get_parent(), name="Samorząd")
    for _number in range(7):
        MembershipFactory(body=group, sector=sector)
    MembershipFactory(body=group, hidden=True)
    with django_assert_num_queries(7):
        first = on(group, per_page=5)
    second = on(group, per_page=5, page=2)
    assert [len(names(first)), len(names(second))] == [5, 2]
    assert not set(names(first)) & set(names(second))
    assert first.members_count == second.members_count == 8
    assert [part.members_count for part in first.parts] == [7, 1]
    assert on(group, per_page=5, page="99").page.number == 2
    assert on(group, per_page=5, page="x").page.number == 1
    assert on(group, per_page=50).page is None


def test_totals_are_those_of_the_rows(committee):
    sector = SectorFactory(committee=committee)
    for number in range(4):
        seat = SeatFactory(body=committee, sector=sector if number % 2 else None)
        if number:
            MembershipFactory(body=committee, seat=seat)
    result = on(committee)
    places = [place for part in result.parts for place in part.places]
    assert result.members_count == sum(place.holder is not None for place in places) == 3
    assert result.vacant_count == sum(place.is_vacant for place in places) == 1
    assert result.members_count + result.vacant_count == result.seats_count


def test_a_translated_committee_has_the_same_members(committee):
    MembershipFactory(body=committee, person=person("Anna", "Nowak"))
    SeatFactory(body=committee)
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = committee.copy_for_translation(english, copy_parents=True)
    assert names(on(translated)) == ["Anna Nowak"]
    assert on(translated).vacant_count == 1


def test_another_body_has_its_own(committee, group):
    MembershipFactory(body=GroupPageFactory(parent=committee))
    assert on(group).members_count == 0


def test_a_page_of_a_long_list_shows_no_sector_without_anybody_on_it(group):
    committee = group.get_parent()
    first, second, third = (
        SectorFactory(committee=committee, name=name, sort_order=order)
        for order, name in enumerate(("Pierwszy", "Drugi", "Trzeci"))
    )
    for _number in range(3):
        MembershipFactory(body=group, sector=first)
    MembershipFactory(body=group, sector=second)
    MembershipFactory(body=group, sector=third, hidden=True)
    shown = [
        [part.name for part in on(group, per_page=2, page=number).shown_parts] for number in (1, 2)
    ]
    assert shown == [["Pierwszy"], ["Pierwszy", "Drugi", "Trzeci"]]
    assert [part.name for part in on(group).shown_parts] == ["Pierwszy", "Drugi", "Trzeci"]


# Deputies, vacant seats, days without a body ------------------------------------------------------


def deputy_names(result) -> set[str]:
    places = [place for part in result.parts for place in part.places]
    return {deputy.name for place in places for deputy in place.deputies}


@pytest.mark.parametrize("principal", ["past", "hidden"])
def test_a_deputy_is_listed_without_the_principal_seats_or_not(group, principal):
    member = MembershipFactory(body=group, **{principal: True})
    MembershipFactory(body=group)
    deputy = person("Adam", "Zastępca")
    MembershipFactory(body=group, deputy_for=member, person=deputy)
    MembershipFactory(body=group, deputy_for=member, hidden=True)
    assert deputy_names(on(group)) == {"Adam Zastępca"}
    pages = [on(group, per_page=1, page=number) for number in (1, 2)]
    assert [len(deputy_names(page)) + len(names(page)) for page in pages] == [1, 1]
    assert pages[0].page.paginator.num_pages == 2
    SeatFactory(body=group)
    assert deputy_names(on(group)) == {"Adam Zastępca"}


def test_vacant_seats_of_one_name_are_one_row(committee):
    for number, name in enumerate(("Samorząd", "Samorząd", "Wojewoda", "Samorząd", "Samorząd")):
        SeatFactory(body=committee, name=name, sort_order=number)
    result = on(committee)
    rows = [(place.label, place.count) for place in result.parts[0].places]
    assert rows == [("Samorząd", 2), ("Wojewoda", 1), ("Samorząd", 2)]
    assert result.vacant_count == result.seats_count == 5


def test_seats_that_are_held_or_have_a_deputy_are_not_folded(committee):
    first, second, _third = (SeatFactory(body=committee, name="Samorząd") for _n in range(3))
    MembershipFactory(body=committee, seat=first)
    left = MembershipFactory(body=committee, seat=second, past=True)
    MembershipFactory(body=committee, seat=second, deputy_for=left)
    assert [place.count for place in on(committee).parts[0].places] == [1, 1, 1]


def test_a_body_has_no_composition_before_its_first_and_after_its_last_day(group):
    SeatFactory(body=group)
    MembershipFactory(body=group, starts_on=None)
    group.active_from, group.active_to = date(2015, 3, 17), date(2020, 12, 31)
    for day in (date(2015, 3, 16), date(2021, 1, 1)):
        assert not on(group, day)
        assert (on(group, day).vacant_count, on(group, day).members_count) == (0, 0)
    for day in (date(2015, 3, 17), date(2020, 12, 31)):
        assert on(group, day).members_count == 1
