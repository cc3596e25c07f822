"""programmes/, programme-nodes/, indicators/, calls/, offers/: fields, filters, leaks, cost."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from rkres_wagtail.consultations.course import start_of_day
from rkres_wagtail.programmes.models import ProgrammeNode, ProgrammeTree
from tests.factories import (
    CallPageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    DeclarationFactory,
    DocumentVersionFactory,
    IndicatorFactory,
    JoiningOfferFactory,
    ProgrammeLinkFactory,
    ProgrammeNodeFactory,
    ProgrammePageFactory,
)

pytestmark = pytest.mark.django_db

SECRET = "SEKRET"


@pytest.fixture
def made(committee):
    """Two programmes, the regional one with a tree, an indicator, a link and a predecessor."""
    national = ProgrammePageFactory(
        parent=committee, title="Krajowy", scope="national", starts_year=2014, ends_year=2030
    )
    area = ProgrammeNodeFactory(programme=national, number="I", title="Obszar")
    old = ProgrammePageFactory(parent=committee, title="Dawny", starts_year=2015, ends_year=2020)
    regional = ProgrammePageFactory(
        parent=committee, title="Regionalny", starts_year=2021, ends_year=2050, predecessor=old
    )
    goal = ProgrammeNodeFactory(programme=regional, number="1", title="Cel")
    goal.points_to.add(area)
    work = ProgrammeNodeFactory(programme=regional, number="1.1", title="Praca", level=2)
    ProgrammeNodeFactory(programme=regional, number="2", title="Usługi")
    indicator = IndicatorFactory(
        node=work, name="Miejsca pracy", target_value="35 tys.",
        readings={2021: "9016", 2022: None},
    )  # fmt: skip
    return SimpleNamespace(**locals())


def titles(items) -> list[str]:
    return [item["title"] for item in items]


def test_programmes_with_what_dates_make_of_them(made, listed):
    items = {item["title"]: item for item in listed("programmes")}
    assert items["Regionalny"]["years"] == "2021–2050"
    assert items["Regionalny"]["nodes_count"] == 3
    assert items["Regionalny"]["predecessor"]["title"] == "Dawny"
    assert items["Dawny"]["successors"][0]["title"] == "Regionalny"
    assert (items["Dawny"]["state"], items["Dawny"]["current_state"]) == ("adopted", "closed")
    assert items["Regionalny"]["committee"]["id"] == made.committee.pk
    assert "description" not in items["Regionalny"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"scope": "national"}, {"Krajowy"}),
        ({"state": "closed"}, {"Dawny"}),
        ({"state": "adopted"}, {"Krajowy", "Regionalny"}),
        ({"state": "adopted,closed"}, {"Krajowy", "Regionalny", "Dawny"}),
        ({"year": "2016"}, {"Krajowy", "Dawny"}),
        ({"year": "2040"}, {"Regionalny"}),
    ],
)
def test_programmes_are_filtered(made, listed, filters, found):
    assert set(titles(listed("programmes", **filters))) == found


def test_a_change_of_the_tree_is_a_change_of_the_programme(made, listed):
    day = timezone.now() + timedelta(days=1)
    since = {"modified_since": timezone.localtime(day).date().isoformat()}
    assert listed("programmes", **since) == []
    ProgrammeTree.objects.create(programme=made.regional, changed_at=day + timedelta(days=1))
    assert titles(listed("programmes", **since)) == ["Regionalny"]


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("programmes", {"scope": "x"}), ("programmes", {"state": "x"}),
        ("programmes", {"year": "0"}), ("programme-nodes", {"programme": "x"}),
        ("programme-nodes", {"uuid": "x"}), ("programme-nodes", {"parent": "1"}),
        ("indicators", {"year": "x"}), ("indicators", {"node": "-1"}),
        ("calls", {"state": "x"}), ("calls", {"from": "2026"}), ("offers", {"target": "x"}),
        ("offers", {"search": "x"}),
    ],
)  # fmt: skip
def test_a_wrong_filter_is_a_400_that_says_why(made, get, path, wrong):
    response = get(f"{path}/", **wrong)
    assert response.status_code == 400
    assert next(iter(wrong)) in response.json()["message"]


def test_the_tree_with_its_indicators(made, listed):
    items = listed("programme-nodes", programme=made.regional.pk)
    goal, work, services = items
    assert [(each["level"], each["title"]) for each in items] == [
        (1, "Cel"), (2, "Praca"), (1, "Usługi"),
    ]  # fmt: skip
    assert goal["parent"] is None and work["parent"] == goal["uuid"]
    assert services["parent"] is None
    assert (goal["kind"], work["kind"]) == ("cel", "priorytet")
    assert goal["contributes_to"][0]["heading"] == "I. Obszar"
    assert goal["html_url"].endswith(f"/cele/{made.goal.key}/")
    (indicator,) = work["indicators"]
    assert indicator["progress_percent"] == 26 and indicator["progress_year"] == 2021
    assert [(r["year"], r["state"]) for r in indicator["readings"]] == [
        (2021, "value"), (2022, "no_data"),
    ]  # fmt: skip


def test_one_node_knows_what_contributes_to_it(made, get):
    data = get(f"programme-nodes/{made.area.pk}/").json()
    assert [each["heading"] for each in data["contributed_by"]] == ["1. Cel"]


def test_a_node_says_what_fed_it(made, committee, listed):
    decisions = DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    decision = DecisionPageFactory(parent=decisions, title="Opinia")
    consultations = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    consultation = ConsultationPageFactory(parent=consultations, title="Projekt")
    section = DocumentVersionFactory(consultation=consultation, sections=1).texts.get()
    ProgrammeLinkFactory(node=made.goal, target_page=decision, note="opinia o celu")
    ProgrammeLinkFactory(node=made.goal, section=section.identity)
    goal = listed("programme-nodes", programme=made.regional.pk)[0]
    assert [(each["title"], each["note"]) for each in goal["decisions"]] == [
        ("Opinia", "opinia o celu")
    ]
    assert goal["sections"][0]["section"]["heading"] == section.heading
    assert goal["consultations"] == [] and goal["meetings"] == []


def test_indicators_of_a_programme(made, listed):
    (item,) = listed("indicators", programme=made.regional.pk, year=2022)
    assert (item["name"], item["target_value"]) == ("Miejsca pracy", "35 tys.")
    assert item["node"]["heading"] == "1.1. Praca"
    assert listed("indicators", year=2030) == []


def test_calls_in_their_states(committee, listed):
    last = timezone.localdate() + timedelta(days=12)
    closes_at = start_of_day(last + timedelta(days=1))
    CallPageFactory(parent=committee, title="Otwarty", closes_at=closes_at)
    CallPageFactory(parent=committee, title="Dawny", settled=True)
    (item,) = listed("calls", state="open")
    assert (item["title"], item["is_open"], item["days_left"]) == ("Otwarty", True, 12)
    assert item["body"]["id"] == committee.pk and item["form_url"] is None
    assert titles(listed("calls", state="settled")) == ["Dawny"]
    assert set(titles(listed("calls", body=committee.pk))) == {"Otwarty", "Dawny"}
    today = timezone.localdate().isoformat()
    assert titles(listed("calls", **{"from": today})) == ["Otwarty"]


def test_offers_say_nothing_of_who_declared(committee, tier, get, listed):
    JoiningOfferFactory(target=tier, online=True)
    DeclarationFactory(target=tier, first_name=SECRET, motivation=SECRET, email="s@sekret.pl")
    empty = JoiningOfferFactory(target=committee, asks="", gives="", leaving="", how="")
    (item,) = listed("offers")
    assert item["target"]["id"] == tier.pk and "Dwa spotkania" in item["asks"]
    assert SECRET not in str(item) and "sekret.pl" not in str(item)
    assert get(f"offers/{empty.pk}/").status_code == 404


# What is not public --------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "expired", "private"])
def test_nothing_of_what_is_not_public(made, committee, get, listed, state):
    hidden = ProgrammePageFactory(
        parent=committee, title=SECRET, predecessor=made.old,
        draft=state == "draft", expired=state == "expired", private=state == "private",
    )  # fmt: skip
    node = ProgrammeNodeFactory(programme=hidden, title=SECRET)
    node.points_to.add(made.area)
    made.goal.points_to.add(node)
    indicator = IndicatorFactory(node=node, name=SECRET, readings={2022: SECRET})
    call = CallPageFactory(
        parent=committee, title=SECRET,
        draft=state == "draft", expired=state == "expired", private=state == "private",
    )  # fmt: skip
    offer = JoiningOfferFactory(target=call, asks=SECRET)
    for path in ("programmes", "programme-nodes", "indicators", "calls", "offers", "pages"):
        response = get(f"{path}/", **({"fields": "*"} if path != "pages" else {}))
        assert SECRET not in response.content.decode(), path
    for path in (
        f"programmes/{hidden.pk}", f"programme-nodes/{node.pk}", f"indicators/{indicator.pk}",
        f"calls/{call.pk}", f"offers/{offer.pk}", f"programmes/{made.old.pk}",
        f"programme-nodes/{made.area.pk}", f"programme-nodes/{made.goal.pk}",
    ):  # fmt: skip
        assert SECRET not in get(f"{path}/").content.decode(), path


def test_a_link_to_what_is_not_public_is_not_told(made, committee, listed):
    decisions = DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    draft = DecisionPageFactory(parent=decisions, title=SECRET, draft=True)
    private = DecisionPageFactory(parent=decisions, title=SECRET)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for page in (draft, private):
        ProgrammeLinkFactory(node=made.goal, target_page=page, note=SECRET)
    assert SECRET not in str(listed("programme-nodes"))


# Cost ----------------------------------------------------------------------------------------


def _queries(django_assert_max_num_queries, get, path, **params) -> int:
    with django_assert_max_num_queries(200) as captured:
        assert get(path, **params).status_code == 200
    return len(captured)


def test_lists_cost_the_same_for_many(made, committee, get, django_assert_max_num_queries):
    JoiningOfferFactory(target=committee)
    CallPageFactory(parent=committee)
    paths = ("programmes/", "programme-nodes/", "indicators/", "calls/")
    for path in paths:
        get(path, fields="*", limit=20)
    few = [_queries(django_assert_max_num_queries, get, p, fields="*", limit=20) for p in paths]
    for number in range(12):
        page = ProgrammePageFactory(parent=committee, predecessor=made.old, nodes=3)
        for node in ProgrammeNode.objects.of(page):
            node.points_to.add(made.area)
            IndicatorFactory(node=node, readings={2021: str(number), 2022: "5"})
        CallPageFactory(parent=committee)
    many = [_queries(django_assert_max_num_queries, get, p, fields="*", limit=20) for p in paths]
    assert many == few
