"""A committee with its list of consultations, and one that is open."""

from __future__ import annotations

import pytest

from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
)


@pytest.fixture
def consultations(site_root):
    """The list under a committee; ``consultations.committee`` is its committee."""
    return ConsultationIndexPageFactory(parent=CommitteePageFactory(parent=site_root))


@pytest.fixture
def consultation(consultations):
    """Open now, with one round."""
    return ConsultationPageFactory(parent=consultations, rounds=[{}])
