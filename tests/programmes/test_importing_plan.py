"""What an import makes of rows: where elements stand, what is recognised, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model

from rkres_wagtail.programmes import models
from rkres_wagtail.programmes.choices import MAX_LEVEL
from rkres_wagtail.programmes.importing import plan as plans
from rkres_wagtail.programmes.importing import writing
from rkres_wagtail.programmes.importing.plan import make_plan
from rkres_wagtail.programmes.importing.reading import read_lists
from rkres_wagtail.programmes.importing.services import import_lists
from rkres_wagtail.programmes.outline.locking import nodes_of
from rkres_wagtail.uploads import UnreadableTable
from tests.factories import IndicatorFactory, ProgrammeNodeFactory, ProgrammePageFactory
from tests.support.users import create_user

from .importing_files import INDICATORS, TREE, body, csv, raw, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(committee):
    return ProgrammePageFactory(parent=committee, starts_year=2018, ends_year=2024)


def tree(*rows, **kwargs):
    return xlsx((TREE, rows), **kwargs)


def measures(*rows):
    return xlsx((INDICATORS, rows))


def take(page, upload):
    user = get_user_model().objects.first() or create_user()
    return import_lists(page=page, lists=read_lists(upload), user=user)


def planned(page, upload):
    return make_plan(page, read_lists(upload))


def outline(page) -> list[str]:
    return [f"{'-' * node.level} {node.number} {node.title}" for node in nodes_of(page)]


def errors(page, upload) -> str:
    before = outline(page), models.Indicator.objects.count(), models.Reading.objects.count()
    plan = planned(page, upload)
    assert plan.has_errors
    assert before == (
        outline(page),
        models.Indicator.objects.count(),
        models.Reading.objects.count(),
    )
    return "\n".join(plan.error_lines)


# Where elements stand -----------------------------------------------------------------------------


def test_levels_by_name(programme):
    take(programme, tree(["Cel", 1, "A"], ["PRIORYTET", "1.1", "B"], ["działanie", "x", "C"]))
    assert outline(programme) == ["- 1 A", "-- 1.1 B", "--- x C"]


def test_levels_by_number_and_the_order_of_rows(programme):
    take(
        programme,
        tree([1, "", "A"], [2, "", "B"], [2, "", "C"], [3, "", "D"], [1, "", "E"], [2, "", "F"]),
    )
    assert outline(programme) == ["-  A", "--  B", "--  C", "---  D", "-  E", "--  F"]


def test_levels_by_numbers_of_elements(programme):
    take(
        programme, csv(("Numer", "Nazwa"), [("I", "A"), ("I.1.", "B"), ("I.1.a", "C"), ("II", "D")])
    )
    assert outline(programme) == ["- I A", "-- I.1. B", "--- I.1.a C", "- II D"]


def test_a_parent_that_comes_later(programme):
    take(programme, tree(["", "b", "B", "a"], ["", "a", "A"]))
    assert outline(programme) == ["- a A", "-- b B"]


def test_a_description(programme):
    take(programme, tree([1, 1, "A", "", "Raz <b>\n\nDwa"]))
    assert nodes_of(programme)[0].description == "<p>Raz &lt;b&gt;</p><p>Dwa</p>"


def test_new_elements_stand_where_their_rows_stand(programme):
    take(programme, tree([1, "1", "A"], [2, "1.1", "B"], [2, "1.3", "D"], [1, "2", "E"]))
    take(
        programme,
        tree([1, "0", "Z"], [1, "1", "A"], [2, "1.1", "B"], [2, "1.2", "C"], [2, "1.3", "D"]),
    )
    assert outline(programme) == ["- 0 Z", "- 1 A", "-- 1.1 B", "-- 1.2 C", "-- 1.3 D", "- 2 E"]


def test_a_new_element_below_one_that_is_not_in_the_file(programme):
    take(programme, tree([1, "1", "A"], [2, "1.1", "B"], [1, "2", "E"]))
    take(programme, csv(("Numer", "Nazwa"), [("1.2", "C")]))
    assert outline(programme) == ["- 1 A", "-- 1.1 B", "-- 1.2 C", "- 2 E"]


def test_an_element_moves_where_the_file_says_so(programme):
    take(programme, tree([1, "1", "A"], [2, "1.1", "B"], [3, "1.1.1", "C"], [1, "2", "E"]))
    plan = planned(programme, tree(["", "1.1", "B", "2"]))
    assert [(c.before, c.after) for c in plan.nodes[0].changes] == [("1. A", "2. E")]
    take(programme, tree(["", "1.1", "B", "2"]))
    assert outline(programme) == ["- 1 A", "- 2 E", "-- 1.1 B", "--- 1.1.1 C"]


# What is recognised -------------------------------------------------------------------------------


def test_again_the_same_changes_nothing(programme):
    upload = [(["Cel", 1, "A", "", "Opis"], ["Priorytet", "1.1", "B"], [1, "", "Bez numeru"])]
    take(programme, tree(*upload[0]))
    before = [(node.pk, node.changed_at) for node in nodes_of(programme)]
    plan = planned(programme, tree(*upload[0]))
    assert plan.does_nothing
    take(programme, tree(*upload[0]))
    assert [(node.pk, node.changed_at) for node in nodes_of(programme)] == before


def test_what_the_file_does_not_name_stays(programme):
    take(programme, tree([1, 1, "A", "", "Opis"], [1, 2, "B"]))
    take(programme, tree([1, 1, "A zmienione"]))
    assert outline(programme) == ["- 1 A zmienione", "- 2 B"]
    assert nodes_of(programme)[0].description == "<p>Opis</p>"


def test_an_element_gets_a_number(programme):
    take(programme, tree([1, "", "Zatrudnienie"]))
    pk = nodes_of(programme)[0].pk
    take(programme, tree([1, "1", "zatrudnienie"]))
    assert [(node.pk, node.number) for node in nodes_of(programme)] == [(pk, "1")]


def test_same_titles_without_numbers_meet_in_order(programme):
    rows = ([1, 1, "A"], [2, "", "Promocja"], [1, 2, "B"], [2, "", "Promocja"])
    take(programme, tree(*rows))
    assert planned(programme, tree(*rows)).does_nothing
    assert "Promocja" in errors(programme, tree([2, "", "Promocja"]))


def test_formatting_that_is_lost_is_said(programme):
    ProgrammeNodeFactory(programme=programme, number="1", title="A", description="<p><b>x</b></p>")
    assert planned(programme, tree([1, 1, "A", "", "x"])).does_nothing
    row = planned(programme, tree([1, 1, "A", "", "y"])).nodes[0]
    assert row.notes


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([["", "1.1", "A"]], "Row 2"),
        ([["", "1", "A"], ["", "2", "B", "9"]], "Row 3"),
        ([["", "1", "A", "2"], ["", "2", "B", "1"]], "Row 2"),
        ([["", "1", "A", "1"]], "Row 2"),
        ([[1, "1", "A"], [3, "x", "B"]], "Row 3"),
        ([[2, "x", "A"]], "Row 2"),
        ([[1, "1", "A"], [3, "2", "B", "1"]], "Row 3"),
        ([[1, "1", "A"], [1, "1.", "B"]], "Row 3"),
        ([[1, "1", ""]], "Row 2"),
        ([["zadanie", "1", "A"]], "Row 2"),
        ([[0, "1", "A"]], "Row 2"),
        ([[MAX_LEVEL + 1, "1", "A"]], "Row 2"),
        ([["-1", "1", "A"]], "Row 2"),
        ([["1e3", "1", "A"]], "Row 2"),
        ([[1, "1" * 31, "A"]], "Row 2"),
        ([[1, "1", "A" * 501]], "Row 2"),
        ([[1, "=1+1", "A"]], "Row 2"),
        ([[1, "1", '=HYPERLINK("http://x")']], "Row 2"),
        ([[1, date(2026, 2, 1), "A"]], "Row 2"),
        ([[1, "01.lut", "A"]], "Row 2"),
        ([[1, "1", True]], "Row 2"),
        ([[1, "1", "A", "", "x" * 20_001]], "Row 2"),
    ],
)
def test_a_row_that_cannot_be(programme, rows, where):
    found = errors(programme, tree(*rows))
    assert where.replace("Row", "Wiersz") in found or where in found


def test_too_deep(programme):
    rows = [["", "1", "x"]]
    for _n in range(MAX_LEVEL):
        rows.append(["", f"{rows[-1][1]}.1", "x"])
    assert outline(programme) == []
    assert str(MAX_LEVEL) in errors(programme, tree(*rows))
    take(programme, tree(*rows[:12]))
    assert nodes_of(programme)[-1].level == 12


def test_a_long_chain_of_parents_is_refused_quickly(programme):
    rows = [["", f"n{n}", "x", f"n{n + 1}"] for n in range(1500)]
    rows.append(["", "n1500", "x"])
    assert errors(programme, tree(*rows))
    rows[-1] = ["", "n1500", "x", "n0"]
    assert errors(programme, tree(*rows))


def test_what_stands_below_would_come_too_deep(programme):
    rows = [["", f"n{n}", "x", f"n{n - 1}" if n else ""] for n in range(MAX_LEVEL)]
    take(programme, tree(*rows, ["", "2", "y"]))
    assert str(MAX_LEVEL) in errors(programme, tree(["", "n0", "x", "2"]))


def test_an_element_below_its_own(programme):
    take(programme, tree(["", "1", "A"], ["", "1.1", "B"]))
    assert errors(programme, tree(["", "1", "A", "1.1"]))


def test_too_many_elements(programme, monkeypatch):
    monkeypatch.setattr(plans, "MAX_NODES", 3)
    take(programme, tree(["", "1", "A"], ["", "2", "B"]))
    assert "4" in errors(programme, tree(["", "3", "C"], ["", "4", "D"]))


def test_numbers_that_two_elements_have(programme):
    for _n in range(2):
        ProgrammeNodeFactory(programme=programme, number="1")
    assert errors(programme, tree(["", "1", "A"]))


# Indicators ---------------------------------------------------------------------------------------


def test_the_rows_of_the_national_programme(programme):
    upload = xlsx(
        (TREE, [[1, "I", "Solidarna wspólnota"], [1, "II", "Solidarny rynek"]]),
        (
            INDICATORS,
            [
                ["I", 1, "Wydatki JST", "", "1%", "", "2%", "", "GUS", "1%", 2019],
                ["I", 3, "Współpraca z LGD", "", 0, "", 60, "", "ROPS", "dane w opracowaniu", 2019],
                ["II", 4, "Nowe miejsca pracy", "", 0, "", "35 tys.", "", "MRiPS", 9016, "2019 r."],
                [
                    "II",
                    10,
                    "Pożyczki",
                    "",
                    "39 mln",
                    "",
                    "159 mln zł",
                    "",
                    "BGK",
                    "91 mln zł",
                    2019,
                ],
            ],
        ),
    )
    done = take(programme, upload)
    assert dict(done) == {"nodes": 2, "indicators": 4, "readings": 4}
    rows = models.Indicator.objects.of(programme)
    assert [(row.node.number, row.number, row.base_value) for row in rows] == [
        ("I", "1", "1%"),
        ("I", "3", "0"),
        ("II", "4", "0"),
        ("II", "10", "39 mln"),
    ]
    assert {(r.state, r.value, r.year) for r in models.Reading.objects.all()} == {
        ("value", "1%", 2019),
        ("pending", "", 2019),
        ("value", "9016", 2019),
        ("value", "91 mln zł", 2019),
    }


def test_per_cent_of_a_spreadsheet(programme):
    ProgrammeNodeFactory(programme=programme, number="1")
    heading = ("Element", "Wskaźnik", "Wartość bazowa", "Wartość docelowa")
    take(
        programme,
        xlsx((heading, [["1", "A", 0.01, 0.125]]), formats={"C2": "0%", "D2": "0.0%"}),
    )
    row = models.Indicator.objects.get()
    assert (row.base_value, row.target_value) == ("1%", "12,5%")


def test_numbers_of_a_spreadsheet_become_polish(programme):
    ProgrammeNodeFactory(programme=programme, number="1.1")
    heading = ("Element", "Wskaźnik", "Wartość bazowa", "Wartość docelowa")
    take(programme, xlsx((heading, [[1.1, "A", 1.5, 1e15]])))
    row = models.Indicator.objects.get()
    assert (row.base_value, row.target_value) == ("1,5", "1000000000000000")


def test_columns_of_years(programme):
    node = ProgrammeNodeFactory(programme=programme, number="1")
    IndicatorFactory(node=node, number="1", name="A", readings={2021: "5", 2022: "7"})
    heading = ("Element", "Lp.", "Nazwa wskaźnika", 2021, "2022", "2023 r.", "rok 2024")
    upload = lambda: csv(heading, [("1", 1, "A", "5", "8", "brak danych", "")])  # noqa: E731
    row = planned(programme, upload()).indicators[0]
    assert [(c.label, c.before, c.after) for c in row.changes][0] == ("2022", "7", "8")
    take(programme, upload())
    assert [(r.year, r.state, r.value) for r in models.Reading.objects.order_by("year")] == [
        (2021, "value", "5"),
        (2022, "value", "8"),
        (2023, "no_data", ""),
    ]
    assert planned(programme, upload()).does_nothing


def test_an_indicator_is_recognised_within_its_element(programme):
    for number in "12":
        node = ProgrammeNodeFactory(programme=programme, number=number)
        IndicatorFactory(node=node, number="1", name=f"Wskaźnik {number}", source="GUS")
    take(programme, measures(["2", 1, "Wskaźnik 2", "", "", "", "", "", "ROPS"]))
    assert list(models.Indicator.objects.order_by("pk").values_list("source", flat=True)) == [
        "GUS",
        "ROPS",
    ]
    take(programme, measures(["2", "", "wskaźnik 2", "os."]))
    assert models.Indicator.objects.count() == 2


@pytest.mark.parametrize(
    "row",
    [
        ["9", 1, "A"],
        ["", 1, "A"],
        ["1", 1, ""],
        ["1", 1, "A", "", "0", "203"],
        ["1", 1, "A", "", "0", "dawno"],
        ["1", 1, "A", "", "0", 2030, "5", 2020],
        ["1", 1, "A", "", "", "", "", "", "", "5", ""],
        ["1", 1, "A", "", "", "", "", "", "", "", 2019],
        ["1", 1, "A", "", "", "", "", "", "", "5", 2017],
        ["1", 1, "A", "", "", "", "", "", "", "5", 2025],
        ["1", 1, "A", "", "", "", "", "", "", "-", 2019],
        ["1", 1, "A", "", "", "", "", "", "", "=1+1", 2019],
        ["1", 1, "A", "", "9" * 101],
        ["1", 1, "A", "", date(2026, 2, 1)],
        [date(2026, 2, 1), 1, "A"],
    ],
)
def test_an_indicator_that_cannot_be(programme, row):
    ProgrammeNodeFactory(programme=programme, number="1")
    found = errors(programme, measures(row))
    assert "2" in found


def test_the_same_indicator_twice(programme):
    ProgrammeNodeFactory(programme=programme, number="1")
    assert "3" in errors(programme, measures(["1", 1, "A"], ["1", 1, "B"]))


def test_two_values_for_a_year(programme):
    ProgrammeNodeFactory(programme=programme, number="1")
    heading = ("Element", "Nazwa wskaźnika", "Wartość wskaźnika", "Stan na rok", "2022")
    assert errors(programme, csv(heading, [("1", "A", "5", "2022", "6")]))
    assert not planned(programme, csv(heading, [("1", "A", "5", "2022", "5")])).has_errors


def test_the_day_of_a_reading_is_its_year(programme):
    ProgrammeNodeFactory(programme=programme, number="1")
    row = ["1", 1, "A", "", "", "", "", "", "", "5", date(2022, 12, 31)]
    take(programme, measures(row))
    assert models.Reading.objects.get().year == 2022


# The file as a whole ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "upload",
    [
        raw(b""),
        raw(b"   \n"),
        raw(b"PK\x03\x04 not a workbook"),
        raw(b"\xd0\xcf\x11\xe0 old", "program.xls"),
        raw(b"%PDF-1.7\x00\x01", "program.csv"),
        raw(bytes(range(256)), "program.csv"),
        raw("Numer;Nazwa\n1;A".encode("utf-16-le"), "program.csv"),
        csv(("Imię", "Nazwisko"), [("Jan", "Nowak")]),
        csv(TREE, []),
        csv((*TREE, "Tytuł"), [(1, 1, "A", "", "", "B")]),
        csv((*INDICATORS, 2022, "2022 r."), [("1", 1, "A")]),
        csv(TREE, [(1, n, "A") for n in range(2001)]),
        xlsx((TREE, [[1, 1, "A"]]), (TREE, [[1, 2, "B"]])),
    ],
    ids=lambda upload: f"{upload.name}-{upload.size}",
)
def test_a_file_that_cannot_be_used(upload):
    with pytest.raises(UnreadableTable) as error:
        read_lists(upload)
    assert error.value.messages[0]


def test_a_bomb():
    import io
    import zipfile

    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * 1024 * 1024))
    with pytest.raises(UnreadableTable):
        read_lists(raw(output.getvalue()))


def test_merged_cells():
    import io

    from openpyxl import load_workbook

    upload = tree([1, 1, "A"], [1, 2, "B"])
    workbook = load_workbook(upload)
    workbook.active.merge_cells("A2:A3")
    output = io.BytesIO()
    workbook.save(output)
    with pytest.raises(UnreadableTable):
        read_lists(raw(output.getvalue()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_texts_of_old_programs(programme, encoding, delimiter):
    rows = [("1", "Żłobki i świetlice")]
    take(programme, csv(("Numer", "Nazwa"), rows, encoding, delimiter))
    assert nodes_of(programme)[0].title == "Żłobki i świetlice"


def test_columns_that_are_not_known_are_named(programme):
    lists = read_lists(csv(("Numer", "Nazwa", "Województwo"), [("1", "A", "lubuskie")]))
    assert lists.ignored == ["Województwo"]


def test_a_title_above_and_other_sheets(programme):
    upload = xlsx(
        (("Instrukcja",), [["Jak wypełnić"]]),
        (("Program",), [[""], list(TREE), [1, 1, "A"]]),
    )
    take(programme, upload)
    assert outline(programme) == ["- 1 A"]


# There and back -----------------------------------------------------------------------------------


@pytest.fixture
def filled(programme):
    for row in (
        {"level": 1, "number": "1", "title": "=A", "description": "<p>Raz</p><p>Dwa &amp; 3</p>"},
        {"level": 2, "number": "1.1", "title": "-B"},
        {"level": 2, "number": "", "title": "Bez numeru"},
        {"level": 3, "number": "", "title": "Głębiej"},
        {"level": 4, "number": "x", "title": "Bez nazwy poziomu"},
        {"level": 1, "number": "2", "title": "Bez numeru"},
    ):
        ProgrammeNodeFactory(programme=programme, **row)
    nodes = nodes_of(programme)
    IndicatorFactory(node=nodes[1], number="1", readings={2021: "-5", 2022: None})
    IndicatorFactory(node=nodes[3], name="Bez numeru", readings={2023: "1,2 tys."})
    return programme


def exported(page, file_format: str, kind: str = "nodes"):
    response = writing.export_response(page, file_format, kind)
    return raw(body(response), f"program.{file_format}")


@pytest.mark.parametrize(
    ("file_format", "kind"), [("xlsx", "nodes"), ("csv", "nodes"), ("csv", "indicators")]
)
def test_an_export_comes_back_unchanged(filled, file_format, kind):
    plan = planned(filled, exported(filled, file_format, kind))
    assert plan.error_lines == []
    assert plan.does_nothing
    assert plan.rows


@pytest.mark.parametrize("language", ["pl", "en"])
def test_an_export_makes_the_same_programme_elsewhere(filled, committee, language):
    from django.utils import translation

    other = ProgrammePageFactory(parent=committee, starts_year=2018, ends_year=2024)
    with translation.override(language):
        take(other, exported(filled, "xlsx"))
    assert outline(other) == outline(filled)
    for export in (writing.node_rows, writing.indicator_rows):
        assert export(other) == export(filled)


def test_an_export_holds_no_formula(filled):
    text = body(writing.export_response(filled, "csv")).decode("utf-8-sig")
    assert ";'=A;" in text
    assert ";=A;" not in text


def test_the_template_is_read_as_an_empty_list(programme):
    with pytest.raises(UnreadableTable):
        read_lists(raw(body(writing.template_response(programme))))


# How long it takes --------------------------------------------------------------------------------


def test_two_thousand_rows(programme, django_assert_max_num_queries):
    import time

    rows = []
    for a in range(20):
        rows.append([1, f"{a}", "Cel"])
        for b in range(9):
            rows.append([2, f"{a}.{b}", "Priorytet"])
            rows += [[3, f"{a}.{b}.{c}", "Działanie", "", "Opis"] for c in range(10)]
    rows = rows[:2000]
    indicators = [[row[1], 1, "Wskaźnik", "", 0, 2018, 100, 2024, "GUS", 5, 2022] for row in rows]
    lists = read_lists(xlsx((TREE, rows), (INDICATORS, indicators)))
    user = create_user()
    started = time.perf_counter()
    with django_assert_max_num_queries(150):
        done = import_lists(page=programme, lists=lists, user=user)
    assert dict(done) == {"nodes": 2000, "indicators": 2000, "readings": 2000}
    assert time.perf_counter() - started < 20
