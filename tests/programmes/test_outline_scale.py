"""A long tree costs the office no more queries than a short one, and shows as much at once."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rkres_wagtail.programmes.models import ProgrammeNode
from rkres_wagtail.programmes.outline import addresses, locking, order, services
from tests.factories.programmes import IndicatorFactory, ProgrammeLinkFactory, ProgrammePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def programme_of(committee, size: int):
    """Ten branches of goals with 24 measures each; an indicator and a link at the first."""
    page = ProgrammePageFactory(parent=committee)
    places = [n % (size // 10) for n in range(size)]
    levels = [1 if place == 0 else 2 if place % 25 == 1 else 3 for place in places]
    ProgrammeNode.objects.bulk_create(
        ProgrammeNode(programme_id=page.pk, position=n, level=level, title=f"Element {n}")
        for n, level in enumerate(levels)
    )
    first = ProgrammeNode.objects.of(page).order_by("position").first()
    IndicatorFactory(node=first, readings={2022: "5"})
    ProgrammeLinkFactory(node=first, target_page_id=page.pk)
    order.check_levels(levels)
    return page


def queries(boss, address: str) -> int:
    boss.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert boss.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def short(committee):
    return programme_of(committee, 20)


@pytest.fixture
def long(committee):
    return programme_of(committee, 2000)


def test_the_tree(boss, short, long):
    name = "rkres_programme_tree"
    found = []
    for page in (short, long):
        address = reverse(name, args=[page.pk])
        branch = ProgrammeNode.objects.of(page).order_by("position").first()
        shown = (address, f"{address}?q=element", f"{address}?under={branch.pk}")
        found.append([queries(boss, each) for each in shown])
    assert found[0] == found[1]


def test_no_more_rows_than_one_can_look_through(boss, long):
    address = reverse("rkres_programme_tree", args=[long.pk])
    start = time.monotonic()
    response = boss.get(address)
    assert time.monotonic() - start < 10
    tree = response.context["tree"]
    assert tree.total == 2000 and tree.is_shortened
    assert 10 < len(tree.rows) <= addresses.ROWS
    assert {row.node.level for row in tree.rows} == {1, 2}
    assert all(row.under == 0 or row.is_closed or row.node.level == 1 for row in tree.rows)
    found = boss.get(f"{address}?q=element&p=2").context["tree"]
    assert len(found.rows) == addresses.ROWS and found.page.number == 2


def test_every_element_can_be_reached(boss, long):
    """From the whole tree down through what is folded, one sees all of them."""
    address = reverse("rkres_programme_tree", args=[long.pk])
    waiting, seen = [""], set()
    while waiting:
        tree = boss.get(f"{address}{waiting.pop()}").context["tree"]
        keys = {row.node.pk for row in tree.rows}
        waiting += [
            f"?under={row.node.pk}"
            for row in tree.rows
            if row.is_closed and row.node != tree.branch
        ]
        assert tree.page.paginator.num_pages == 1
        seen |= keys
    assert len(seen) == 2000


def test_many_on_the_highest_level_turn_pages(boss, committee):
    page = ProgrammePageFactory(parent=committee)
    ProgrammeNode.objects.bulk_create(
        ProgrammeNode(programme_id=page.pk, position=n, level=1, title=f"E{n}") for n in range(450)
    )
    address = reverse("rkres_programme_tree", args=[page.pk])
    pages = [boss.get(f"{address}?p={number}").context["tree"] for number in (1, 2, 3)]
    assert [len(tree.rows) for tree in pages] == [addresses.ROWS, addresses.ROWS, 50]


def test_one_element(boss, short, long):
    found = []
    for page in (short, long):
        node = ProgrammeNode.objects.of(page).order_by("position")[5]
        names = ("rkres_programme_node", "rkres_programme_node_remove")
        found.append([queries(boss, reverse(name, args=[node.pk])) for name in names])
    assert found[0] == found[1]


def test_one_removed_is_written_in_batches(short, long):
    found = []
    for page in (short, long):
        locking.tree_of(page)
        last = ProgrammeNode.objects.of(page).order_by("position").last()
        with CaptureQueriesContext(connection) as captured:
            services.remove_node(node=last, user=None)
        found.append(len(captured))
    assert found[0] == found[1]
