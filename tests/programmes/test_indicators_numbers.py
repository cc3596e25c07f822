"""Which texts are numbers, and how far an indicator has come."""

from __future__ import annotations

import time
from decimal import Decimal
from types import SimpleNamespace

import pytest

from rkres_wagtail.programmes.choices import ReadingState
from rkres_wagtail.programmes.indicators.loading import lines_of, lines_of_nodes
from rkres_wagtail.programmes.indicators.numbers import Number, parse
from rkres_wagtail.programmes.indicators.progress import progress_of
from rkres_wagtail.programmes.models import Indicator
from rkres_wagtail.programmes.outline.locking import nodes_of
from tests.factories import IndicatorFactory, ProgrammePageFactory


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("9016", "9016", ""),
        ("0", "0", ""),
        ("1 266", "1266", ""),
        ("1\u00a0266", "1266", ""),
        ("1\u202f266\u2009000", "1266000", ""),
        ("2 000,5", "2000.5", ""),
        ("1.5", "1.5", ""),
        ("1,2 tys.", "1200", ""),
        ("35 tys.", "35000", ""),
        ("35 tysięcy osób", "35000", "osób"),
        ("39 mln", "39000000", ""),
        ("159 mln zł", "159000000", "zł"),
        ("1,5 mld zł", "1500000000", "zł"),
        ("2 miliardy", "2000000000", ""),
        ("3 miliony zł", "3000000", "zł"),
        ("1%", "1", "%"),
        ("12,5 %", "12.5", "%"),
        ("−3", "-3", ""),
        ("-3,5 p.p.", "-3.5", "p.p."),
        ("+4", "4", ""),
        (" 220 os. ", "220", "os."),
        ("7 km²", "7", "km²"),
        ("100 zł / rok", "100", "zł / rok"),
    ],
)
def test_a_number(text, value, unit):
    assert parse(text) == Number(Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "–",
        "ok. 20",
        "~20",
        "≥ 20",
        "20–30",
        "20-30",
        "20 lub więcej",
        "20 i więcej",
        "20+",
        "20 (2019)",
        "20*",
        "5 z 10",
        "co najmniej 5",
        "dane w opracowaniu",
        "brak danych",
        "1.266",
        "1,2,3",
        "12 34",
        "1 2666",
        "0x10",
        "1e999",
        "1e5",
        "NaN",
        "Infinity",
        "٣",
        "²",
        "=1+1",
        "<script>alert(1)</script>",
        "1\x00",
        "9" * 19,
        "1" * 400,
        None,
        20,
    ],
)
def test_no_number(text):
    assert parse(text) is None


def test_a_hostile_text_takes_no_time():
    started = time.perf_counter()
    for text in ("1" * 10**6, "1 " * 10**6, "1 " + "a." * 49, "1 " + "a " * 49 + "!", "9" * 99):
        assert parse(text) is None
        assert parse("5", unit=text) is not None
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "unit", "value", "of"),
    [
        ("39", "mln zł", "39000000", "zł"),
        ("39 mln", "mln zł", "39000000", "zł"),
        ("39 tys. zł", "mln zł", "39000", "zł"),
        ("39 zł", "mln zł", "39", "zł"),
        ("5", "%", "5", "%"),
        ("5 zł", "%", "5", "zł"),
    ],
)
def test_the_unit_of_the_indicator(text, unit, value, of):
    assert parse(text, unit) == Number(Decimal(value), of)


def _progress(base, target, *now, unit="", state=ReadingState.VALUE):
    indicator = Indicator(base_value=base, target_value=target, unit=unit)
    readings = [
        SimpleNamespace(year=2019 + n, value=value, state=state) for n, value in enumerate(now)
    ]
    return progress_of(indicator, readings)


@pytest.mark.parametrize(
    ("base", "target", "now", "percent"),
    [
        ("1%", "2%", "1%", 0),
        ("0", "35 tys.", "9016", 26),
        ("1,2 tys.", "1,5 tys.", "1266", 22),
        ("0", "1,6 tys.", "1419", 89),
        ("39 mln", "159 mln zł", "91 mln zł", 43),
        ("122", "220", "174", 53),
        ("200", "100", "150", 50),
        ("0", "200", "1", 1),
        ("0", "200", "300", 150),
        ("100", "200", "50", -50),
        ("0", "0,0000000001", "999999999999999999 mld", 10**39 - 10**21),
    ],
)
def test_progress(base, target, now, percent):
    assert _progress(base, target, now).percent == percent


@pytest.mark.parametrize(
    ("base", "target", "now"),
    [
        ("0", "60", "dane w opracowaniu"),
        ("", "60", "30"),
        ("0", "", "30"),
        ("60", "60", "60"),
        ("0 zł", "60 zł", "30 os."),
        ("0 zł", "60 os.", "30"),
        ("ok. 10", "60", "30"),
    ],
)
def test_progress_is_never_guessed(base, target, now):
    assert _progress(base, target, now) is None


def test_a_unit_of_the_indicator_counts():
    assert _progress("0", "60", "30", unit="%").percent == 50
    assert _progress("0", "60", "30 zł", unit="%") is None
    assert _progress("39", "159", "91 mln zł", unit="mln zł").percent == 43


def test_progress_is_up_to_the_newest_value():
    assert _progress("0", "60", "15", "30").percent == 50
    assert _progress("0", "60", "15", "30").year == 2020
    assert _progress("0", "60", "15", "w opracowaniu") is None
    assert _progress("0", "60", "15", state=ReadingState.NO_DATA) is None


@pytest.mark.django_db
def test_lines_come_in_the_order_of_tree_and_years(committee):
    page = ProgrammePageFactory(parent=committee, nodes=2)
    first, second = nodes_of(page)
    later = IndicatorFactory(node=first, sort_order=2)
    early = IndicatorFactory(node=first, sort_order=1, readings={2023: None, 2022: "50"})
    IndicatorFactory(node=second)
    lines = lines_of(page)
    assert [line.indicator for line in lines[first.pk]] == [early, later]
    line = lines[first.pk][0]
    assert [reading.year for reading in line.readings] == [2022, 2023]
    assert line.latest.year == 2022
    assert line.newest.year == 2023
    assert line.progress.percent == 25
    assert lines[first.pk][1].newest is lines[first.pk][1].progress is None
    assert list(lines_of_nodes([second.pk])) == [second.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_two_queries_whatever_the_size(committee, django_assert_num_queries, count):
    page = ProgrammePageFactory(parent=committee, nodes=count)
    for node in nodes_of(page):
        IndicatorFactory(node=node, readings={2022: "5", 2023: "6"})
    with django_assert_num_queries(2):
        lines = lines_of(page)
        assert sum(len(each.readings) for found in lines.values() for each in found) == 2 * count
        assert all(each.progress for found in lines.values() for each in found)
