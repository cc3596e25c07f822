"""Programmes, calls and offers in a profile: made, brought up to date, refused."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from rkres_wagtail.conf import settings as rkres_settings
from rkres_wagtail.participation.choices import CallState
from rkres_wagtail.participation.models import JoiningOffer
from rkres_wagtail.participation.querysets import calls
from rkres_wagtail.programmes.choices import ReadingState
from rkres_wagtail.programmes.models import (
    Indicator,
    ProgrammeLink,
    ProgrammeNode,
    ProgrammeTree,
    Reading,
)
from rkres_wagtail.programmes.querysets import programmes
from rkres_wagtail.regions.loader import load_profile, read_profile
from rkres_wagtail.regions.problems import ProfileError
from rkres_wagtail.regions.report import Outcome

from .conftest import SMALL, edited
from .test_consultations import CONSULTATIONS

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

WARSAW = ZoneInfo("Europe/Warsaw")
PROGRAMMES = """
[[acts]]
key = "o-programie"
body = "committee"
purpose = "programme"
number = "7/21"

[[programme_pages]]
key = "kpres"
name = "Program krajowy"
scope = "national"
first_year = 2014
last_year = 2030

[[programme_pages]]
key = "lpres"
name = "Program regionu"
abbreviation = "LPRES"
state = "adopted"
first_year = 2021
last_year = 2023
lead = "Po co jest."
text = "Opis **ważny**."
predecessor = "kpres"
levels = [{ name = "cel", name_plural = "cele" }, { name = "działanie" }]
acts = [{ act = "o-programie", role = "adopted" }]
copies = [{ title = "BIP", url = "https://bip.example/" }]

[[programme_nodes]]
key = "obszar"
programme = "kpres"
number = "I"
title = "Obszar"

[[programme_nodes]]
key = "cel"
programme = "lpres"
number = "1"
title = "Cel"
text = "Opis celu."
points_to = ["obszar"]

[[programme_nodes]]
key = "praca"
programme = "lpres"
level = 2
number = "1.1"
title = "Praca"
kind = "zadanie"

[[indicators]]
key = "miejsca"
node = "praca"
number = "1"
name = "Miejsca pracy"
base = "0"
target = "35 tys."
source = "ROPS"
readings = [{ year = 2021, value = "320" }, { year = 2022, state = "no_data", note = "nie badano" }]

[[programme_links]]
key = "konsultacje"
programme = "lpres"
consultation = "program"

[[programme_links]]
key = "uwagi"
node = "cel"
section = "cele-2"
note = "uwagi do celu"

[[calls]]
key = "nabor"
name = "Nabór do komitetu"
body = "committee"
lead = "Szukamy."
from = 2023-04-04
to = 2023-04-19
seats_min = 15
seats_max = 25
who = "Podmioty."
settled_on = 2023-05-31
outcome = "Powołano."
composition_on = 2023-05-31

