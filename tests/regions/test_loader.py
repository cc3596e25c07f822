"""Broken profiles: every problem at once, with its line, and nothing written."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.utils.translation import override

from rkres_wagtail.conf import DEFAULTS
from rkres_wagtail.regions.keys import VOIVODESHIPS
from rkres_wagtail.regions.loader import (
    MAX_BYTES,
    load_profile,
    read_profile,
    shipped_profiles,
    template_text,
)
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.specs import specs_of
from rkres_wagtail.regions.validation import schema_text

from .conftest import SMALL, edited

pytestmark = pytest.mark.swapped


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def problems(content) -> list:
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(ProfileError) as error:
        read_profile(content, source="test.toml")
    assert str(error.value).startswith("The profile test.toml has ")
    return error.value.problems


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


# Changes of the small profile -> (text on the faulty line, path, expected, found).
BROKEN = {
    "wrong type": (
        ('lead = "Wiersz', 'members_x = 1\nlead = "Wiersz'),
        ("members_x", "committee.members_x", "the key “members”", "an unknown key"),
    ),
    "text for number": (
        ("seats_min = 3", 'seats_min = "three"'),
        ('"three"', "committee.seats_min", "a whole number from 0 to 32767", "“three”"),
    ),
    "fraction": (
        ("seats_min = 3", "seats_min = 3.0"),
        ("3.0", "committee.seats_min", "a whole number from 0 to 32767", "3.0"),
    ),
    "yes for number": (
        ("seats_min = 3", "seats_min = true"),
        ("true", "committee.seats_min", "a whole number from 0 to 32767", "true"),
    ),
    "endless number": (
        ("seats_min = 3", "seats_min = inf"),
        ("inf", "committee.seats_min", "a whole number from 0 to 32767", "inf"),
    ),
    "negative number": (
        ("seats_min = 3", "seats_min = -1"),
        ("-1", "committee.seats_min", "a whole number from 0 to 32767", "-1"),
    ),
    "number for text": (
        ('abbreviation = "KP"', "abbreviation = 7"),
        ("= 7", "committee.abbreviation", "text on one line, at most 30 characters", "7"),
    ),
    "table for text": (
        ('abbreviation = "KP"', "abbreviation = { pl = 'KP' }"),
        ("{ pl", "committee.abbreviation", "text on one line, at most 30 characters", "a table"),
    ),
    "missing name": (
        ('name = "Szczebel drugi"\n', ""),
        (
            'key = "drugi"',
            "tiers[drugi].name",
            "text on one line, at most 255 characters",
            "nothing",
        ),
    ),
    "empty name": (
        ('"Szczebel drugi"', '""'),
        ('name = ""', "tiers[drugi].name", "text on one line, at most 255", "an empty text"),
    ),
    "blank name": (
        ('"Szczebel drugi"', '"  "'),
        ('name = "  "', "tiers[drugi].name", "text on one line, at most 255", "an empty text"),
    ),
    "name of 300 signs": (
        ('"Szczebel drugi"', f'"{"a" * 300}"'),
        ("aaa", "tiers[drugi].name", "at most 255 characters", "300 characters"),
    ),
    "name on two lines": (
        ('"Szczebel drugi"', '"Szczebel\\ndrugi"'),
        ("Szczebel\\n", "tiers[drugi].name", "text on one line", "several lines"),
    ),
    "control sign": (
        ('"Szczebel drugi"', '"Szczebel\\u0000drugi"'),
        ("\\u0000", "tiers[drugi].name", "readable text", "a control sign"),
    ),
    "unknown choice": (
        ('kind = "task_team"', 'kind = "zespół"'),
        ('kind = "zespół"', "groups[zespol].kind", "one of: working, coordinating", "“zespół”"),
    ),
    "unknown voivodeship": (
        ('"łódzkie"', '"lodzkie"'),
        ("lodzkie", "region.voivodeship", "one of: dolnośląskie", "“lodzkie”"),
    ),
    "unknown table": (
        ("[[programmes]]", "[[programs]]"),
        ("[[programs]]", "programs", "the key “programmes”", "an unknown key"),
    ),
    "table where a list stands": (
        ("[[terms]]", "[terms]"),
        ("[terms]", "terms", "[[terms]] in two brackets", "a table"),
    ),
    "bad e-mail": (
        ("biuro@example.org", "biuro at example.org"),
        ("biuro at", "committee.contact.email", "an e-mail address", "“biuro at example.org”"),
    ),
    "bad address": (
        ("year = 2024", 'url = "javascript:alert(1)"'),
        ("javascript", "groups[zespol].outputs[1].url", "https://", "“javascript:alert(1)”"),
    ),
    "date as words": (
        ("starts_on = 2024-01-01", 'starts_on = "1 stycznia"'),
        ("stycznia", "terms[i].starts_on", "a date, e.g. 2023-05-31", "“1 stycznia”"),
    ),
    "date with hours": (
        ("starts_on = 2024-01-01", "starts_on = 2024-01-01T10:00:00"),
        ("T10", "terms[i].starts_on", "a date, e.g. 2023-05-31", "“2024-01-01T10:00:00”"),
    ),
    "date of no century": (
        ("starts_on = 2024-01-01", "starts_on = 0224-01-01"),
        ("0224", "terms[i].starts_on", "between the years 1900 and 2200", "0224-01-01"),
    ),
    "end before start": (
        ("ends_on = 2026-12-31", "ends_on = 2023-12-31"),
        ("2023-12-31", "terms[i].ends_on", "not earlier than starts_on, 2024-01-01", "2023-12-31"),
    ),
    "most below least": (
        ("seats_max = 9", "seats_max = 2"),
        ("seats_max = 2", "committee.seats_max", "at least the seats_min, 3", "2"),
    ),
    "quorum in Polish": (
        ("seats_min = 3", 'quorum = "połowa"'),
        ("quorum =", "committee.quorum", "one of: none, half, more_than_half, number", "“połowa”"),
    ),
    "quorum without its number": (
        ("seats_min = 3", 'quorum = "number"'),
        ("[committee]", "committee.quorum_number", "the number of members", "nothing"),
    ),
    "number without its quorum": (
        ("seats_min = 3", 'quorum = "half"\nquorum_number = 5'),
        ("quorum_number = 5", "committee.quorum_number", 'or quorum = "number"', "5"),
    ),
    "quorum of nobody": (
        ("seats_min = 3", 'quorum = "number"\nquorum_number = 0'),
        ("quorum_number", "committee.quorum_number", "a whole number from 1 to 32767", "0"),
    ),
    "names as a text": (
        ("seats_min = 3", 'attendance_names = "tak"'),
        ("attendance_names", "committee.attendance_names", "true or false", "“tak”"),
    ),
    "bad key": (
        ('key = "drugi"', 'key = "Drugi szczebel"'),
        ("Drugi szczebel", "tiers[Drugi szczebel].key", "letters a-z", "“Drugi szczebel”"),
    ),
    "key used twice": (
        ('key = "drugi"', 'key = "pierwszy"'),
        ("Szczebel drugi", "tiers[pierwszy].key", "a key used once", "already on line"),
    ),
    "key shared by tier and group": (
        ('key = "koordynacja"', 'key = "drugi"'),
        ("Koordynacja", "groups[drugi].key", "a key used once", "“drugi”, already on line"),
    ),
    "key of the committee": (
        ('key = "koordynacja"', 'key = "committee"'),
        ("Koordynacja", "groups[committee].key", "a key used once", "stands for the committee"),
    ),
    "dangling tier": (
        ('under = "pierwszy"', 'under = "trzeci"'),
        ("trzeci", "groups[zespol].under", "a key of [[tiers]] (pierwszy, drugi)", "“trzeci”"),
    ),
    "dangling institution": (
        ('host = "rops"', 'host = "mops"'),
        ("mops", "committee.host", "a key of [[organisations]] (rops)", "“mops”"),
    ),
    "dangling body": (
        ('body = "zespol"', 'body = "nikt"'),
        ("nikt", "acts[uchwala].body", 'a key of "committee", [[tiers]], [[groups]]', "“nikt”"),
    ),
    "supervises nobody": (
        ('["zespol", "drugi"]', '["zespol", "nikt"]'),
        ("nikt", "groups[koordynacja].supervises[2]", "a key of", "“nikt”"),
    ),
    "supervises itself": (
        ('["zespol", "drugi"]', '["koordynacja"]'),
        ("supervises", "groups[koordynacja].supervises[1]", "another body", "the group itself"),
    ),
    "supervises twice": (
        ('["zespol", "drugi"]', '["drugi", "drugi"]'),
        ("supervises", "groups[koordynacja].supervises", "each item once", "a repeated item"),
    ),
    "act without number": (
        ('number = "1/24"\n', ""),
        ("[[acts]]", "acts[uchwala]", "the number or the title of the act", "neither"),
    ),
    "older version": (
        ("profile_version = 1", "profile_version = 0"),
        ("profile_version", "profile_version", "1", "0"),
    ),
    "newer version": (
        ("profile_version = 1", "profile_version = 2\nnew_key = 5"),
        (
            "profile_version",
            "profile_version",
            "1",
            "2, which a newer version of the package reads; update it",
        ),
    ),
    "address of a subpage": (
        ('name = "Szczebel drugi"', 'name = "Szczebel drugi"\nslug = "sklad"'),
        ('slug = "sklad"', "tiers[drugi].slug", "another address", "“sklad”"),
    ),
    "group at the address of a subpage": (
        ('name = "Koordynacja"', 'name = "Koordynacja"\nslug = "osoby"'),
        ('slug = "osoby"', "groups[koordynacja].slug", "another address", "“osoby”"),
    ),
    "overlapping terms": (
        ("[[acts]]", '[[terms]]\nkey = "ii"\nstarts_on = 2026-12-31\n\n[[acts]]'),
        ("starts_on = 2026-12-31", "terms[ii].starts_on", "until 2026-12-31", "2026-12-31"),
    ),
    "terms that overlap by their usual length": (
        ("[[terms]]", '[[terms]]\nkey = "o"\nstarts_on = 2021-01-02\n\n[[terms]]'),
        ("starts_on = 2024-01-01", "terms[i].starts_on", "until 2024-01-01", "2024-01-01"),
    ),
    "text for a list": (
        ('supervises = ["zespol", "drugi"]', 'supervises = "zespol"'),
        ("supervises", "groups[koordynacja].supervises", 'in brackets: ["zespol"]', "“zespol”"),
    ),
    "unknown key": (
        ("[committee.words]", "[committee.slowa]"),
        ("slowa", "committee.slowa", "one of the keys: name, slug", "an unknown key"),
    ),
    "version as text": (
        ("profile_version = 1", 'profile_version = "1"'),
        ("profile_version", "profile_version", "1", "“1”"),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_profile_is_explained(name):
    change, (where, path, expected, found) = BROKEN[name]
    text = edited(change)
    (problem, *others) = problems(text)
    assert problem.path == path
    assert problem.line in (line_of(text, where), line_of(text, where) - 1)
    assert expected in problem.expected
    assert found in problem.found
    assert f"line {problem.line}, {path}: expected " in str(problem)
    # A renamed key may leave others pointing at nothing; nothing else is said.
    derived = ("a key of", "a key used", "another body")
    assert all(other.expected.startswith(derived) for other in others)


def test_no_version_and_no_committee():
    found = {problem.path: problem.found for problem in problems('key = "x"\n')}
    assert found == {"profile_version": "nothing", "committee": "nothing"}


def test_every_problem_is_told_in_the_order_of_the_file():
    text = edited(
        ("seats_min = 3", 'seats_min = "3"'),
        ('"Szczebel drugi"', '""'),
        ('under = "pierwszy"', 'under = "trzeci"'),
        ('kind = "coordinating"', 'kind = "x"'),
        ('sector = "jst"', 'sector = "xyz"'),
    )
    found = problems(text)
    assert [problem.path for problem in found] == [
        "committee.seats_min", "tiers[drugi].name", "groups[zespol].under",
        "groups[koordynacja].kind", "seats[jst].sector",
    ]  # fmt: skip
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


# Text of a file that is no TOML -> line, part of what was expected.
SYNTAX = {
    "a = 1\nb 2\n": (2, "the sign = after the key"),
    'a = "x\nb = 2\n': (1, "a closing quotation mark"),
    'a = """x\nb = 2\n': (1, "three closing quotation marks"),
    'a = """x"""\nb = """x\nc = """\ny z\n"""\n': (2, "three closing quotation marks"),
    'a = """x\ny"""\nb 2\n': (3, "the sign = after the key"),
    'a = """x\nC:\\pliki\n"""\n': (2, "two backslashes"),
    "a = „x”\n": (1, 'plain quotation marks: "…"'),
    "a = [„x”]\n": (1, 'plain quotation marks: "…"'),
    'a = "„x”" 5\n': (1, "one key and one value on a line"),
    "[a] # first\nx = 1\n[[a]]\n": (1, "[[a]] in two brackets"),
    "a = 1\na = 2\n": (2, "each key once"),
    "[a]\n[a]\n": (2, "each table once"),
    "a = [1, 2\n": (1, "list"),
    "a = 2023-02-30\n": (1, "a date that exists"),
    "a = tak\n": (1, "a value: text in quotation marks"),
    "[a\nb = 1\n": (1, "a closing bracket"),
    'a = "C:\\pliki"\n': (1, "two backslashes"),
    "żółw = 1\n": (1, "key = value"),
    "a.żółw = 1\n": (1, "a key of letters a-z"),
    "a = 1 2\n": (1, "one key and one value on a line"),
    '{"profile_version": 1}\n': (1, ""),
    "<html></html>\n": (1, ""),
    f"a = {'9' * 5000}\n": (None, "numbers of a few digits"),
    f"a = {'[' * 100_000}\n": (None, "a few levels deep"),
    f"{'a.' * 10_000}a = 1\n": (None, "a few levels deep"),
    f"[{'a.' * 10_000}a]\n": (None, "a few levels deep"),
}


