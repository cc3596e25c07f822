from __future__ import annotations

import pytest

from rkres_wagtail.editorial.roles import create_roles
from tests.factories import (
    CommitteePageFactory,
    DecisionIndexPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MinutesFactory,
)
from tests.support.users import create_user


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


@pytest.fixture
def roles(committee):
    return create_roles(committee)


@pytest.fixture
def secretary(roles):
    """A user of the secretariat."""
    user = create_user("sekretarz", full_name="Anna Protokolantka")
    user.groups.add(roles["secretariat"])
    return user


@pytest.fixture
def office(client, secretary):
    """A client with the session of the secretary."""
    client.force_login(secretary)
    return client


@pytest.fixture
def listing(committee):
    """The committee's list of meetings."""
    return MeetingIndexPageFactory(parent=committee, slug="posiedzenia")


@pytest.fixture
def meeting(listing):
    """Makes a meeting of the committee, held a month ago: ``meeting(agenda=[…])``."""

    def make(**kwargs):
        if "starts_on" not in kwargs:
            kwargs.setdefault("past", True)
        return MeetingPageFactory(parent=listing, **kwargs)

    return make


@pytest.fixture
def register(committee):
    """The committee's register of decisions."""
    return DecisionIndexPageFactory(parent=committee, slug="uchwaly")


@pytest.fixture
def minutes(meeting):
    """Makes minutes of a meeting a month ago: ``minutes(approved=True)``."""

    def make(**kwargs):
        kwargs.setdefault("meeting", None)
        if kwargs["meeting"] is None:
            kwargs["meeting"] = meeting()
        return MinutesFactory(**kwargs)

    return make