[[offers]]
key = "komitet"
body = "committee"
asks = "Czasu."
gives = "Wpływ."
"""
FULL = SMALL + CONSULTATIONS + PROGRAMMES


def changed(*changes):
    return read_profile(edited(*changes, text=FULL).encode(), source="x")


def refused(*changes) -> list:
    with pytest.raises(ProfileError) as error:
        changed(*changes)
    return error.value.problems


@pytest.fixture
def applied(site):
    from rkres_wagtail.regions.services import apply_profile

    apply_profile(changed(), site=site)
    return lambda *changes: apply_profile(changed(*changes), site=site)


def page(setting: str, title: str):
    return apps.get_model(getattr(rkres_settings, setting)).objects.get(title=title)


def test_a_programme_is_as_the_file_says(applied):
    lpres, kpres = (
        page("PROGRAMME_PAGE", "Program regionu"),
        page("PROGRAMME_PAGE", "Program krajowy"),
    )
    assert (lpres.abbreviation, lpres.state, lpres.years) == ("LPRES", "adopted", "2021–2023")
    assert lpres.scope == "regional" and kpres.scope == "national"
    assert "<b>ważny</b>" in lpres.description
    assert lpres.predecessor_id == kpres.pk
    assert [lpres.level_name(n) for n in (1, 2, 3)] == ["cel", "działanie", ""]
    (act,) = lpres.acts.all()
    assert (act.act.number, act.role) == ("7/21", "adopted")
    assert lpres.live and kpres.live


def test_its_tree_is_as_the_file_says(applied):
    area = ProgrammeNode.objects.get(title="Obszar")
    goal, work = ProgrammeNode.objects.of(page("PROGRAMME_PAGE", "Program regionu"))
    assert [(n.level, n.heading, n.kind) for n in (goal, work)] == [
        (1, "1. Cel", ""), (2, "1.1. Praca", "zadanie"),
    ]  # fmt: skip
    assert list(goal.points_to.all()) == [area]
    (indicator,) = Indicator.objects.all()
    assert (indicator.node, indicator.target_value) == (work, "35 tys.")
    assert list(Reading.objects.values_list("year", "state", "value")) == [
        (2021, ReadingState.VALUE, "320"), (2022, ReadingState.NO_DATA, ""),
    ]  # fmt: skip
    whole, part = ProgrammeLink.objects.order_by("pk")
    assert whole.node is None and whole.target_page.title == "Program rozwoju"
    assert part.node == goal and part.section.texts.filter(title="Cele").exists()


def test_a_call_is_open_through_its_last_day(applied):
    call = page("CALL_PAGE", "Nabór do komitetu")
    assert call.opens_at == datetime(2023, 4, 4, tzinfo=WARSAW)
    assert call.closes_at == datetime(2023, 4, 20, tzinfo=WARSAW)
    assert (call.seats_min, call.seats_max, call.settled_on) == (15, 25, date(2023, 5, 31))
    assert call.state() == CallState.SETTLED


def test_an_offer_does_not_switch_the_form_on(applied):
    offer = JoiningOffer.objects.get()
    assert "Czasu." in offer.asks and not offer.is_online


def test_a_second_time_nothing_changes(applied):
    rows = list(ProgrammeNode.objects.values())
    edits = list(ProgrammeTree.objects.values_list("programme", "edits"))
    report = applied()
    assert not report.has_changes and not report.of(Outcome.KEPT)
    assert list(ProgrammeNode.objects.values()) == rows
    assert list(ProgrammeTree.objects.values_list("programme", "edits")) == edits


def test_what_the_office_wrote_stays(applied):
    ProgrammeNode.objects.filter(title="Cel").update(title="Cel po zmianie")
    Reading.objects.filter(year=2021).update(value="330")
    report = applied(('title = "Cel"', 'title = "Cel pierwszy"'))
    assert ProgrammeNode.objects.filter(title="Cel po zmianie").exists()
    assert Reading.objects.get(year=2021).value == "330"
    assert set(report.keys(Outcome.KEPT)) == {"programme_nodes.cel", "indicators.miejsca.2021"}


def test_what_the_office_moved_stays_where_it_is(applied):
    ProgrammeNode.objects.filter(title="Praca").update(position=9, level=1)
    applied()
    work = ProgrammeNode.objects.get(title="Praca")
    assert (work.position, work.level) == (9, 1)


def test_what_the_file_changes_is_counted_as_a_change_of_the_tree(applied):
    lpres = page("PROGRAMME_PAGE", "Program regionu")
    before = ProgrammeTree.objects.of(lpres).get().edits
    applied(('value = "320"', 'value = "321"'))
    assert Reading.objects.get(year=2021).value == "321"
    assert ProgrammeTree.objects.of(lpres).get().edits == before + 1


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('points_to = ["obszar"]', 'points_to = ["praca"]', "points_to"),
        ('points_to = ["obszar"]', 'points_to = ["nie-ma"]', "points_to"),
        ('"lpres"\nlevel = 2', '"lpres"\nlevel = 3', "level"),
        ('"lpres"\nlevel = 2', '"lpres"\nlevel = 0', "level"),
        ("year = 2022, state", "year = 2021, state", "readings"),
        ("year = 2022, state", "year = 2024, state", "readings"),
        ('year = 2021, value = "320"', "year = 2021", "readings"),
        ('state = "no_data"', 'state = "no_data", value = "5"', "readings"),
        ("last_year = 2023", "last_year = 2020", "last_year"),
        ('node = "cel"\nsection', 'node = "cel"\nprogramme = "lpres"\nsection', "uwagi"),
        ('section = "cele-2"', 'section = "cele-2"\nconsultation = "program"', "uwagi"),
        ('section = "cele-2"', "", "uwagi"),
        ("to = 2023-04-19", "to = 2023-04-03", "to"),
        ("seats_max = 25", "seats_max = 14", "seats_max"),
        ('predecessor = "kpres"', 'predecessor = "nie-ma"', "predecessor"),
        ('scope = "national"', 'scope = "galactic"', "scope"),
        ('key = "nabor"\n', 'key = "nabor"\nslug = "nabory"\n', "slug"),
    ],
)
def test_what_cannot_be_is_refused(old, new, path):
    problems = refused((old, new))
    assert any(path in problem.path for problem in problems), problems


def test_two_offers_of_one_body_are_refused():
    text = (
        '[[offers]]\nkey = "drugi"\nbody = "committee"\nasks = "X"\n\n[[offers]]\nkey = "komitet"'
    )
    (problem,) = refused(('[[offers]]\nkey = "komitet"', text))
    assert "offers" in problem.path


def test_lubuskie_has_its_programmes_and_its_call(site):
    from rkres_wagtail.regions.services import apply_profile

    apply_profile(load_profile("lubuskie"), site=site)
    titles = {each.abbreviation + " " + each.years for each in programmes()}
    assert titles == {"LPRES 2015–2020", "LPRES 2021–2023", "KPRES 2014–2030"}
    goals = ProgrammeNode.objects.filter(programme__slug="lpres-2021-2023")
    assert goals.count() == 4
    areas = ProgrammeNode.objects.filter(programme__slug="kpres-2030", kind="")
    assert [each.number for each in areas] == ["I", "II", "III", "IV"]
    assert Indicator.objects.count() == 7
    (call,) = calls()
    assert (call.opens_at, call.closes_at) == (
        datetime(2023, 4, 4, tzinfo=WARSAW), datetime(2023, 4, 20, tzinfo=WARSAW),
    )  # fmt: skip
    assert (call.seats_min, call.seats_max) == (15, 25)
