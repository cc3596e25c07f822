"""Fixtures of members' corrections: a meeting of three, its draft minutes, a round."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from rkres_wagtail.meetings.when import local_today
from rkres_wagtail.minutes.corrections.messages import link_path
from tests.factories import (
    CommitteePageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.corrections import DraftMinutesFactory, member, send


@pytest.fixture
def desk(site_root):
    """A committee that met a month ago: two members with addresses, one without; minutes."""
    committee = CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    meeting = MeetingPageFactory(
        parent=listing, past=True, title="III posiedzenie", contact_email="biuro@example.org"
    )
    return SimpleNamespace(
        committee=committee,
        listing=listing,
        meeting=meeting,
        anna=member(committee, email="anna@example.org", first_name="Anna", last_name="Ćwik"),
        jan=member(committee, email="jan@example.org", first_name="Jan", last_name="Łącki"),
        silent=member(committee, first_name="Ewa", last_name="Żuraw"),
        minutes=DraftMinutesFactory(meeting=meeting),
        today=local_today(),
        later=local_today() + timedelta(days=14),
    )


@pytest.fixture
def reading(desk):
    """A round that runs, with Anna and Jan."""
    return send(desk.minutes, desk.anna, desk.jan)


@pytest.fixture
def links(reading):
    """Person's first name -> path of their link."""
    rows = reading.readers.select_related("person", "reading")
    return {reader.person.first_name: link_path(reader) for reader in rows}
