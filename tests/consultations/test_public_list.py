"""The list of consultations: order, filters, search, pages, what an empty one says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from tests.factories import ConsultationIndexPageFactory, ConsultationKindFactory, GroupPageFactory
from tests.meetings.public import html_of, part, text_of, titles
from tests.support.database import committed

from .states import STATES, a_round, utc

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def test_sections_in_the_order_of_what_matters(client, consultation, index):
    for state in reversed(STATES):
        consultation(title=state, **STATES[state])
    soon = timezone.now() + timedelta(hours=2)
    consultation(title="soonest", rounds=[{"ends_at": soon}])
    html = html_of(client, index)
    found = {
        name: titles(part(html, f"rkres-{name}"))
        for name in ("open", "announced", "analysed", "reported", "archive")
    }
    assert found["open"] == ["soonest", "open"]
    assert set(found["announced"]) == {"announced", "between", "unknown_dates"}
    assert found["announced"][-1] == "unknown_dates"
    assert found["analysed"] == ["analysed", "overdue"]
    assert found["reported"] == ["reported"]
    assert set(found["archive"]) == {"adopted", "abandoned", "unknown"}
    assert "Konsultacje: 11, w tym otwarte: 2" in text_of(html)
    assert "raport opóźniony" in text_of(part(html, "rkres-analysed"))


def test_empty_lists_say_what_will_be_here(client, consultation, index):
    assert "Tutaj pojawią się dokumenty" in text_of(html_of(client, index))
    assert "<form" not in part(html_of(client, index), "x") + html_of(client, index).split("<h1")[1]
    consultation(**STATES["unknown"])
    text = text_of(html_of(client, index))
    assert "Teraz żadne konsultacje nie trwają." in text
    assert "Nic nie pasuje" in text_of(html_of(client, index, q="niczegotuniema"))


def test_pages_of_the_list(client, consultation, index, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    consultation(title="Otwarta", rounds=[{}])
    for number in range(4):
        consultation(title=f"Dawna {number}", **STATES["unknown"])
    first, last = html_of(client, index), html_of(client, index, strona=3)
    assert len(titles(first)) == 2 and "Strona 1 z 3" in text_of(first)
    assert len(titles(part(last, "rkres-archive"))) == 1
    assert "żadne konsultacje nie trwają" not in text_of(last)
    assert '<link rel="canonical" href="' in last and "strona=3" in last
    assert titles(html_of(client, index, strona="x")) == titles(first)


def test_filters(client, consultation, index, committee, kind):
    group = GroupPageFactory(parent=committee, title="Grupa")
    other = ConsultationKindFactory(committee=committee, name="projekt uchwały")
    consultation(title="Nowa", rounds=[{}])
    old = consultation(
        title="Dawna", kind=other, body=group, rounds=[a_round("2020-10-16", "2020-11-02")]
    )
    topics = []
    if hasattr(old, "tags"):  # a host need not have them
        old.tags.add("Usługi społeczne")
        old.save()
        topics = [({"temat": old.tags.get().slug}, ["Dawna"])]
    for query, found in (
        ({"stan": "open"}, ["Nowa"]),
        ({"stan": "overdue"}, ["Dawna"]),
        ({"rodzaj": other.pk}, ["Dawna"]),
        ({"organ": group.pk}, ["Dawna"]),
        ({"rok": "2020"}, ["Dawna"]),
        *topics,
        ({"rok": "2020", "stan": "open"}, []),
    ):
        html = html_of(client, index, **query)
        assert titles(html) == found, query
        assert ('content="noindex, follow"' in html) is bool(query), query
    text = text_of(html_of(client, index, stan="zmyslony", rok="1812", rodzaj="' OR 1=1"))
    assert "Nowa" in text and "Dawna" in text


def test_years_of_the_local_clock(client, consultation, index):
    consultation(title="Sylwester", rounds=[a_round("2021-12-31", "2022-01-10")])
    consultation(title="Nowy Rok", rounds=[a_round("2022-01-01", "2022-01-10")])
    assert titles(html_of(client, index, rok="2021")) == ["Sylwester"]
    assert titles(html_of(client, index, rok="2022")) == ["Nowy Rok"]


@committed
def test_search_finds_polish_words_in_any_form(client, consultation, index):
    consultation(title="Program", lead="Wsparcie spółdzielni socjalnych w powiatach.")
    consultation(title="Strategia", lead="O czymś innym.")
    html = html_of(client, index, q="spoldzielnia socjalna")
    assert titles(html) == ["Program"]
    assert 'content="noindex, follow"' in html
    assert "Konsultacje: 1" in text_of(html)


@committed
def test_the_committees_search_says_the_state(client, consultation, index, committee):
    consultation(title="Program", lead="Wsparcie spółdzielni socjalnych.", rounds=[{}])
    text = text_of(html_of(client, f"{committee.get_url()}szukaj/", q="spółdzielnie"))
    assert "Program" in text and "otwarte" in text
    assert "· zostało 12 dni, do" in text


@committed
def test_results_are_kept_no_longer_than_they_hold(client, consultation, committee):
    with freeze_time(utc("2026-10-01 12:00:00")):
        rounds = [a_round("2026-09-21", "2026-10-25")]
        consultation(title="Program", lead="Wsparcie spółdzielni socjalnych.", rounds=rounds)
    with freeze_time(utc("2026-10-25 23:59:55")):
        response = client.get(f"{committee.get_url()}szukaj/", {"q": "spółdzielnie"})
    assert "otwarte" in response.content.decode()
    assert response["Cache-Control"] == "max-age=5"


def test_the_list_of_a_group_has_its_own(client, consultation, committee, index):
    group = GroupPageFactory(parent=committee, title="Grupa")
    own = ConsultationIndexPageFactory(parent=group)
    consultation(title="Grupy", body=group, rounds=[{}])
    consultation(title="Komitetu", rounds=[{}])
    assert titles(html_of(client, own)) == ["Grupy"]
    assert set(titles(html_of(client, index))) == {"Grupy", "Komitetu"}


def test_a_row_says_for_whom(client, consultation, index, committee):
    group = GroupPageFactory(parent=committee, title="Laboratorium")
    consultation(rounds=[{}], audience=group)
    assert "Konsultacje dla członków: Laboratorium" in text_of(html_of(client, index))


def test_the_list_is_previewed(index, consultation):
    consultation(title="Program", rounds=[{}])
    assert "Program" in index.make_preview_request().content.decode()
