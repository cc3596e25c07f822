"""What calendars say of meetings (RFC 5545), of a committee, of one body, of one meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from freezegun import freeze_time

from rkres_wagtail import feeds
from rkres_wagtail.meetings.choices import DatePrecision, LinkVisibility, MeetingForm
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When
from tests.factories import GroupPageFactory, OrganisationFactory, TierPageFactory
from tests.support.calendars import events, get, unfolded

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def one(page, name="calendar"):
    found = events(page, name)
    assert len(found) == 1, found
    return found[0]


# Whose meetings ---------------------------------------------------------------------------------


def test_a_committee_stands_for_its_bodies_a_body_for_itself(committee, meeting):
    tier = TierPageFactory(parent=committee)
    group = GroupPageFactory(parent=tier)
    meeting(title="Całość")
    meeting(title="Szczebel", bodies=[tier])
    meeting(title="Grupa", bodies=[group])
    meeting(title="Razem", bodies=[tier, group])
    titles = {
        body.pk: {str(e["summary"]) for e in events(body)} for body in (committee, tier, group)
    }
    assert titles == {
        committee.pk: {"Całość", "Szczebel", "Grupa", "Razem"},
        tier.pk: {"Szczebel", "Razem"},
        group.pk: {"Grupa", "Razem"},
    }


def test_a_joint_meeting_stands_once_and_names_who_meets(committee, meeting):
    group = GroupPageFactory(parent=committee, title="Grupa robocza")
    meeting(bodies=[committee, group])
    text = str(one(committee)["description"])
    assert "Komitet Rozwoju, Grupa robocza" in text


def test_no_body_no_calendar(committee, listing, meeting):
    page = meeting()
    assert get("calendar", listing).status_code == 404
    assert get("calendar", page).status_code == 404
    assert get("news", page).status_code == 404
    assert get("meeting_ics", committee).status_code == 404


# The head ----------------------------------------------------------------------------------------


def test_head_names_the_body_and_how_often_to_ask(committee, meeting):
    group = GroupPageFactory(parent=committee, title="Grupa; robocza, A")
    text = unfolded(get("calendar", group))
    assert "\nX-WR-CALNAME:Grupa\\; robocza\\, A – Komitet Rozwoju\n" in text
    assert "\nNAME:Grupa\\; robocza\\, A – Komitet Rozwoju\n" in text
    assert "\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\n" in text
    assert f"\nSOURCE;VALUE=URI:http://testserver/rkres/kalendarz/{group.pk}.ics\n" in text
    assert "\nMETHOD" not in text
    assert text.startswith("BEGIN:VCALENDAR\n") and text.endswith("END:VCALENDAR\n")


def test_zone_has_two_rules_and_no_lists_of_dates(committee, meeting):
    meeting()
    text = unfolded(get("calendar", committee))
    assert text.count("RRULE:FREQ=YEARLY") == 2
    assert "RDATE" not in text
    assert text.count("BEGIN:VTIMEZONE") == 1


def test_lines_end_and_fold_as_they_must(committee, meeting):
    meeting(title=("Żółć " * 51).strip(), lead="Zażółć gęślą jaźń. " * 40)
    content = get("calendar", committee).content
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert str(one(committee)["summary"]) == ("Żółć " * 51).strip()


# When --------------------------------------------------------------------------------------------


def test_an_hour_stands_in_the_zone(committee, meeting):
    meeting(starts_on=date(2027, 7, 1), starts_time=time(10), ends_time=time(13))
    text = unfolded(get("calendar", committee))
    assert "\nDTSTART;TZID=Europe/Warsaw:20270701T100000\n" in text
    assert "\nDTEND;TZID=Europe/Warsaw:20270701T130000\n" in text
    event = one(committee)
    assert event.decoded("dtstart").astimezone(UTC) == datetime(2027, 7, 1, 8, tzinfo=UTC)


def test_without_an_announced_end_there_is_none(committee, meeting):
    meeting(starts_on=date(2027, 7, 1), starts_time=time(10), ends_time=None)
    event = one(committee)
    assert "dtend" not in event and "duration" not in event


def test_days_end_the_day_after_and_keep_nobody_busy(committee, meeting):
    nothing = {"starts_time": None, "ends_time": None}
    day = meeting(date_precision=DatePrecision.DAY, starts_on=date(2027, 6, 1), **nothing)
    days = meeting(
        date_precision=DatePrecision.DAYS,
        starts_on=date(2027, 10, 30),
        ends_on=date(2027, 11, 2),
        **nothing,
    )
    text = unfolded(get("meeting_ics", day))
    assert "\nDTSTART;VALUE=DATE:20270601\n" in text
    assert "\nDTEND;VALUE=DATE:20270602\n" in text
    assert "\nTRANSP:TRANSPARENT\n" in text
    text = unfolded(get("meeting_ics", days))
    assert "\nDTSTART;VALUE=DATE:20271030\n" in text
    assert "\nDTEND;VALUE=DATE:20271103\n" in text


def test_a_meeting_over_night_and_over_the_change_of_clocks(committee, meeting):
    meeting(
        starts_on=date(2027, 3, 27),
        starts_time=time(22),
        ends_on=date(2027, 3, 28),
        ends_time=time(4),
    )
    event = one(committee)
    assert event.decoded("dtend").astimezone(UTC) == datetime(2027, 3, 28, 2, tzinfo=UTC)


def test_the_hour_that_comes_twice_is_written_in_utc(committee, meeting):
    meeting(starts_on=date(2026, 10, 25), starts_time=time(2, 30), ends_time=time(4))
    text = unfolded(get("calendar", committee))
    assert "\nDTSTART:20261025T003000Z\n" in text
    assert "\nDTEND:20261025T030000Z\n" in text


def test_what_came_before_the_rules_is_written_in_utc(committee, meeting):
    """In September 1995 clocks went back already; the rule says October."""
    meeting(starts_on=date(1995, 10, 1), starts_time=time(10), ends_time=None)
    assert "\nDTSTART:19951001T090000Z\n" in unfolded(get("calendar", committee))


@pytest.mark.parametrize("trait", ["month_only", "undated"])
def test_what_no_day_is_known_of_is_left_out(committee, meeting, trait):
    page = meeting(**{trait: True})
    assert events(committee) == []
    assert get("meeting_ics", page).status_code == 404


def test_another_zone_is_written_in_utc(committee, meeting, settings):
    settings.RKRES_WAGTAIL_TIME_ZONE = "America/New_York"
    meeting(starts_on=date(2027, 7, 1), starts_time=time(10), ends_time=time(13))
    text = unfolded(get("calendar", committee))
    assert "\nDTSTART:20270701T140000Z\n" in text
    assert "VTIMEZONE" not in text


# State and change --------------------------------------------------------------------------------


def test_states(committee, meeting):
    planned, confirmed = meeting(), meeting(confirmed=True)
    past = meeting(past=True)
    status = {str(event["uid"]): str(event["status"]) for event in events(committee)}
    assert status == {
        str(planned.translation_key): "TENTATIVE",
        str(confirmed.translation_key): "CONFIRMED",
        str(past.translation_key): "CONFIRMED",
    }
    assert "może się jeszcze zmienić" in str(one(planned, "meeting_ics")["description"])
    assert "może się jeszcze zmienić" not in str(one(past, "meeting_ics")["description"])


def test_moving_keeps_the_uid_raises_sequence_and_says_why(committee, meeting):
    page = meeting(confirmed=True, starts_on=date(2027, 3, 1))
    before = one(committee)
    new = When(DatePrecision.MINUTE, date(2027, 3, 8), time(11), None, time(12))
    with freeze_time(datetime.now(UTC) + timedelta(hours=1)):
        move_meeting(page, new, user=None, reason="Brak sali")
        after = one(committee)
    assert after["uid"] == before["uid"] == str(page.translation_key)
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstart") == datetime(2027, 3, 8, 11, tzinfo=WARSAW)
    assert after.decoded("dtstamp") > before.decoded("dtstamp")
    assert after.decoded("last-modified") == after.decoded("dtstamp")
    text = str(after["description"])
    assert "Przeniesiono z 1 marca 2027" in text and "na 8 marca 2027" in text
    assert "Powód: Brak sali" in text


def test_moved_there_and_back_is_not_the_entry_that_was_kept(committee, meeting):
    page = meeting(confirmed=True)
    first = page.when
    assert one(committee)["sequence"] == 0
    for day in (first.starts_on + timedelta(days=7), first.starts_on):
        there = When(DatePrecision.MINUTE, day, first.starts_time, None, first.ends_time)
        move_meeting(page, there, user=None, reason="Brak sali")
    assert one(committee)["sequence"] == 2


def test_every_published_change_of_time_or_state_raises_sequence(committee, meeting):
    page = meeting()
    page.starts_on += timedelta(days=1)
    page.save_revision().publish()
    assert one(committee)["sequence"] == 1
    page = type(page).objects.get(pk=page.pk)
    page.lead = "Nowe zdanie"
    page.save_revision().publish()
    event = one(committee)
    assert event["sequence"] == 1
    assert "Nowe zdanie" in str(event["description"])


def test_a_cancelled_meeting_says_so_and_stays_for_a_while(committee, meeting, settings):
    settings.RKRES_WAGTAIL_CANCELLED_DAYS = 30
    page = meeting(confirmed=True, title="V posiedzenie")
    cancel_meeting(page, user=None, reason="Choroba prelegenta")
    event = one(committee)
    assert str(event["status"]) == "CANCELLED"
    assert str(event["summary"]) == "ODWOŁANE: V posiedzenie"
    assert "Choroba prelegenta" in str(event["description"])
    assert event["sequence"] == 1
    over = page.when.over_at
    with freeze_time(over + timedelta(days=29)):
        assert len(events(committee)) == 1
    with freeze_time(over + timedelta(days=31)):
        assert events(committee) == []
        # Whoever opens its page can still save it.
        assert len(events(page, "meeting_ics")) == 1


# What it says ------------------------------------------------------------------------------------


def test_description_is_plain_and_complete(committee, meeting):
    page = meeting(
        title="Posiedzenie „V” & reszta",
        lead="O planie na 2027 r.; <b>nie</b> HTML",
        place_name="Urząd Marszałkowski, sala 5",
        place_address="ul. Podgórna 7, Zielona Góra",
        meeting_form=MeetingForm.HYBRID,
        host_organisation=OrganisationFactory(name="Spółdzielnia Świt"),
        access_url="https://example.org/spotkanie?a=1&b=2",
        access_visibility=LinkVisibility.PUBLIC,
        is_open=True,
        signup_text="Napisz do nas.",
        signup_until=date(2030, 1, 2),
    )
    event = one(committee)
    assert str(event["summary"]) == "Posiedzenie „V” & reszta"
    assert str(event["location"]) == "Urząd Marszałkowski, sala 5, ul. Podgórna 7, Zielona Góra"
    assert str(event["url"]) == page.full_url
    assert str(event["conference"]) == "https://example.org/spotkanie?a=1&b=2"
    text = str(event["description"])
    for part in (
        "O planie na 2027 r.; <b>nie</b> HTML",
        "Kto obraduje: Komitet Rozwoju",
        "Forma: hybrydowo",
        "Miejsce: Urząd Marszałkowski, sala 5, ul. Podgórna 7",
        "Gospodarz: Spółdzielnia Świt",
        "Odnośnik do udziału zdalnego: https://example.org/spotkanie?a=1&b=2",
        "Napisz do nas.",
        "Zgłoszenia do: 2 stycznia 2030",
        page.full_url,
    ):
        assert part in text, text
    assert "&amp;" not in text and "\N{NO-BREAK SPACE}" not in text


def test_online_only_is_the_place(committee, meeting):
    meeting(meeting_form=MeetingForm.ONLINE)
    assert str(one(committee)["location"]) == "zdalnie"


def test_the_language_is_that_of_the_page(committee, meeting, client):
    meeting(confirmed=True)
    response = get("calendar", committee, client, HTTP_ACCEPT_LANGUAGE="en")
    assert "Kto obraduje" in unfolded(response)
    assert response["Content-Language"] == "pl"


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "Tytuł\r\nATTENDEE:mailto:zly@example.org\r\nEND:VEVENT",
        "Tytuł\rEND:VCALENDAR",
        "Tytuł\u2028END:VEVENT\x01\x0b",
        "\u202eodwrócone\u2066",
        "שלום עולם",
        'Konie 🐎🇵🇱; średniki, przecinki \\ i "cudzysłowy"',
        "x" * 300,
    ],
)
def test_a_hostile_title_stays_a_title(committee, meeting, title):
    page = meeting(confirmed=True)
    type(page).objects.filter(pk=page.pk).update(title=title[:255])
    event = one(committee)
    expected = feeds.one_line(title[:255])
    assert str(event["summary"]) == expected
    assert "attendee" not in event
    assert get("calendar", committee).content.count(b"\r\nEND:VEVENT\r\n") == 1
    assert not set(expected) & set("\r\n\u2028\x01\x0b\u202e\u2066")


def test_an_address_cannot_carry_another_property(committee, meeting):
    page = meeting(access_visibility=LinkVisibility.PUBLIC)
    type(page).objects.filter(pk=page.pk).update(
        access_url="https://example.org/\r\nATTENDEE:mailto:zly@example.org"
    )
    event = one(committee)
    assert "attendee" not in event and "conference" not in event
