"""Verbs of the register: end, replace, change of role, several seats."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.log_actions import registry

from rkres_wagtail.bodies import services
from rkres_wagtail.bodies.choices import EndReason, Role
from rkres_wagtail.bodies.models import Membership, Seat
from rkres_wagtail.bodies.presentation.composition import composition
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = timedelta(days=1)
ELECTION = date(2024, 3, 12)


@pytest.fixture
def user(admin_user):
    return admin_user


@pytest.fixture
def member(committee):
    return make.MembershipFactory(body=committee, starts_on=date(2023, 5, 30))


def actions(instance) -> list[str]:
    return [entry.action for entry in registry.get_logs_for_instance(instance)]


def test_end(member, user):
    services.end_membership(member, on=ELECTION, reason=EndReason.CONVICTION, user=user)
    member.refresh_from_db()
    assert (member.ends_on, member.end_reason) == (ELECTION, EndReason.CONVICTION)
    (entry,) = registry.get_logs_for_instance(member)
    assert entry.action == "rkres_wagtail.end_membership"
    assert entry.user == user
    assert "conviction" not in str(entry.data)


def test_end_before_start_changes_nothing(member, user):
    with pytest.raises(ValidationError) as caught:
        services.end_membership(member, on=member.starts_on - DAY, user=user)
    assert "ends_on" in caught.value.error_dict
    member.refresh_from_db()
    assert member.ends_on is None
    assert actions(member) == []


def test_second_end_is_refused(member, user):
    """Two secretaries opened the same row; the second one overwrites nothing."""
    stale = Membership.objects.get(pk=member.pk)
    services.end_membership(member, on=ELECTION, user=user)
    with pytest.raises(services.AlreadyDone):
        services.end_membership(stale, on=ELECTION + DAY, user=user)
    member.refresh_from_db()
    assert member.ends_on == ELECTION


def test_deleted_meanwhile(member, user):
    stale = Membership.objects.get(pk=member.pk)
    member.delete()
    with pytest.raises(services.AlreadyDone):
        services.end_membership(stale, on=ELECTION, user=user)


def test_replace(committee, member, user):
    seat = make.SeatFactory(body=committee)
    sector = make.SectorFactory(committee=committee)
    member.seat, member.sector, member.role = seat, sector, Role.CHAIR
    member.save()
    new = services.replace_holder(
        member,
        person=make.PersonFactory(),
        starts_on=ELECTION,
        reason=EndReason.REPRESENTED,
        user=user,
    )
    member.refresh_from_db()
    assert member.ends_on == ELECTION - DAY
    assert member.end_reason == EndReason.REPRESENTED
    assert (new.seat, new.sector, new.organisation) == (seat, sector, member.organisation)
    assert (new.starts_on, new.ends_on, new.role) == (ELECTION, None, Role.MEMBER)
    assert new.end_reason == new.office_note == ""
    assert actions(new) == ["rkres_wagtail.replace_holder"]


def test_replace_is_all_or_nothing(committee, member, user):
    with pytest.raises(ValidationError):
        services.replace_holder(
            member, person=None, organisation=None, starts_on=ELECTION, user=user
        )
    member.refresh_from_db()
    assert member.ends_on is None
    assert Membership.objects.count() == 1


def test_successor_starts_on_the_day_after(member):
    member.ends_on = ELECTION
    assert services.successor_of(member).starts_on == ELECTION + DAY


def test_change_of_role_keeps_the_history(committee, member, user):
    member.seat = make.SeatFactory(body=committee)
    member.save()
    deputy = make.MembershipFactory(body=committee, deputy_for=member)
    earlier = make.MembershipFactory(
        body=committee, deputy_for=member, starts_on=date(2023, 5, 30), ends_on=date(2023, 9, 1)
    )
    new = services.change_role(
        member, role=Role.CHAIR, role_label="przewodnicząca", starts_on=ELECTION, user=user
    )
    member.refresh_from_db()
    assert (member.role, member.ends_on) == (Role.MEMBER, ELECTION - DAY)
    assert member.end_reason == EndReason.ROLE
    assert (new.role, new.role_label, new.starts_on, new.ends_on) == (
        Role.CHAIR,
        "przewodnicząca",
        ELECTION,
        None,
    )
    assert new.seat == member.seat and new.person == member.person
    deputy.refresh_from_db()
    earlier.refresh_from_db()
    assert (deputy.deputy_for, earlier.deputy_for) == (new, member)
    assert "rkres_wagtail.change_role" in actions(new)
    new.full_clean()
    member.full_clean()


@pytest.mark.parametrize("seated", [True, False])
def test_change_of_role_keeps_the_history_of_deputies(committee, member, user, seated):
    if seated:
        member.seat = make.SeatFactory(body=committee)
        member.save()
    deputy = make.MembershipFactory(
        body=committee, deputy_for=member, starts_on=date(2023, 5, 30), ends_on=date(2026, 5, 29)
    )
    new = services.change_role(member, role=Role.CHAIR, starts_on=ELECTION, user=user)
    deputy.refresh_from_db()
    assert (deputy.deputy_for, deputy.ends_on) == (member, ELECTION - DAY)
    assert deputy.end_reason == EndReason.ROLE
    (after,) = new.deputies.all()
    assert after.person == deputy.person
    assert (after.starts_on, after.ends_on, after.end_reason) == (ELECTION, date(2026, 5, 29), "")
    after.full_clean()
    shown = {
        (place.holder.name, name.name)
        for part in composition(committee, on=date(2023, 9, 1)).parts
        for place in part.places
        for name in place.deputies
    }
    assert shown == {(member.person.full_name, deputy.person.full_name)}


def test_change_of_role_keeps_a_planned_end(member, user):
    member.ends_on = date(2026, 5, 29)
    member.save()
    new = services.change_role(member, role=Role.SECRETARY, starts_on=ELECTION, user=user)
    assert new.ends_on == date(2026, 5, 29)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": Role.MEMBER, "starts_on": ELECTION}, "role"),
        ({"role": Role.CHAIR, "starts_on": date(2023, 5, 30)}, "starts_on"),
        ({"role": Role.CHAIR, "starts_on": date(2023, 5, 1)}, "starts_on"),
        ({"role": "king", "starts_on": ELECTION}, "role"),
    ],
)
def test_change_of_role_refused(member, user, values, field):
    with pytest.raises(ValidationError) as caught:
        services.change_role(member, **values, user=user)
    assert field in caught.value.error_dict
    member.refresh_from_db()
    assert member.ends_on is None
    assert Membership.objects.count() == 1


def test_change_of_role_after_the_end(member, user):
    services.end_membership(member, on=ELECTION - DAY, user=user)
    with pytest.raises(ValidationError):
        services.change_role(member, role=Role.CHAIR, starts_on=ELECTION, user=user)


def test_several_seats(committee, user):
    make_one = Seat(body=committee, name="przedstawiciel gmin", sort_order=3)
    seats = services.create_seats(make_one, count=3, user=user)
    assert [seat.sort_order for seat in seats] == [3, 4, 5]
    assert Seat.objects.filter(name="przedstawiciel gmin").count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_fill_one_seat_at_once(committee, user):
    """The second one waits and then meets the rule."""
    seat = make.SeatFactory(body=committee)
    ended = make.MembershipFactory(body=committee, seat=seat, ends_on=ELECTION)
    ended.starts_on = None
    ended.save()
    people = [make.PersonFactory(), make.PersonFactory()]
    outcomes = []

    def fill(person):
        try:
            services.replace_holder(ended, person=person, starts_on=ELECTION + DAY, user=user)
            outcomes.append("saved")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=fill, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "saved"]
    assert Membership.objects.filter(seat=seat, ends_on=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_name_the_same_new_person(committee, group, user):
    """The second one waits, and finds whom the first one added."""
    rows = [(2, {"first_name": "Łucja", "last_name": "Ćwik"})]

    def add(body):
        try:
            services.import_memberships(body=body, rows=rows, user=user)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=[body]) for body in (committee, group)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Membership.objects.count() == 2
    assert Membership.objects.values("person").distinct().count() == 1
