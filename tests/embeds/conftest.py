from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.factories import (
    CallPageFactory,
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    TierPageFactory,
)


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


@pytest.fixture
def whole(committee):
    """A committee with one of everything that is public, and the pages of each."""
    tier = TierPageFactory(
        parent=committee,
        title="Forum Ekonomii Społecznej",
        slug="forum",
        position=3,
        for_whom="Dla każdego, kto działa w ekonomii społecznej.",
        how_to_join="<p>Wystarczy napisać do biura.</p>",
        contact_email="forum@example.org",
    )
    meetings = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    consultations = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    decisions = DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    MembershipFactory(body=committee, person__first_name="Anna", person__last_name="Jawna")
    return SimpleNamespace(
        committee=committee,
        tier=tier,
        meetings=meetings,
        consultations=consultations,
        decisions=decisions,
        meeting=MeetingPageFactory(
            parent=meetings, title="Piąte posiedzenie", place_name="Ratusz", confirmed=True
        ),
        consultation=ConsultationPageFactory(
            parent=consultations, title="Projekt programu LPRES", rounds=[{}]
        ),
        decision=DecisionPageFactory(parent=decisions, title="Stanowisko o klauzulach"),
        call=CallPageFactory(parent=committee, title="Nabór wiosenny", body=tier, seats_max=12),
    )


@pytest.fixture
def parts(whole):
    """Kind of each part -> the page it is of, and words that are in it."""
    return {
        "posiedzenia": (whole.committee, "Piąte posiedzenie"),
        "posiedzenie": (whole.meeting, "Ratusz"),
        "konsultacje": (whole.committee, "Projekt programu LPRES"),
        "konsultacja": (whole.consultation, "Projekt programu LPRES"),
        "struktura": (whole.committee, "Forum Ekonomii Społecznej"),
        "sklad": (whole.committee, "Anna Jawna"),
        "decyzje": (whole.committee, "Stanowisko o klauzulach"),
        "decyzja": (whole.decision, "Stanowisko o klauzulach"),
        "wlacz-sie": (whole.committee, "Dla każdego, kto działa"),
        "nabor": (whole.call, "Nabór wiosenny"),
    }
