"""The admin's listing of consultations: what it says, its filters, its cost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import ConsultationKindFactory, DocumentVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def address() -> str:
    return reverse("rkres_consultations:index")


def content(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def titles(response) -> set[str]:
    return {page.title for page in response.context["object_list"]}


def rows(response) -> dict:
    return {page.title: page for page in response.context["object_list"]}


def test_a_row_says_where_it_stands_and_what_is_missing(boss, consultation):
    consultation(title="Otwarte", rounds=[{}])
    consultation(title="Bez terminów", channels=[("meeting", {"note": "Zapraszamy."})])
    late = consultation(title="Po terminie", rounds=[{"overdue": True}])
    DocumentVersionFactory(consultation=late, number=2)
    consultation(title="Koniec", rounds=[{"closed": True}], outcome="adopted")
    found = rows(boss.get(address()))
    assert "zostało" in found["Otwarte"]._rkres_state
    assert "opublikowany tekst" in found["Otwarte"]._rkres_missing
    assert "sposoby zgłaszania uwag" in found["Otwarte"]._rkres_missing
    assert found["Bez terminów"]._rkres_missing == "terminy, siedem zasad"
    assert found["Bez terminów"]._rkres_dates == found["Bez terminów"]._rkres_due == ""
    assert "opóźniony o" in found["Po terminie"]._rkres_state
    assert found["Po terminie"]._rkres_version == "wersja 2"
    assert found["Po terminie"]._rkres_due
    assert found["Koniec"]._rkres_due == found["Koniec"]._rkres_missing == ""


def test_filters(boss, consultation, committee):
    other = ConsultationKindFactory(committee=committee, name="zmiana wskaźników")
    consultation(title="Otwarte", rounds=[{}])
    consultation(title="Szkic", live=False, kind=other)
    start = datetime(2019, 12, 31, 23, 30, tzinfo=UTC)  # New Year's Day in Poland
    old = {"starts_at": start, "ends_at": datetime(2020, 2, 1, tzinfo=UTC)}
    consultation(title="Dawne", rounds=[old])
    for query, expected in (
        ("state=open", {"Otwarte"}),
        ("state=announced", {"Szkic"}),
        ("state=overdue", {"Dawne"}),
        (f"kind={other.pk}", {"Szkic"}),
        ("year=2020", {"Dawne"}),
        ("live=false", {"Szkic"}),
        ("live=true&state=open", {"Otwarte"}),
    ):
        assert titles(boss.get(f"{address()}?{query}")) == expected, query
    for wrong in ("state=%3Cscript%3E", "year=0001", "year=2019", "kind=x"):
        assert boss.get(f"{address()}?{wrong}").status_code == 200


def test_the_explorer_shows_the_same(boss, index, consultation):
    consultation(title="Otwarte", rounds=[{}])
    consultation(title="Dawne", rounds=[{"overdue": True}])
    explorer = reverse("wagtailadmin_explore", args=[index.pk])
    response = boss.get(explorer)
    assert "został" in rows(response)["Otwarte"]._rkres_state
    assert titles(boss.get(f"{explorer}?state=overdue")) == {"Dawne"}


def test_it_costs_the_same_however_many(boss, consultation, index):
    explorer = reverse("wagtailadmin_explore", args=[index.pk])

    def costs() -> list[int]:
        found = []
        for url in (address(), explorer):
            boss.get(url)
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert boss.get(url).status_code == 200
            found.append(len(queries))
        return found

    for number in range(2):
        consultation(title=f"Program {number}", rounds=[{}, {"announced": True}])
    few = costs()
    for number in range(12):
        page = consultation(title=f"Inny {number}", rounds=[{}], report=True)
        DocumentVersionFactory(consultation=page, number=1)
    assert costs() == few


def test_a_list_without_consultations(boss, index):
    assert boss.get(address()).status_code == 200
    assert boss.get(reverse("wagtailadmin_explore", args=[index.pk])).status_code == 200


def test_the_menu_leads_there(boss, index):
    assert address() in content(boss.get(reverse("wagtailadmin_home")))
