from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.factories import CommitteePageFactory, MeetingIndexPageFactory, MeetingPageFactory
from tests.outbox.conftest import sink, start_sender, time_passes  # noqa: F401

from .world import offer_news


@pytest.fixture
def committee(site_root):
    """A committee of whose news people may be told."""
    cache.clear()
    page = CommitteePageFactory(
        title="Komitet Rozwoju", slug="komitet", contact_email="biuro@example.org"
    )
    offer_news()
    return page


@pytest.fixture
def listing(committee):
    return MeetingIndexPageFactory(parent=committee, slug="posiedzenia")


@pytest.fixture
def meeting(listing):
    """Makes a meeting of the committee: ``meeting(confirmed=True)``."""

    def make(**kwargs):
        return MeetingPageFactory(parent=listing, **kwargs)

    return make
