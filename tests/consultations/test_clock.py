"""The clock of the law, checked against the consultations that are known (``domain.md`` §1.8)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from rkres_wagtail.consultations import clock
from rkres_wagtail.consultations.course import Course
from rkres_wagtail.consultations.models import Round
from rkres_wagtail.consultations.rounds import cautions
from rkres_wagtail.consultations.rounds.cautions import Asked
from rkres_wagtail.consultations.rounds.rules import closing_of, opening_of
from rkres_wagtail.site_settings import RkresSettings

MINIMUM = 35
ASKED = Asked(minimum=MINIMUM, report_days=30)
DAY = timedelta(days=1)


def d(text: str) -> date:
    return date.fromisoformat(text)


#: Region and document, first and last day, both counts; ``None``: enough by both ways.
KNOWN = [
    ("Podkarpackie 2016–2020", "2016-04-28", "2016-06-02", 36, 35, None),
    ("Zachodniopomorskie 2018–2022", "2017-10-30", "2017-11-13", 15, 14, "short"),
    ("Mazowieckie, aktualizacja planu", "2018-10-15", "2018-10-29", 15, 14, "short"),
    ("Lubuskie 2021–2023", "2020-10-16", "2020-11-02", 18, 17, "short"),
    ("Podlaskie, ogłoszone", "2020-10-19", "2020-11-02", 15, 14, "short"),
    ("Podlaskie, przedłużone", "2020-10-19", "2020-11-10", 23, 22, "short"),
    ("Warmińsko-Mazurskie 2021–2025", "2021-01-27", "2021-03-03", 36, 35, None),
    ("Lubelskie 2021–2027", "2021-05-04", "2021-05-18", 15, 14, "short"),
    ("Podkarpackie 2021–2024", "2021-10-21", "2021-11-26", 37, 36, None),
    ("Małopolskie do 2030", "2021-12-22", "2022-02-28", 69, 68, None),
    ("Dolnośląskie 2021–2027", "2022-09-15", "2022-10-20", 36, 35, None),
    ("Łódzkie do 2027", "2022-09-21", "2022-10-25", 35, 34, "disputed"),
    ("Pomorskie 2030", "2023-03-10", "2023-04-14", 36, 35, None),
    ("Świętokrzyskie do 2030", "2023-03-27", "2023-04-30", 35, 34, "disputed"),
    ("Wielkopolskie, tura 1", "2023-10-04", "2023-10-13", 10, 9, "short"),
    ("Wielkopolskie, tura 2", "2023-12-19", "2024-01-31", 44, 43, None),
    ("Mazowieckie 2023–2030", "2024-01-02", "2024-02-07", 37, 36, None),
    # Neighbouring practice, with the numbers of days that the offices gave themselves.
    ("Małopolska, „55 dni”", "2021-10-12", "2021-12-06", 56, 55, None),
    ("Pomorskie, „35 dni”", "2018-02-14", "2018-03-21", 36, 35, None),
    ("Pomorskie, „152 dni”", "2020-01-31", "2020-06-30", 152, 151, None),
    ("Pomorskie, „43 dni”", "2021-01-22", "2021-03-05", 43, 42, None),
]


@pytest.mark.parametrize("name, first, last, inclusive, exclusive, verdict", KNOWN)
def test_known_consultations(name, first, last, inclusive, exclusive, verdict):
    found = clock.length(d(first), d(last))
    assert (found.inclusive, found.exclusive) == (inclusive, exclusive)
    assert found.is_short(MINIMUM) is (verdict is not None)
    assert found.is_disputed(MINIMUM) is (verdict == "disputed")
    sentences = cautions.about_length(d(first), d(last), ASKED)
    assert len(sentences) == (verdict is not None)
    if verdict:
        start = "Krócej, niż przewidziano" if verdict == "short" else "Wystarczająco długie tylko"
        assert sentences[0].startswith(start)
        assert f"{inclusive}\xa0d" in sentences[0] or f"{inclusive} d" in sentences[0]
        assert f"{exclusive} d" in sentences[0].replace("\xa0", " ")


def test_the_safe_last_day_is_long_enough_by_both_ways():
    first = d("2022-09-21")
    last = clock.last_day_for(first, MINIMUM)
    assert last == d("2022-10-26")
    assert not clock.length(first, last).is_short(MINIMUM)
    assert clock.length(first, last - DAY).is_short(MINIMUM)


def test_reports_that_are_known():
    """Podkarpackie 2021: posted three days after; Mazowieckie 2024: 28 days after."""
    assert clock.report_due(d("2024-02-07"), 30) == d("2024-03-08")
    assert d("2024-03-06") <= clock.report_due(d("2024-02-07"), 30)
    assert clock.report_due(d("2020-02-01"), 30) == d("2020-03-02")  # a leap year


def _said(first: str, last: str, **kwargs) -> str:
    asked = Asked(**{"minimum": 1, "report_days": 30, **kwargs})
    return " | ".join(cautions.of_period(d(first), d(last), asked)).replace("\xa0", " ")


def test_a_closing_on_a_day_off():
    assert "niedziela" in _said("2023-03-27", "2023-04-30")
    assert "Narodowe Święto Niepodległości" in _said("2026-10-01", "2026-11-11")
    assert _said("2026-10-01", "2026-11-10") == ""


def test_long_weekends():
    assert clock.long_weekends(d("2026-04-10"), d("2026-05-20")) == [
        (d("2026-05-01"), d("2026-05-03"))
    ]
    # Corpus Christi is a Thursday: Friday is taken off.
    assert clock.long_weekends(d("2026-06-01"), d("2026-06-30")) == [
        (d("2026-06-04"), d("2026-06-07"))
    ]
    # Easter; a holiday in the middle of a week makes none; neither does Christmas.
    assert clock.long_weekends(d("2026-04-01"), d("2026-04-20")) == [
        (d("2026-04-04"), d("2026-04-06"))
    ]
    assert clock.long_weekends(d("2026-11-09"), d("2026-11-13")) == []
    assert clock.long_weekends(d("2026-12-20"), d("2027-01-04")) == []
    # One of which only the end lies in the period counts; one that only touches it does not.
    assert clock.long_weekends(d("2026-06-07"), d("2026-06-30"))
    assert clock.long_weekends(d("2026-06-08"), d("2026-06-30")) == []
    assert "długi weekend: 4–7 czerwca 2026" in _said("2026-06-01", "2026-06-30")
    assert "są długie weekendy" in _said("2026-04-01", "2026-05-20")


def test_august_and_christmas():
    assert "31 dni przypada na sierpień" in _said("2026-07-15", "2026-09-15")
    assert "1 dzień przypada na sierpień" in _said("2026-07-01", "2026-08-01").lower()
    assert clock.christmas_days(d("2021-12-22"), d("2022-02-28")) == 14
    assert "14 dni przypada między Wigilią" in _said("2021-12-22", "2022-02-28")
    assert _said("2026-09-01", "2026-10-06") == ""


def test_an_announcement_after_the_opening():
    late = {"minimum": 35, "announced_on": d("2026-09-10")}
    said = _said("2026-09-01", "2026-10-06", **late)
    assert "Ustawa liczy od ogłoszenia" in said
    assert "27 dni" in said and "26 dni" in said
    assert "na uwagi było" in _said("2026-09-01", "2026-12-01", **late)
    assert "po zakończeniu" in _said("2026-09-01", "2026-09-09", **late)
    assert _said("2026-09-10", "2026-10-15", **late) == ""


def test_a_page_made_afterwards_was_not_the_announcement():
    said = _said("2026-09-01", "2026-10-06", minimum=35, shown_on=d("2026-10-07"))
    assert said == ""
    said = _said("2026-09-01", "2026-10-06", minimum=35, shown_on=d("2026-10-06"))
    assert "1 dzień licząc pierwszy dzień, 0 dni bez niego" in said


def test_centuries_do_not_take_long():
    assert clock.august_days(d("1901-01-01"), d("2200-12-31")) <= 62


# Reports ----------------------------------------------------------------------------------------


def _course(last: str, **kwargs) -> Course:
    row = Round(starts_at=opening_of(d("2026-01-01")), ends_at=closing_of(d(last)))
    return Course(rounds=[row], **kwargs)


def _of_report(course: Course, now="2026-01-05") -> str:
    moment = datetime.combine(d(now), datetime.min.time(), tzinfo=UTC)
    return " | ".join(cautions.of_report(course, ASKED, moment)).replace("\xa0", " ")


#: Published after the closing.
REPORT = SimpleNamespace(published_on=d("2026-02-20"), first_published_at=None)


def test_when_a_report_is_due():
    assert _of_report(_course("2026-02-06")) == "Termin raportu wypada w dzień wolny " + (
        "(8 marca 2026: niedziela)."
    )
    assert "Wigilią" in _of_report(_course("2026-11-30"))
    assert _of_report(_course("2026-02-10")) == ""
    assert "przed zakończeniem" in _of_report(_course("2026-02-10", promised_on=d("2026-02-10")))
    assert "później, niż każe ustawa: do 12 marca 2026" in _of_report(
        _course("2026-02-10", promised_on=d("2026-03-13"))
    )
    assert "Termin raportu minął: 12 marca 2026" in _of_report(_course("2026-02-10"), "2026-03-14")
    assert _of_report(_course("2026-02-10", report=REPORT), "2026-03-14") == ""
    assert _of_report(Course()) == ""


# What is asked -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_kind_says_more_than_the_site(consultation, kind, site):
    page = consultation(first_published_at=datetime(2026, 9, 30, 22, 30, tzinfo=UTC))
    assert cautions.asked_of(page) == Asked(35, 30, None, d("2026-10-01"))
    values = {"consultation_days": 21, "report_days": 14}
    RkresSettings.objects.update_or_create(site=site, defaults=values)
    assert cautions.asked_of(page).minimum == 21
    kind.minimum_days = 14
    kind.save()
    page = type(page).objects.get(pk=page.pk)
    page.announced_on = d("2026-09-01")
    assert cautions.asked_of(page) == Asked(14, 14, d("2026-09-01"), d("2026-10-01"))


def test_only_the_law_is_told_of_a_round_that_is_over():
    row = Round(starts_at=opening_of(d("2020-08-16")), ends_at=closing_of(d("2020-08-30")))
    assert len(cautions.of_round(row, ASKED, timezone.now())) == 1
