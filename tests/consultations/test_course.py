"""The state of a consultation, from rows and one moment; the database says the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from rkres_wagtail.consultations.choices import ConsultationState, OutcomeKind
from rkres_wagtail.consultations.course import (
    course_of,
    courses_of,
    deadline,
    last_day_of,
    today_of,
    until_deadline,
)
from rkres_wagtail.consultations.models import ConsultationReport
from rkres_wagtail.consultations.querysets import consultations, in_state
from rkres_wagtail.meetings.when import moment
from tests.factories import ConsultationReportFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def _round(first: str, last: str) -> dict:
    return {"starts_at": moment(_day(first)), "ends_at": moment(_day(last) + timedelta(days=1))}


def _day(text: str):
    return datetime.fromisoformat(text).date()


def test_a_life_to_the_second(consultation):
    page = consultation(rounds=[_round("2026-09-21", "2026-10-25")])
    course = course_of(page)
    opens, closes = moment(_day("2026-09-21")), moment(_day("2026-10-26"))
    overdue = moment(_day("2026-11-25"))
    for at, state in (
        (opens - SECOND, ConsultationState.ANNOUNCED),
        (opens, ConsultationState.OPEN),
        (closes - SECOND, ConsultationState.OPEN),
        (closes, ConsultationState.ANALYSED),
        (overdue - SECOND, ConsultationState.ANALYSED),
        (overdue, ConsultationState.OVERDUE),
    ):
        assert course.state(at) == state
        assert list(consultations().filter(in_state(state, at, 30))) == [page]
    assert course.due_on == _day("2026-11-24")
    assert course.days_left(NOON) == 13
    assert course.days_late(overdue) == 1


def test_words_of_a_midnight(settings):
    closes = moment(_day("2026-10-26"))
    assert deadline(closes).replace("\xa0", " ") == "25 października 2026, 23:59"
    assert until_deadline(closes).replace("\xa0", " ") == "do 25 października 2026, 23:59"
    assert last_day_of(closes) == _day("2026-10-25")
    assert deadline(closes - timedelta(hours=8)).endswith("16:00")


def test_an_outcome_ends_everything(consultation):
    for kind in OutcomeKind.values:
        page = consultation(rounds=[{}], outcome=kind)
        assert course_of(page).state(datetime.now(UTC)) == kind


def test_the_database_agrees_with_the_course(consultation):
    """Whatever the rounds, the report and the outcome: exactly one state, and the same one."""
    chance = random.Random(5)
    pages = []
    for _number in range(60):
        rounds, start = [], NOON - timedelta(days=chance.randint(0, 120))
        for _round in range(chance.randint(0, 3)):
            end = start + timedelta(hours=chance.randint(1, 24 * 40))
            rounds.append({"starts_at": start, "ends_at": end})
            start = end + timedelta(hours=chance.randint(0, 24 * 20))
        outcome = chance.choice([None, None, None, *OutcomeKind.values])
        due = chance.choice([None, None, today_of(NOON) + timedelta(days=chance.randint(-9, 9))])
        page = consultation(
            rounds=rounds,
            report=chance.random() < 0.2,
            outcome=outcome,
            report_due_on=due,
        )
        pages.append(page)
        if rounds and not ConsultationReport.objects.of(page).exists():
            _report_around(chance, page, chance.choice(rounds)["ends_at"])
    moments = [NOON]
    for course in courses_of(pages).values():
        moments += [each + chance.choice([-SECOND, SECOND * 0]) for each in course.boundaries()]
    for now in chance.sample(moments, 25):
        # The factory's reports are of the real now, which is later than all of these.
        courses = courses_of(pages, now=now)
        found = {
            page.pk: state
            for state in ConsultationState.values
            for page in consultations().filter(in_state(state, now, 30))
        }
        assert found == {page.pk: courses[page.translation_key].state(now) for page in pages}


def _report_around(chance, page, closing) -> None:
    """A report some days before or after a closing, or dated so by whoever entered it."""
    at = closing + timedelta(hours=chance.randint(-72, 72))
    day = today_of(closing) + timedelta(days=chance.randint(-2, 2))
    ConsultationReportFactory(
        consultation=page,
        first_published_at=at,
        published_on=chance.choice([None, day]),
    )


@pytest.mark.parametrize(
    ("came", "dated", "state"),
    [
        ("2026-09-10 12:00", None, ConsultationState.ANALYSED),
        ("2026-10-24 12:00", None, ConsultationState.ANALYSED),
        ("2026-10-25 12:00", None, ConsultationState.REPORTED),
        ("2026-11-05 12:00", None, ConsultationState.REPORTED),
        ("2026-11-05 12:00", "2026-09-10", ConsultationState.ANALYSED),
        ("2026-11-05 12:00", "2026-10-24", ConsultationState.ANALYSED),
        ("2026-09-10 12:00", "2026-10-25", ConsultationState.REPORTED),
    ],
)
def test_a_report_on_an_earlier_round_settles_nothing(consultation, came, dated, state):
    rounds = [_round("2026-08-01", "2026-08-31"), _round("2026-10-01", "2026-10-25")]
    page = consultation(rounds=rounds)
    ConsultationReportFactory(
        consultation=page,
        first_published_at=datetime.fromisoformat(came).replace(tzinfo=UTC),
        published_on=_day(dated) if dated else None,
    )
    now = datetime(2026, 11, 10, tzinfo=UTC)
    course = course_of(page, now=now)
    assert course.state(now) == state
    assert course.is_interim == (state == ConsultationState.ANALYSED)
    assert list(consultations().filter(in_state(state, now, 30))) == [page]


def test_queries_do_not_grow(consultation, django_assert_num_queries):
    few = [consultation(rounds=[{}])]
    many = few + [consultation(rounds=[{}, {"announced": True}], report=True) for _ in range(12)]
    for pages in (few, many):
        with django_assert_num_queries(4):
            courses_of(pages, report_days=30)
