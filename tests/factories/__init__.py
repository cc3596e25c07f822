"""Factories with traits, by room."""

from .bodies import (  # noqa: F401
    CommitteePageFactory,
    FundingNoticeFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonContactFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
    TierPageFactory,
)
from .decisions import (  # noqa: F401
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    DispatchFactory,
)
from .meetings import MeetingIndexPageFactory, MeetingPageFactory  # noqa: F401
