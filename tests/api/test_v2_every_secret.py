"""One table: every endpoint, asked in every way, tells none of the secrets of any room."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from rkres_wagtail.api.files import FILE_ENDPOINTS
from rkres_wagtail.api.v2 import ENDPOINTS
from tests.factories import (
    CallPageFactory,
    ConsultationIndexPageFactory,
    ConsultationKindFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    DeclarationFactory,
    DocumentVersionFactory,
    IndicatorFactory,
    JoiningOfferFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    PersonFactory,
    ProgrammeLinkFactory,
    ProgrammeNodeFactory,
    ProgrammePageFactory,
    SubscriptionFactory,
)
from tests.factories.consultations import VersionFileFactory
from tests.factories.minutes import MinutesFactory
from tests.factories.remarks import RemarkFactory, RemarkRulesFactory

from .conftest import SECRET

pytestmark = pytest.mark.django_db

NAMES = ["pages", *FILE_ENDPOINTS, *ENDPOINTS]
TYPES = [
    f"rkres_wagtail_pages.{name}Page"
    for name in (
        "Committee", "Tier", "Group", "MeetingIndex", "Meeting", "DecisionIndex", "Decision",
        "ConsultationIndex", "Consultation", "Programme", "Call",
    )
]  # fmt: skip
HOW = ("draft", "expired", "private")


def document(title: str = SECRET, **values):
    made = get_document_model()(title=title, **values)
    made.file.save("plik.pdf", ContentFile(b"abc"))
    return made


def sites(world):
    """Where things are placed: the public committee's lists, and those of another site."""
    yield world.committee, HOW
    yield world.other, (None,)
    yield world.draft, (None,)


@pytest.fixture
def secrets(world, private_collection):
    """Of every sort of thing one that is public, and every way of not being so."""
    made = {}
    for place, ways in sites(world):
        parents = {
            factory: factory(parent=place)
            for factory in (
                MeetingIndexPageFactory, DecisionIndexPageFactory, ConsultationIndexPageFactory,
            )
        }  # fmt: skip
        if place is world.committee:
            made = parents
        meetings, decisions, consultations = parents.values()
        for how in ways:
            flags = {how: True} if how else {}
            common = {"title": SECRET, "lead": SECRET, **flags}
            held = MeetingPageFactory(
                parent=meetings, past=True, report=SECRET,
                materials=[{"document": document(), "title": SECRET}], **common,
            )  # fmt: skip
            MinutesFactory(meeting=held, published=True, opening=f"<p>{SECRET}</p>")
            DecisionPageFactory(parent=decisions, number=SECRET, **common)
            hidden = ConsultationPageFactory(
                parent=consultations, rounds=[{"closed": True}], report=True, **common
            )
            RemarkRulesFactory(consultation=hidden, shows_at_once=True)
            RemarkFactory(consultation=hidden, content=SECRET, approved=True)
            version = DocumentVersionFactory(
                consultation=hidden, number=1, title=SECRET, sections=[{"words": SECRET}]
            )
            VersionFileFactory(version=version, document=document())
            _programme(place, **common)
            JoiningOfferFactory(target=CallPageFactory(parent=place, **common), asks=SECRET)
        DecisionKindFactory(committee=place, name="jawny" if place is world.committee else SECRET)
        kind = "jawny" if place is world.committee else SECRET
        ConsultationKindFactory(committee=place, name=kind)
    _inside_public_pages(world, made, private_collection)
    world.act.document = document("Jawny")
    world.act.save()
    picture = get_image_model().objects.create(title="Jawny", file=get_test_image_file())
    world.person.photo = picture
    world.person.save()
    document(collection=private_collection)
    get_image_model().objects.create(
        title=SECRET, file=get_test_image_file(), collection=private_collection
    )
    photo = get_image_model().objects.create(title=SECRET, file=get_test_image_file())
    PersonFactory(last_name=SECRET, photo=photo)
    return world


