"""The programme's page: its address, state and years."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from rkres_wagtail.programmes.choices import ProgrammeState
from tests.factories import ProgrammePageFactory

pytestmark = pytest.mark.django_db


def test_it_is_read_by_everybody(client, committee):
    page = ProgrammePageFactory(parent=committee, nodes=2)
    assert page.title in client.get(page.get_url()).content.decode()


def test_the_last_year_closes_it(committee):
    page = ProgrammePageFactory(parent=committee, starts_year=2015, ends_year=2020)
    assert page.state == ProgrammeState.ADOPTED
    assert page.current_state == ProgrammeState.CLOSED
    assert page.years == "2015–2020"


def test_the_end_is_not_before_the_start(committee):
    page = ProgrammePageFactory(parent=committee)
    page.ends_year = 2020
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert "ends_year" in error.value.message_dict


def test_no_circle_of_predecessors(committee):
    first = ProgrammePageFactory(parent=committee)
    second = ProgrammePageFactory(parent=committee, predecessor=first)
    first.predecessor = second
    with pytest.raises(ValidationError) as error:
        first.full_clean()
    assert "predecessor" in error.value.message_dict


def test_only_a_programme_comes_before_it(committee, tier):
    page = ProgrammePageFactory(parent=committee)
    page.predecessor = tier
    with pytest.raises(ValidationError):
        page.full_clean()
