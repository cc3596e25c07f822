"""The office sends minutes for corrections, extends, ends and reminds; time ends it alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from freezegun import freeze_time
from wagtail.models import ModelLogEntry

from rkres_wagtail import deletion
from rkres_wagtail.meetings.attendance.models import Attendance, AttendanceSheet, Presence
from rkres_wagtail.meetings.when import moment
from rkres_wagtail.minutes.choices import ReaderReply
from rkres_wagtail.minutes.corrections import rules, services, snapshot
from rkres_wagtail.minutes.corrections.people import candidates
from rkres_wagtail.minutes.models import MinutesApproval, MinutesReader, MinutesReading
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories import MembershipFactory, PersonContactFactory
from tests.factories.corrections import DraftMinutesFactory, member, over, send
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def refused(field, call, **kwargs) -> str:
    """The words at ``field`` with which the service refuses."""
    with pytest.raises(ValidationError) as caught:
        call(**kwargs)
    error = caught.value
    found = error.message_dict[field] if field else error.messages
    return " ".join(found)


# Sending ------------------------------------------------------------------------------------------


def test_one_message_for_each_person(desk):
    user = create_user()
    reading = send(desk.minutes, desk.anna, desk.jan, user=user, message="Do piątku.")
    assert reading.sent_by == user
    rows = OutgoingMessage.objects.order_by("recipient")
    assert [row.recipient for row in rows] == ["anna@example.org", "jan@example.org"]
    keys = {f"minutes:{reading.pk}:{reader.pk}" for reader in reading.readers.all()}
    assert {row.key for row in rows} == keys
    for row in rows:
        assert row.kind == "minutes_reading"
        assert row.about == reading
        assert row.reply_to == "biuro@example.org"
        assert row.expires_at == moment(desk.later + timedelta(days=1))
        assert row.subject == "Protokół do poprawek: III posiedzenie"
        assert "Do piątku." in row.text and "Do piątku." in row.html
        assert "protokol-do-uwag/" in row.text
    links = {row.text.split("protokol-do-uwag/")[1].split()[0] for row in rows}
    assert len(links) == 2


def test_what_is_sent_is_the_latest_draft_and_stays_as_it_is(desk):
    desk.minutes.opening = "<p>Szkic drugi.</p>"
    desk.minutes.save_revision(clean=False)
    reading = send(desk.minutes, desk.anna)
    desk.minutes.opening = "<p>Szkic trzeci.</p>"
    desk.minutes.save_revision(clean=False)
    desk.minutes.refresh_from_db()
    assert "otwarto" in desk.minutes.opening
    reading.refresh_from_db()
    assert snapshot.read(reading).opening == "<p>Szkic drugi.</p>"
    desk.minutes.revisions.all().delete()
    assert snapshot.read(MinutesReading.objects.get()).opening == "<p>Szkic drugi.</p>"


def test_internal_parts_are_not_even_stored(desk):
    reading = send(desk.minutes, desk.anna)
    assert "TAJNE-W" not in str(reading.text)
    services.end_reading(reading=reading, user=None)
    assert "TAJNE-W" in str(send(desk.minutes, desk.anna, has_internal=True).text)


def test_parts_of_internal_items_of_the_agenda_are_not_stored(desk):
    item = desk.meeting.agenda_items.model(title="Kadry", is_internal=True, sort_order=0)
    desk.meeting.agenda_items.add(item)
    desk.meeting.save()
    value = {"title": "Kadry", "discussion": "<p>TAJNE-A.</p>", "item_uuid": str(item.uuid)}
    desk.minutes.content = [("item", value), ("item", {**value, "item_uuid": ""})]
    desk.minutes.save_revision(clean=False)
    content = snapshot.read(send(desk.minutes, desk.anna)).content
    assert [block.value["item_uuid"] for block in content] == [""]


def test_nothing_is_sent_unless_everything_is(desk, monkeypatch):
    def fail(*args, **kwargs):
        raise ValidationError("nie")

    monkeypatch.setattr("rkres_wagtail.minutes.corrections.messages.enqueue", fail)
    with pytest.raises(ValidationError):
        send(desk.minutes, desk.anna)
    assert not MinutesReading.objects.exists() and not MinutesReader.objects.exists()


def test_a_second_round_waits_for_the_first_one(desk, reading):
    assert "do poprawek do" in refused(None, send, minutes=desk.minutes)
    over(reading)
    assert send(desk.minutes, desk.anna).pk != reading.pk


def test_approved_or_published_minutes_are_not_sent(desk):
    MinutesApproval.objects.create(minutes=desk.minutes, note="obiegiem", approved_on=desk.today)
    assert "zatwierdzony" in refused(None, send, minutes=desk.minutes)
    MinutesApproval.objects.all().delete()
    type(desk.minutes).objects.update(live=True)
    desk.minutes.refresh_from_db()
    assert rules.refusal_to_send(desk.minutes)


def test_empty_minutes_are_not_sent(desk):
    type(desk.minutes).objects.filter(pk=desk.minutes.pk).delete()
    empty = DraftMinutesFactory(meeting=desk.meeting, opening="", blocks=[], closing="")
    assert "tekstu" in refused(None, send, minutes=empty)


@pytest.mark.parametrize("days", [-1, 0, 121])
def test_the_day_is_to_come_and_near(desk, days):
    assert refused("until", lambda: send(desk.minutes, desk.anna, days=days))
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("days", [1, 120])
def test_the_nearest_and_the_furthest_day(desk, days):
    assert send(desk.minutes, desk.anna, days=days)


def test_nobody_chosen_a_stranger_and_one_without_an_address(desk):
    stranger = PersonContactFactory().person
    assert refused("people", lambda: send(desk.minutes))
    assert "nie zasiada" in refused("people", lambda: send(desk.minutes, desk.anna, stranger))
    assert "Żuraw" in refused("people", lambda: send(desk.minutes, desk.anna, desk.silent))
    assert not MinutesReading.objects.exists()


def test_where_nobody_can_be_reached(desk):
    for person in (desk.anna, desk.jan):
        person.contact.delete()
    assert "Dane kontaktowe" in refused("people", lambda: send(desk.minutes, desk.silent))


# Whom ---------------------------------------------------------------------------------------------


def names(minutes, **conditions) -> list[str]:
    return [
        one.person.first_name
        for one in candidates(minutes)
        if all(getattr(one, name) == value for name, value in conditions.items())
    ]


def test_members_of_that_day_in_the_order_of_the_alphabet(desk):
    MembershipFactory(body=desk.committee, past=True, person__first_name="Dawny")
    MembershipFactory(body=desk.committee, starts_on=desk.today, person__first_name="Nowy")
    assert names(desk.minutes) == ["Anna", "Jan", "Ewa"]
    assert names(desk.minutes, is_usual=True) == ["Anna", "Jan"]
    assert names(desk.minutes, is_reachable=False) == ["Ewa"]


def test_who_came_may_read_too(desk):
    chief = MembershipFactory(body=desk.committee, starts_on=date(2020, 1, 1))
    deputy = MembershipFactory(
        body=desk.committee, deputy_for=chief, person__first_name="Zofia",
        starts_on=date(2020, 1, 1),
    )  # fmt: skip
    PersonContactFactory(person=deputy.person)
    assert names(desk.minutes, is_usual=True) == ["Anna", "Jan"]
    sheet = AttendanceSheet.objects.create(meeting=desk.meeting, body=desk.committee)
    Attendance.objects.create(
        sheet=sheet, membership=chief, presence=Presence.SUBSTITUTE, substitute=deputy
    )
    assert "Zofia" in names(desk.minutes, is_usual=True, has_attended=True)
    # The chief did not come, the deputy did.
    assert names(desk.minutes, has_attended=True) == ["Zofia"]


def test_a_useless_address_is_none(desk):
    type(desk.anna.contact).objects.filter(person=desk.anna).update(email="brak\nBcc: x@y.pl")
    assert names(desk.minutes, is_reachable=True) == ["Jan"]


# Time ---------------------------------------------------------------------------------------------


def test_time_alone_ends_a_round(desk):
    with freeze_time("2026-03-01T12:00:00Z"):
        desk.meeting.refresh_from_db()
        reading = MinutesReading.objects.create(
            minutes=desk.minutes, text={}, until=date(2026, 3, 15)
        )
    with freeze_time("2026-03-15T22:59:59Z"):
        assert rules.is_running(reading)
        assert rules.running_reading(desk.minutes) == reading
    with freeze_time("2026-03-15T23:00:00Z"):
        assert not rules.is_running(reading)
        assert rules.running_reading(desk.minutes) is None


def test_ended_early_nothing_unsent_goes_out(desk, reading):
    OutgoingMessage.objects.update(status="waiting")
    user = create_user()
    services.end_reading(reading=reading, user=user)
    reading.refresh_from_db()
    assert reading.ended_at is not None and not rules.is_running(reading)
    assert set(OutgoingMessage.objects.values_list("status", flat=True)) == {"withdrawn"}
    ended = reading.ended_at
    assert services.end_reading(reading=reading, user=user).ended_at == ended


def test_a_round_that_time_has_ended_is_left_as_it_is(reading):
    over(reading)
    assert services.end_reading(reading=reading, user=None).ended_at is None


# More time ----------------------------------------------------------------------------------------


def test_extending_tells_everybody_once(desk, reading):
    until = desk.later + timedelta(days=7)
    services.extend_reading(reading=reading, until=until, user=None, message="Święta.")
    reading.refresh_from_db()
    assert reading.until == until
    fresh = OutgoingMessage.objects.filter(key__endswith=until.isoformat())
    assert sorted(row.recipient for row in fresh) == ["anna@example.org", "jan@example.org"]
    assert {row.expires_at for row in fresh} == {moment(until + timedelta(days=1))}
    assert all("Święta." in row.text for row in fresh)
    assert refused(
        "until", services.extend_reading, reading=reading, until=until, user=None
    ).startswith("Podaj dzień późniejszy")
    assert OutgoingMessage.objects.count() == 4


def test_extending_in_silence(desk, reading):
    until = desk.later + timedelta(days=1)
    services.extend_reading(reading=reading, until=until, user=None, tells=False)
    assert OutgoingMessage.objects.count() == 2


def test_what_was_not_sent_before_is_replaced_by_the_later_day(desk, reading):
    OutgoingMessage.objects.filter(recipient="anna@example.org").update(status="waiting")
    services.extend_reading(reading=reading, until=desk.later + timedelta(days=1), user=None)
    first = OutgoingMessage.objects.get(
        recipient="anna@example.org", key__regex=r"^minutes:\d+:\d+$"
    )
    assert first.status == "withdrawn"


def test_time_can_be_given_again_but_an_ended_round_stays_ended(desk, reading):
    over(reading)
    services.extend_reading(reading=reading, until=desk.later, user=None)
    assert rules.running_reading(desk.minutes) == reading
    services.end_reading(reading=reading, user=None)
    again = {"reading": reading, "until": desk.later + timedelta(days=3), "user": None}
    assert "zakończona" in refused(None, services.extend_reading, **again)
    send(desk.minutes, desk.anna)
    MinutesReading.objects.filter(pk=reading.pk).update(ended_at=None, until=desk.today)
    assert "nowszy" in refused(None, services.extend_reading, **again)


# Reminding ----------------------------------------------------------------------------------------


def test_only_who_has_not_answered_is_reminded_and_once(desk, reading):
    reading.readers.filter(person=desk.anna).update(reply=ReaderReply.AGREES)
    assert services.remind(reading=reading, user=None) == 1
    (row,) = OutgoingMessage.objects.filter(key__endswith=":reminder")
    assert row.recipient == "jan@example.org"
    assert "Przypom" in row.subject
    assert "już" in refused(None, services.remind, reading=reading, user=None)


def test_nobody_is_reminded_after_the_end_or_when_all_have_answered(desk, reading):
    reading.readers.update(reply=ReaderReply.AGREES)
    assert refused(None, services.remind, reading=reading, user=None)
    over(reading)
    assert refused(None, services.remind, reading=reading, user=None)
    assert not OutgoingMessage.objects.filter(key__endswith=":reminder").exists()


def test_nobody_is_reminded_of_approved_minutes(desk, reading):
    """They may be approved although the round runs: the links then take nothing."""
    MinutesApproval.objects.create(minutes=desk.minutes, note="obiegiem", approved_on=desk.today)
    assert "zatwierdzony" in refused(None, services.remind, reading=reading, user=None)
    assert not OutgoingMessage.objects.filter(key__endswith=":reminder").exists()


# Hostile words ------------------------------------------------------------------------------------


HOSTILE = '<script>alert(1)</script>=HYPERLINK("x")\r\nBcc: obcy@example.org\u202e{{ 7|add:7 }}'


def test_hostile_words_stay_words(desk):
    desk.meeting.title = HOSTILE
    desk.meeting.save()
    anna = desk.anna
    type(anna).objects.filter(pk=anna.pk).update(first_name='A"\nBcc: x@y.pl', last_name="<b>")
    send(desk.minutes, anna, message=HOSTILE)
    row = OutgoingMessage.objects.get()
    for line in (row.subject, row.recipient_name):
        assert "\n" not in line and "\r" not in line and "\u202e" not in line
    assert "<script>" not in row.html and "&lt;script&gt;" in row.html
    assert "{{ 7|add:7 }}" in row.text
    assert "\u202e" not in row.text + row.html


def test_a_message_too_long_is_refused(desk):
    assert refused("message", lambda: send(desk.minutes, desk.anna, message="x" * 3001))


def test_a_long_title_fits_the_subject(desk):
    desk.meeting.title = "Posiedzenie " * 21
    desk.meeting.save()
    send(desk.minutes, desk.anna)
    assert len(OutgoingMessage.objects.get().subject) <= 255


# Records ------------------------------------------------------------------------------------------


def test_the_history_of_the_minutes_tells_it_without_addresses(desk, reading):
    services.extend_reading(
        reading=reading, until=desk.later + timedelta(days=1), user=create_user()
    )
    services.remind(reading=reading, user=None)
    services.end_reading(reading=reading, user=None)
    entries = ModelLogEntry.objects.filter(action__startswith="rkres_wagtail.minutes_")
    verbs = [entry.action.rpartition("_")[2] for entry in entries.order_by("pk")]
    assert verbs == ["send", "extend", "remind", "end"]
    said = " ".join(str(entry.formatter.format_message(entry)) for entry in entries)
    assert "Wysłano do poprawek do" in said and "2 osoby" in said
    assert "@" not in said + str([entry.data for entry in entries])


def test_a_person_with_a_round_is_kept(desk, reading):
    assert "1 tura, w której" in deletion.explain([desk.anna])
    desk.anna.memberships.all().delete()
    desk.anna.contact.delete()
    assert deletion.explain([desk.anna])
    with pytest.raises(ProtectedError):
        desk.anna.delete()


def test_minutes_with_a_round_are_kept(desk, reading):
    assert "1 tura poprawek" in deletion.explain([desk.minutes])


def test_forty_people_cost_no_more_queries(desk, django_assert_max_num_queries):
    for number in range(40):
        member(desk.committee, email=f"o{number}@example.org", last_name=f"Osoba{number}")
    with django_assert_max_num_queries(12):
        assert len(candidates(desk.minutes)) == 43
