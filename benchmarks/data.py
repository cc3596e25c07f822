"""Two worlds to measure: five members and five meetings, five hundred and two hundred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Size:
    """How much of everything a world holds."""

    name: str
    members: int
    groups: int
    past_terms: int
    meetings: int
    decisions: int
    #: Meetings in an archive of its own; in both more than one page of the list has.
    archived: int
    agenda: int
    consultations: int
    #: Sections of a consulted text.
    sections: int


SMALL = Size(
    "small",
    members=5,
    groups=1,
    past_terms=1,
    meetings=5,
    decisions=5,
    archived=60,
    agenda=5,
    consultations=5,
    sections=5,
)
LARGE = Size(
    "large",
    members=500,
    groups=20,
    past_terms=8,
    meetings=200,
    decisions=500,
    archived=5000,
    agenda=100,
    consultations=100,
    sections=60,
)


@dataclass
class World:
    """The pages that the registry asks for."""

    size: Size
    plain: Any
    committee: Any
    tier: Any
    group: Any
    person: Any
    meeting: Any
    decisions: Any
    decision: Any
    archive: Any
    announced: Any
    held: Any
    consultations: Any
    consultation: Any


def build(home, size: Size) -> World:
    """Build a world of ``size`` under ``home`` from the tests' factories."""
    from tests import factories
    from tests.host.models import PlainPage
    from tests.support.many_decisions import many_decisions
    from tests.support.many_meetings import many_meetings

    plain = home.add_child(instance=PlainPage(title="Zwykła strona", slug=f"plain-{size.name}"))
    committee = factories.CommitteePageFactory(parent=home, slug=f"komitet-{size.name}")
    tier = factories.TierPageFactory(parent=committee, slug="szczebel", position=1)
    groups = [
        factories.GroupPageFactory(parent=tier, slug=f"grupa-{n}") for n in range(size.groups)
    ]
    sectors = factories.SectorFactory.create_batch(5, committee=committee)
    term = factories.TermFactory(committee=committee, ordinal=50)
    past = [
        factories.TermFactory(
            committee=committee,
            ordinal=n + 1,
            starts_on=date(2000 + 2 * n, 1, 1),
            ends_on=date(2001 + 2 * n, 12, 31),
        )
        for n in range(size.past_terms)
    ]
    person = factories.PersonFactory(consenting=True)
    factories.MembershipFactory(body=committee, term=term, person=person)
    for body in (committee, tier, groups[0]):
        factories.LegalActFactory(body=body)
        for number in range(size.members):
            factories.MembershipFactory(
                body=body,
                term=term,
                sector=sectors[number % 5],
                person=factories.PersonFactory(consenting=True),
            )
    for former in past:
        for number in range(size.members // 5):
            factories.MembershipFactory(
                body=committee,
                term=former,
                sector=sectors[number % 5],
                starts_on=former.starts_on,
                ends_on=former.ends_on,
            )
    listing = factories.MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    meetings = many_meetings(listing, size.meetings)
    factories.DecisionKindFactory(committee=committee)
    decisions = factories.DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    decided = many_decisions(decisions, size.decisions, meeting=meetings[0])
    decisions.refresh_from_db()
    archive = _archive(home, size)
    for page in (committee, tier, groups[0]):
        page.refresh_from_db()
    return World(
        size, plain, committee, tier, groups[0], person, meetings[0],
        decisions, decided[0], *archive, *_consultations(committee, size),
    )  # fmt: skip


def _consultations(committee, size: Size):
    """A list of consultations, and one that has everything."""
    from tests import factories

    index = factories.ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    pages = [
        factories.ConsultationPageFactory(
            parent=index, slug=f"konsultacja-{n}", report=n % 3 == 1,
            rounds=[{"overdue": True}] if n % 3 else [{"closed": True}, {}],
        )
        for n in range(size.consultations)
    ]  # fmt: skip
    for number in (1, 2):
        factories.DocumentVersionFactory(
            consultation=pages[0], number=number, sections=size.sections
        )
    index.refresh_from_db()
    return index, pages[0]


def _archive(home, size: Size):
    """Another committee's list of meetings; one announced, one held, with full agendas."""
    from tests import factories
    from tests.support.many_meetings import many_meetings

    committee = factories.CommitteePageFactory(parent=home, slug=f"archiwum-{size.name}")
    group = factories.GroupPageFactory(parent=committee, slug="grupa")
    listing = factories.MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    agenda = [
        {"title": f"Punkt {n}", "level": 1 + n % 3, "speaker": "Anna Nowak"}
        for n in range(size.agenda)
    ]
    told = [{**row, "result": "referred", "referred_to_id": group.pk} for row in agenda]
    announced = factories.MeetingPageFactory(parent=listing, slug="zapowiedz", agenda=agenda)
    held = factories.MeetingPageFactory(
        parent=listing, slug="relacja", past=True, agenda=told, report="<p>Było.</p>"
    )
    many_meetings(listing, size.archived, bodies=[committee, group])
    listing.refresh_from_db()
    return listing, announced, held
