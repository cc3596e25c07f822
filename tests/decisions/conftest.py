from __future__ import annotations

import pytest

from tests.factories import (
    CommitteePageFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


@pytest.fixture
def kind(committee):
    return DecisionKindFactory(committee=committee, name="stanowisko", name_plural="stanowiska")


@pytest.fixture
def register(committee, kind):
    """The committee's register of decisions."""
    return DecisionIndexPageFactory(parent=committee, slug="uchwaly")


@pytest.fixture
def decision(register):
    """Makes a decision of the committee: ``decision(sent=[{}])``."""

    def make(**kwargs):
        return DecisionPageFactory(parent=register, **kwargs)

    return make


@pytest.fixture
def listing(committee):
    """The committee's list of meetings."""
    return MeetingIndexPageFactory(parent=committee, slug="posiedzenia")


@pytest.fixture
def meeting(listing):
    def make(**kwargs):
        return MeetingPageFactory(parent=listing, **kwargs)

    return make
