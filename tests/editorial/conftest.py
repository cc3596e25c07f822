"""The office of one committee: its roles, and one of everything that it keeps."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission

from rkres_wagtail.consultations.models import VersionFile
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.minutes.corrections.replies import reply
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks.models import RemarkBatch, SubmissionFile
from tests.factories import (
    AssignedReaderFactory,
    AssignmentFactory,
    CallPageFactory,
    ConsultationIndexPageFactory,
    ConsultationKindFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    DispatchFactory,
    DocumentVersionFactory,
    FundingNoticeFactory,
    IndicatorFactory,
    LegalActFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    MinutesFactory,
    OrganisationFactory,
    PersonContactFactory,
    ProgrammeLinkFactory,
    ProgrammeNodeFactory,
    ProgrammePageFactory,
    RoundFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
)
from tests.factories.consultations import ConsultationReportFactory
from tests.factories.corrections import DraftMinutesFactory, member, send
from tests.factories.invitations import InvitationFactory
from tests.factories.participation import DeclarationFactory, SubscriptionFactory
from tests.factories.remarks import RemarkFactory, ResponseFactory
from tests.meetings.public import document
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


def correction_of_minutes(meetings, committee):
    """What a member asked to correct in the minutes of a meeting a month ago."""
    held = MeetingPageFactory(parent=meetings, past=True, title="Posiedzenie z protokołem")
    reader = member(committee, email="czlonek@example.org", last_name="Zet")
    reading = send(DraftMinutesFactory(meeting=held), reader)
    (found,) = reply(reader=reading.readers.get(), corrections=[("1. Otwarcie", "Literówka.")])
    return found


def report_of_consultation(consultations):
    """A draft report, with a revision, on a consultation that is over."""
    closed = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
    report = ConsultationReportFactory(consultation=closed, draft=True)
    report.save_revision()
    return report


def remark_with_file(consultation):
    """A remark that came with a file."""
    remark = RemarkFactory(consultation=consultation)
    fields = {"name": "pismo.pdf", "size": 8, "sha256": "0" * 64, "content": b"%PDF-1.7"}
    SubmissionFile.objects.create(submission=remark.submission, **fields)
    return remark


def import_of_remarks(consultation):
    """A file that somebody dropped in and nobody took over yet."""
    batch = RemarkBatch.objects.create(consultation=consultation)
    return batch.files.create(name="tabela.csv", size=1, sha256="0" * 64, content=b"x")


def declaration_with_file(target):
    """A declaration that waits, and came with a file."""
    row = DeclarationFactory(target=target)
    row.files.create(name="pismo.pdf", size=8, sha256="0" * 64, content=b"%PDF-1.7")
    return row


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
    corrected = correction_of_minutes(meetings, committee)
    meeting = MeetingPageFactory(
        parent=meetings,
        confirmed=True,
        agenda=[{"title": "Otwarcie"}, {"title": "Dyskusja", "level": 2}],
        materials=[{"url": "https://example.org/skan.pdf", "access": "not_accessible"}],
    )
    held = MeetingPageFactory(parent=meetings, past=True, title="Dawne posiedzenie")
    document_kind = ConsultationKindFactory(committee=committee, name="projekt programu")
    consultations = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    consultation = ConsultationPageFactory(parent=consultations, title="Projekt programu")
    version = DocumentVersionFactory(consultation=consultation, number=1, draft=True, sections=3)
    unreported = ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])
    remark = remark_with_file(consultation)
    response = ResponseFactory(consultation=consultation, remarks=[remark])
    batch_file = import_of_remarks(consultation)
    declaration = declaration_with_file(tier)
    programme = ProgrammePageFactory(parent=committee, title="LPRES", nodes=2)
    indicator = IndicatorFactory(
        node=ProgrammeNodeFactory(programme=programme), readings={2022: "5"}
    )
    assignment = AssignmentFactory(consultation=consultation, body=tier)
    return SimpleNamespace(
        programme=programme,
        programme_link=ProgrammeLinkFactory(programme=programme, target_page=decision),
        programme_node=indicator.node,
        indicator=indicator,
        reading=indicator.readings.get(),
        call=CallPageFactory(parent=committee, title="Nabór"),
        declaration=declaration,
        declaration_file=declaration.files.get(),
        remark=remark,
        submission=remark.submission,
        submission_file=remark.submission.files.get(),
        response=response,
        responsestatus=response.status,
        assignment=assignment,
        assigned_reader=AssignedReaderFactory(assignment=assignment, person=membership.person),
        batch=batch_file.batch,
        batch_file=batch_file,
        report=report_of_consultation(consultations),
        unreported=unreported,
        document_version=DocumentVersionFactory(consultation=unreported, sections=1),
        minutes=MinutesFactory(meeting=held),
        meetings=meetings,
        meeting=meeting,
        invitation=InvitationFactory(meeting=meeting, person=membership.person),
        corrected_minutes=corrected.minutes,
        minutes_reading=corrected.reader.reading,
        minutes_correction=corrected,
        decisionkind=kind,
        register=register,
        decision=decision,
        dispatch=DispatchFactory(decision=decision),
        consultationkind=document_kind,
        consultations=consultations,
        consultation=consultation,
        round=RoundFactory(consultation=consultation, announced=True),
        version=version,
        section=version.texts.order_by("position")[1],
        version_file=VersionFile.objects.create(version=version, document=document("Projekt")),
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
        subscription=SubscriptionFactory(committee=committee),
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
