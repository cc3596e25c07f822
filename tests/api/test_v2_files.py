"""documents/ and images/: facts on files that something public refers to, and no others."""

from __future__ import annotations

import json
import uuid
from hashlib import sha1

import pytest
from django.core.files.base import ContentFile
from wagtail.api import APIField
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    PersonFactory,
)
from tests.factories.consultations import VersionFileFactory
from tests.support import openapi

from .conftest import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.reference_index]


def document(title: str, **values):
    made = get_document_model()(title=title, **values)
    made.file.save("plik.pdf", ContentFile(b"abc"))
    made.get_file_hash()
    made.get_file_size()
    return made


def image(title: str, **values):
    return get_image_model().objects.create(title=title, file=get_test_image_file(), **values)


FACTS = {"format": "pdf", "file_size": 3, "sha1": sha1(b"abc").hexdigest()}


def test_a_document(world, get, listed):
    made = world.act.document = document("Statut")
    world.act.save()
    made.tags.add("statut", "akty")
    said = get(f"documents/{made.pk}/").json()
    assert FACTS.items() <= said.items()
    assert said["title"] == "Statut" and said["media_type"] == "application/pdf"
    assert said["url"].startswith("http") and said["url"] == said["meta"]["download_url"]
    assert said["meta"]["tags"] == ["akty", "statut"] and said["created_at"]
    (row,) = listed("documents", tags="statut", extension="pdf", order="title")
    assert row["id"] == made.pk
    assert listed("documents", to="2001-01-01") == []
    assert get("documents/", **{"from": "x"}).status_code == 400


def test_an_image(world, get):
    made = world.person.photo = image("Sala")
    world.person.save()
    said = get(f"images/{made.pk}/").json()
    assert (said["width"], said["height"]) == (made.width, made.height)
    assert said["preview"]["url"].startswith("http") and said["alt"] == "Sala"
    assert said["meta"]["download_url"].startswith("http")


def test_closed_collections_also_for_whoever_is_logged_in(world, admin_client, private_collection):
    hidden = document(SECRET, collection=private_collection)
    picture = image(SECRET, collection=private_collection)
    world.act.document, world.person.photo = hidden, picture
    world.act.save()
    world.person.save()
    for path, pk in (("documents", hidden.pk), ("images", picture.pk)):
        assert SECRET not in admin_client.get(f"/api/v2/{path}/").content.decode()
        assert admin_client.get(f"/api/v2/{path}/{pk}/").status_code == 404


def titles(rows) -> set[str]:
    return {row["title"] for row in rows}


def link(document) -> str:
    return f'<p><a linktype="document" id="{document.pk}">plik</a></p>'


def embed(image) -> str:
    return f'<embed embedtype="image" id="{image.pk}" format="left" alt="x"/>'


def test_what_nothing_refers_to_is_not_listed(world, get, listed):
    """Uploaded into an open collection, for tomorrow's page perhaps."""
    for path, made in (("documents", document(SECRET)), ("images", image(SECRET))):
        assert listed(path) == []
        assert get(f"{path}/{made.pk}/").status_code == 404
        assert get(f"{path}/find/", id=made.pk).status_code == 404
        assert get(f"{path}/", search=SECRET).json()["meta"]["total_count"] == 0


def test_what_pages_refer_to(world, listed):
    """Published states of public pages; not drafts, nor a draft of a public page."""
    public, picture = document("Jawny"), image("Jawny")
    for hidden in (world.draft, world.closed):
        hidden.description = link(document(SECRET)) + embed(image(SECRET))
        hidden.save()
    world.committee.description = link(public) + embed(picture)
    world.committee.save_revision().publish()
    world.committee.refresh_from_db()
    world.committee.description = link(document(SECRET)) + embed(image(SECRET))
    world.committee.save_revision()
    assert titles(listed("documents")) == titles(listed("images")) == {"Jawny"}
    world.committee.unpublish()
    assert listed("documents") == listed("images") == []


def test_a_meeting_before_and_after(world, listed):
    """Report and photographs are told once it is over; and not of one that was cancelled."""
    index = MeetingIndexPageFactory(parent=world.committee)

    def told(name: str) -> dict:
        photos = [{"type": "photo", "value": {"image": image(name).pk, "alt_text": "x"}}]
        return {"report": link(document(name)), "photos": json.dumps(photos)}

    MeetingPageFactory(parent=index, **told(f"{SECRET} 1"))
    cancelled = MeetingPageFactory(parent=index, past=True, **told(f"{SECRET} 2"))
    type(cancelled).objects.filter(pk=cancelled.pk).update(status="cancelled")
    MeetingPageFactory(parent=index, past=True, **told("Po"))
    MeetingPageFactory(parent=index, description=link(document("Zaproszenie")))
    assert titles(listed("documents")) == {"Po", "Zaproszenie"}
    assert titles(listed("images")) == {"Po"}


