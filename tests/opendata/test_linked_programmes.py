"""JSON-LD of programmes, their elements and calls."""

from __future__ import annotations

import pytest

from tests.factories import CallPageFactory, ProgrammeNodeFactory, ProgrammePageFactory

from .linked_pages import graph_of, only

pytestmark = pytest.mark.django_db


def test_a_programme_is_a_document_of_its_years(client, committee):
    page = ProgrammePageFactory(parent=committee, starts_year=2021, ends_year=2050)
    found = only(graph_of(client, page), "DigitalDocument")
    assert found["name"] == page.title and found["temporalCoverage"] == "2021/2050"
    assert found["creativeWorkStatus"] == "adopted"


def test_an_element_is_a_part_of_it(client, committee):
    page = ProgrammePageFactory(parent=committee)
    node = ProgrammeNodeFactory(programme=page, number="1.2")
    found = only(graph_of(client, f"{page.get_url()}cele/{node.key}/"), "CreativeWork")
    assert (found["name"], found["position"]) == (node.title, "1.2")
    assert found["isPartOf"]["@id"].endswith("#programme")


def test_one_applies_while_a_call_is_open(client, committee):
    found = only(graph_of(client, CallPageFactory(parent=committee)), "WebPage")
    action = found["potentialAction"]
    assert action["@type"] == "ApplyAction" and action["startTime"] < action["endTime"]
    assert action["object"]["@id"].endswith("#organization")


@pytest.mark.parametrize("trait", ["closed", "settled"])
def test_nobody_applies_to_a_call_that_is_over(client, committee, trait):
    found = only(graph_of(client, CallPageFactory(parent=committee, **{trait: True})), "WebPage")
    assert "potentialAction" not in found
