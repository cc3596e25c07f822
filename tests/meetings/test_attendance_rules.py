"""Attendance: who stands on a sheet, what may be recorded, when it closes, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from wagtail.models import ModelLogEntry, PageLogEntry

from rkres_wagtail.bodies.choices import QuorumRule, Role
from rkres_wagtail.deletion import RecordsProtected, explain
from rkres_wagtail.meetings.attendance import services
from rkres_wagtail.meetings.attendance.cautions import membership_cautions, sheet_cautions
from rkres_wagtail.meetings.attendance.models import Attendance, AttendanceSheet, Presence
from rkres_wagtail.meetings.attendance.sheets import difference
from rkres_wagtail.meetings.attendance.summary import summaries
from rkres_wagtail.meetings.choices import DatePrecision
from rkres_wagtail.meetings.invitations.models import Invitation, Reply
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When, local_today
from tests.factories import GroupPageFactory, MembershipFactory
from tests.factories.attendance import closed_sheet, open_sheet, record, rows
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

ENTRY = services.Entry


@pytest.fixture
def held(meeting):
    return meeting(past=True, confirmed=True)


@pytest.fixture
def member(committee):
    def make(**fields):
        fields.setdefault("starts_on", date(2020, 1, 1))
        return MembershipFactory(body=committee, **fields)

    return make


def messages(call) -> str:
    with pytest.raises(ValidationError) as error:
        call()
    return " ".join(error.value.messages)


# Who stands on it ---------------------------------------------------------------------------------


def test_it_is_made_of_the_members_of_that_day(held, member):
    day = held.starts_on
    last = member(ends_on=day)
    first = member(starts_on=day)
    member(ends_on=day - timedelta(days=1))
    member(starts_on=day + timedelta(days=1))
    deputy = member(deputy_for=last)
    member(role=Role.OBSERVER)
    MembershipFactory(body=GroupPageFactory(parent=held.committee))
    sheet = open_sheet(held)
    assert set(rows(sheet)) == {last.pk, first.pk}
    assert set(rows(sheet).values()) == {""}
    assert deputy.pk not in rows(sheet)


def test_the_chair_first_then_as_ordered_then_by_the_alphabet(held, member):
    plain = member(person__last_name="Ćwik")
    other = member(person__last_name="Żak")
    early = member(person__last_name="Czapla")
    chair = member(chair=True, person__last_name="Żuraw")
    sheet = open_sheet(held)
    order = list(sheet.rows.values_list("membership_id", flat=True))
    assert order == [chair.pk, early.pk, plain.pk, other.pk]


def test_opening_twice_is_one_sheet_in_any_language(held, member):
    member()
    assert open_sheet(held).pk == open_sheet(held).pk
    assert AttendanceSheet.objects.count() == 1


@pytest.mark.parametrize("reply", Reply)
def test_a_reply_that_excuses_is_prefilled_and_no_other(held, member, reply):
    one = member()
    Invitation.objects.create(meeting=held, person=one.person, reply=reply)
    expected = Presence.EXCUSED if reply == Reply.EXCUSED else Presence.UNKNOWN
    assert rows(open_sheet(held)) == {one.pk: expected}


def test_an_excuse_speaks_for_both_seats_of_one_person(held, member):
    one = member()
    two = member(person=one.person)
    Invitation.objects.create(meeting_id=held.pk, person=one.person, reply=Reply.EXCUSED)
    assert rows(open_sheet(held)) == {one.pk: "excused", two.pk: "excused"}


def test_a_withdrawn_invitation_excuses_nobody(held, member):
    one = member()
    Invitation.objects.create(
        meeting=held, person=one.person, reply=Reply.EXCUSED, withdrawn_at=held.starts_at
    )
    assert rows(open_sheet(held)) == {one.pk: ""}


def test_a_reply_that_comes_later_fills_only_what_is_empty(held, member):
    one, two = member(), member()
    sheet = open_sheet(held)
    record(sheet, {two: Presence.PRESENT})
    for each in (one, two):
        Invitation.objects.create(meeting=held, person=each.person, reply=Reply.EXCUSED)
    services.refresh(sheet)
    assert rows(sheet) == {one.pk: Presence.EXCUSED, two.pk: Presence.PRESENT}


def test_members_come_and_go_while_it_is_open(held, member):
    stays, goes, noted = member(), member(), member()
    sheet = open_sheet(held)
    record(sheet, {noted: Presence.PRESENT})
    new = member()
    for each in (goes, noted):
        each.ends_on = held.starts_on - timedelta(days=1)
        each.save()
    found = difference(sheet, held.starts_on)
    assert [each.pk for each in found.new] == [new.pk]
    assert [row.membership_id for row in found.gone] == [goes.pk]
    assert [row.membership_id for row in found.flagged] == [noted.pk]
    services.refresh(sheet)
    assert set(rows(sheet)) == {stays.pk, noted.pk, new.pk}
    record(sheet, {stays: Presence.PRESENT, new: Presence.PRESENT})
    close = lambda: services.close_sheet(sheet=sheet, user=None)  # noqa: E731
    assert noted.holder_name in messages(close)
    record(sheet, {noted: Presence.UNKNOWN})
    close()
    assert set(rows(sheet)) == {stays.pk, new.pk}


def test_a_moved_meeting_takes_the_membership_of_its_new_day(meeting, member):
    planned = meeting(confirmed=True)
    day = planned.starts_on
    one = member(ends_on=day)
    two = member(starts_on=day + timedelta(days=1))
    sheet = open_sheet(planned)
    assert set(rows(sheet)) == {one.pk}
    later = When(DatePrecision.DAY, day + timedelta(days=1))
    move_meeting(planned, later, user=None, reason="Sala")
    services.refresh(sheet)
    assert set(rows(sheet)) == {two.pk}


@pytest.mark.parametrize("kind", ["month_only", "undated"])
def test_a_meeting_without_a_day_has_no_sheet(meeting, member, kind):
    member()
    page = meeting(**{kind: True})
    messages(lambda: open_sheet(page))
    assert not AttendanceSheet.objects.exists()


def test_a_cancelled_meeting_has_no_sheet(meeting, member):
    member()
    page = meeting(confirmed=True)
    cancel_meeting(page, user=None, reason="Choroba")
    messages(lambda: open_sheet(page))
    assert not AttendanceSheet.objects.exists()


def test_a_body_that_does_not_meet_has_no_sheet(held, member):
    group = GroupPageFactory(parent=held.committee, title="Zespół")
    assert "Zespół" in messages(lambda: open_sheet(held, group))


# What may be recorded -----------------------------------------------------------------------------


def test_a_stranger_is_refused_and_nothing_is_saved(held, member):
    one = member()
    stranger = MembershipFactory(body=GroupPageFactory(parent=held.committee))
    deputy = member(deputy_for=one)
    sheet = open_sheet(held)
    for other in (stranger, deputy):
        with pytest.raises(ValidationError) as error:
            record(sheet, {one: Presence.PRESENT, other: Presence.PRESENT})
        assert list(error.value.message_dict) == [f"presence-{other.pk}"]
    assert rows(sheet) == {one.pk: ""}


def test_a_member_whose_term_ended_that_day_counts_the_day_after_not(held, member):
    one = member(ends_on=held.starts_on)
    sheet = open_sheet(held)
    record(sheet, {one: Presence.PRESENT})
    one.ends_on = held.starts_on - timedelta(days=1)
    one.save()
    with pytest.raises(ValidationError) as error:
        record(sheet, {one: Presence.REMOTE})
    assert list(error.value.message_dict) == [f"presence-{one.pk}"]


@pytest.mark.parametrize("value", ["here", "PRESENT", "present "])
def test_an_unknown_answer_is_refused(held, member, value):
    one = member()
    sheet = open_sheet(held)
    with pytest.raises(ValidationError):
        record(sheet, {one: value})


def substitute_errors(sheet, **values) -> list[str]:
    try:
        services.record(sheet=sheet, entries=[ENTRY(**values)], user=None)
    except ValidationError as error:
        return sorted(error.message_dict)
    return []


def test_a_substitute_is_a_deputy_of_that_day_or_a_name_and_not_both(held, member):
    one, two = member(), member()
    own = member(deputy_for=one)
    other = member(deputy_for=two)
    past = member(deputy_for=one, ends_on=held.starts_on - timedelta(days=1))
    sheet = open_sheet(held)
    base = {"membership": one.pk, "presence": "substitute"}
    for wrong in (other, past, two, one):
        found = substitute_errors(sheet, **base, substitute=wrong.pk)
        assert found == [f"substitute-{one.pk}"], wrong
    assert substitute_errors(sheet, **base) == [f"substitute_name-{one.pk}"]
    assert substitute_errors(sheet, **base, substitute=own.pk, substitute_name="Kto inny") == [
        f"substitute_name-{one.pk}"
    ]
    present = {**base, "presence": "present", "substitute": own.pk}
    assert substitute_errors(sheet, **present) == [f"presence-{one.pk}"]
    assert substitute_errors(sheet, **base, substitute=10**9) == [f"substitute-{one.pk}"]
    assert rows(sheet)[one.pk] == ""
    assert substitute_errors(sheet, **base, substitute_name="  Kto Inny ") == []
    assert Attendance.objects.get(membership=one).substitute_name == "Kto Inny"
    assert substitute_errors(sheet, **base, substitute=own.pk) == []
    row = Attendance.objects.get(membership=one)
    assert (row.substitute, row.substitute_name) == (own, "")


def test_too_long_texts_are_refused_in_words(held, member):
    one = member()
    sheet = open_sheet(held)
    found = substitute_errors(
        sheet, membership=one.pk, presence="substitute", substitute_name="a" * 256, note="b" * 501
    )
    assert found == [f"note-{one.pk}", f"substitute_name-{one.pk}"]


# Closing ------------------------------------------------------------------------------------------


def test_closing_keeps_the_day_and_the_rule(held, member, committee):
    one, two = member(), member()
    committee.quorum_rule, committee.quorum_number = QuorumRule.NUMBER, 2
    committee.save()
    user = create_user()
    sheet = open_sheet(held)
    record(sheet, {one: Presence.PRESENT, two: Presence.UNEXCUSED}, guests="Jan\n\nEwa")
    sheet = services.close_sheet(sheet=sheet, user=user)
    assert (sheet.held_on, sheet.quorum_rule, sheet.quorum_number) == (held.starts_on, "number", 2)
    assert sheet.is_closed and sheet.closed_by == user
    committee.quorum_rule, committee.quorum_number = QuorumRule.NONE, None
    committee.save()
    member()
    (summary,) = summaries(held)
    assert (summary.members, summary.attended, summary.needed) == (2, 1, 2)
    assert summary.has_quorum is False
    assert summary.guests == ["Jan", "Ewa"]
    assert summary.present_names == [one.person.full_name]
    assert summary.unexcused_names == [two.person.full_name]
    assert services.refresh(sheet).rows.count() == 2


def test_it_closes_only_when_everybody_is_recorded(held, member):
    one, two = member(), member()
    sheet = open_sheet(held)
    record(sheet, {one: Presence.PRESENT})
    assert "1" in messages(lambda: services.close_sheet(sheet=sheet, user=None))
    assert services.fill_present(sheet=sheet, user=None) == 1
    assert rows(sheet)[two.pk] == Presence.PRESENT
    member()
    assert "1" in messages(lambda: services.close_sheet(sheet=sheet, user=None))
    sheet.refresh_from_db()
    assert not sheet.is_closed


def test_not_before_its_day(meeting, member):
    member()
    page = meeting(starts_on=local_today() + timedelta(days=1), confirmed=True)
    sheet = open_sheet(page)
    services.fill_present(sheet=sheet, user=None)
    messages(lambda: services.close_sheet(sheet=sheet, user=None))


def test_on_its_day_it_closes(meeting, member):
    member()
    page = meeting(
        starts_on=local_today(),
        date_precision=DatePrecision.DAY,
        starts_time=None,
        ends_time=None,
        confirmed=True,
    )
    sheet = open_sheet(page)
    services.fill_present(sheet=sheet, user=None)
    assert services.close_sheet(sheet=sheet, user=None).held_on == local_today()


def test_closed_twice_is_refused_and_changes_nothing(held, member):
    one = member()
    first = closed_sheet(held, {one: Presence.EXCUSED})
    closed_at = first.closed_at
    user = create_user()
    stale = AttendanceSheet.objects.get(pk=first.pk)
    stale.closed_at = None
    for sheet in (first, stale):
        messages(lambda sheet=sheet: services.close_sheet(sheet=sheet, user=user))
    messages(lambda: record(stale, {one: Presence.PRESENT}))
    first.refresh_from_db()
    assert (first.closed_at, first.closed_by) == (closed_at, None)
    assert rows(first) == {one.pk: Presence.EXCUSED}
    assert PageLogEntry.objects.filter(action="rkres_wagtail.attendance_close").count() == 1


def test_the_second_of_two_at_once_is_refused(held, member, monkeypatch):
    """Where the database locks no row, the last step lets only one through."""
    member()
    sheet = open_sheet(held)
    services.fill_present(sheet=sheet, user=None)
    really = services._refuse_incomplete

    def meanwhile(*args):
        monkeypatch.setattr(services, "_refuse_incomplete", really)
        services.close_sheet(sheet=sheet, user=None)
        return really(*args)

    monkeypatch.setattr(services, "_refuse_incomplete", meanwhile)
    messages(lambda: services.close_sheet(sheet=sheet, user=None))


def test_nobody_is_never_a_quorum(held, committee):
    committee.quorum_rule = QuorumRule.HALF
    committee.save()
    closed_sheet(held, {})
    (summary,) = summaries(held)
    assert (summary.members, summary.has_quorum) == (0, False)


# Opening again ------------------------------------------------------------------------------------


def test_it_opens_again_with_a_reason(held, member):
    one = member()
    sheet = closed_sheet(held, {one: Presence.UNEXCUSED})
    assert messages(lambda: services.reopen_sheet(sheet=sheet, user=None, reason="  "))
    sheet = services.reopen_sheet(sheet=sheet, user=None, reason="Usprawiedliwienie")
    assert not sheet.is_closed and sheet.held_on is None
    assert rows(sheet) == {one.pk: Presence.UNEXCUSED}
    entry = PageLogEntry.objects.get(action="rkres_wagtail.attendance_reopen")
    assert "Usprawiedliwienie" in entry.message
    messages(lambda: services.reopen_sheet(sheet=sheet, user=None, reason="Znowu"))
    record(sheet, {one: Presence.EXCUSED})
    services.close_sheet(sheet=sheet, user=None)


def test_the_history_names_nobody(held, member):
    one = member()
    deputy = member(deputy_for=one)
    sheet = open_sheet(held)
    entry = ENTRY(one.pk, "substitute", deputy.pk, note="Choroba")
    services.record(sheet=sheet, entries=[entry], guests="Gość Tajny", user=None)
    sheet = services.close_sheet(sheet=sheet, user=None)
    services.reopen_sheet(sheet=sheet, user=None, reason="Pomyłka")
    entries = PageLogEntry.objects.filter(action__startswith="rkres_wagtail.attendance")
    said = " ".join(f"{entry.message} {entry.data}" for entry in entries)
    assert entries.count() == 4
    for secret in (one.holder_name, deputy.holder_name, "Choroba", "Gość"):
        assert secret not in said
    assert not ModelLogEntry.objects.filter(action__startswith="rkres_wagtail.attendance").exists()


# What stays ---------------------------------------------------------------------------------------


def test_an_empty_sheet_can_be_removed_a_used_one_not(held, member):
    one = member()
    sheet = open_sheet(held)
    record(sheet, {one: Presence.PRESENT})
    messages(lambda: services.remove_sheet(sheet=sheet, user=None))
    record(sheet, {one: Presence.UNKNOWN})
    services.remove_sheet(sheet=sheet, user=None)
    assert not AttendanceSheet.objects.exists()
    used = closed_sheet(held, {one: Presence.PRESENT})
    messages(lambda: services.remove_sheet(sheet=used, user=None))


def test_a_membership_with_attendance_is_not_deleted(held, member):
    one = member()
    deputy = member(deputy_for=one)
    sheet = open_sheet(held)
    entry = ENTRY(one.pk, "substitute", deputy.pk)
    services.record(sheet=sheet, entries=[entry], user=None)
    for each in (deputy, one):
        assert explain([each])
    with pytest.raises((RecordsProtected, ProtectedError)):
        deputy.delete()
    assert explain([held]) and explain([held.committee])


def test_new_dates_that_leave_a_closed_sheet_outside_earn_a_warning(held, member):
    one = member()
    closed_sheet(held, {})
    assert membership_cautions(one) == []
    one.ends_on = held.starts_on - timedelta(days=1)
    one.save()
    (warning,) = membership_cautions(one)
    assert str(held.starts_on.year) in warning


def test_a_meeting_moved_after_closing_is_pointed_out(meeting, member):
    member()
    page = meeting(past=True, confirmed=True)
    sheet = closed_sheet(page, {})
    assert sheet_cautions(page, sheet) == []
    day = When(DatePrecision.DAY, page.starts_on + timedelta(days=1))
    move_meeting(page, day, user=None, reason="Pomyłka w dacie")
    assert len(sheet_cautions(page, sheet)) == 1
