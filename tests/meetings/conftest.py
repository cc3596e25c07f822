from __future__ import annotations

import pytest

from rkres_wagtail.editorial.roles import create_roles
from tests.factories import CommitteePageFactory, MeetingIndexPageFactory, MeetingPageFactory
from tests.support.users import create_user


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


@pytest.fixture
def editor(client, committee):
    """A client logged in as somebody of the committee's editorial team."""
    user = create_user("redakcja")
    user.groups.add(create_roles(committee)["editors"])
    client.force_login(user)
    client.user = user
    return client
