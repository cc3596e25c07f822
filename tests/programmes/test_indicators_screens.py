"""The office's screens of indicators and readings."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.programmes.choices import ReadingState
from rkres_wagtail.programmes.indicators import node_panel, year_view
from rkres_wagtail.programmes.indicators.states import state_of
from rkres_wagtail.programmes.models import Indicator, Reading
from rkres_wagtail.programmes.outline.locking import nodes_of
from tests.factories import (
    IndicatorFactory,
    ProgrammePageFactory,
    ReadingFactory,
)
from tests.support.users import create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(committee):
    return ProgrammePageFactory(parent=committee, nodes=2, starts_year=2021, ends_year=2024)


@pytest.fixture
def node(programme):
    return nodes_of(programme)[0]


@pytest.fixture
def office(client, committee):
    """A client of somebody in the secretariat."""
    user = create_user("sekretarz")
    user.groups.add(create_roles(committee)["secretariat"])
    client.force_login(user)
    return client


def year_url(page, **query) -> str:
    url = reverse("rkres_programme_readings", args=[page.pk])
    return f"{url}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else url


def words(response) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def seen_in(response) -> str:
    return response.context["seen"]


# Indicators ---------------------------------------------------------------------------------------


def test_add_an_indicator(office, node):
    url = reverse("rkres_indicator_add", args=[node.pk])
    assert office.get(url).status_code == 200
    response = office.post(url, {"name": "Nowe miejsca pracy", "base_value": "0"})
    assert response.status_code == 302
    indicator = Indicator.objects.get(node=node)
    assert (indicator.name, indicator.base_value) == ("Nowe miejsca pracy", "0")


def test_an_error_stands_at_its_field(office, node):
    url = reverse("rkres_indicator_add", args=[node.pk])
    response = office.post(
        url, {"name": "x", "base_year": "2030", "target_year": "2020", "source": "GUS <b>"}
    )
    assert "target_year" in response.context["form"].errors
    assert "GUS &lt;b&gt;" in response.content.decode()
    assert not Indicator.objects.exists()


def test_edit_an_indicator_that_somebody_changed(office, node):
    indicator = IndicatorFactory(node=node, name="Dawna")
    url = reverse("rkres_indicator", args=[indicator.pk])
    seen = office.get(url).context["form"]["seen"].value()
    Indicator.objects.filter(pk=indicator.pk).update(name="Cudza")
    data = {"name": "Moja", "seen": seen}
    response = office.post(url, data)
    assert "Moja" in response.content.decode()
    indicator.refresh_from_db()
    assert indicator.name == "Cudza"
    data["seen"] = response.context["form"]["seen"].value()
    assert office.post(url, data).status_code == 302
    indicator.refresh_from_db()
    assert indicator.name == "Moja"


def test_a_get_changes_nothing(office, node):
    indicator = IndicatorFactory(node=node, readings={2022: "5"})
    reading = indicator.readings.get()
    for name, row in (
        ("rkres_indicator_remove", indicator),
        ("rkres_reading_remove", reading),
        ("rkres_indicator", indicator),
        ("rkres_reading", reading),
    ):
        assert office.get(reverse(name, args=[row.pk])).status_code == 200
    assert office.get(reverse("rkres_indicator_move", args=[indicator.pk])).status_code == 405
    assert Reading.objects.exists()


def test_move_and_remove(office, node):
    first, second = IndicatorFactory(node=node), IndicatorFactory(node=node)
    office.post(reverse("rkres_indicator_move", args=[second.pk]), {"direction": "up"})
    assert list(node.indicators.order_by("sort_order")) == [second, first]
    ReadingFactory(indicator=first)
    url = reverse("rkres_indicator_remove", args=[first.pk])
    assert office.post(url).status_code == 200
    assert Indicator.objects.filter(pk=first.pk).exists()
    office.post(reverse("rkres_reading_remove", args=[first.readings.get().pk]))
    assert office.post(url).status_code == 302
    assert not Indicator.objects.filter(pk=first.pk).exists()


def test_readings_one_by_one(office, node):
    indicator = IndicatorFactory(node=node, readings={2022: "5"})
    add = reverse("rkres_reading_add", args=[indicator.pk])
    assert office.get(add).context["form"]["year"].value() == 2023
    assert office.post(add, {"year": "2025", "state": "value", "value": "1"}).status_code == 200
    assert office.post(add, {"year": "2022", "state": "value", "value": "1"}).status_code == 200
    assert office.post(add, {"year": "2023", "state": "no_data"}).status_code == 302
    reading = Reading.objects.get(year=2023)
    url = reverse("rkres_reading", args=[reading.pk])
    data = {"year": "2023", "state": "value", "value": "7", "seen": state_of(reading)}
    assert office.post(url, data).status_code == 302
    reading.refresh_from_db()
    assert (reading.state, reading.value) == (ReadingState.VALUE, "7")


def test_the_panel_of_a_node(rf, node, programme):
    indicator = IndicatorFactory(
        node=node,
        name="Nowe <miejsca>",
        base_value="0",
        target_value="35 tys.",
        readings={2022: "9016", 2023: None},
    )
    request = rf.get("/")
    request.user = create_user("admin", superuser=True)
    html = node_panel.render(request, node, programme)
    assert "Nowe &lt;miejsca&gt;" in html
    assert "26%" in html
    assert reverse("rkres_reading_add", args=[indicator.pk]) in html
    assert reverse("rkres_indicator_add", args=[node.pk]) in html
    request.user = create_user("nikt")
    assert reverse("rkres_indicator_add", args=[node.pk]) not in node_panel.render(
        request, node, programme
    )


@pytest.mark.parametrize("count", [1, 30])
def test_numbers_of_indicators_take_one_query(programme, django_assert_num_queries, count):
    node = nodes_of(programme)[0]
    for _n in range(count):
        IndicatorFactory(node=node)
    with django_assert_num_queries(1):
        found = node_panel.count(programme)
    assert list(found) == [node.pk]
    assert str(count) in found[node.pk]


# The screen of a year -----------------------------------------------------------------------------


def test_a_year_is_entered_at_once(office, programme, node):
    rows = [IndicatorFactory(node=node) for _n in range(3)]
    response = office.get(year_url(programme, year=2022))
    data = {
        "seen": seen_in(response),
        f"i{rows[0].pk}-value": "9016",
        f"i{rows[0].pk}-state": "",
        f"i{rows[1].pk}-value": "",
        f"i{rows[1].pk}-state": "no_data",
        f"i{rows[2].pk}-value": "",
        f"i{rows[2].pk}-state": "",
    }
    assert office.post(year_url(programme, year=2022), data).status_code == 302
    found = {row.indicator_id: (row.state, row.value) for row in Reading.objects.filter(year=2022)}
    assert found == {rows[0].pk: ("value", "9016"), rows[1].pk: ("no_data", "")}


def test_one_wrong_row_stops_all_and_keeps_what_was_typed(office, programme, node):
    good, bad = IndicatorFactory(node=node, name="Dobry"), IndicatorFactory(node=node, name="Zły")
    data = {
        "seen": seen_in(office.get(year_url(programme, year=2022))),
        f"i{good.pk}-value": "123,45 zł",
        f"i{good.pk}-state": "",
        f"i{bad.pk}-value": "<script>",
        f"i{bad.pk}-state": "pending",
    }
    response = office.post(year_url(programme, year=2022), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert not Reading.objects.exists()
    assert "123,45 zł" in html
    assert "&lt;script&gt;" in html
    assert f'href="#id_i{bad.pk}-value"' in html
    assert f'id="id_i{bad.pk}-value_error"' in html


def test_somebody_else_entered_the_year_meanwhile(office, programme, node):
    indicator = IndicatorFactory(node=node)
    seen = seen_in(office.get(year_url(programme, year=2022)))
    ReadingFactory(indicator=indicator, year=2022, value="777")
    data = {"seen": seen, f"i{indicator.pk}-value": "888", f"i{indicator.pk}-state": "value"}
    response = office.post(year_url(programme, year=2022), data)
    assert response.status_code == 422
    assert "888" in response.content.decode()
    assert "777" in response.content.decode()
    assert Reading.objects.get().value == "777"
    data["seen"] = seen_in(response)
    assert office.post(year_url(programme, year=2022), data).status_code == 302
    assert Reading.objects.get().value == "888"


def test_an_indicator_that_went_meanwhile(office, programme, node):
    stays, goes = IndicatorFactory(node=node), IndicatorFactory(node=node)
    data = {"seen": seen_in(office.get(year_url(programme, year=2022)))}
    for row in (stays, goes):
        data |= {f"i{row.pk}-value": "5", f"i{row.pk}-state": "value"}
    goes.delete()
    response = office.post(year_url(programme, year=2022), data)
    assert response.status_code == 422
    assert not Reading.objects.exists()


@pytest.mark.parametrize("year", ["2020", "2025", "9999"])
def test_a_year_outside_the_programme(office, programme, node, year):
    indicator = IndicatorFactory(node=node)
    if year != "9999":
        assert "2021–2024" in words(office.get(year_url(programme, year=year)))
    response = office.post(
        year_url(programme, year=year),
        {f"i{indicator.pk}-value": "5", f"i{indicator.pk}-state": "value"},
    )
    assert response.status_code == 422
    assert not Reading.objects.exists()


@pytest.mark.parametrize("year", ["", "abc", "-1", "20222", "٢٠٢٢", "1e3"])
def test_a_year_that_is_none(office, programme, node, year):
    IndicatorFactory(node=node)
    response = office.get(year_url(programme, year=year))
    assert response.status_code == 200
    assert response.context["view"].year == 2024


def test_a_programme_to_come(office, committee):
    page = ProgrammePageFactory(parent=committee, nodes=1, starts_year=2040, ends_year=2045)
    IndicatorFactory(node=nodes_of(page)[0])
    response = office.get(year_url(page))
    assert response.status_code == 200
    assert response.context["view"].year is None
    assert office.post(year_url(page), {}).status_code == 422


def test_queries_do_not_grow(office, programme, node):
    def queries(readings):
        for _n in range(readings):
            IndicatorFactory(node=node, readings={2021: "5", 2022: "7"})
        office.get(year_url(programme, year=2022))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert office.get(year_url(programme, year=2022)).status_code == 200
        return len(captured)

    assert queries(5) == queries(195)


def test_saving_does_not_cost_more_for_more_rows(office, programme, node):
    def queries(count):
        Reading.objects.all().delete()
        rows = [IndicatorFactory(node=node) for _n in range(count)]
        data = {"seen": seen_in(office.get(year_url(programme, year=2023)))}
        for row in rows:
            data |= {f"i{row.pk}-value": "5", f"i{row.pk}-state": "value"}
        with CaptureQueriesContext(connection) as captured:
            assert office.post(year_url(programme, year=2023), data).status_code == 302
        return len(captured)

    queries(1)  # whatever is read once in a process
    assert queries(3) == queries(60)


def test_long_lists_have_pages(office, programme, node, monkeypatch):
    monkeypatch.setattr(year_view, "ROWS", 2)
    rows = [IndicatorFactory(node=node) for _n in range(3)]
    url = year_url(programme, year=2022, p=2)
    response = office.get(url)
    assert [row["line"].indicator for row in response.context["rows"]] == [rows[2]]
    data = {"seen": seen_in(response), f"i{rows[2].pk}-value": "5", f"i{rows[2].pk}-state": ""}
    assert office.post(url, data).status_code == 302
    assert Reading.objects.get().indicator == rows[2]


# Who may ------------------------------------------------------------------------------------------


@pytest.fixture
def urls(programme, node):
    indicator = IndicatorFactory(node=node, readings={2022: "5"})
    return {
        "rkres_indicator_add": node.pk,
        "rkres_indicator": indicator.pk,
        "rkres_indicator_move": indicator.pk,
        "rkres_indicator_remove": indicator.pk,
        "rkres_reading_add": indicator.pk,
        "rkres_reading": indicator.readings.get().pk,
        "rkres_reading_remove": indicator.readings.get().pk,
        "rkres_programme_readings": programme.pk,
    }


@pytest.mark.parametrize(
    ("permissions", "keeps", "allowed"),
    [
        ([], False, False),
        (["change_page"], False, False),
        (["change_page"], True, True),
        (["change_page", "publish_page"], False, True),
    ],
)
def test_who_may(client, committee, urls, permissions, keeps, allowed):
    group = Group.objects.create(name="Próba")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if keeps:
        group.permissions.add(Permission.objects.get(codename="change_programmenode"))
    for codename in permissions:
        GroupPagePermission.objects.create(
            group=group,
            page=committee,
            permission=Permission.objects.get(
                codename=codename, content_type__model="page", content_type__app_label="wagtailcore"
            ),
        )
    user = create_user("ktos")
    user.groups.add(group)
    client.force_login(user)
    for name, pk in urls.items():
        url = reverse(name, args=[pk])
        for method in (client.get, client.post):
            response = method(url)
            if allowed:
                assert response.status_code in (200, 302, 405, 422), name
                assert response.headers.get("Location") != reverse("wagtailadmin_home"), name
            elif response.status_code != 405:
                # Wagtail sends away who may not.
                assert response.status_code == 302, name
                assert response.headers["Location"] == reverse("wagtailadmin_home"), name
        if not allowed:
            assert Reading.objects.count() == 1


def test_nobody_and_nothing(client, office, programme, committee, urls):
    assert office.get(year_url(committee)).status_code == 404
    for name in urls:
        assert office.get(reverse(name, args=[999_999])).status_code in (404, 405), name
    client.logout()
    for name, pk in urls.items():
        assert "login" in client.get(reverse(name, args=[pk])).headers["Location"], name
