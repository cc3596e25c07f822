"""What the tests of the programmes' pages and links share."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rkres_wagtail.programmes.models import ProgrammeNode
from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationKindFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    DocumentVersionFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.remarks import RemarkFactory, ResponseFactory
from tests.meetings.public import words


def address(page, node=None) -> str:
    """Of the programme's page, or of one element's."""
    url = page.get_url()
    return f"{url}cele/{node.key}/" if node is not None else url


def read(client, url: str) -> str:
    """What a reader reads there; it must answer 200."""
    response = client.get(url)
    assert response.status_code == 200, url
    return words(response.content.decode())


def cost(client, url: str) -> int:
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def many_nodes(page, count: int, *, each: int = 10) -> list[ProgrammeNode]:
    """``count`` elements: goals with measures below them, ``each`` a goal."""
    rows = [
        ProgrammeNode(
            programme=page,
            position=number,
            level=1 if number % each == 0 else 2,
            number=str(number + 1),
            title=f"Element {number + 1}",
        )
        for number in range(count)
    ]
    return ProgrammeNode.objects.bulk_create(rows, batch_size=500)


@dataclass
class Office:
    """Lists of a committee, made when first asked for."""

    committee: object
    lists: dict = field(default_factory=dict)
    #: What a test keeps to look at.
    made: list = field(default_factory=list)

    def _list(self, factory, slug: str, kind=None):
        if slug not in self.lists:
            if kind is not None:
                kind(committee=self.committee)
            self.lists[slug] = factory(parent=self.committee, slug=slug)
        return self.lists[slug]

    def decision(self, **kwargs):
        parent = self._list(DecisionIndexPageFactory, "uchwaly", DecisionKindFactory)
        return DecisionPageFactory(parent=parent, **kwargs)

    def meeting(self, **kwargs):
        return MeetingPageFactory(
            parent=self._list(MeetingIndexPageFactory, "posiedzenia"), **kwargs
        )

    def consultation(self, **kwargs):
        parent = self._list(ConsultationIndexPageFactory, "konsultacje", ConsultationKindFactory)
        return ConsultationPageFactory(parent=parent, **kwargs)

    def reported(self, *, remarks: int = 3, accepted: int = 2, **kwargs):
        """A closed consultation with a section, remarks on it and a report of the register."""
        page = self.consultation(rounds=[{"closed": True}], **{"title": "Projekt LPRES", **kwargs})
        version = DocumentVersionFactory(consultation=page, sections=[{"title": "Rynek pracy"}])
        section = version.texts.get().identity
        rows = [
            RemarkFactory(consultation=page, section=section, version=version, approved=True)
            for _number in range(remarks)
        ]
        ResponseFactory(consultation=page, remarks=rows[:accepted])
        ConsultationReportFactory(consultation=page, counted_from="register")
        return page, section, rows
