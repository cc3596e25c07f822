"""A committee with all that open data show, and of every kind something that they must not.

Fixtures to import: ``everything`` (on ``tests.api.conftest.world``) and what it stands on.
"""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from rkres_wagtail.decisions.choices import Voting
from rkres_wagtail.remarks.choices import AuthorKind
from tests.api.conftest import SECRET, private_collection, world
from tests.factories import (
    CallPageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    DocumentVersionFactory,
    IndicatorFactory,
    JoiningOfferFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    ProgrammeNodeFactory,
    ProgrammePageFactory,
    VersionFileFactory,
)
from tests.factories.minutes_public import make_minutes
from tests.factories.remarks import RemarkFactory
from tests.meetings.public import document

__all__ = ["SECRET", "everything", "private_collection", "read", "table", "world"]

ITEM = uuid.UUID("11111111-1111-4111-8111-111111111111")
HIDDEN = ("draft", "expired", "private")


def read(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def table(client, committee, register: str, **params) -> list[dict]:
    """Rows of a register by the keys of its columns."""
    response = client.get(
        f"/rkres/dane/{committee.pk}/{register}.csv", {"headers": "keys", **params}
    )
    assert response.status_code == 200, response.content
    text = read(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def everything(world, private_collection):
    """The world with meetings, decisions, consultations and files, public and hidden ones."""
    committee = world.committee
    world.secret_file = document(f"{SECRET} plik", name="sekret.pdf", collection=private_collection)
    world.open_file = document("Prezentacja", name="prezentacja.pdf")
    world.listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    _meetings(world)
    world.register = DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    _decisions(world)
    world.consultation_list = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    _consultations(world)
    _programmes(world)
    _calls(world)
    return world


def _meetings(world) -> None:
    secret_item = uuid.uuid4()
    world.meeting = MeetingPageFactory(
        parent=world.listing,
        title="Posiedzenie jawne",
        starts_on=date(2026, 3, 5),
        number=5,
        place_name="Sala sejmikowa",
        bodies=[world.committee, world.draft],
        access_url=f"https://{SECRET}.example/",
        agenda=[
            {"title": "Przyjęcie sprawozdania", "uuid": ITEM, "speaker": "Anna Jawna",
             "result": "adopted"},
            {"title": f"{SECRET} kadry", "is_internal": True, "uuid": secret_item},
            {"title": f"{SECRET} podpunkt", "level": 2, "speaker": SECRET},
        ],
        materials=[
            {"document": world.open_file, "kind": "presentation"},
            {"document": world.secret_file, "title": f"{SECRET} materiał"},
            {"document": document(f"{SECRET} wewnętrzny"), "item_uuid": secret_item},
        ],
    )  # fmt: skip
    for how in HIDDEN:
        MeetingPageFactory(parent=world.listing, title=f"{SECRET} {how}", **{how: True})
    make_minutes(world.meeting, approve=False, opening=f"<p>{SECRET}</p>")
    hidden = MeetingIndexPageFactory(parent=world.closed, title=SECRET)
    MeetingPageFactory(parent=hidden, title=f"{SECRET} zamkniętego organu")


def _decisions(world) -> None:
    world.decision = DecisionPageFactory(
        parent=world.register,
        title="Stanowisko jawne",
        number="1/2026",
        adopted_on=date(2026, 3, 5),
        meeting=world.meeting,
        item_uuid=ITEM,
        voting=Voting.COUNTED,
        votes_for=12,
        votes_against=0,
        votes_abstaining=1,
        files=[
            ("file", {"document": document("Skan uchwały", name="skan.pdf"), "title": ""}),
            ("file", {"document": world.secret_file, "title": SECRET}),
        ],
        sent=[
            {"answered": True, "addressee": "Zarząd", "office_note": SECRET,
             "answer_document": world.secret_file},
        ],
    )  # fmt: skip
    DecisionPageFactory(
        parent=world.register, title="Stanowisko ukrytego organu", body=world.closed
    )
    for how in HIDDEN:
        DecisionPageFactory(
            parent=world.register, title=f"{SECRET} {how}", sent=[{"addressee": SECRET}],
            supersedes=world.decision, **{how: True},
        )  # fmt: skip


def _consultations(world) -> None:
    page = world.consultation = ConsultationPageFactory(
        parent=world.consultation_list,
        title="Konsultacje jawne",
        rounds=[{"closed": True}],
        forms=[
            ("file", {"document": document("Formularz", name="formularz.docx"), "title": ""}),
            ("file", {"document": world.secret_file, "title": SECRET}),
        ],
    )
    version = DocumentVersionFactory(consultation=page, number=1)
    VersionFileFactory(version=version, document=document("Projekt", name="projekt.pdf"))
    VersionFileFactory(version=version, document=world.secret_file, title=SECRET)
    draft = DocumentVersionFactory(consultation=page, number=2, draft=True, title=SECRET)
    VersionFileFactory(version=draft, document=document(f"{SECRET} druga wersja"))
    ConsultationReportFactory(consultation=page, draft=True, lead=SECRET, name=SECRET)
    RemarkFactory(
        consultation=page, content=SECRET, sender={"person": True, "name": f"{SECRET} osoba"}
    )
    assert page.pk and AuthorKind.PERSON
    for how in HIDDEN:
        ConsultationPageFactory(
            parent=world.consultation_list, title=f"{SECRET} {how}", rounds=[{}], **{how: True}
        )
    reported = world.reported = ConsultationPageFactory(
        parent=world.consultation_list, title="Konsultacje ze sprawozdaniem",
        rounds=[{"overdue": True}],
    )  # fmt: skip
    ConsultationReportFactory(
        consultation=reported,
        counted_from="numbers",
        files=[("file", {"document": document("Sprawozdanie", name="raport.pdf"), "title": ""})],
    )
    assert PageViewRestriction.objects.exists()


def _programmes(world) -> None:
    files = [
        ("file", {"document": document("Tekst programu", name="program.pdf"), "title": ""}),
        ("file", {"document": world.secret_file, "title": SECRET}),
    ]
    page = world.programme = ProgrammePageFactory(
        parent=world.committee, title="Program jawny", starts_year=2021, ends_year=2027,
        files=files,
    )  # fmt: skip
    goal = ProgrammeNodeFactory(programme=page, number="1", title="Cel jawny")
    work = ProgrammeNodeFactory(programme=page, number="1.1", title="Działanie jawne", level=2)
    IndicatorFactory(
        node=work, name="Miejsca pracy", base_value="0", target_value="35 tys.",
        readings={2021: "9016", 2022: None},
    )  # fmt: skip
    world.goal, world.work = goal, work
    for how in HIDDEN:
        hidden = ProgrammePageFactory(
            parent=world.committee, title=f"{SECRET} {how}", predecessor=page, **{how: True}
        )
        node = ProgrammeNodeFactory(programme=hidden, title=SECRET)
        node.points_to.add(goal)
        IndicatorFactory(node=node, name=SECRET, readings={2022: SECRET})


def _calls(world) -> None:
    files = [
        ("file", {"document": document("Zgłoszenie", name="zgloszenie.docx"), "title": ""}),
        ("file", {"document": world.secret_file, "title": SECRET}),
    ]
    world.call = CallPageFactory(
        parent=world.committee, title="Nabór jawny", seats_min=15, seats_max=25, files=files
    )
    for how in HIDDEN:
        hidden = CallPageFactory(parent=world.committee, title=f"{SECRET} {how}", **{how: True})
        JoiningOfferFactory(target=hidden, asks=SECRET)