@pytest.mark.parametrize("text", SYNTAX, ids=range(len(SYNTAX)))
def test_a_file_that_is_no_toml(text):
    line, expected = SYNTAX[text]
    (problem,) = problems(text)
    assert problem.line == line
    assert expected in problem.expected
    assert problem.found


@pytest.mark.parametrize(
    "content, line, found",
    [
        (SMALL.encode("cp1250"), 5, "perhaps Windows-1250"),
        (SMALL.encode("utf-16"), None, "UTF-16"),
        (b"PK\x03\x04\x14\x00", None, "a file of another kind"),
        (b"a = 1\x00", None, "a file of another kind"),
        (b"#" * (MAX_BYTES + 1), None, "more"),
    ],
    ids=["Windows-1250", "UTF-16", "XLSX", "NUL", "huge"],
)
def test_a_file_that_is_no_text(content, line, found):
    (problem,) = problems(content)
    assert problem.line == line
    assert found in problem.found


@pytest.mark.parametrize("content", [b"", b"\n", b"# nothing\n", b"\xef\xbb\xbf"])
def test_an_empty_file(content):
    assert {problem.path for problem in problems(content)} == {
        "profile_version", "key", "committee",
    }  # fmt: skip


def test_what_windows_editors_add_is_no_problem():
    profile = read_profile(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode(), source="x")
    assert profile.data == read_profile(SMALL.encode(), source="x").data


