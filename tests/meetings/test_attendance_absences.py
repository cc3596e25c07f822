"""Absences in a row: what counts, what breaks a run, whose they are (art. 57(3)(4))."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rkres_wagtail.bodies.services import change_role
from rkres_wagtail.meetings.attendance import services
from rkres_wagtail.meetings.attendance.absences import alerts
from rkres_wagtail.meetings.attendance.tally import tally
from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import GroupPageFactory, MeetingPageFactory, MembershipFactory
from tests.factories.attendance import closed_sheet, open_sheet, record

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = date(2024, 3, 4)


@pytest.fixture
def series(listing):
    """Makes meetings a month apart with what one member did at each: ``series(one, "UEP")``."""
    letters = {
        "U": "unexcused", "E": "excused", "P": "present", "R": "remote", "S": "substitute",
    }  # fmt: skip
    count = iter(range(1000))

    def make(one, text: str, body=None):
        made = []
        for letter in text:
            day = DAY + timedelta(days=30 * next(count))
            fields = {"bodies": [body]} if body else {}
            page = MeetingPageFactory(parent=listing, starts_on=day, confirmed=True, **fields)
            made.append(page)
            if letter == "S":
                sheet = open_sheet(page, body)
                entry = services.Entry(one.pk, "substitute", substitute_name="Ktoś Inny")
                services.record(sheet=sheet, entries=[entry], user=None)
                services.fill_present(sheet=sheet, user=None)
                services.close_sheet(sheet=sheet, user=None)
            else:
                closed_sheet(page, {one: letters[letter]} if letter != "-" else {}, body)
        return made

    return make


def current(committee, one) -> int:
    """The run as the report says it; the alert says the same."""
    found = {
        each.membership.person_id: each.current
        for each in tally(committee, first=DAY, last=None).members
    }
    run = found.get(one.person_id, 0)
    told = {each.membership.person_id: each.count for each in alerts([committee])}
    assert told.get(one.person_id, 0) == (run if run >= 2 else 0)
    return run


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("U", 1), ("UU", 2), ("UUU", 3), ("UUUU", 4), ("UUP", 0), ("UPU", 1), ("URU", 1),
        ("USU", 1), ("UEU", 1), ("UUE", 0), ("EEE", 0), ("PUU", 2),
    ],
)  # fmt: skip
def test_only_absences_without_excuse_one_after_another_count(series, committee, text, run):
    one = MembershipFactory(body=committee, starts_on=DAY)
    series(one, text)
    assert current(committee, one) == run


def test_an_open_sheet_does_not_count(series, committee, listing):
    one = MembershipFactory(body=committee, starts_on=DAY)
    series(one, "U")
    sheet = open_sheet(MeetingPageFactory(parent=listing, past=True))
    record(sheet, {one: "unexcused"})
    assert current(committee, one) == 1
    services.close_sheet(sheet=sheet, user=None)
    assert current(committee, one) == 2


def test_a_meeting_cancelled_afterwards_does_not_count(series, committee):
    one = MembershipFactory(body=committee, starts_on=DAY)
    _first, last = series(one, "UU")
    assert current(committee, one) == 2
    cancel_meeting(last, user=None, reason="Nie odbyło się")
    assert current(committee, one) == 1


def test_a_new_role_is_the_same_member(series, committee):
    one = MembershipFactory(body=committee, starts_on=DAY)
    (first,) = series(one, "U")
    new = change_role(one, role="chair", starts_on=first.starts_on + timedelta(days=1), user=None)
    series(new, "U")
    assert current(committee, new) == 2
    assert alerts([committee])[0].membership.pk == new.pk


def test_meetings_between_two_memberships_are_nobodys(series, committee):
    one = MembershipFactory(body=committee, starts_on=DAY)
    other = MembershipFactory(body=committee, starts_on=DAY)
    (first,) = series(one, "U")
    one.ends_on = first.starts_on
    one.save()
    (between,) = series(other, "P")
    again = MembershipFactory(
        body=committee, person=one.person, starts_on=between.starts_on + timedelta(days=1)
    )
    series(again, "U")
    assert current(committee, again) == 2


def test_who_left_is_not_told_of(series, committee):
    one = MembershipFactory(body=committee, starts_on=DAY)
    pages = series(one, "UUU")
    assert len(alerts([committee])) == 1
    one.ends_on = pages[-1].starts_on
    one.save()
    assert alerts([committee]) == []


def test_each_body_counts_for_itself(series, committee):
    group = GroupPageFactory(parent=committee)
    one = MembershipFactory(body=committee, starts_on=DAY)
    two = MembershipFactory(body=group, person=one.person, starts_on=DAY)
    series(one, "U")
    series(two, "U", group)
    assert alerts([committee, group]) == []
    series(two, "U", group)
    (alert,) = alerts([committee, group])
    assert (alert.body.pk, alert.count) == (group.pk, 2)
    assert alerts([committee]) == []


def test_an_institution_without_a_person_is_a_member(series, committee):
    one = MembershipFactory(body=committee, person=None, starts_on=DAY)
    series(one, "UUU")
    (alert,) = alerts([committee])
    assert alert.name == one.organisation.name and alert.is_last
    assert [day.month for day in alert.days] == [3, 4, 5]


def test_several_meetings_on_one_day_stand_as_their_hours(listing, committee):
    from datetime import time

    one = MembershipFactory(body=committee, starts_on=DAY)
    late = MeetingPageFactory(parent=listing, starts_on=DAY, starts_time=time(15), ends_time=None)
    early = MeetingPageFactory(parent=listing, starts_on=DAY, starts_time=time(9), ends_time=None)
    closed_sheet(late, {one: "present"})
    closed_sheet(early, {one: "unexcused"})
    assert current(committee, one) == 0


def test_queries_do_not_grow(
    series, committee, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as few:
            alerts([committee])
        return len(few)

    one = MembershipFactory(body=committee, starts_on=DAY)
    series(one, "UU")
    before = count()
    others = [MembershipFactory(body=committee, starts_on=DAY) for _ in range(5)]
    for each in others:
        series(each, "UU")
    series(one, "UU")
    assert count() == before
