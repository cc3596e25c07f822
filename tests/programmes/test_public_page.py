"""What the public reads of a programme and of its elements."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from rkres_wagtail.programmes.choices import ProgrammeState
from rkres_wagtail.programmes.models import ProgrammeNode, ProgrammeTree
from tests.factories import (
    DocumentVersionFactory,
    IndicatorFactory,
    ProgrammeLinkFactory,
    ProgrammeNodeFactory,
    ReadingFactory,
)
from tests.meetings.public import document, html_of, part, words

from .chain import address, many_nodes, read

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

NODES = [
    {"level": 1, "number": "1", "title": "Rynek pracy"},
    {"level": 2, "number": "1.1", "title": "Zatrudnienie"},
    {"level": 3, "number": "1.1.1", "title": "Dotacje", "kind": "zadanie"},
    {"level": 1, "number": "2", "title": "Usługi"},
]


def nodes_of(page) -> list[ProgrammeNode]:
    return list(ProgrammeNode.objects.of(page))


def test_facts_come_first(client, programme):
    before = programme(title="LPRES 2015–2020", starts_year=2015, ends_year=2020)
    page = programme(title="LPRES 2021–2023", predecessor=before, abbreviation="LPRES",
                     state=ProgrammeState.AMENDED)  # fmt: skip
    html = html_of(client, page)
    assert html.count("<h1") == 1
    assert f'href="{before.get_url()}"' in part(html, "rkres-tree") or before.title in html
    assert "2021–2050" in words(html)
    assert "zmieniony" in words(html) or "amended" in words(html)
    assert page.get_url() in html_of(client, before)
    assert f'<link rel="canonical" href="{page.get_full_url()}">' in html


def test_the_tree_is_nested_and_each_element_has_a_page(client, programme):
    page = programme(nodes=NODES)
    html = html_of(client, page)
    for node in nodes_of(page):
        assert f'href="{address(page, node)}"' in html
        assert f'id="{node.anchor}"' in html
    tree = part(html, "rkres-tree")
    assert tree.count('<ul class="rkres-goals">') == 3
    # Its own word for what it is, else the programme's for the level.
    assert re.findall(r'rkres-goal-level">(.*?)<', tree) == ["Cel", "Priorytet", "Zadanie", "Cel"]


def test_an_element_says_where_it_stands(client, programme):
    page = programme(nodes=NODES)
    first, middle, last, other = nodes_of(page)
    html = html_of(client, address(page, middle))
    assert re.search(r"<h1>1\.1\. Zatrudnienie</h1>", html)
    trail = re.search(r'<ol class="rkres-way">.*?</ol>', html, re.DOTALL)[0]
    assert address(page, first) in trail and page.get_url() in trail
    assert address(page, last) in part(html, "rkres-tree")
    assert f'rel="prev" href="{address(page, first)}"' in html
    assert re.search(rf'rel="next"[^>]*href="{address(page, last)}"', html)
    assert f'<link rel="canonical" href="{page.get_full_url()}cele/{middle.key}/">' in html
    assert address(page, other) not in part(html, "rkres-tree")


@pytest.mark.parametrize("key", ["nic", "000000000000", "0" * 200])
def test_an_unknown_element_is_not_there(client, programme, key):
    page = programme(nodes=NODES)
    assert client.get(f"{page.get_url()}cele/{key}/").status_code == 404


def test_an_element_of_another_programme_is_not_there(client, programme):
    page, other = programme(nodes=NODES), programme(nodes=NODES)
    assert client.get(address(page, nodes_of(other)[0])).status_code == 404


def test_descriptions_are_cleaned(client, programme):
    page = programme(
        nodes=[{"title": "<script>alert(1)</script>", "description": "<p>Opis.</p>"}],
        description="<p>Wstęp</p>",
    )
    for url in (address(page), address(page, nodes_of(page)[0])):
        assert "<script>alert" not in html_of(client, url)


# Empty states -----------------------------------------------------------------------------------


def test_a_bare_programme_says_what_will_be_here(client, programme):
    html = html_of(client, programme(starts_year=None, ends_year=None, lead=""))
    assert html.count('class="rkres-empty"') == 2


def test_a_bare_element_says_what_will_be_here(client, programme):
    page = programme(nodes=1)
    assert html_of(client, address(page, nodes_of(page)[0])).count('class="rkres-empty"') == 2


# Indicators -------------------------------------------------------------------------------------


def test_progress_is_drawn_with_its_words_and_its_table(client, programme):
    page = programme(nodes=1)
    (node,) = nodes_of(page)
    indicator = IndicatorFactory(node=node, unit="miejsc", readings={2021: "20", 2022: "50"})
    for url in (address(page), address(page, node)):
        html = html_of(client, url)
        picture = re.search(r'<svg class="rkres-progress" role="img".*?</svg>', html, re.DOTALL)[0]
        assert "<title" in picture and "<desc" in picture
        assert 'width="25%"' in picture
        assert "style=" not in picture
        table = re.search(r"<table.*?</table>", html, re.DOTALL)[0]
        assert "<caption" in table
        assert re.findall(r'<th scope="row">(\d+)</th>', table) == ["2022", "2021"]
        assert "25%" in words(html) and "50 miejsc" in words(html)
        assert indicator.name in words(html)


@pytest.mark.parametrize(
    ("fields", "readings", "said"),
    [
        ({"target_value": "35 tys. albo więcej"}, {2022: "około 9016"}, "około 9016"),
        ({"base_value": "brak"}, {2022: "50"}, "50"),
        ({"target_value": ""}, {2022: "50"}, "50"),
    ],
)
def test_progress_is_never_guessed(client, programme, fields, readings, said):
    page = programme(nodes=1)
    IndicatorFactory(node=nodes_of(page)[0], readings=readings, **fields)
    html = html_of(client, page)
    assert "rkres-progress" not in part(html, "rkres-indicators")
    assert said in words(part(html, "rkres-indicators"))


def test_no_data_is_an_answer(client, programme):
    page = programme(nodes=1)
    indicator = IndicatorFactory(node=nodes_of(page)[0])
    ReadingFactory(indicator=indicator, year=2021, no_data=True)
    assert re.search("brak danych|no data", words(part(html_of(client, page), "rkres-indicators")))
    ReadingFactory(indicator=indicator, year=2022, pending=True)
    text = words(part(html_of(client, page), "rkres-indicators"))
    assert re.search("dane w opracowaniu|data being prepared", text)


def test_beyond_the_target_the_bar_is_full(client, programme):
    page = programme(nodes=1)
    IndicatorFactory(node=nodes_of(page)[0], readings={2022: "500"})
    html = part(html_of(client, page), "rkres-indicators")
    assert "250%" in words(html)
    assert 'width="250%"' not in html


# Large trees ------------------------------------------------------------------------------------


def test_of_a_large_tree_the_upper_levels_are_shown(client, programme):
    page = programme()
    nodes = many_nodes(page, 2000)
    html = html_of(client, page)
    assert nodes[0].anchor in html and nodes[1].anchor not in html
    assert len(html) < 400_000
    # What is below is a step away.
    assert f'href="{address(page, nodes[0])}#rkres-tree"' in html
    assert nodes[1].anchor in html_of(client, address(page, nodes[0]))


def test_a_flat_tree_has_pages(client, programme):
    page = programme()
    nodes = many_nodes(page, 900, each=1)
    html = html_of(client, page)
    assert nodes[0].anchor in html and nodes[899].anchor not in html
    assert nodes[899].anchor in html_of(client, page, strona=3)
    assert f'href="{page.get_full_url()}?strona=3"' in html_of(client, page, strona=3)


# What fed it ------------------------------------------------------------------------------------


def test_the_chain_of_an_element(client, programme, office):
    page = programme(nodes=2)
    node, other = nodes_of(page)
    decision = office.decision(title="Stanowisko o pracy", sent=[{}])
    meeting, consultation = office.meeting(title="V posiedzenie"), office.consultation(title="P")
    for target in (decision, meeting, consultation):
        ProgrammeLinkFactory(node=node, target_page=target, note=f"notka {target.pk}")
    html = html_of(client, address(page, node))
    chain = part(html, "rkres-chain")
    for target in (decision, meeting, consultation):
        assert f'href="{target.get_url()}"' in chain
        assert f"notka {target.pk}" in chain
    # The state of what was passed on stands beside the decision.
    assert "rkres-dispatches" in chain
    assert decision.get_url() not in html_of(client, address(page, other))
    tree = words(part(html_of(client, page), "rkres-tree"))
    assert "1 decyzja" in tree or "1 decision" in tree


def test_the_chain_of_the_whole_programme(client, programme, office):
    page = programme(nodes=1)
    decision = office.decision()
    ProgrammeLinkFactory(programme=page, target_page=decision)
    assert decision.get_url() in part(html_of(client, page), "rkres-chain")


def test_a_section_counts_its_remarks(client, programme, office):
    page = programme(nodes=1)
    (node,) = nodes_of(page)
    consultation, section, _rows = office.reported(remarks=3, accepted=2)
    ProgrammeLinkFactory(node=node, section=section)
    chain = part(html_of(client, address(page, node)), "rkres-chain")
    text = words(chain)
    assert re.search(r"3 (?:uwagi|remarks), 2 (?:uwzględnion|accepted)", text)
    assert f"{consultation.get_url()}raport/?jednostka={section.pk}#rkres-remarks" in chain
    assert "Rynek pracy" in text
    assert re.search("3 (uwagi|remarks)", words(part(html_of(client, page), "rkres-tree")))


def test_before_the_report_a_section_leads_to_the_text(client, programme, office):
    page = programme(nodes=1)
    consultation = office.consultation(rounds=[{}])
    version = DocumentVersionFactory(consultation=consultation, sections=[{"title": "Usługi"}])
    section = version.texts.get().identity
    ProgrammeLinkFactory(node=nodes_of(page)[0], section=section)
    chain = part(html_of(client, address(page, nodes_of(page)[0])), "rkres-chain")
    assert f"{consultation.get_url()}dokument/#{section.anchor}" in chain


def test_a_single_remark(client, programme, office):
    page = programme(nodes=1)
    (node,) = nodes_of(page)
    _page, _section, rows = office.reported()
    ProgrammeLinkFactory(node=node, remark=rows[0])
    text = read(client, address(page, node))
    assert rows[0].content in text


def test_other_programmes_at_both_ends(client, programme):
    page, other = programme(nodes=1), programme(nodes=1, abbreviation="KPRES")
    (node,), (area,) = nodes_of(page), nodes_of(other)
    node.points_to.add(area)
    assert address(other, area) in part(html_of(client, address(page, node)), "rkres-pointing-to")
    back = part(html_of(client, address(other, area)), "rkres-pointing-back")
    assert address(page, node) in back


# Reports ----------------------------------------------------------------------------------------


def add_report(page, **fields):
    model = page._meta.get_field("reports").related_model
    return model.objects.create(page=page, **{"year": 2022, **fields})


def test_reports_with_opinions(client, programme, office):
    page, opinion = programme(), office.decision(title="Opinia o sprawozdaniu")
    add_report(page, document=document("Sprawozdanie"), opinion=opinion)
    add_report(page, year=2023, url="https://bip.example.org/raport")
    html = part(html_of(client, page), "rkres-reports")
    assert html.index("2023") < html.index("2022")
    assert opinion.get_url() in html and "PDF" in html and "https://bip.example.org/raport" in html


# Time -------------------------------------------------------------------------------------------


def test_caches_end_with_the_year(client, programme, monkeypatch):
    from rkres_wagtail.programmes.presentation import moments

    page = programme(starts_year=2021, ends_year=timezone.localdate().year)
    assert moments.ends_at(page) == moments.moment(date(page.ends_year + 1, 1, 1))
    response = client.get(page.get_url())
    assert re.search(r"max-age=\d+", response["Cache-Control"])
    closed = programme(starts_year=2015, ends_year=2020, state=ProgrammeState.CLOSED)
    assert not client.get(closed.get_url()).has_header("Cache-Control")


def test_the_tree_dates_the_page(client, programme):
    page = programme(nodes=1)
    ProgrammeTree.objects.create(
        programme=page, edits=1, changed_at=datetime(2031, 5, 7, 12, tzinfo=UTC)
    )
    assert re.search("7 maja 2031|7 May 2031|May 7", read(client, page.get_url()))
    assert "2031-05-07" in client.get("/sitemap.xml").content.decode()


def test_elements_are_in_the_sitemap(client, programme):
    page = programme(nodes=2)
    text = client.get("/sitemap.xml").content.decode()
    assert all(address(page, node) in text for node in nodes_of(page))


def test_a_new_place_of_an_element_keeps_its_address(client, programme):
    page = programme(nodes=NODES)
    node = nodes_of(page)[2]
    url = address(page, node)
    ProgrammeNodeFactory(programme=page, position=0)
    assert "Dotacje" in read(client, url)
