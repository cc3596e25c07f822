from __future__ import annotations

import pytest

from tests.factories import CommitteePageFactory, MeetingIndexPageFactory, MeetingPageFactory
from tests.factories.minutes_public import make_minutes


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


@pytest.fixture
def listing(committee):
    return MeetingIndexPageFactory(parent=committee, slug="posiedzenia")


@pytest.fixture
def meeting(listing):
    """Makes a meeting of the committee: ``meeting(past=True)``."""

    def make(**kwargs):
        return MeetingPageFactory(parent=listing, **kwargs)

    return make


@pytest.fixture
def held(meeting):
    """A meeting of a month ago."""
    return meeting(past=True, title="V posiedzenie Komitetu", slug="piate", number=5)


@pytest.fixture
def published(held):
    """Makes published, approved minutes of ``held``; fields as those of the model."""

    def make(**kwargs):
        return make_minutes(held, **kwargs)

    return make
