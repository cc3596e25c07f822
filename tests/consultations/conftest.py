from __future__ import annotations

import pytest

from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationKindFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


@pytest.fixture
def kind(committee):
    return ConsultationKindFactory(committee=committee, name="projekt programu")


@pytest.fixture
def index(committee, kind):
    """The committee's list of consultations."""
    return ConsultationIndexPageFactory(parent=committee, slug="konsultacje")


@pytest.fixture
def consultation(index):
    """Makes a consultation of the committee: ``consultation(rounds=[{}], report=True)``."""

    def make(**kwargs):
        return ConsultationPageFactory(parent=index, **kwargs)

    return make


@pytest.fixture
def version():
    """Makes a version of a text: ``version(page, sections=3)``."""

    def make(page, **kwargs):
        return DocumentVersionFactory(consultation=page, **kwargs)

    return make


@pytest.fixture
def meeting(committee):
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")

    def make(**kwargs):
        return MeetingPageFactory(parent=listing, **kwargs)

    return make
