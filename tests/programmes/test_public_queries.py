"""Pages cost the same number of queries however much there is (rule 11)."""

from __future__ import annotations

import pytest

from rkres_wagtail.programmes.models import ProgrammeNode
from tests.factories import IndicatorFactory, ProgrammeLinkFactory
from tests.factories.remarks import RemarkFactory

from .chain import address, cost, many_nodes

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def test_a_tree_of_20_and_of_2000(client, programme):
    small, large = programme(), programme()
    few, many = many_nodes(small, 20), many_nodes(large, 2000)
    for nodes in (few, many):
        for node in nodes[:20]:
            IndicatorFactory(node=node, readings={2022: "5"})
    for node in many[20:120]:
        IndicatorFactory(node=node, readings={2021: "1", 2022: "5"})
    assert cost(client, address(large)) == cost(client, address(small))
    assert cost(client, address(large, many[0])) == cost(client, address(small, few[0]))
    assert cost(client, address(large, many[999])) == cost(client, address(small, few[9]))


def link_everything(programme, office, count: int):
    """``count`` of each kind linked to the first element and to the whole."""
    page = programme(title=f"Program {count}", nodes=2)
    node = ProgrammeNode.objects.of(page).first()
    consultation, section, rows = office.reported(title=f"Projekt {count}", remarks=count)
    for number in range(count):
        remark = rows[number]
        targets = [
            office.decision(title=f"D {number}", sent=[{}]),
            office.meeting(title=f"M {number}"),
            office.consultation(title=f"K {number}", rounds=[{}]),
        ]
        for target in targets:
            ProgrammeLinkFactory(node=node, target_page=target)
            ProgrammeLinkFactory(programme=page, target_page=target)
        ProgrammeLinkFactory(node=node, remark=remark)
    ProgrammeLinkFactory(node=node, section=section)
    return page, node, consultation


def test_few_links_and_many(client, programme, office, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 60
    few, first, little = link_everything(programme, office, 1)
    many, last, much = link_everything(programme, office, 20)
    assert cost(client, address(many)) == cost(client, address(few))
    assert cost(client, address(many, last)) == cost(client, address(few, first))
    for below in ("", "dokument/", "raport/"):
        assert cost(client, f"{much.get_url()}{below}") == cost(
            client, f"{little.get_url()}{below}"
        )


@pytest.mark.parametrize("kind", ["decision", "meeting", "consultation"])
def test_one_programme_at_a_page_and_many(client, programme, office, kind):
    little, much = getattr(office, kind)(), getattr(office, kind)()
    for target, count in ((little, 1), (much, 6)):
        for _number in range(count):
            page = programme(nodes=2)
            for node in ProgrammeNode.objects.of(page):
                ProgrammeLinkFactory(node=node, target_page=target)
    assert cost(client, much.get_url()) == cost(client, little.get_url())


def test_a_list_of_few_and_of_many(client, committee, programme):
    urls = [committee.get_url(), f"{committee.get_url()}programy/", "/sitemap.xml"]
    programme(nodes=2)
    few = [cost(client, url) for url in urls[:2]]
    for _number in range(12):
        programme(nodes=3)
    assert [cost(client, url) for url in urls[:2]] == few


def test_other_ends_of_few_and_of_many(client, programme):
    def make(count: int):
        page = programme(nodes=1)
        (node,) = ProgrammeNode.objects.of(page)
        for _number in range(count):
            other = programme(nodes=1)
            (far,) = ProgrammeNode.objects.of(other)
            node.points_to.add(far)
            far.points_to.add(node)
        return address(page, node)

    assert cost(client, make(8)) == cost(client, make(1))


def test_the_sitemap_does_not_ask_for_each(client, programme):
    programme(nodes=2)
    few = cost(client, "/sitemap.xml")
    for _number in range(6):
        programme(nodes=2)
    # Wagtail itself asks once a page for its address.
    assert cost(client, "/sitemap.xml") - few <= 6


def test_unlinked_remarks_cost_nothing_more(client, office, programme):
    consultation, section, _rows = office.reported(remarks=2)
    url = f"{consultation.get_url()}raport/"
    few = cost(client, url)
    for _number in range(10):
        RemarkFactory(consultation=consultation, section=section, approved=True)
    assert cost(client, url) == few
