"""Closings in calendars, and consultations as news: by time alone, through the gate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from rkres_wagtail.consultations.feeds import news
from rkres_wagtail.consultations.models import ConsultationOutcome, ConsultationReport, Round
from rkres_wagtail.meetings.calendars.report import left_out
from tests.factories import (
    ConsultationOutcomeFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DocumentVersionFactory,
    ExtensionFactory,
    GroupPageFactory,
    RoundFactory,
)
from tests.support.calendars import entries, events, get

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

WARSAW = ZoneInfo("Europe/Warsaw")
SECRET = "SEKRET"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def warsaw(*parts):
    return datetime(*parts, tzinfo=WARSAW)


def dated(consultation, **values):
    """Open from 16 October to 2 November 2026, midnight being its end."""
    row = {"starts_at": warsaw(2026, 10, 16), "ends_at": warsaw(2026, 11, 3)}
    with freeze_time("2026-10-10 10:00"):
        return consultation(rounds=[row], **values)


# Calendar ---------------------------------------------------------------------------------------


def test_the_closing_is_told_as_on_the_page(committee, consultation):
    page = dated(
        consultation, title="Program rozwoju", lead="O czym jest.", only_on_form=True,
        channels=[("email", {"email": "a@b.example", "subject": "Uwagi", "note": ""})],
    )  # fmt: skip
    with freeze_time("2026-10-20 10:00"):
        (event,) = events(committee)
    assert event["summary"] == "Koniec konsultacji: Program rozwoju"
    assert event["dtstart"].dt == warsaw(2026, 11, 2, 23, 59)
    assert "dtend" not in event
    assert event["url"] == page.full_url
    told = str(event["description"])
    assert "O czym jest." in told
    assert "Uwagi do: 2 listopada 2026, 23:59" in told
    assert "E-mailem: a@b.example, temat: „Uwagi”" in told
    assert "Rozpatrywane są tylko uwagi na formularzu." in told
    assert str(event["status"]) == "CONFIRMED"


def test_how_to_answer_leaves_at_the_boundary(committee, consultation):
    dated(consultation, only_on_form=True)
    with freeze_time("2026-11-02 22:59:59"):
        before = get("calendar", committee)
    with freeze_time("2026-11-02 23:00:00"):
        after = get("calendar", committee)
    assert before["ETag"] != after["ETag"]
    assert "formularzu" in before.content.decode() and "formularzu" not in after.content.decode()


def test_an_extension_moves_the_same_entry(committee, consultation):
    page = dated(consultation)
    (before,) = events(committee)
    with freeze_time("2026-10-25 10:00"):
        ExtensionFactory(round=Round.objects.get(), reason="Prosiły <organizacje>")
    (after,) = events(committee)
    assert after["uid"] == before["uid"] and after["uid"] != str(page.translation_key)
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == warsaw(2026, 11, 9, 23, 59)
    assert "Powód: Prosiły <organizacje>" in str(after["description"])


def test_an_abandoned_one_is_cancelled_and_comes_back_higher(committee, consultation):
    page = dated(consultation)
    numbers = [int(events(committee)[0]["sequence"])]
    with freeze_time("2026-10-25 10:00"):
        ConsultationOutcomeFactory(consultation=page, kind="abandoned", note="Brak środków")
    with freeze_time("2026-10-25 11:00"):
        (event,) = events(committee)
    assert str(event["status"]) == "CANCELLED" and event["summary"].startswith("ODWOŁANE")
    assert "Brak środków" in str(event["description"])
    numbers.append(int(event["sequence"]))
    with freeze_time("2027-12-31 11:00"):
        assert not events(committee)
    with freeze_time("2026-10-26 10:00"):
        ConsultationOutcome.objects.get().delete()
        (event,) = events(committee)
    assert str(event["status"]) == "CONFIRMED"
    numbers.append(int(event["sequence"]))
    assert numbers == sorted(set(numbers))


def test_adopted_after_the_closing_stays(committee, consultation):
    page = dated(consultation)
    with freeze_time("2026-12-25 10:00"):
        ConsultationOutcomeFactory(consultation=page)
    assert str(events(committee)[0]["status"]) == "CONFIRMED"


def test_the_calendar_of_the_body_and_of_its_committee(committee, consultation):
    group, other = (GroupPageFactory(parent=committee, title=name) for name in "AB")
    consultation(body=group, rounds=[{}, {"announced": True, "title": "II tura"}])
    assert len(events(group)) == len(events(committee)) == 2
    assert not events(other)
    assert any("(II tura)" in event["summary"] for event in events(group))


def hidden(consultation, group):
    secret = {"title": SECRET, "lead": SECRET, "rounds": [{}], "report": True}
    consultation(draft=True, **secret)
    consultation(expired=True, **secret)
    consultation(private=True, **secret)
    consultation(body=group, **secret)


def test_nothing_hidden_in_either(committee, consultation):
    group = GroupPageFactory(parent=committee, title=SECRET, private=True)
    hidden(consultation, group)
    page = consultation(title="Jawna", rounds=[{}])
    DocumentVersionFactory(consultation=page, number=2, published_at=None, changes=SECRET)
    ConsultationReportFactory(consultation=page, draft=True, lead=SECRET)
    for name in ("calendar", "news"):
        content = get(name, committee).content.decode()
        assert SECRET not in content and "Jawna" in content
    assert get("calendar", group).status_code == 404


def test_the_report_says_why_it_is_in_no_calendar(committee, consultation):
    group = GroupPageFactory(parent=committee, private=True)
    consultation(title="Zamknięty organ", body=group, rounds=[{}])
    page = consultation(title="Bez organu", rounds=[{}])
    type(page)._default_manager.filter(pk=page.pk).update(body=None)
    assert {row.title for row in left_out()} == {"Zamknięty organ", "Bez organu"}


# News -------------------------------------------------------------------------------------------


def titles(body):
    return [entry["title"] for entry in entries(body)]


def test_an_opening_is_news_by_time_alone(committee, consultation):
    dated(consultation, title="Program")
    with freeze_time("2026-10-15 21:59:59"):
        before = get("news", committee)
        assert titles(committee) == ["Ogłoszono konsultacje: Program"]
    with freeze_time("2026-10-15 22:00:00"):
        after = get("news", committee)
        found = entries(committee)
    assert before["ETag"] != after["ETag"]
    assert [entry["title"] for entry in found] == [
        "Otwarto konsultacje: Program", "Ogłoszono konsultacje: Program",
    ]  # fmt: skip
    assert found[0]["updated"].startswith("2026-10-15T22:00:00")
    assert "do 2 listopada 2026, 23:59" in found[0]["summary"]


def test_everything_that_happens_to_it(committee, consultation):
    page = dated(consultation, title="Program")
    with freeze_time("2026-10-20 10:00"):
        DocumentVersionFactory(consultation=page, number=1, published_at=warsaw(2026, 10, 15))
        DocumentVersionFactory(
            consultation=page, number=2, published_at=timezone.now(), is_erratum=True,
            changes="Poprawiono tabelę",
        )  # fmt: skip
    with freeze_time("2026-10-25 10:00"):
        ExtensionFactory(round=Round.objects.get(), reason="Prośby")
    with freeze_time("2026-11-20 10:00"):
        ConsultationReportFactory(consultation=page)
        ConsultationReport.objects.update(first_published_at=timezone.now())
    with freeze_time("2026-12-20 10:00"):
        ConsultationOutcomeFactory(consultation=page, note="Uchwałą")
        found = entries(committee)
    assert [entry["title"].split(":")[0] for entry in found] == [
        "Przyjęto dokument", "Opublikowano raport", "Przedłużono konsultacje", "Errata",
        "Otwarto konsultacje", "Ogłoszono konsultacje",
    ]  # fmt: skip
    assert len({entry["id"] for entry in found}) == 6
    assert "Poprawiono tabelę" in found[3]["summary"]
    assert found[3]["link"] == f"{page.full_url}dokument/wersja-2/"
    assert found[1]["link"] == f"{page.full_url}raport/"
    assert "z 2 listopada 2026, 23:59 do 9 listopada 2026, 23:59" in found[2]["summary"]
    # What was told at the opening is not told otherwise later.
    assert "do 2 listopada 2026, 23:59" in found[4]["summary"]


def test_history_is_told_once(committee, consultation):
    past = {"starts_at": warsaw(2020, 10, 16), "ends_at": warsaw(2020, 11, 3)}
    page = consultation(
        title="Dawny", rounds=[{**past, "recorded_at": timezone.now()}], outcome="unknown"
    )
    DocumentVersionFactory(consultation=page, number=1, published_at=timezone.now())
    (entry,) = entries(committee)
    assert entry["title"] == "Konsultacje: Dawny"
    assert "16 października – 2 listopada 2020" in entry["summary"]


def test_a_bad_entry_leaves_out_itself(committee, consultation, monkeypatch):
    consultation(title="Dobra", rounds=[{}])
    consultation(title="Zła\x0b\x1f", rounds=[{}])

    def broken(page, *arguments):
        if "Zła" in page.title:
            raise ValueError
        return opened(page, *arguments)

    opened = news._opened
    monkeypatch.setattr(news, "_opened", broken)
    assert "Otwarto konsultacje: Dobra" in titles(committee)
    assert not any("Zła" in title and "Otwarto" in title for title in titles(committee))


def test_neither_grows_with_the_archive(committee, index, consultation):
    def cost(name):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert get(name, committee).status_code == 200
        return len(queries)

    def one(number):
        page = ConsultationPageFactory(
            parent=index, rounds=[{}, {"closed": True}], report=True, title=f"{SECRET} {number}"
        )
        ExtensionFactory(round=Round.objects.of(page).first())
        DocumentVersionFactory(consultation=page, number=2)

    one(0)
    for name in ("calendar", "news"):
        cost(name)
    few = {name: cost(name) for name in ("calendar", "news")}
    for number in range(1, 8):
        one(number)
    assert {name: cost(name) for name in ("calendar", "news")} == few


def test_languages(committee, consultation):
    round = RoundFactory(
        consultation=consultation(title="Program"), ends_at=datetime(2027, 1, 1, 11, tzinfo=UTC)
    )
    (event,) = events(committee)
    assert event["dtstart"].dt == round.ends_at
    assert event["dtstamp"].dt - timezone.now() < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("counts", "said"),
    [(True, "Decyduje data wpływu."), (False, "Decyduje data wysłania."), (None, "")],
)
def test_which_date_counts_is_told_as_on_the_page(committee, consultation, counts, said):
    dated(consultation, receipt_date_counts=counts)
    with freeze_time("2026-10-20 10:00"):
        (event,) = events(committee)
    told = str(event["description"])
    assert said in told if said else "Decyduje" not in told
