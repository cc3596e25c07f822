from __future__ import annotations

import pytest

from tests.factories import CommitteePageFactory, ProgrammePageFactory

from .chain import Office


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


@pytest.fixture
def office(committee):
    return Office(committee)


@pytest.fixture
def programme(committee):
    """Makes a programme: ``programme(nodes=[{"title": "Cel"}])``."""

    def make(**kwargs):
        return ProgrammePageFactory(parent=committee, **kwargs)

    return make