def test_what_a_room_holds_back(world, listed):
    """Open collections; but only what the public may not see points at the file."""
    meetings = MeetingIndexPageFactory(parent=world.committee)
    key, inner, later = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    agenda = [
        {"title": "Otwarcie", "uuid": uuid.uuid4()},
        {"title": SECRET, "uuid": key, "is_internal": True},
        {"title": SECRET, "uuid": inner, "level": 2},
        {"title": "Plan"},
        {"title": "Podpunkt", "uuid": later, "level": 2},
    ]
    both = document("W obu")
    MeetingPageFactory(
        parent=meetings,
        agenda=agenda,
        materials=[
            {"document": document("Jawny"), "item_uuid": agenda[0]["uuid"]},
            {"document": document(f"{SECRET} 1"), "item_uuid": key},
            {"document": document(f"{SECRET} 2"), "item_uuid": inner},
            {"document": document(f"{SECRET} 3"), "item_uuid": uuid.uuid4()},
            {"document": both},
            {"document": document("Podpunkt"), "item_uuid": later},
        ],
    )
    MeetingPageFactory(
        parent=meetings,
        draft=True,
        materials=[{"document": document(f"{SECRET} 4")}, {"document": both}],
    )
    index = ConsultationIndexPageFactory(parent=world.committee)
    page = ConsultationPageFactory(parent=index)
    draft = DocumentVersionFactory(consultation=page, number=1, draft=True)
    VersionFileFactory(version=draft, document=document(f"{SECRET} 5"))
    world.secret_act.document = document(f"{SECRET} 6")
    world.secret_act.save()
    assert titles(listed("documents")) == {"Jawny", "W obu", "Podpunkt"}
    private = PersonFactory(photo=image(SECRET))
    world.person.photo = image("Anna Jawna")
    world.person.save()
    assert titles(listed("images")) == {"Anna Jawna"}
    assert private.photo_id


def test_every_place_says_the_same_of_a_file(world, get, listed):
    world.act.document = document("Uchwała")
    world.act.save()
    assert FACTS.items() <= get(f"acts/{world.act.pk}/").json()["document"].items()
    meetings = MeetingIndexPageFactory(parent=world.committee)
    page = MeetingPageFactory(parent=meetings, materials=[{"document": world.act.document}])
    (row,) = get(f"pages/{page.pk}/").json()["materials"]
    assert FACTS.items() <= row.items() and row["id"] == world.act.document.pk


# StreamFields and rich texts ----------------------------------------------------------------------


@pytest.fixture
def home(world, monkeypatch):
    """The host's start page with choosers of everything, public and not."""
    home = world.home
    monkeypatch.setattr(type(home), "api_fields", [APIField("body")], raising=False)
    openapi.forget()

    def say(*streams):
        home.body = list(streams)
        home.save()
        return home

    yield say
    openapi.forget()


def test_links_and_choosers_of_the_hosts_blocks(world, home, get, private_collection):
    closed = document(SECRET, collection=private_collection)
    html = (
        f'<p><a linktype="page" id="{world.group.pk}">a</a>'
        f'<a linktype="page" id="{world.draft.pk}">b</a>'
        f'<a linktype="document" id="{closed.pk}">c</a></p>'
    )
    cards = [
        {"title": "Grupa", "text": "x", "page": world.group.pk},
        {"title": "Szkic", "text": "x", "page": world.draft.pk},
        {"title": "Bez", "text": "x", "page": None},
    ]
    page = home(
        {"type": "paragraph", "value": html},
        {"type": "cards", "value": {"heading": "Karty", "cards": cards}},
    )
    for path in (f"pages/{page.pk}/", "pages/"):
        params = {} if path != "pages/" else {"type": page._meta.label, "fields": "*"}
        data = get(path, **params).json()
        text, said = (data if "body" in data else data["items"][0])["body"]
        assert text["value"].count("href=") == 1 and world.group.get_url() in text["value"]
        assert "<a>b</a><a>c</a>" in text["value"] and "linktype" not in text["value"]
        first, second, third = said["value"]["cards"]
        assert first["page"]["html_url"] == world.group.full_url
        assert second["page"] is None and third["page"] is None
        assert first["title"] == "Grupa" and said["type"] == "cards"


def test_a_block_that_speaks_for_itself_is_asked(world, home, get, monkeypatch):
    from example_site.home.blocks import CardsBlock

    monkeypatch.setattr(
        CardsBlock, "get_api_representation", lambda self, value, context=None: "własne słowa"
    )
    page = home({"type": "cards", "value": {"heading": "x", "cards": []}})
    assert get(f"pages/{page.pk}/").json()["body"][0]["value"] == "własne słowa"


def test_links_in_texts_of_ours(world, get):
    html = f'<p><a linktype="page" id="{world.draft.pk}">szkic</a></p>'
    type(world.committee).objects.filter(pk=world.committee.pk).update(
        description=html, legal_basis=html
    )
    type(world.notice).objects.filter(pk=world.notice.pk).update(text=html)
    for path in (f"pages/{world.committee.pk}/", f"bodies/{world.committee.pk}/"):
        content = get(path).content.decode()
        assert "szkic/" not in content and "<a>szkic</a>" in content
    assert "szkic/" not in get("funding-notices/").content.decode()
