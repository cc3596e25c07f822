"""Nothing of a call that is not public is said anywhere."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Site

from rkres_wagtail.participation.models import Declaration
from tests.factories import CallPageFactory, CommitteePageFactory, DeclarationFactory
from tests.factories import GroupPageFactory as Group
from tests.meetings.public import document, html_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SECRET = "Tajne"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def leaking(client, committee, *pages) -> list[str]:
    """Addresses that say the secret."""
    addresses = [
        committee.get_url(),
        f"{committee.get_url()}nabory/",
        f"{committee.get_url()}nabory/?q=tajne",
        f"{committee.get_url()}nabory/?stan=open",
        f"{committee.get_url()}szukaj/?q=tajne",
        "/sitemap.xml",
        reverse("rkres_wagtail:calendar", args=[committee.pk]),
        reverse("rkres_wagtail:news", args=[committee.pk]),
        *(page.get_url() for page in pages),
    ]
    found = []
    for address in addresses:
        text = client.get(address).content.decode()
        # What was asked for stands in its own field.
        text = text.replace("tajne", "") if "q=tajne" in address else text
        if SECRET in text or "/tajny/" in text:
            found.append(address)
    return found


@pytest.mark.searches
@pytest.mark.parametrize("how", ["draft", "expired", "private"])
@pytest.mark.parametrize("state", ["announced", "open", "closed", "settled"])
def test_a_call_that_is_not_public(client, committee, how, state):
    trait = {state: True} if state != "open" else {}
    page = CallPageFactory(
        parent=committee, slug="tajny", title=f"{SECRET} nabór", lead=SECRET, **trait, **{how: True}
    )
    assert leaking(client, committee) == []
    assert SECRET not in client.get(page.get_url()).content.decode()


@pytest.mark.searches
@pytest.mark.parametrize("how", ["draft", "expired", "private"])
def test_a_call_under_a_body_that_is_not_public(client, committee, how):
    group = Group(parent=committee, title=f"{SECRET} zespół", slug="tajny", **{how: True})
    page = CallPageFactory(parent=group, title=f"{SECRET} nabór")
    assert leaking(client, committee) == []
    assert SECRET not in client.get(page.get_url()).content.decode()


@pytest.mark.searches
@pytest.mark.parametrize("how", ["draft", "expired", "private"])
def test_a_public_call_of_a_body_that_is_not(client, committee, how):
    group = Group(parent=committee, title=f"{SECRET} zespół", slug="tajny", **{how: True})
    page = CallPageFactory(parent=committee, title="Jawny nabór", body=group)
    assert leaking(client, committee, page) == []
    assert "Jawny nabór" in text_of(html_of(client, committee))


@pytest.mark.searches
def test_a_call_of_another_site(client, committee, root_page):
    other = CommitteePageFactory(parent=root_page, slug="inny", title="Inny komitet")
    Site.objects.create(hostname="inny.example.org", root_page_id=other.pk)
    CallPageFactory(parent=other, slug="tajny", title=f"{SECRET} nabór")
    assert leaking(client, committee) == []


@pytest.mark.searches
def test_other_committees_stay_apart(client, committee):
    other = CommitteePageFactory(slug="inny", title="Inny komitet")
    CallPageFactory(parent=other, slug="tajny", title=f"{SECRET} nabór")
    addresses = [each for each in leaking(client, committee) if each != "/sitemap.xml"]
    assert addresses == []


def test_files_of_closed_collections(client, committee):
    collection = Collection.get_first_root_node().add_child(name="Zamknięta")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="x"
    )
    closed = document(f"{SECRET} pismo", collection=collection)
    files = [("file", {"document": closed, "title": f"{SECRET} formularz"})]
    page = CallPageFactory(parent=committee, files=files)
    assert leaking(client, committee, page) == []
    assert closed.url not in html_of(client, page)


def test_nothing_of_who_declared(client, committee):
    page = CallPageFactory(parent=committee)
    DeclarationFactory(target_id=page.pk, last_name=SECRET, organisation_name=SECRET)
    assert Declaration.objects.waiting().exists()
    assert leaking(client, committee, page) == []


@pytest.mark.searches
def test_the_secret_is_found_where_it_is_public(client, committee):
    """The tests above look where it would be."""
    page = CallPageFactory(parent=committee, title=f"{SECRET} nabór")
    assert len(leaking(client, committee, page)) >= 8
