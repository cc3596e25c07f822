"""Verbs of the tree: order, levels, loops, limits, two editors at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from rkres_wagtail.programmes import choices
from rkres_wagtail.programmes.models import ProgrammeNode, ProgrammeTree
from rkres_wagtail.programmes.outline import locking, order, services
from rkres_wagtail.programmes.outline.states import state_of
from tests.factories import CommitteePageFactory
from tests.factories.programmes import (
    IndicatorFactory,
    ProgrammeLinkFactory,
    ProgrammeNodeFactory,
    ProgrammePageFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

#: A title of one letter and its level.
TREE = "A1 B2 C3 D2 E1 F2"


@pytest.fixture
def programme(committee):
    return ProgrammePageFactory(parent=committee)


@pytest.fixture
def tree(programme):
    grow(programme, TREE)
    return programme


def grow(page, text: str) -> None:
    for each in text.split():
        ProgrammeNodeFactory(programme=page, title=each[0], number="", level=int(each[1:]))


def shape(page) -> str:
    rows = locking.nodes_of(page)
    assert [row.position for row in rows] == list(range(len(rows)))
    order.check_levels(row.level for row in rows)
    return " ".join(f"{row.title}{row.level}" for row in rows)


def node(title: str) -> ProgrammeNode:
    return ProgrammeNode.objects.get(title=title)


def edits(page) -> int:
    return locking.tree_of(page).edits


def codes_of(error: ValidationError) -> set:
    """Codes of its errors, whether they are tied to fields or not."""
    tied = getattr(error, "error_dict", {}).values()
    return {each.code for found in (tied or [error.error_list]) for each in found}


def refused(code: str | None, verb, **kwargs) -> str:
    """What was said; nothing has changed."""
    before = list(ProgrammeNode.objects.order_by("pk").values())
    counted = list(ProgrammeTree.objects.values_list("edits", flat=True))
    logged = PageLogEntry.objects.count()
    with pytest.raises(ValidationError) as caught:
        verb(user=None, **kwargs)
    if code is not None:
        assert code in codes_of(caught.value)
    assert list(ProgrammeNode.objects.order_by("pk").values()) == before
    assert list(ProgrammeTree.objects.values_list("edits", flat=True)) in (counted, [0])
    assert PageLogEntry.objects.count() == logged
    return " ".join(caught.value.messages)


# Add ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "level", "expected"),
    [
        (None, 1, "A1 B2 C3 D2 E1 F2 X1"),
        (None, 3, "A1 B2 C3 D2 E1 F2 X3"),
        ("A", 1, "A1 B2 C3 D2 X1 E1 F2"),
        ("B", 2, "A1 B2 C3 X2 D2 E1 F2"),
        ("C", 4, "A1 B2 C3 X4 D2 E1 F2"),
    ],
)
def test_where_a_new_one_stands(tree, after, level, expected):
    services.add_node(
        page=tree, title="X", level=level, after=node(after) if after else None, user=None
    )
    assert shape(tree) == expected
    assert edits(tree) == 1


def test_a_new_one_skips_no_level(tree):
    refused("level", services.add_node, page=tree, title="X", level=3, after=node("E"))
    refused("level", services.add_node, page=tree, title="X", level=0)


def test_a_title_is_needed_and_fits(tree):
    for title in ("", "  \u202e ", "X" * 501):
        refused(None, services.add_node, page=tree, title=title)
    refused(None, services.add_node, page=tree, title="X", number="1" * 31)


def test_a_title_is_one_line_that_turns_nothing_round(tree):
    found = services.add_node(page=tree, title="\u202eCel\n  pierwszy ", user=None)
    assert found.title == "Cel pierwszy"


def test_twelve_levels_and_twenty_but_no_more(programme):
    for level in range(1, choices.MAX_LEVEL + 1):
        services.add_node(page=programme, title=f"X{level}", level=level, user=None)
    said = refused("level", services.add_node, page=programme, title="X", level=21)
    assert "20" in said
    assert max(row.level for row in locking.nodes_of(programme)) == 20


def test_no_more_than_fit(tree, monkeypatch):
    monkeypatch.setattr(order, "MAX_NODES", 6)
    assert "6" in refused("full", services.add_node, page=tree, title="X")


# Steps --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "direction", "expected"),
    [
        ("E", "up", "E1 F2 A1 B2 C3 D2"),
        ("A", "down", "E1 F2 A1 B2 C3 D2"),
        ("D", "up", "A1 D2 B2 C3 E1 F2"),
        ("B", "down", "A1 D2 B2 C3 E1 F2"),
        ("E", "deeper", "A1 B2 C3 D2 E2 F3"),
        ("B", "shallower", "A1 B1 C2 D2 E1 F2"),
    ],
)
def test_one_step_with_what_is_under_it(tree, title, direction, expected):
    services.move_node(node=node(title), direction=direction, user=None)
    assert shape(tree) == expected
    assert edits(tree) == 1


@pytest.mark.parametrize(
    ("title", "direction"),
    [
        ("A", "up"),
        ("B", "up"),
        ("D", "down"),
        ("E", "down"),
        ("A", "deeper"),
        ("B", "deeper"),
        ("E", "shallower"),
    ],
)
def test_steps_that_lead_nowhere(tree, title, direction):
    refused(None, services.move_node, node=node(title), direction=direction)


def test_a_branch_gets_no_deeper_than_there_are_levels(programme):
    grow(programme, "A1 B1 " + " ".join(f"{chr(65 + n)}{n}" for n in range(2, 21)))
    said = refused("level", services.move_node, node=node("B"), direction="deeper")
    assert "20" in said


def test_a_step_writes_only_what_changed(tree):
    locking.tree_of(tree)
    with CaptureQueriesContext(connection) as small:
        services.move_node(node=node("B"), direction="down", user=None)
    grow(tree, " ".join(["G1"] * 80))
    with CaptureQueriesContext(connection) as large:
        services.move_node(node=node("D"), direction="down", user=None)
    assert len(large) == len(small)


# Another place ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "under", "after", "is_first", "expected"),
    [
        ("B", "E", None, False, "A1 D2 E1 F2 B2 C3"),
        ("B", "E", None, True, "A1 D2 E1 B2 C3 F2"),
        ("B", "F", None, False, "A1 D2 E1 F2 B3 C4"),
        ("B", "E", "F", False, "A1 D2 E1 F2 B2 C3"),
        ("B", None, None, False, "A1 D2 E1 F2 B1 C2"),
        ("B", None, None, True, "B1 C2 A1 D2 E1 F2"),
        ("B", None, "A", False, "A1 D2 B1 C2 E1 F2"),
        ("E", "C", None, False, "A1 B2 C3 E4 F5 D2"),
        ("F", "A", "B", False, "A1 B2 C3 F2 D2 E1"),
        ("D", "A", None, True, "A1 D2 B2 C3 E1 F2"),
        ("B", "A", None, False, "A1 D2 B2 C3 E1 F2"),
        ("C", "A", None, False, "A1 B2 D2 C2 E1 F2"),
    ],
)
def test_another_place(tree, title, under, after, is_first, expected):
    services.move_under(
        node=node(title),
        under=node(under) if under else None,
        after=node(after) if after else None,
        is_first=is_first,
        user=None,
    )
    assert shape(tree) == expected
    assert edits(tree) == 1


@pytest.mark.parametrize(("title", "under"), [("A", "A"), ("A", "B"), ("A", "C"), ("B", "C")])
def test_no_loop(tree, title, under):
    refused("loop", services.move_under, node=node(title), under=node(under))


def test_after_itself_is_a_loop_too(tree):
    refused("loop", services.move_under, node=node("B"), under=node("A"), after=node("B"))


def test_after_somebody_who_stands_elsewhere(tree):
    refused(None, services.move_under, node=node("B"), under=node("E"), after=node("D"))


def test_too_deep_a_place(programme):
    grow(programme, "Z1 Y2 " + " ".join(f"{chr(64 + n)}{n}" for n in range(1, 20)))
    said = refused("level", services.move_under, node=node("Z"), under=node("S"))
    assert "20" in said


def test_moved_to_where_it_stands_is_no_change(tree):
    services.move_under(node=node("D"), under=node("A"), user=None)
    assert edits(tree) == 0


def test_not_into_another_programme(tree, committee):
    other = ProgrammePageFactory(parent=committee, nodes=1)
    strange = ProgrammeNode.objects.get(programme=other.pk)
    refused("gone", services.move_under, node=node("B"), under=strange)


# Remove -------------------------------------------------------------------------------------------


def test_what_stood_under_it_moves_up(tree):
    services.remove_node(node=node("A"), user=None)
    assert shape(tree) == "B1 C2 D1 E1 F2"
    assert edits(tree) == 1


def test_an_element_with_indicators_or_links_stays(tree, tier):
    IndicatorFactory(node=node("B"))
    assert "1" in refused("needed", services.remove_node, node=node("B"))
    ProgrammeLinkFactory(node=node("F"), target_page_id=tree.pk)
    refused("needed", services.remove_node, node=node("F"))


def test_removed_twice(tree):
    first = node("F")
    services.remove_node(node=node("F"), user=None)
    refused("gone", services.remove_node, node=first)
    refused("gone", services.change_node, node=first, title="X")


# Change, number -----------------------------------------------------------------------------------


def test_only_what_is_given_changes(tree):
    before = node("B")
    services.change_node(node=before, title="X", kind=" cel  główny", user=None)
    found = node("X")
    assert (found.kind, found.level, found.uuid) == ("cel główny", 2, before.uuid)
    services.change_node(node=found, title="X", user=None)
    assert edits(tree) == 1


def test_two_editors_of_one_element(tree):
    state = state_of(node("B"))
    services.change_node(node=node("B"), description="<p>Pierwsza</p>", state=state, user=None)
    refused("stale", services.change_node, node=node("B"), description="<p>X</p>", state=state)
    # Somebody's change of another one, or of the place, does not matter.
    state = state_of(node("D"))
    services.move_node(node=node("D"), direction="up", user=None)
    services.change_node(node=node("D"), number="7", state=state, user=None)


def test_two_editors_of_the_order(tree):
    seen = edits(tree)
    services.move_node(node=node("E"), direction="up", edits=seen, user=None)
    for verb, kwargs in (
        (services.move_node, {"node": node("E"), "direction": "down"}),
        (services.move_under, {"node": node("E"), "under": node("A")}),
        (services.remove_node, {"node": node("F")}),
        (services.add_node, {"page": tree, "title": "X"}),
        (services.renumber, {"page": tree}),
    ):
        refused("stale", verb, edits=seen, **kwargs)


def test_numbers(tree):
    assert services.renumber(page=tree, user=None) == 6
    assert [row.number for row in locking.nodes_of(tree)] == [
        "1",
        "1.1",
        "1.1.1",
        "1.2",
        "2",
        "2.1",
    ]
    assert services.renumber(page=tree, user=None) == 0
    assert edits(tree) == 1


def test_numbers_too_long_for_their_field_change_nothing(programme):
    for level in range(1, 18):
        ProgrammeNodeFactory(programme=programme, level=level, number="")
    refused(None, services.renumber, page=programme)


# Contributes to -----------------------------------------------------------------------------------


@pytest.fixture
def national(committee):
    return ProgrammePageFactory(parent=committee, title="KPRES", nodes=2)


def test_an_element_contributes_to_those_of_another_programme(tree, national):
    area = ProgrammeNode.objects.filter(programme=national.pk).first()
    services.change_node(node=node("B"), points_to=[area], user=None)
    assert list(node("B").points_to.all()) == [area]
    services.change_node(node=node("B"), points_to=[], user=None)
    assert not node("B").points_to.exists()
    assert edits(tree) == 2


def test_not_to_its_own_programme_nor_another_committee(tree, site_root):
    other = CommitteePageFactory(parent=site_root, title="Inny", slug="inny")
    strange = ProgrammePageFactory(parent=other, nodes=1)
    for wrong in (node("A"), node("B"), ProgrammeNode.objects.get(programme=strange.pk)):
        refused("points_to", services.change_node, node=node("B"), title="X", points_to=[wrong])


def test_no_circle_of_contributions(tree, national):
    area, second = ProgrammeNode.objects.filter(programme=national.pk)
    services.change_node(node=node("B"), points_to=[area], user=None)
    refused("loop", services.change_node, node=area, points_to=[node("B")])
    services.change_node(node=second, points_to=[node("B")], user=None)


# History ------------------------------------------------------------------------------------------


def test_every_verb_stands_in_the_history(tree, admin_user):
    added = services.add_node(page=tree, title="Nowy cel", user=admin_user)
    services.change_node(node=added, title="Cel", user=admin_user)
    services.move_node(node=added, direction="up", user=admin_user)
    services.renumber(page=tree, user=admin_user)
    services.remove_node(node=added, user=admin_user)
    rows = PageLogEntry.objects.filter(page=tree.pk, action__startswith="rkres_wagtail.node")
    assert [row.action.removeprefix("rkres_wagtail.node_") for row in rows.order_by("pk")] == [
        "add", "edit", "move", "renumber", "remove",
    ]  # fmt: skip
    assert {row.user for row in rows} == {admin_user}
    assert "Nowy cel" in rows.order_by("pk").first().message
    assert edits(tree) == 5
