"""Rules of the register of members: what is refused, what only earns a warning."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import swapper
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from wagtail.models import Locale

from rkres_wagtail.bodies import cautions
from rkres_wagtail.bodies.choices import EndReason, Role
from rkres_wagtail.bodies.models import Membership, Seat, Term
from rkres_wagtail.bodies.rules import canonical_body, overlap
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def build(body, **values) -> Membership:
    values.setdefault("person", make.PersonFactory())
    return Membership(body=body, **values)


def errors_of(instance) -> dict:
    with pytest.raises(ValidationError) as caught:
        instance.full_clean()
    return caught.value.message_dict


def warnings_of(membership, **kwargs) -> str:
    membership.full_clean()
    membership.save()
    return " | ".join(cautions.membership_warnings(membership, **kwargs))


# Refused --------------------------------------------------------------------------------------


def test_a_page_that_is_no_body(committee, site_root):
    assert "Choose a committee" in errors_of(build(site_root))["body"][0]
    assert "Choose a committee" in errors_of(Seat(body=site_root))["body"][0]


def test_nobody_and_nothing(committee):
    assert "person" in errors_of(build(committee, person=None))
    build(committee, person=None, organisation=make.OrganisationFactory()).full_clean()


def test_end_before_start(committee):
    row = build(committee, starts_on=date(2023, 5, 2), ends_on=date(2023, 5, 1))
    assert "ends_on" in errors_of(row)
    build(committee, starts_on=date(2023, 5, 1), ends_on=date(2023, 5, 1)).full_clean()


def test_dates_are_compared_with_those_of_the_term(committee):
    term = make.TermFactory(committee=committee, past=True)
    assert "starts_on" in errors_of(build(committee, term=term, starts_on=term.ends_on + DAY))
    assert "ends_on" in errors_of(build(committee, term=term, ends_on=term.starts_on - DAY))


def test_term_and_sector_of_another_committee(committee):
    row = build(committee, term=make.TermFactory(), sector=make.SectorFactory())
    assert set(errors_of(row)) == {"term", "sector"}


def test_term_and_sector_of_the_committee_above(committee, group):
    term = make.TermFactory(committee=committee)
    build(group, term=term, sector=make.SectorFactory(committee=committee)).full_clean()


def test_seat_of_another_body(committee, group):
    assert "seat" in errors_of(build(group, seat=make.SeatFactory(body=committee)))


def test_two_holders_of_one_seat(committee):
    seat = make.SeatFactory(body=committee)
    first = make.MembershipFactory(
        body=committee, seat=seat, starts_on=date(2023, 1, 1), ends_on=date(2023, 6, 30)
    )
    taken = build(committee, seat=seat, starts_on=date(2023, 6, 30))
    assert first.holder_name in errors_of(taken)["seat"][0]
    build(committee, seat=seat, starts_on=date(2023, 7, 1)).full_clean()
    build(committee, seat=seat, ends_on=date(2022, 12, 31)).full_clean()
    first.full_clean()


def test_two_holders_of_one_seat_by_the_dates_of_their_terms(committee):
    seat = make.SeatFactory(body=committee)
    old = make.TermFactory(committee=committee, past=True)
    now = make.TermFactory(committee=committee)
    make.MembershipFactory(body=committee, seat=seat, term=old, starts_on=None)
    build(committee, seat=seat, term=now).full_clean()
    assert "seat" in errors_of(build(committee, seat=seat, term=old))


def test_a_deputy_takes_no_seat(committee):
    seat = make.SeatFactory(body=committee)
    member = make.MembershipFactory(body=committee, seat=seat)
    deputy = make.MembershipFactory(body=committee, seat=seat, deputy_for=member)
    member.full_clean()
    deputy.full_clean()


def test_deputies(committee, group):
    member = make.MembershipFactory(body=committee)
    deputy = make.MembershipFactory(body=committee, deputy_for=member)
    member.deputy_for = member
    assert "themselves" in errors_of(member)["deputy_for"][0]
    member.refresh_from_db()
    twin = build(committee, person=member.person, deputy_for=member)
    assert "themselves" in errors_of(twin)["deputy_for"][0]
    assert "another body" in errors_of(build(group, deputy_for=member))["deputy_for"][0]
    assert "cannot have" in errors_of(build(committee, deputy_for=deputy))["deputy_for"][0]
    other = make.MembershipFactory(body=committee)
    member.deputy_for = other
    assert "has deputies" in errors_of(member)["deputy_for"][0]


def test_what_others_hang_on_stays_where_it_is(committee, tier):
    seat = make.SeatFactory(body=committee)
    make.MembershipFactory(body=committee, seat=seat)
    member = make.MembershipFactory(body=committee)
    make.MembershipFactory(body=committee, deputy_for=member)
    for one in (seat, member):
        one.full_clean()
        one.body = tier
        assert "body" in errors_of(one)


def test_an_empty_seat_may_change_its_body(committee, tier):
    seat = make.SeatFactory(body=committee)
    seat.body = tier
    seat.full_clean()


@pytest.mark.parametrize("kind", ["member", "seat", "act"])
def test_a_term_in_use_stays_with_its_committee(committee, kind):
    term, other = make.TermFactory(committee=committee), make.CommitteePageFactory()
    factories = {"member": make.MembershipFactory, "seat": make.SeatFactory}
    factory = factories.get(kind, make.LegalActFactory)
    row = factory(body=committee, term=term)
    term.full_clean()
    term.committee = other
    assert "committee" in errors_of(term)
    row.delete()
    term.full_clean()


def test_a_sector_in_use_stays_with_its_committee(committee):
    sector = make.SectorFactory(committee=committee)
    make.SeatFactory(body=committee, sector=sector)
    sector.committee = make.CommitteePageFactory()
    assert "committee" in errors_of(sector)


def test_an_act_takes_no_term_of_another_committee(committee):
    act = make.LegalActFactory(body=committee, term=make.TermFactory(committee=committee))
    act.full_clean()
    act.term = make.TermFactory()
    assert "term" in errors_of(act)


def test_a_public_page_needs_the_day_of_consent():
    person = make.PersonFactory(has_public_profile=True)
    assert set(errors_of(person)) == {"consented_on"}
    make.PersonFactory(consenting=True).full_clean()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(9999, 12, 31)])
@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_days_that_nobody_means(committee, field, day):
    assert field in errors_of(build(committee, **{field: day}))


def test_days_out_of_range_stay_out_of_migrations():
    assert "validators" not in Membership._meta.get_field("starts_on").deconstruct()[3]


@pytest.mark.parametrize(("starts_on", "years"), [("9999-01-01", 3), ("2020-01-01", 9000)])
def test_the_usual_end_of_a_term_beyond_all_years(committee, starts_on, years):
    type(committee).objects.filter(pk=committee.pk).update(term_years=years)
    term = Term(committee_id=committee.pk, starts_on=date.fromisoformat(starts_on))
    if years == 3:
        assert "starts_on" in errors_of(term)
    else:
        term.full_clean()
        assert term.ends_on is None


def test_the_length_of_a_term_has_a_limit(committee):
    committee.term_years = 9000
    assert "term_years" in errors_of(committee)
    committee.term_years = 50
    committee.full_clean()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((1, 10), (10, 20), True),
        ((1, 10), (11, 20), False),
        ((1, None), (300, None), True),
        ((None, 10), (11, None), False),
        ((None, None), (5, 6), True),
        ((None, 10), (None, 3), True),
    ],
)
def test_overlap(one, other, expected):
    def row(starts, ends):
        days = [day and date(2023, 1, 1) + day * DAY for day in (starts, ends)]
        return Membership(starts_on=days[0], ends_on=days[1])

    assert overlap(row(*one), row(*other)) is expected
    assert overlap(row(*other), row(*one)) is expected


# The canonical page ----------------------------------------------------------------------------


def test_facts_point_at_the_page_in_the_default_language(committee):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = committee.copy_for_translation(english, copy_parents=True, alias=False)
    translated.save_revision().publish()
    row = build(translated, seat=make.SeatFactory(body=committee))
    row.full_clean()
    assert row.body_id == committee.pk
    seat = Seat(body=translated)
    seat.full_clean()
    assert seat.body_id == committee.pk


def test_facts_point_at_the_original_of_an_alias(committee, site_root):
    alias = committee.create_alias(parent=site_root, update_slug="kopia")
    row = build(alias)
    row.full_clean()
    assert row.body_id == committee.pk


def test_a_body_without_a_default_page_stands_for_itself(committee):
    english = Locale.objects.get_or_create(language_code="en")[0]
    Page = swapper.load_model("wagtailcore", "Page")
    page = Page.objects.get(pk=committee.pk)
    page.locale = english
    assert canonical_body(page) == page


# Warnings --------------------------------------------------------------------------------------


def test_nothing_to_warn_about(committee):
    assert warnings_of(build(committee, starts_on=date(2020, 1, 1))) == ""


def test_before_the_body_began_its_work(committee, group):
    group.active_from = date(2024, 1, 15)
    group.save()
    assert "began its work" in warnings_of(build(group, starts_on=date(2024, 1, 14)))
    assert warnings_of(build(group, starts_on=date(2024, 1, 15))) == ""
    term = make.TermFactory(committee=committee, starts_on=date(2023, 5, 30))
    assert "began its work" in warnings_of(build(group, term=term))


def test_two_chairs_at_once(committee):
    chair = make.MembershipFactory(body=committee, chair=True, starts_on=date(2020, 1, 1))
    second = build(committee, role=Role.CHAIR, starts_on=date(2021, 1, 1))
    assert chair.holder_name in warnings_of(second)
    chair.ends_on = date(2020, 12, 31)
    chair.save()
    assert warnings_of(second) == ""
    vice = [build(committee, role=Role.VICE_CHAIR) for _ in range(2)]
    assert [warnings_of(row) for row in vice] == ["", ""]


def test_the_same_person_twice(committee, group):
    person = make.PersonFactory()
    assert warnings_of(build(committee, person=person)) == ""
    assert warnings_of(build(group, person=person)) == ""
    assert "already sits" in warnings_of(build(committee, person=person))


def test_seats_of_the_committee(committee):
    committee.seats_min, committee.seats_max = 2, 3
    committee.save_revision().publish()
    texts = [warnings_of(build(committee, starts_on=date(2020, 1, 1))) for _ in range(4)]
    assert ["least is 2" in texts[0], texts[1], texts[2], "most is 3" in texts[3]] == [
        True,
        "",
        "",
        True,
    ]


def test_seats_belong_to_the_statutory_body(committee, tier):
    committee.seats_min = 5
    committee.statutory_body_id = tier.pk
    committee.save()
    assert warnings_of(build(committee)) == ""
    assert "least is 5" in warnings_of(build(tier))


def test_limits_of_a_sector(committee):
    sector = make.SectorFactory(committee=committee, seats_min=1, seats_max=1)
    other = make.SectorFactory(committee=committee, seats_max=0)
    seat = make.SeatFactory(body=committee, sector=sector)
    assert warnings_of(build(committee, seat=seat)) == ""
    text = warnings_of(build(committee, sector=sector))
    assert sector.name in text and "2 members now, the most is 1" in text
    assert other.name not in text


def test_whole_composition_names_sectors_without_members(committee):
    sector = make.SectorFactory(committee=committee, seats_min=1)
    assert cautions.composition_warnings(committee) == []
    make.MembershipFactory(body=committee)
    (text,) = cautions.composition_warnings(committee)
    assert sector.name in text


def test_deputies_are_not_counted(committee):
    committee.seats_max = 1
    committee.save()
    member = make.MembershipFactory(body=committee)
    assert warnings_of(build(committee, deputy_for=member, starts_on=member.starts_on)) == ""


def test_past_term_and_days_outside_of_it(committee):
    past = make.TermFactory(committee=committee, past=True)
    assert "ended on" in warnings_of(build(committee, term=past))
    term = make.TermFactory(committee=committee)
    assert "before its term" in warnings_of(
        build(committee, term=term, starts_on=term.starts_on - DAY)
    )
    assert "after its term" in warnings_of(build(committee, term=term, ends_on=term.ends_on + DAY))


def test_reason_without_a_last_day(committee):
    assert "no last day" in warnings_of(build(committee, end_reason=EndReason.REQUEST))
    today = timezone.localdate()
    assert warnings_of(build(committee, end_reason=EndReason.REQUEST, ends_on=today)) == ""


def test_member_of_a_former_body(committee):
    group = make.GroupPageFactory(parent=committee, former=True)
    assert "ended its work" in warnings_of(build(group))


def test_deputy_left_behind(committee):
    member = make.MembershipFactory(body=committee)
    deputy = make.MembershipFactory(body=committee, deputy_for=member)
    member.ends_on = timezone.localdate()
    assert deputy.holder_name in warnings_of(member)


def test_rows_of_history_say_nothing_about_today(committee):
    committee.seats_min = 5
    committee.save()
    make.MembershipFactory(body=committee)
    assert warnings_of(build(committee, starts_on=date(2015, 1, 1), ends_on=date(2016, 1, 1))) == ""
