"""The weekly digest: its moment, also when clocks change, and a job that comes late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.news import delivering, schedule, services
from rkres_wagtail.participation.news.offers import Choice
from tests.factories.participation import SubscriptionFactory

pytestmark = pytest.mark.django_db

WARSAW = ZoneInfo("Europe/Warsaw")
#: A Monday.
MONDAY = datetime(2027, 2, 1, 8, 0, tzinfo=WARSAW)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


# The moment ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2027-02-01T08:00:00", "2027-02-01T08:00:00"),
        ("2027-02-01T07:59:59", "2027-01-25T08:00:00"),
        ("2027-02-07T23:59:59", "2027-02-01T08:00:00"),
        # The hour of the office, in winter and in summer; the clocks change on Sunday.
        ("2027-03-29T08:00:00", "2027-03-29T08:00:00"),
        ("2027-03-29T07:59:00", "2027-03-22T08:00:00"),
        ("2027-11-01T07:59:00", "2027-10-25T08:00:00"),
        ("2027-11-01T08:00:00", "2027-11-01T08:00:00"),
        # Over the end of a year.
        ("2027-01-02T12:00:00", "2026-12-28T08:00:00"),
    ],
)
def test_the_latest_moment(now, moment):
    assert schedule.last_moment(at(now).astimezone(UTC)) == at(moment)


def test_an_hour_that_does_not_exist(settings):
    settings.RKRES_WAGTAIL_DIGEST_WEEKDAY, settings.RKRES_WAGTAIL_DIGEST_HOUR = 7, 2
    # On 28 March 2027 it is 1:59 and then 3:00.
    moment = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert schedule.last_moment(moment) == moment
    assert schedule.last_moment(moment - timedelta(seconds=1)) == at("2027-03-21T02:00:00")


def test_an_hour_that_comes_twice(settings):
    settings.RKRES_WAGTAIL_DIGEST_WEEKDAY, settings.RKRES_WAGTAIL_DIGEST_HOUR = 7, 2
    # On 31 October 2027 2:00 comes at midnight UTC, and again an hour later.
    first, second = (datetime(2027, 10, 31, hour, tzinfo=UTC) for hour in (0, 1))
    assert schedule.last_moment(first) == schedule.last_moment(second) == first


def test_another_day_and_hour(settings):
    settings.RKRES_WAGTAIL_DIGEST_WEEKDAY, settings.RKRES_WAGTAIL_DIGEST_HOUR = 5, 23
    assert schedule.last_moment(at("2027-02-05T23:00:00")) == at("2027-02-05T23:00:00")
    assert schedule.last_moment(at("2027-02-05T22:59:59")) == at("2027-01-29T23:00:00")


# Telling ------------------------------------------------------------------------------------------


@pytest.fixture
def clock():
    with freeze_time(MONDAY - timedelta(days=5)) as frozen:
        yield frozen


def run(clock, moment: datetime) -> int:
    clock.move_to(moment)
    return delivering.deliver()


def subjects() -> list[str]:
    rows = OutgoingMessage.objects.filter(kind="news").order_by("pk")
    return list(rows.values_list("subject", flat=True))


def weekly(committee, clock, **kwargs):
    now = datetime.now(UTC)
    return SubscriptionFactory(
        committee=committee, weekly=True, confirmed_at=now, news_from=now, **kwargs
    )


def test_once_a_week_with_all_that_is_new(clock, committee, meeting):
    weekly(committee, clock)
    clock.tick(60)
    meeting(), meeting()
    assert run(clock, MONDAY - timedelta(minutes=1)) == 0
    assert run(clock, MONDAY) == 1
    (subject,) = subjects()
    assert subject.startswith("2 ")
    meeting()
    assert run(clock, MONDAY + timedelta(hours=1)) == 0
    assert run(clock, MONDAY + timedelta(days=6, hours=23)) == 0
    assert run(clock, MONDAY + timedelta(days=7)) == 1
    assert len(subjects()) == 2


def test_never_empty_and_tomorrows_news_waits_all_the_same(clock, committee, meeting):
    row = weekly(committee, clock)
    assert run(clock, MONDAY) == 0
    row.refresh_from_db()
    assert row.told_until is not None
    clock.move_to(MONDAY + timedelta(days=1))
    meeting()
    assert delivering.deliver() == 0
    assert run(clock, MONDAY + timedelta(days=7)) == 1


def test_nothing_for_me_is_not_a_digest_either(clock, committee, meeting):
    weekly(committee, clock, topics=["decisions"])
    clock.tick(60)
    meeting()
    assert run(clock, MONDAY) == 0
    assert run(clock, MONDAY + timedelta(days=1)) == 0
    assert subjects() == []


def test_a_late_job_catches_up_once(clock, committee, meeting):
    weekly(committee, clock)
    clock.tick(60)
    meeting()
    clock.move_to(MONDAY + timedelta(days=1))
    meeting()
    # On Thursday, with what came out since Monday; and then on Monday again.
    assert run(clock, MONDAY + timedelta(days=3)) == 1
    assert run(clock, MONDAY + timedelta(days=3, minutes=5)) == 0
    assert subjects()[0].startswith("2 ")
    meeting()
    assert run(clock, MONDAY + timedelta(days=7)) == 1
    assert len(subjects()) == 2


def test_weeks_without_a_job_are_one_digest(clock, committee, meeting):
    weekly(committee, clock)
    clock.tick(60)
    meeting(starts_on=(MONDAY + timedelta(days=60)).date())
    assert run(clock, MONDAY + timedelta(days=15)) == 1
    assert run(clock, MONDAY + timedelta(days=15, minutes=1)) == 0
    assert len(subjects()) == 1


def test_who_comes_after_the_moment_waits_for_the_next(clock, committee, meeting):
    clock.move_to(MONDAY + timedelta(hours=1))
    weekly(committee, clock)
    clock.tick(60)
    meeting()
    assert delivering.deliver() == 0
    assert run(clock, MONDAY + timedelta(days=7)) == 1


def test_from_at_once_to_weekly(clock, committee, meeting):
    now = datetime.now(UTC)
    row = SubscriptionFactory(committee=committee, confirmed_at=now, news_from=now)
    clock.move_to(MONDAY + timedelta(days=1))
    services.change(subscription=row, choice=Choice(rhythm="weekly"), bodies=[])
    clock.tick(60)
    meeting()
    assert delivering.deliver() == 0
    assert run(clock, MONDAY + timedelta(days=7)) == 1


def test_from_weekly_to_at_once(clock, committee, meeting):
    row = weekly(committee, clock)
    clock.tick(60)
    meeting()
    services.change(subscription=row, choice=Choice(rhythm="at_once"), bodies=[])
    assert delivering.deliver() == 1
    assert run(clock, MONDAY) == 0


def test_a_digest_expires_before_the_next(clock, committee, meeting):
    weekly(committee, clock)
    clock.tick(60)
    meeting(starts_on=(MONDAY + timedelta(days=60)).date())
    run(clock, MONDAY)
    message = OutgoingMessage.objects.get(kind="news")
    assert MONDAY < message.expires_at < MONDAY + timedelta(days=7)


def test_what_is_over_by_then_is_left_out(clock, committee, meeting):
    weekly(committee, clock)
    clock.tick(60)
    meeting(title="Już po", starts_on=(MONDAY - timedelta(days=2)).date())
    meeting(title="Dopiero będzie", starts_on=(MONDAY + timedelta(days=2)).date())
    assert run(clock, MONDAY) == 1
    assert "Dopiero będzie" in subjects()[0]
    message = OutgoingMessage.objects.get(kind="news")
    assert "Już po" not in message.text
    assert message.expires_at < MONDAY + timedelta(days=3)