@pytest.mark.parametrize("name", ["nie-ma.toml", "", "/", "x\x00y", "../lubuskie"])
def test_a_file_that_is_not_there(name):
    with pytest.raises(ProfileError, match="lubuskie"):
        load_profile(name)


def test_a_file_that_is_not_there_is_said_in_our_words():
    with pytest.raises(ProfileError) as error:
        load_profile("nie-ma.toml")
    assert error.value.problems[0].found == "no such file"


def test_terms_one_after_the_other_are_no_problem():
    text = edited(("[[acts]]", '[[terms]]\nkey = "ii"\nstarts_on = 2027-01-01\n\n[[acts]]'))
    assert len(read_profile(text.encode(), source="x").data["terms"]) == 2


def test_quotation_marks_inside_others():
    (problem,) = problems(edited(("biuro@example.org", "Biuro „Źdźbło”")))
    assert problem.found == "“Biuro »Źdźbło«”"


def test_messages_quote_little(tmp_path):
    (problem,) = problems(edited(('"łódzkie"', f'"{"x" * 5000}"')))
    assert len(problem.found) < 80


@pytest.mark.parametrize("name", shipped_profiles())
def test_shipped_profiles_are_valid(name):
    assert load_profile(name).key == name


def test_the_template_is_valid_as_it_is_and_with_every_example():
    import re

    text = template_text()
    assert read_profile(text.encode(), source="x").key == "moj-region"
    full = re.sub(r"^#(?=[a-z\[])", "", text, flags=re.MULTILINE)
    profile = read_profile(full.encode(), source="x")
    schema = json.loads(schema_text())
    assert set(profile.data) == set(schema["properties"])
    for name, table in schema["properties"].items():
        if "items" in table and "properties" in table["items"] and name not in ("tiers", "groups"):
            used = {key for item in profile.data[name] for key in item}
            assert used == set(table["items"]["properties"]), name
    assert set(profile.data["committee"]) == set(schema["properties"]["committee"]["properties"])


