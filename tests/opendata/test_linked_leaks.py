"""Nothing that is not public comes out in JSON-LD or in the sitemap (DESIGN, rules 1 and 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from rkres_wagtail.bodies.choices import MembersVisibility
from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    DocumentVersionFactory,
    GroupPageFactory,
    LegalActFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    PersonContactFactory,
    PersonFactory,
    TierPageFactory,
)
from tests.factories.minutes_public import make_minutes
from tests.opendata.linked_pages import graph_of

pytestmark = pytest.mark.django_db

SECRET = "Tajemnica"
HIDDEN = {
    "draft": {"live": False},
    "expired": {"expire_at": timezone.now() - timedelta(days=1)},
    "private": {"private": True},
}


@pytest.fixture
def meetings(committee):
    return MeetingIndexPageFactory(parent=committee, slug="posiedzenia")


@pytest.fixture
def document():
    """A file of a collection that is closed."""
    closed = Collection.get_first_root_node().add_child(name="Poufne")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    return get_document_model().objects.create(
        title=SECRET, file="tajemnica.pdf", collection=closed
    )


def sitemap(client) -> str:
    return client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_bodies_are_named_nowhere(client, committee, meetings, kind):
    hidden = GroupPageFactory(parent=committee, title=SECRET, slug="ukryta", **HIDDEN[kind])
    tier = TierPageFactory(parent=committee, title="Szczebel")
    GroupPageFactory(parent=tier, title=SECRET, slug="ukryta-tez", **HIDDEN[kind])
    MembershipFactory(body=hidden)
    LegalActFactory(body=hidden, issuer=SECRET)
    page = MeetingPageFactory(parent=meetings, bodies=[hidden])
    decision = DecisionPageFactory(parent=DecisionIndexPageFactory(parent=committee), body=hidden)
    for address in (committee, tier, page, decision):
        assert SECRET not in str(graph_of(client, address))
    assert "ukryta" not in sitemap(client)


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_pages_are_not_in_the_sitemap(client, committee, meetings, kind):
    fields = {"slug": "ukryta", **HIDDEN[kind]}
    make_minutes(MeetingPageFactory(parent=meetings, past=True, **fields))
    index = ConsultationIndexPageFactory(parent=committee)
    asked = ConsultationPageFactory(parent=index, rounds=[{}], **fields)
    DocumentVersionFactory(consultation=asked, number=1)
    ConsultationReportFactory(consultation=asked)
    DecisionPageFactory(parent=DecisionIndexPageFactory(parent=committee), **fields)
    assert "/ukryta/" not in sitemap(client)


def test_people(client, committee):
    private = PersonFactory(last_name=SECRET)
    MembershipFactory(body=committee, person=private)
    hidden = PersonFactory(consenting=True, last_name=SECRET)
    MembershipFactory(body=committee, person=hidden, is_public=False)
    shown = PersonFactory(consenting=True, first_name="Anna", last_name="Jawna")
    PersonContactFactory(person=shown, email="tajemnica@example.org", phone="600 600 600")
    MembershipFactory(body=committee, person=shown)
    listed = sitemap(client)
    assert "tajemnica" not in listed and "/osoby/anna-jawna/" in listed
    told = str(graph_of(client, f"{committee.url}osoby/anna-jawna/"))
    assert "tajemnica@" not in told and "600" not in told
    type(committee).objects.filter(pk=committee.pk).update(
        members_visibility=MembersVisibility.NUMBERS
    )
    listed = sitemap(client)
    assert "/osoby/" not in listed and "/komitet/sklad/" in listed
    type(committee).objects.filter(pk=committee.pk).update(
        members_visibility=MembersVisibility.NOTHING
    )
    assert "/komitet/sklad/" not in sitemap(client)


def test_texts_that_are_not_published(client, committee, meetings):
    held = MeetingPageFactory(parent=meetings, past=True, slug="piate")
    make_minutes(held, publish=False)
    index = ConsultationIndexPageFactory(parent=committee)
    asked = ConsultationPageFactory(parent=index, slug="program", rounds=[{}])
    DocumentVersionFactory(consultation=asked, number=1, title=SECRET, draft=True)
    ConsultationReportFactory(consultation=asked, draft=True, lead=SECRET)
    for page in (held, asked):
        assert SECRET not in str(graph_of(client, page)) and "subjectOf" not in str(
            graph_of(client, page)
        )
    listed = sitemap(client)
    assert "/program/<" in listed and "/piate/<" in listed
    for word in ("protokol", "dokument", "raport", "uwagi", "szukaj", "historia-zmian"):
        assert f"/{word}/" not in listed


def test_internal_items_and_closed_files(client, committee, meetings, document):
    page = MeetingPageFactory(
        parent=meetings, agenda=[{"title": SECRET, "is_internal": True}],
        contact_person=SECRET, contact_email="tajemnica@example.org",
    )  # fmt: skip
    decision = DecisionPageFactory(
        parent=DecisionIndexPageFactory(parent=committee),
        files=[("file", {"document": document, "title": ""})],
    )
    LegalActFactory(body=committee, document=document)
    for address in (page, decision, committee):
        told = str(graph_of(client, address))
        assert SECRET not in told and "tajemnica" not in told


def test_pages_of_another_site_are_not_in_the_sitemap(client, site, committee, site_root):
    inside = GroupPageFactory(parent=committee, slug="inna-witryna")
    Site.objects.create(hostname="inna.example", root_page=inside)
    assert "inna-witryna" not in sitemap(client)


def test_what_stands_below_a_page_with_a_password(client, committee, meetings):
    make_minutes(MeetingPageFactory(parent=meetings, past=True, slug="piate"))
    assert "/piate/protokol/" in sitemap(client)
    PageViewRestriction.objects.create(page=meetings, restriction_type="login")
    assert "/piate/" not in sitemap(client)
