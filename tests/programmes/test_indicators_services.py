"""Verbs of indicators and readings: what they do, what they refuse, and that nothing is lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.log_actions import registry

from rkres_wagtail.programmes.choices import ReadingState
from rkres_wagtail.programmes.indicators import services
from rkres_wagtail.programmes.indicators.states import state_of, state_of_year
from rkres_wagtail.programmes.indicators.yearly import Entry, WrongRows, record_year
from rkres_wagtail.programmes.models import Indicator, Reading
from rkres_wagtail.programmes.outline.locking import nodes_of, tree_of
from tests.factories import IndicatorFactory, ProgrammePageFactory, ReadingFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

VALUE, NO_DATA, PENDING = ReadingState.VALUE, ReadingState.NO_DATA, ReadingState.PENDING


@pytest.fixture
def programme(committee):
    return ProgrammePageFactory(parent=committee, nodes=2, starts_year=2021, ends_year=2024)


@pytest.fixture
def node(programme):
    return nodes_of(programme)[0]


@pytest.fixture
def user():
    return create_user()


@pytest.fixture
def indicator(node):
    return IndicatorFactory(node=node, number="1", name="Nowe miejsca pracy")


def _entries(page):
    return [entry.action for entry in registry.get_logs_for_instance(page)]


# Indicators ---------------------------------------------------------------------------------------


def test_an_indicator_stands_last_and_is_logged(node, indicator, user, programme):
    before = tree_of(programme).edits
    row = services.add_indicator(
        node=node, user=user, number="2", name="  Nowe\n podmioty ", base_value="1,2 tys."
    )
    assert row.name == "Nowe podmioty"
    assert row.sort_order > indicator.sort_order
    assert tree_of(programme).edits == before + 1
    assert "rkres_wagtail.indicator_add" in _entries(programme)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u202e "}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"name": "x", "base_value": "9" * 101}, "base_value"),
        ({"name": "x", "base_year": 203}, "base_year"),
        ({"name": "x", "target_year": 99999}, "target_year"),
        ({"name": "x", "base_year": 2024, "target_year": 2021}, "target_year"),
        ({"name": "\x00"}, "name"),
    ],
)
def test_an_indicator_that_cannot_be(node, user, values, field):
    with pytest.raises(ValidationError) as error:
        services.add_indicator(node=node, user=user, **values)
    assert field in error.value.message_dict
    assert not Indicator.objects.exists()


def test_the_base_may_be_older_than_the_programme(node, user):
    services.add_indicator(node=node, user=user, name="x", base_year=2011, target_year=2030)
    assert Indicator.objects.get().base_year == 2011


def test_a_change_keeps_readings(indicator, user):
    reading = ReadingFactory(indicator=indicator)
    services.change_indicator(indicator=indicator, user=user, target_value="35 tys.")
    indicator.refresh_from_db()
    assert indicator.target_value == "35 tys."
    assert list(indicator.readings.all()) == [reading]


def test_no_change_is_not_logged(indicator, user, programme):
    edits = tree_of(programme).edits
    services.change_indicator(indicator=indicator, user=user, name=indicator.name)
    assert tree_of(programme).edits == edits


def test_two_editors_of_one_indicator(indicator, user):
    seen = state_of(indicator)
    services.change_indicator(indicator=indicator, user=user, source="GUS", state=seen)
    with pytest.raises(ValidationError) as error:
        services.change_indicator(indicator=indicator, user=user, source="ROPS", state=seen)
    assert error.value.code == "stale"
    indicator.refresh_from_db()
    assert indicator.source == "GUS"


def test_two_editors_of_two_indicators(indicator, node, user):
    other = IndicatorFactory(node=node)
    seen = state_of(other)
    services.change_indicator(indicator=indicator, user=user, source="GUS")
    services.change_indicator(indicator=other, user=user, source="GUS", state=seen)
    other.refresh_from_db()
    assert other.source == "GUS"


def test_moving(node, user):
    first, second, third = (IndicatorFactory(node=node) for _n in range(3))
    services.move_indicator(indicator=third, user=user, up=True)
    services.move_indicator(indicator=first, user=user, up=True)
    assert list(node.indicators.order_by("sort_order")) == [first, third, second]
    services.move_indicator(indicator=first, user=user, up=False)
    assert list(node.indicators.order_by("sort_order")) == [third, first, second]


def test_an_indicator_with_readings_stays(indicator, user):
    ReadingFactory(indicator=indicator)
    with pytest.raises(ValidationError) as error:
        services.remove_indicator(indicator=indicator, user=user)
    assert error.value.code == "needed"
    assert Indicator.objects.exists()


def test_removing_twice(indicator, user):
    services.remove_indicator(indicator=indicator, user=user)
    with pytest.raises(ValidationError) as error:
        services.remove_indicator(indicator=indicator, user=user)
    assert error.value.code == "gone"


# Readings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2021, 2024])
def test_a_reading_within_the_programme(indicator, user, year):
    reading = services.record_reading(
        indicator=indicator, year=year, state=VALUE, value="9016", user=user
    )
    assert (reading.year, reading.value, reading.recorded_by) == (year, "9016", user)


@pytest.mark.parametrize("year", [2020, 2025, 0, 99999])
def test_a_reading_outside_the_programme(indicator, user, year):
    with pytest.raises(ValidationError) as error:
        services.record_reading(indicator=indicator, year=year, state=VALUE, value="1", user=user)
    assert "year" in error.value.message_dict
    if year in (2020, 2025):
        assert "2021–2024" in error.value.message_dict["year"][0]
    assert not Reading.objects.exists()


def test_a_year_to_come(committee, user):
    page = ProgrammePageFactory(parent=committee, nodes=1, starts_year=2021, ends_year=2050)
    indicator = IndicatorFactory(node=nodes_of(page)[0])
    now = timezone.localdate().year
    with pytest.raises(ValidationError):
        services.record_reading(
            indicator=indicator, year=now + 1, state=VALUE, value="1", user=user
        )
    services.record_reading(indicator=indicator, year=now, state=VALUE, value="1", user=user)


def test_a_programme_without_years(committee, user):
    page = ProgrammePageFactory(parent=committee, nodes=1, starts_year=None, ends_year=None)
    indicator = IndicatorFactory(node=nodes_of(page)[0])
    services.record_reading(indicator=indicator, year=1999, state=VALUE, value="1", user=user)
    with pytest.raises(ValidationError):
        services.record_reading(indicator=indicator, year=1899, state=VALUE, value="1", user=user)


def test_the_years_of_a_programme_that_is_a_draft(committee, user):
    page = ProgrammePageFactory(parent=committee, nodes=1, live=False, starts_year=None)
    page.starts_year = 2022
    page.save_revision()
    indicator = IndicatorFactory(node=nodes_of(page)[0])
    with pytest.raises(ValidationError):
        services.record_reading(indicator=indicator, year=2021, state=VALUE, value="1", user=user)


@pytest.mark.parametrize(
    ("state", "value", "field"),
    [
        (VALUE, "", "value"),
        (VALUE, "  ", "value"),
        (NO_DATA, "5", "value"),
        (PENDING, "5", "value"),
        ("maybe", "5", "state"),
        ("", "5", "state"),
        (VALUE, "9" * 101, "value"),
    ],
)
def test_a_reading_that_cannot_be(indicator, user, state, value, field):
    with pytest.raises(ValidationError) as error:
        services.record_reading(indicator=indicator, year=2022, state=state, value=value, user=user)
    assert field in error.value.message_dict
    assert not Reading.objects.exists()


@pytest.mark.parametrize("state", [NO_DATA, PENDING])
def test_that_nobody_knows_is_a_reading(indicator, user, state):
    reading = services.record_reading(indicator=indicator, year=2022, state=state, user=user)
    assert (reading.state, reading.value) == (state, "")


def test_one_reading_a_year(indicator, user):
    first = ReadingFactory(indicator=indicator, year=2022)
    with pytest.raises(ValidationError) as error:
        services.record_reading(indicator=indicator, year=2022, state=VALUE, value="1", user=user)
    assert "2022" in error.value.message_dict["year"][0]
    second = ReadingFactory(indicator=indicator, year=2023)
    with pytest.raises(ValidationError):
        services.change_reading(reading=second, year=2022, state=VALUE, value="1", user=user)
    services.change_reading(reading=first, year=2021, state=VALUE, value="1", user=user)
    assert list(indicator.readings.values_list("year", flat=True)) == [2021, 2023]


def test_two_editors_of_one_reading(indicator, user):
    reading = ReadingFactory(indicator=indicator, value="1")
    seen = state_of(reading)
    common = {"reading": reading, "year": 2022, "state": VALUE, "user": user, "seen": seen}
    services.change_reading(value="2", **common)
    with pytest.raises(ValidationError) as error:
        services.change_reading(value="3", **common)
    assert error.value.code == "stale"
    reading.refresh_from_db()
    assert reading.value == "2"


def test_removing_a_reading_is_logged(indicator, user, programme):
    services.remove_reading(reading=ReadingFactory(indicator=indicator), user=user)
    assert not Reading.objects.exists()
    assert "rkres_wagtail.reading_remove" in _entries(programme)


# A year at once -----------------------------------------------------------------------------------


def test_a_year_is_added_changed_and_removed(programme, node, user):
    rows = [IndicatorFactory(node=node, readings={2022: "1"}) for _n in range(3)]
    rows.append(IndicatorFactory(node=node))
    entries = {
        rows[0].pk: Entry(VALUE, "1"),
        rows[1].pk: Entry(NO_DATA),
        rows[2].pk: Entry(),
        rows[3].pk: Entry("", "35 tys.", "wstępne"),
    }
    done = record_year(page=programme, year=2022, entries=entries, user=user)
    assert dict(done) == {"added": 1, "changed": 1, "removed": 1}
    found = {row.indicator_id: (row.state, row.value) for row in Reading.objects.all()}
    assert found == {
        rows[0].pk: (VALUE, "1"),
        rows[1].pk: (NO_DATA, ""),
        rows[3].pk: (VALUE, "35 tys."),
    }
    assert _entries(programme).count("rkres_wagtail.readings_year") == 1


def test_a_year_is_all_or_nothing(programme, node, user):
    good, bad = IndicatorFactory(node=node), IndicatorFactory(node=node)
    entries = {good.pk: Entry("", "5"), bad.pk: Entry(NO_DATA, "5")}
    with pytest.raises(WrongRows) as error:
        record_year(page=programme, year=2022, entries=entries, user=user)
    assert set(error.value.rows) == {bad.pk}
    assert not Reading.objects.exists()


def test_two_editors_of_one_year(programme, indicator, user):
    seen = state_of_year([])
    entries = {indicator.pk: Entry("", "5")}
    record_year(page=programme, year=2022, entries=entries, user=user, seen=seen)
    with pytest.raises(ValidationError) as error:
        record_year(
            page=programme,
            year=2022,
            entries={indicator.pk: Entry("", "6")},
            user=user,
            seen=seen,
        )
    assert error.value.code == "stale"
    assert Reading.objects.get().value == "5"


def test_an_indicator_of_another_programme(programme, committee, user):
    other = ProgrammePageFactory(parent=committee, nodes=1)
    foreign = IndicatorFactory(node=nodes_of(other)[0])
    with pytest.raises(ValidationError) as error:
        record_year(page=programme, year=2022, entries={foreign.pk: Entry("", "5")}, user=user)
    assert error.value.code == "gone"
    assert not Reading.objects.exists()
