"""The office of one committee: its roles, and one of everything that it keeps."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories import (
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    DispatchFactory,
    FundingNoticeFactory,
    LegalActFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonContactFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
)
from tests.support.users import create_user


@pytest.fixture
def roles(committee):
    return create_roles(committee)


@pytest.fixture
def make_user(db):
    """Return ``make_user(*groups)``: a user with access to the admin and these groups."""

    def make(*groups, name: str = "urzednik"):
        user = create_user(name)
        user.groups.set(groups)
        if not groups:
            user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        return user

    return make


@pytest.fixture
def users(roles, make_user):
    """One user for each role, and ``plain``, who has access to the admin and nothing else."""
    found = {key: make_user(group, name=key) for key, group in roles.items()}
    return {**found, "plain": make_user(name="plain")}


@pytest.fixture
def office(committee, tier, group):
    """One row of everything."""
    term = TermFactory(committee=committee)
    sector = SectorFactory(committee=committee, seats_min=1, seats_max=2)
    seat = SeatFactory(body=tier, term=term, sector=sector)
    membership = MembershipFactory(
        body=tier, term=term, seat=seat, organisation=OrganisationFactory()
    )
    meetings = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    kind = DecisionKindFactory(committee=committee, name="stanowisko")
    register = DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    decision = DecisionPageFactory(parent=register, title="Stanowisko")
    return SimpleNamespace(
        meetings=meetings,
        meeting=MeetingPageFactory(
            parent=meetings,
            confirmed=True,
            agenda=[{"title": "Otwarcie"}, {"title": "Dyskusja", "level": 2}],
            materials=[{"url": "https://example.org/skan.pdf", "access": "not_accessible"}],
        ),
        decisionkind=kind,
        register=register,
        decision=decision,
        dispatch=DispatchFactory(decision=decision),
        committee=committee,
        tier=tier,
        group=group,
        term=term,
        sector=sector,
        seat=seat,
        membership=membership,
        person=membership.person,
        organisation=membership.organisation,
        personcontact=PersonContactFactory(person=membership.person),
        legalact=LegalActFactory(body=tier),
        fundingnotice=FundingNoticeFactory(),
        outgoingmessage=OutgoingMessage.objects.create(
            kind="test",
            key="test:office",
            host="localhost",
            recipient="osoba@example.org",
            subject="Wiadomość próbna",
            text="Treść.",
            status="failed",
            error="550 5.1.1",
        ),
    )


@pytest.fixture
def count_queries(db):
    """Return ``count_queries(call)``: how many queries the call makes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(call) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count