def _inside_public_pages(world, made, private_collection) -> None:
    """What a public page keeps back: internal items, drafts, unmoderated and withdrawn remarks."""
    meetings, decisions, consultations = made.values()
    inner = uuid.uuid4()
    page = MeetingPageFactory(
        parent=meetings, title="Jawne", report=SECRET, access_url=f"https://x.example/{SECRET}",
        agenda=[{"title": "Jawny"}, {"title": SECRET, "is_internal": True, "uuid": inner},
                {"title": SECRET, "level": 2, "speaker": SECRET}],
        materials=[{"document": document(), "item_uuid": inner},
                   {"document": document(collection=private_collection)}],
    )  # fmt: skip
    MinutesFactory(meeting=page, approved=True, opening=f"<p>{SECRET}</p>")
    DecisionPageFactory(
        parent=decisions, title="Jawna", meeting=page, item_uuid=inner, adopted_on=None,
        sent=[{"office_note": SECRET, "answer_document": document(collection=private_collection)}],
    )  # fmt: skip
    node = _programme(world.committee, title="Jawny")
    hidden = DecisionPageFactory(parent=decisions, title=SECRET, draft=True)
    ProgrammeLinkFactory(node=node, target_page=hidden, note=SECRET)
    call = CallPageFactory(parent=world.committee, title="Jawny")
    JoiningOfferFactory(target=call, asks="<p>Jawne</p>", attachment_label=SECRET)
    DeclarationFactory(target=call, first_name=SECRET, motivation=SECRET, reason=SECRET)
    SubscriptionFactory(committee=world.committee, email=f"{SECRET}@example.org", tags=[SECRET])
    open_one = ConsultationPageFactory(parent=consultations, title="Jawna", rounds=[{}])
    draft = DocumentVersionFactory(
        consultation=open_one, number=1, draft=True, title=SECRET, sections=[{"words": SECRET}]
    )
    VersionFileFactory(version=draft, document=document())
    ConsultationReportFactory(consultation=open_one, draft=True, lead=SECRET)
    RemarkRulesFactory(consultation=open_one, shows_at_once=True)
    RemarkFactory(consultation=open_one, approved=True, content="Jawna uwaga",
                  sender={"person": True, "name": SECRET})  # fmt: skip
    for how in ("blocked", "junk", "withdrawn"):
        RemarkFactory(consultation=open_one, content=SECRET, approved=how == "withdrawn",
                      **{how: True})  # fmt: skip
    RemarkFactory(consultation=open_one, content=SECRET)


def _programme(place, **values):
    """With an element, an indicator and its reading."""
    page = ProgrammePageFactory(parent=place, **values)
    said = values["title"]
    node = ProgrammeNodeFactory(programme=page, title=said)
    IndicatorFactory(node=node, name=said, readings={2022: said[:50]})
    return node


def told(response) -> str:
    """What an answer says beside the word that was asked for."""
    return response.content.decode()


@pytest.mark.parametrize("endpoint", NAMES)
def test_no_endpoint_tells_a_secret(secrets, get, endpoint, settings):
    settings.WAGTAILAPI_LIMIT_MAX = None
    asked = [{}, {"fields": "*"}, {"search": SECRET}, {"locale": "en"}]
    if endpoint == "pages":
        asked += [{"type": kind, "fields": "*"} for kind in TYPES]
        asked += [{"type": kind, "search": SECRET} for kind in TYPES]
    else:
        orders = ENDPOINTS.get(endpoint, FILE_ENDPOINTS.get(endpoint)).orders
        asked += [{"order": f"{sign}{name}"} for name in orders for sign in ("", "-")]
    ids = set()
    for params in asked:
        response = get(f"{endpoint}/", limit=500, **params)
        assert response.status_code in (200, 400), params
        assert SECRET not in told(response), params
        if response.status_code == 200:
            items = response.json()["items"]
            assert "search" not in params or items == []
            ids |= {item["id"] for item in items}
    empty = {"response-statuses", "minutes", "document-versions"}
    assert ids or endpoint in empty
    for pk in ids:
        response = get(f"{endpoint}/{pk}/", fields="*")
        assert response.status_code == 200
        assert SECRET not in told(response), pk


@pytest.mark.parametrize("endpoint", NAMES)
def test_nothing_hidden_has_details(secrets, get, endpoint, settings):
    """Every row of the table that no list shows is a 404, and so is looking for it."""
    settings.WAGTAILAPI_LIMIT_MAX = None
    if endpoint == "pages":
        model = type(secrets.committee)._meta.get_field("statutory_body").related_model
    else:
        model = ENDPOINTS.get(endpoint, FILE_ENDPOINTS.get(endpoint)).model
    shown = {item["id"] for item in get(f"{endpoint}/", limit=500).json()["items"]}
    for pk in set(model._default_manager.values_list("pk", flat=True)) - shown:
        assert get(f"{endpoint}/{pk}/").status_code == 404, pk
        assert get(f"{endpoint}/find/", id=pk).status_code == 404, pk


@pytest.mark.parametrize("kind", TYPES)
def test_hidden_values_cannot_be_sounded_out(world, get, kind):
    """A filter or an order by what is not told would tell it, a letter at a time."""
    for name in ("report", "access_url", "agenda_items", "materials", "office_note", "live"):
        for params in ({name: SECRET}, {"order": name}, {f"{name}__startswith": "S"}):
            assert get("pages/", type=kind, **params).status_code == 400, params
