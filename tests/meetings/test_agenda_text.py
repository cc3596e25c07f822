"""Agendas pasted as text: numbers and indents make levels; what is not clear stays a title."""

from __future__ import annotations

from datetime import time

import pytest
from django.utils import translation

from rkres_wagtail.meetings.agenda_marks import roman_value
from rkres_wagtail.meetings.agenda_text import MAX_TITLE, parse_agenda
from rkres_wagtail.numerals import roman


@pytest.fixture(autouse=True)
def limit(settings):
    settings.RKRES_WAGTAIL_AGENDA_MAX_ITEMS = 100
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = None


def items(text):
    parsed = parse_agenda(text)
    assert parsed.errors == []
    return parsed.items


def titles(text):
    return [(item.level, item.title) for item in items(text)]


def one(text):
    (item,) = items(text)
    return item


# Lines and levels ---------------------------------------------------------------------------------


def test_one_item_a_line_and_empty_lines_do_not_count():
    text = "1. Otwarcie\r\n\r\n2. Przyjęcie porządku\n \t \n\u00a0\n3. Sprawy różne\r\n"
    assert titles(text) == [(1, "Otwarcie"), (1, "Przyjęcie porządku"), (1, "Sprawy różne")]
    assert [item.line for item in items(text)] == [1, 3, 6]


@pytest.mark.parametrize(
    "heading", ["PORZĄDEK OBRAD", "Porządek obrad:", "Proponowany porządek posiedzenia", "Agenda"]
)
def test_a_heading_above_the_items_is_none_of_them(heading):
    assert titles(f"{heading}\n1. Otwarcie\n2. Zamknięcie") == [(1, "Otwarcie"), (1, "Zamknięcie")]
    assert items(f"{heading}\n1. Otwarcie")[0].line == 2


def test_a_heading_elsewhere_or_numbered_is_an_item():
    assert titles("1. Program\n2. Agenda") == [(1, "Program"), (1, "Agenda")]
    assert titles("Porządek obrad") == [(1, "Porządek obrad")]


@pytest.mark.parametrize("text", ["", "\n\n", " \t\r\n", "\ufeff", "1.\n2.\n", "•"])
def test_nothing_to_read(text):
    assert items(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "1. Otwarcie",
        "1) Otwarcie",
        "(1) Otwarcie",
        "1.Otwarcie",
        "1.\tOtwarcie",
        "1.\u00a0Otwarcie",
        "Ad. 1. Otwarcie",
        "Pkt 1. Otwarcie",
        "Punkt 1: Otwarcie",
        "I. Otwarcie",
        "I) Otwarcie",
        "XIV. Otwarcie",
        "a) Otwarcie",
        "a. Otwarcie",
        "- Otwarcie",
        "– Otwarcie",
        "• Otwarcie",
        "·\tOtwarcie",
        "\uf0b7\tOtwarcie",
        "\uf0a7 Otwarcie",
        "o\tOtwarcie",
        "▪Otwarcie",
        "* Otwarcie",
        "   Otwarcie  ",
        "\ufeff1. Otwarcie",
        "1.\u200b Otwarcie",
    ],
)
def test_numbers_and_bullets_are_no_part_of_the_title(line):
    assert titles(line) == [(1, "Otwarcie")]


@pytest.mark.parametrize(
    "line",
    [
        "3 uchwały Komitetu",
        "12.05.2026 – wyjazd studyjny",
        "2026 rok w ekonomii społecznej",
        "A. Kowalski o programie",
        "V. Nowak o programie",
        "p. Jan Kowalski o programie",
        "w sprawie konsultacji",
        "o konsultacjach",
        "3.5 mln zł na start",
        "-20 stopni",
        "10 lat Komitetu",
        "1,5 roku prac",
        "CIS i KIS w regionie",
    ],
)
def test_what_is_no_number_stays(line):
    assert titles(line) == [(1, line)]


def test_levels_by_numbers():
    text = "1. A\n1.1 B\n1.1.1 C\n1.1.2. D\n1.2 E\n2. F\n2.1. G\n10. H"
    assert [level for level, _title in titles(text)] == [1, 2, 3, 3, 2, 1, 2, 1]
    assert [title for _level, title in titles(text)] == list("ABCDEFGH")


def test_levels_by_kinds_of_marks():
    text = "I. A\n1. B\n2. C\na) D\nb) E\n3. F\nII. G\n1. H\n- I\n• J"
    assert titles(text) == [
        *[(1, "A"), (2, "B"), (2, "C"), (3, "D"), (3, "E")],
        *[(2, "F"), (1, "G"), (2, "H"), (3, "I"), (3, "J")],
    ]


def test_levels_by_indentation():
    text = "Otwarcie\n\tPowitanie\n\tLista\n    Kworum\n        Głosy\nZamknięcie"
    assert [level for level, _title in titles(text)] == [1, 2, 2, 2, 3, 1]


