"""Time flips page, list and boxes by itself, and no cached copy outlives the moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template.response import TemplateResponse
from django.utils import timezone
from freezegun import freeze_time

from rkres_wagtail.meetings.presentation.boundaries import KEPT_SECONDS
from tests.factories.consultations import ExtensionFactory
from tests.meetings.public import html_of, part, text_of, titles

from .states import STATES, a_round, utc
from .test_public_boxes import hold

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

#: A second of the local clock -> section of the list, tag, and the current step.
LIFE = [
    ("2026-09-20 23:59:59", "announced", "zapowiedziane · od 21 września 2026", "Ogłoszenie"),
    ("2026-09-21 00:00:00", "open", "otwarte · zostały 34 dni", "Konsultacje"),
    ("2026-10-24 23:59:59", "open", "otwarte · został 1 dzień", "Konsultacje"),
    ("2026-10-25 00:00:00", "open", "otwarte · dziś ostatni dzień, do 23:59", "Konsultacje"),
    ("2026-10-25 23:59:59", "open", "otwarte · dziś ostatni dzień, do 23:59", "Konsultacje"),
    ("2026-10-26 00:00:00", "analysed", "analiza uwag", "Analiza uwag"),
    ("2026-11-24 23:59:59", "analysed", "analiza uwag", "Analiza uwag"),
    ("2026-11-25 00:00:00", "analysed", "raport opóźniony · 1 dzień po terminie", "Analiza uwag"),
]


@pytest.fixture
def autumn(consultation):
    with freeze_time(utc("2026-09-01 12:00:00")):
        return consultation(title="Program", rounds=[a_round("2026-09-21", "2026-10-25")])


def step(html: str) -> str:
    """The current step of the time line."""
    found = html.split('aria-current="step"')
    assert len(found) == 2
    return text_of(found[1].split("</span>")[0].partition(">")[2])


@pytest.mark.parametrize(("at", "section", "tag", "current"), LIFE, ids=[row[0] for row in LIFE])
def test_page_list_and_committee_agree_to_the_second(
    client, autumn, index, committee, at, section, tag, current
):
    with freeze_time(utc(at)):
        page, listed, above = (html_of(client, each) for each in (autumn, index, committee))
    assert tag in text_of(page)
    assert step(page) == current
    assert titles(part(listed, f"rkres-{section}")) == ["Program"]
    assert tag in text_of(listed)
    box, latest = part(above, "rkres-open-consultations"), part(above, "rkres-latest-consultations")
    assert titles(box if section == "open" else latest) == ["Program"]
    assert titles(latest if section == "open" else box) == []


def test_the_deadline_is_told_as_the_day_before_midnight(client, autumn):
    with freeze_time(utc("2026-10-01 12:00:00")):
        html = html_of(client, autumn)
    assert "do 25 października 2026, 23:59" in text_of(part(html, "rkres-summary"))
    assert 'datetime="2026-10-25T23:59"' in html
    assert "26 października" not in text_of(html)
    assert "Raport z konsultacji do 24 listopada 2026" in text_of(html)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-10-24", "został 1 dzień"),
        ("2026-10-23", "zostały 2 dni"),
        ("2026-10-20", "zostało 5 dni"),
        ("2026-10-03", "zostały 22 dni"),
    ],
)
def test_polish_counts(client, autumn, day, said):
    with freeze_time(utc(f"{day} 12:00:00")):
        assert f"otwarte · {said}" in text_of(html_of(client, autumn))


def test_no_cache_outlives_the_boundary(client, autumn, index):
    for at, seconds in (
        ("2026-09-20 23:59:50", 10),  # it opens
        ("2026-10-25 23:59:55", 5),  # it closes
        ("2026-10-10 23:59:57", 3),  # a day less is left
        ("2026-11-24 23:59:58", 2),  # the report is late
        ("2026-10-10 12:00:00", KEPT_SECONDS),
    ):
        with freeze_time(utc(at)):
            for page in (autumn, index):
                assert client.get(page.get_url())["Cache-Control"] == f"max-age={seconds}", at


def test_what_is_decided_may_be_kept(client, consultation, index):
    page = consultation(rounds=[{"overdue": True}], outcome="adopted")
    for each in (page, index):
        assert not client.get(each.get_url()).has_header("Cache-Control")


def test_one_that_is_not_on_this_page_of_the_list_counts_too(client, consultation, index, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 1
    with freeze_time(utc("2026-10-01 12:00:00")):
        consultation(rounds=[a_round("2026-09-01", "2026-11-30")])
        consultation(rounds=[a_round("2026-10-01", "2026-10-25")], title="Druga")
    with freeze_time(utc("2026-10-25 23:59:55")):
        kept = client.get(f"{index.get_url()}?strona=2")["Cache-Control"]
    assert kept == "max-age=5"


def test_a_report_that_expires(client, consultation, index):
    from rkres_wagtail.consultations.models import ConsultationReport

    with freeze_time(utc("2026-10-01 12:00:00")):
        page = consultation(rounds=[a_round("2026-01-01", "2026-02-01")], report=True)
        expires = utc("2026-10-02 12:00:00")
        ConsultationReport.objects.of(page).update(expire_at=expires)
    with freeze_time(expires - timedelta(seconds=7)):
        for each in (page, index):
            response = client.get(each.get_url())
            assert response["Cache-Control"] == "max-age=7"
            assert "raport opublikowany" in response.content.decode()
    with freeze_time(expires):
        assert "raport opóźniony" in html_of(client, page)


def test_djangos_page_cache_and_conditional_answers(client, autumn, settings):
    settings.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
        *settings.MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]
    settings.CACHE_MIDDLEWARE_SECONDS = 3600
    address = autumn.get_url()
    with freeze_time(utc("2026-10-25 23:59:50")):
        first = client.get(address)
        assert "dziś ostatni dzień" in first.content.decode()
    with freeze_time(utc("2026-10-25 23:59:58")):
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    with freeze_time(utc("2026-10-26 00:00:00")):
        later = client.get(address, headers={"if-none-match": first["ETag"]})
        assert later.status_code == 200
        assert "analiza uwag" in later.content.decode()


def test_who_has_just_extended_it_sees_it_fresh(client, autumn, admin_user):
    with freeze_time(utc("2026-10-10 12:00:00")):
        client.force_login(admin_user)
        kept = client.get(autumn.get_url())["Cache-Control"]
        assert set(kept.split(", ")) == {"private", "no-cache"}


def test_an_extension_moves_the_boundary(client, autumn):
    with freeze_time(utc("2026-10-20 12:00:00")):
        from rkres_wagtail.consultations.models import Round

        ExtensionFactory(round=Round.objects.of(autumn).get(), reason="Prosili o to radni.")
        text = text_of(html_of(client, autumn))
    assert "z 25 października 2026, 23:59 na 1 listopada 2026, 23:59" in text
    assert "Powód: Prosili o to radni." in text
    assert "42 dni, licząc pierwszy i ostatni dzień" in text
    with freeze_time(utc("2026-11-01 23:59:59")):
        assert "dziś ostatni dzień" in html_of(client, autumn).replace("\xa0", " ")


@pytest.mark.parametrize("state", STATES)
def test_each_state_in_words(client, consultation, state):
    said = {
        "open": ("otwarte ·", "Uwagi można zgłaszać do"),
        "announced": ("zapowiedziane · od", "Uwagi będzie można zgłaszać od"),
        "unknown_dates": ("zapowiedziane", "Termin podamy tutaj."),
        "between": ("zapowiedziane · od", "(2 tury); następna tura od"),
        "analysed": ("analiza uwag", "Trwa analiza uwag. Raport pojawi się tutaj do"),
        "overdue": ("raport opóźniony · 35 dni po terminie", "Raport miał być gotowy do"),
        "reported": ("raport opublikowany", "Nie wpłynęły żadne uwagi."),
        "adopted": ("dokument przyjęty", "Dokument przyjęto"),
        "abandoned": ("odstąpiono od dokumentu", "Od prac nad dokumentem odstąpiono"),
        "unknown": ("wynik nieznany", "Nie wiadomo, co stało się z dokumentem."),
    }[state]
    with freeze_time(utc("2026-11-15 12:00:00")):
        page = consultation(**STATES[state])
        text = text_of(html_of(client, page))
    for words in said:
        assert words in text


def test_a_report_that_never_came_is_not_behind_us(client, consultation):
    text = text_of(html_of(client, consultation(**STATES["unknown"])))
    assert "Raport (pominięto) nie opublikowano tutaj" in text
    assert "Analiza uwag (za nami)" in text


def test_pages_with_a_box_keep_no_longer(client, autumn, committee, meeting):
    with freeze_time(utc("2026-09-01 12:00:00")):
        held = meeting(starts_on=date(2026, 10, 30))
        hold(autumn, held)
    for at, seconds in (
        ("2026-09-20 23:59:50", 10),
        ("2026-10-25 23:59:55", 5),
        ("2026-10-10 12:00:00", KEPT_SECONDS),
    ):
        with freeze_time(utc(at)):
            for page in (committee, held):
                assert client.get(page.get_url())["Cache-Control"] == f"max-age={seconds}", at


def test_a_slow_page_is_not_kept_past_the_boundary(client, autumn, monkeypatch):
    rendered = TemplateResponse.rendered_content.fget
    with freeze_time(utc("2026-10-25 23:59:50")) as clock:

        def slowly(response):
            clock.tick(3)
            return rendered(response)

        monkeypatch.setattr(TemplateResponse, "rendered_content", property(slowly))
        assert client.get(autumn.get_url())["Cache-Control"] == "max-age=7"


def test_a_text_of_tomorrow_is_nowhere_yet(client, consultation, version):
    tomorrow = timezone.now() + timedelta(days=1)
    page = consultation(rounds=[{}])
    version(page, number=1, sections=[{"title": "Jutrzejszy"}], published_at=tomorrow)
    assert "Jutrzejszy" not in html_of(client, page)
    assert client.get(f"{page.get_url()}dokument/").status_code == 404
    below = f"{page.full_url}dokument/"
    assert below not in [entry["location"] for entry in page.get_sitemap_urls()]
    with freeze_time(tomorrow + timedelta(hours=1)):
        assert "Jutrzejszy" in html_of(client, page)
        assert client.get(f"{page.get_url()}dokument/").status_code == 200
        assert below in [entry["location"] for entry in page.get_sitemap_urls()]


def test_an_alias_is_in_the_state_of_what_it_mirrors(consultation, version, index):
    page = consultation(rounds=[{}])
    version(page, number=1)
    alias = page.create_alias(parent=index, update_slug="alias")
    assert alias.state() == page.state() == "open"
    assert "/dokument/wersja-1/" in alias.get_cached_paths()
