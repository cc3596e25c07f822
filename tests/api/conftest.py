"""A committee with everything that the API shows and everything that it must not."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import swapper
from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.models import Collection, CollectionViewRestriction, Locale, Site

from rkres_wagtail.bodies.choices import EndReason, MembersVisibility
from tests.factories.bodies import (
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
from tests.support.openapi import must_conform

from . import office

# API v3 came with Wagtail 8.0.
collect_ignore_glob = [] if WAGTAIL_VERSION >= (8, 0) else ["test_v3*.py"]

#: People with tokens, and what they write about (``office.py``).
globals().update(office.FIXTURES)

#: Stands in every text that no anonymous visitor may read.
SECRET = "SEKRET"


@pytest.fixture
def get(client):
    """GET an address of API v2: ``get("pages/", limit=5)`` returns the response.

    Whatever it is, it must be as the OpenAPI document says.
    """

    def call(path: str, **params):
        response = client.get(f"/api/v2/{path}", params)
        must_conform(response)
        return response

    return call


@pytest.fixture
def listed(get):
    """The items of an endpoint's list."""

    def call(endpoint: str, **params) -> list[dict]:
        response = get(f"{endpoint}/", **params)
        assert response.status_code == 200, response.content
        data = response.json()
        assert data["meta"]["total_count"] == len(data["items"])
        return data["items"]

    return call


@pytest.fixture
def token(admin_user) -> str:
    from wagtail.models.api import APIToken

    return APIToken.create_token(user=admin_user, name="test")[1]


@pytest.fixture
def api(client, token):
    """``api("patch", path, **body)`` with the token of an administrator."""

    def call(method: str, path: str, **body):
        data = {} if method == "get" else json.dumps(body)
        kwargs = {} if method == "get" else {"content_type": "application/json"}
        return getattr(client, method)(path, data, HTTP_AUTHORIZATION=f"Bearer {token}", **kwargs)

    return call


@pytest.fixture
def private_collection(db):
    root = Collection.get_first_root_node()
    collection = root.add_child(name="Zamknięta")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="x"
    )
    return collection


@pytest.fixture
def world(site_root, root_page, locale, private_collection):
    """One public committee (``shown``) and one hidden thing of every kind."""
    from wagtail.documents import get_document_model
    from wagtail.documents.tests.utils import get_test_document_file

    shown_organisation = OrganisationFactory(
        name="ROPS Przykładowy", website="https://rops.example"
    )
    notice = FundingNoticeFactory(name=f"{SECRET} biura", text="<p>Unia Europejska</p>")
    FundingNoticeFactory(name="x", text=f"<p>{SECRET}</p>")
    committee = CommitteePageFactory(
        parent=site_root,
        title="Komitet",
        slug="komitet",
        abbreviation="RKRES",
        host_organisation=shown_organisation,
        funding=notice,
        legal_basis="<p>Art. 56</p>",
    )
    draft = TierPageFactory(parent=committee, title=f"{SECRET} szkic", slug="szkic", live=False)
    closed = TierPageFactory(parent=committee, title=f"{SECRET} hasło", slug="haslo", private=True)
    GroupPageFactory(parent=committee, title=f"{SECRET} termin", slug="termin", expired=True)
    parent = TierPageFactory(parent=committee, title=f"{SECRET} rodzic", slug="rodzic")
    orphan = GroupPageFactory(parent=parent, title=f"{SECRET} dziecko", slug="dziecko")
    Page = swapper.load_model("wagtailcore", "Page")
    Page.objects.filter(pk=parent.pk).update(live=False)
    elsewhere = root_page.add_child(
        instance=type(site_root)(title=f"{SECRET} witryna", slug="inna", locale=locale)
    )
    Site.objects.create(hostname="inna.example", root_page=elsewhere)
    other = CommitteePageFactory(parent=elsewhere, title=f"{SECRET} inny komitet", slug="k")
    group = GroupPageFactory(
        parent=committee,
        title="Grupa",
        slug="grupa",
        supervises=[("body", draft), ("body", committee), ("body", other)],
    )
    Page.objects.get(pk=group.pk).create_alias(parent=site_root, update_slug="alias")

    document_model = get_document_model()
    secret_file = document_model.objects.create(
        title=f"{SECRET} plik", file=get_test_document_file(), collection=private_collection
    )
    act = LegalActFactory(
        body=committee, number="23/278/15", document=secret_file, url="https://bip.example/"
    )
    secret_act = LegalActFactory(body=draft, number=f"{SECRET}/1")
    type(group).objects.filter(pk=group.pk).update(founding_act=secret_act)
    type(committee).objects.filter(pk=committee.pk).update(statutory_body=draft)

    term, sector = TermFactory(committee=committee), SectorFactory(committee=committee)
    TermFactory(committee=other, name=SECRET)
    SectorFactory(committee=other, name=SECRET)
    seat = SeatFactory(body=committee, sector=sector, name="Miejsce wojewody")
    person = PersonFactory(
        first_name="Anna", last_name="Jawna", academic_title="dr", consenting=True, about="O Annie"
    )
    PersonContactFactory(person=person, email=f"{SECRET}@example.invalid", phone=SECRET)
    organisation = OrganisationFactory(name="Spółdzielnia Jawna")
    membership = MembershipFactory(
        body=committee,
        person=person,
        organisation=organisation,
        term=term,
        seat=seat,
        office_note=SECRET,
        end_reason=EndReason.OTHER,
    )
    quiet = PersonFactory(first_name="Ewa", last_name="Cicha", about=SECRET)
    quiet_membership = MembershipFactory(body=committee, person=quiet, organisation=organisation)

    def hidden(body, **kwargs):
        return MembershipFactory(
            body=body,
            person=PersonFactory(last_name=SECRET, consenting=True),
            organisation=OrganisationFactory(name=SECRET),
            represents=OrganisationFactory(name=SECRET),
            position=SECRET,
            **kwargs,
        )

    numbers = GroupPageFactory(
        parent=committee,
        title="Liczby",
        slug="liczby",
        members_visibility=MembersVisibility.NUMBERS,
    )
    secret_membership = hidden(committee, is_public=False)
    for body in (draft, closed, orphan, other, numbers):
        hidden(body)
    hidden(committee, future=True)
    deputy = MembershipFactory(
        body=committee,
        person=PersonFactory(last_name="Zastępująca"),
        organisation=None,
        deputy_for=secret_membership,
    )
    OrganisationFactory(name=SECRET)
    PersonFactory(last_name=SECRET, consenting=True)
    english = Locale.objects.get_or_create(language_code="en")[0]
    return SimpleNamespace(
        committee=committee,
        group=group,
        numbers=numbers,
        draft=draft,
        closed=closed,
        orphan=orphan,
        other=other,
        act=act,
        secret_act=secret_act,
        term=term,
        sector=sector,
        person=person,
        quiet=quiet,
        membership=membership,
        quiet_membership=quiet_membership,
        secret_membership=secret_membership,
        deputy=deputy,
        organisation=organisation,
        host=shown_organisation,
        notice=notice,
        english=english,
        home=site_root,
    )