def test_same_numbers_further_in_are_sub_items():
    text = "1. A\n   1. B\n   2. C\n2. D"
    assert titles(text) == [(1, "A"), (2, "B"), (2, "C"), (1, "D")]


def test_numbers_aligned_to_the_right_are_one_list():
    assert {level for level, _title in titles(" 9. A\n10. B\n11. C")} == {1}


def test_a_plain_line_closes_the_list():
    assert titles("1. A\na) B\nPrzerwa\n2. C\na) D") == [
        *[(1, "A"), (2, "B"), (1, "Przerwa"), (1, "C"), (2, "D")]
    ]


def test_no_more_than_three_levels_and_no_level_is_skipped():
    text = "1. A\n\t- B\n\t\t- C\n\t\t\t- D\n\t\t\t\t- E\n2. F"
    assert [level for level, _title in titles(text)] == [1, 2, 3, 3, 3, 1]
    assert [level for level, _title in titles("\t\t\tA\nB\n\t\t\tC")] == [1, 1, 2]


def test_letters_and_roman_numbers_go_on():
    text = "\n".join(f"{letter}) x" for letter in "abcdefghij")
    assert {level for level, _title in titles(text)} == {1}
    text = "\n".join(f"{roman(number)}. x" for number in range(1, 25))
    assert titles(text) == [(1, "x")] * 24
    assert [roman_value(roman(number)) for number in range(1, 90)] == list(range(1, 90))
    assert roman_value("IIX") == roman_value("VX") == 0


def test_a_number_on_a_line_of_its_own_belongs_to_the_next():
    assert titles("1.\nOtwarcie\n\n2.\n\n10:00\nUchwała\n3.") == [(1, "Otwarcie"), (1, "Uchwała")]
    assert items("1.\nOtwarcie\n2.\n10:00\nUchwała")[1].starts_time == time(10)


# Hours --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "hour", "minutes"),
    [
        ("10:00 Otwarcie", time(10), None),
        ("10:00–10:15 Otwarcie", time(10), 15),
        ("10:00 - 11.30 Otwarcie", time(10), 90),
        ("10.00–10.15 Otwarcie", time(10), 15),
        ("godz. 10.00 Otwarcie", time(10), None),
        ("godz. 10:00 – Otwarcie", time(10), None),
        ("Godz. 9.05, Otwarcie", time(9, 5), None),
        ("godz. 10 Otwarcie", time(10), None),
        ("godz. 10–12 Otwarcie", time(10), 120),
        ("godz.10.00 do godz. 10.15: Otwarcie", time(10), 15),
        ("godz. 10⁰⁰ Otwarcie", time(10), None),
        ("10⁰⁰–10³⁰ Otwarcie", time(10), 30),
        ("10.00 Otwarcie", time(10), None),
        ("(10:00) Otwarcie", time(10), None),
        ("10:00\tOtwarcie", time(10), None),
        ("1. 10:00 Otwarcie", time(10), None),
        ("1) godz. 10.00–10.15 Otwarcie", time(10), 15),
        ("10:00 1. Otwarcie", time(10), None),
        ("Otwarcie (15 min)", None, 15),
        ("10:00 Otwarcie (15 min.)", time(10), 15),
        ("10:15–10:00 Otwarcie", time(10, 15), None),
        ("0:00 Otwarcie", time(0), None),
    ],
)
def test_hours(line, hour, minutes):
    item = one(line)
    assert (item.starts_time, item.duration, item.title) == (hour, minutes, "Otwarcie")


@pytest.mark.parametrize(
    "line", ["25:00 Otwarcie", "10:75 Otwarcie", "10 Otwarcie", "10:000 Otwarcie"]
)
def test_what_is_no_hour_stays(line):
    item = one(line)
    assert (item.starts_time, item.title) == (None, line)


def test_the_number_ten_point_ten_is_no_hour():
    lines = ["10. A", *(f"10.{number} B" for number in range(1, 13))]
    found = items("\n".join(lines))
    assert [item.starts_time for item in found] == [None] * 13
    assert [item.level for item in found] == [1] + [2] * 12


def test_hours_before_every_line():
    found = items("9.00 Rejestracja\n9.30 Otwarcie\n10.15 Przerwa\n11.00 Dyskusja")
    assert [str(item.starts_time)[:5] for item in found] == ["09:00", "09:30", "10:15", "11:00"]
    assert {item.level for item in found} == {1}


