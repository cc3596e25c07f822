from __future__ import annotations

import pytest

from tests.factories import CommitteePageFactory, MeetingIndexPageFactory, MeetingPageFactory


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


@pytest.fixture
def listing(committee):
    """The committee's list of meetings."""
    return MeetingIndexPageFactory(parent=committee, slug="posiedzenia")


@pytest.fixture
def meeting(listing):
    """Makes a meeting of the committee: ``meeting(confirmed=True)``."""

    def make(**kwargs):
        return MeetingPageFactory(parent=listing, **kwargs)

    return make