def test_the_schema_knows_the_limits_of_the_models():
    """A profile that passes the schema is not refused by the database."""
    profile = read_profile(SMALL.encode(), source="x")
    schema = json.loads(schema_text())

    def part(path):
        node = schema
        for name in path:
            node = node["items"] if isinstance(name, int) else node["properties"][name]
            if "$ref" in node:
                node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
        return node

    checked = 0
    for spec in specs_of(profile):
        for field_name, name in spec.names.items():
            field = apps.get_model(spec.model)._meta.get_field(field_name)
            limit = getattr(field, "max_length", None)
            if not name or name in ("order", "region.voivodeship") or not limit:
                continue
            node = part((*spec.path, *name.split(".")))
            if "maxLength" in node:
                assert node["maxLength"] <= limit, (spec.key, name)
                checked += 1
            else:
                assert all(len(choice) <= limit for choice in node["enum"])
                assert {str(c) for c, _label in field.choices} >= set(node["enum"])
    assert checked > 15


def test_every_voivodeship_has_its_code():
    from localflavor.pl.pl_voivodeships import VOIVODESHIP_CHOICES

    schema = json.loads(schema_text())
    names = schema["properties"]["region"]["properties"]["voivodeship"]["enum"]
    assert set(names) == set(VOIVODESHIPS)
    assert set(VOIVODESHIPS.values()) == {code for code, _label in VOIVODESHIP_CHOICES}
    assert "COMMITTEE_PAGE" in DEFAULTS