# Speakers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "speaker", "affiliation"),
    [
        ("Plan – Jan Kowalski, ROPS", "Jan Kowalski", "ROPS"),
        ("Plan - Jan Kowalski, ROPS", "Jan Kowalski", "ROPS"),
        ("Plan – Jan Kowalski", "Jan Kowalski", ""),
        ("Plan – Jan Kowalski (ROPS)", "Jan Kowalski", "ROPS"),
        ("Plan (Jan Kowalski, ROPS)", "Jan Kowalski", "ROPS"),
        ("Plan (Łucja Żuraw-Śliwa)", "Łucja Żuraw-Śliwa", ""),
        ("Plan – dr hab. Ksenia Nowak, UZ", "dr hab. Ksenia Nowak", "UZ"),
        ("Plan – Pani Oxana Nowak", "Pani Oxana Nowak", ""),
        ("Plan – Anna M. Nowak, ROPS, Dział III", "Anna M. Nowak", "ROPS, Dział III"),
        ("Plan, ref. Jan Kowalski, ROPS", "Jan Kowalski", "ROPS"),
        ("Plan – ref. Dyrektor ROPS", "Dyrektor ROPS", ""),
        ("Plan (ref. Jan Kowalski, ROPS)", "Jan Kowalski", "ROPS"),
        ("Plan – referuje: Jan Kowalski (ROPS)", "Jan Kowalski", "ROPS"),
        ("Plan; prelegentka: Xymena Nowak", "Xymena Nowak", ""),
        ("1. 10:00–10:15 Plan – Jan Kowalski, ROPS", "Jan Kowalski", "ROPS"),
    ],
)
def test_speakers(line, speaker, affiliation):
    item = one(line)
    assert (item.title, item.speaker, item.affiliation) == ("Plan", speaker, affiliation)


@pytest.mark.parametrize(
    "line",
    [
        "Spotkanie – Zielona Góra, Urząd Marszałkowski",
        "Założenia – Regionalny Program",
        "Prezentacja (Program Regionalny, wersja 2)",
        "Plan – Jan Kowalski i Anna Nowak",
        "Plan – Jan Kowalski, Anna Nowak",
        "Plan – Jan",
        "Plan (RPRES)",
        "Wybory – przewodniczący",
        "Jan Kowalski, ROPS",
        "(Jan Kowalski, ROPS)",
        "Plan – Jan Kowalski – zmiany",
        "Omówienie pref. Jana",
    ],
)
def test_when_in_doubt_the_title_keeps_it(line):
    item = one(line)
    assert (item.title, item.speaker, item.affiliation) == (line, "", "")


def test_too_long_a_name_is_no_name():
    line = f"Plan – Jan Kowalski, {'x' * 256}"
    assert (one(line).title, one(line).affiliation) == (line, "")


# Bad input ----------------------------------------------------------------------------------------


def numbered(count):
    return "\n".join(f"{number}. Punkt" for number in range(1, count + 1))


def test_a_hundred_items_are_an_agenda():
    assert len(items(numbered(100))) == 100


@pytest.mark.parametrize("count", [101, 3000])
def test_more_are_refused_with_their_number(count):
    with translation.override("en"):
        parsed = parse_agenda(numbered(count))
    assert parsed.items == []
    assert parsed.errors == [
        f"The text has {count} lines. An agenda has at most 100 items. Nothing was changed."
    ]


def test_what_is_there_counts():
    assert parse_agenda(numbered(97), present=3).errors == []
    with translation.override("en"):
        parsed = parse_agenda(numbered(97), present=4)
    assert parsed.items == []
    assert "97 lines" in parsed.errors[0] and "already has 4 items" in parsed.errors[0]


def test_a_title_too_long_is_named_by_its_row():
    fits = f"1. {'a' * MAX_TITLE}"
    assert len(one(fits).title) == MAX_TITLE
    with translation.override("en"):
        parsed = parse_agenda(f"1. Otwarcie\n\n2. Długi {'a' * MAX_TITLE}\n3. Koniec")
    assert len(parsed.errors) == 1
    assert parsed.errors[0].startswith("Line 3 is too long: 506 characters, at most 500.")
    assert "Długi aaa" in parsed.errors[0]


@pytest.mark.parametrize(
    "line",
    [
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x")',
        "{{ settings.SECRET_KEY }} {% load x %}",
        "' OR 1=1; --",
        "https://example.org/?a=1&b=2",
        "🎉 Jubileusz",
        "会議",
    ],
)
def test_hostile_text_stays_text(line):
    assert one(line).title == line


def test_invisible_characters_go():
    assert one("Uch\x00wa\u202eła\u200b \x1bnr\u00a01").title == "Uchwała nr 1"


@pytest.mark.parametrize(
    "sign", ["(", "1.", "- ", " – ", "10:00 ", "a) ", ", ref. ", "I", "\t", "p. "]
)
def test_no_line_takes_long(sign):
    parse_agenda(sign * (200_000 // len(sign)))
    parse_agenda("Plan " + sign * 390)
