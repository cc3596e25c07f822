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
from .consultations import (  # noqa: F401
    ConsultationIndexPageFactory,
    ConsultationKindFactory,
    ConsultationOutcomeFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DocumentVersionFactory,
    ExtensionFactory,
    RoundFactory,
    SectionTextFactory,
    VersionFileFactory,
)
from .decisions import (  # noqa: F401
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    DispatchFactory,
)
from .meetings import MeetingIndexPageFactory, MeetingPageFactory  # noqa: F401
from .minutes import (  # noqa: F401
    MinutesApprovalFactory,
    MinutesFactory,
    MinutesReadingFactory,
)
from .participation import (  # noqa: F401
    AssignedReaderFactory,
    AssignmentFactory,
    CallPageFactory,
    ConsentTextFactory,
    DeclarationFactory,
    JoiningOfferFactory,
    SubscriptionFactory,
)
from .programmes import (  # noqa: F401
    IndicatorFactory,
    ProgrammeLinkFactory,
    ProgrammeNodeFactory,
    ProgrammePageFactory,
    ReadingFactory,
)
