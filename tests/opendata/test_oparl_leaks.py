"""Nothing that the public may not see is in OParl, whatever is asked."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Site

from rkres_wagtail.bodies.choices import EndReason, MembersVisibility
from rkres_wagtail.remarks.models import RemarkRules
from tests.factories import (
    CommitteePageFactory,
    ConsultationPageFactory,
    DecisionPageFactory,
    DocumentVersionFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonContactFactory,
    PersonFactory,
    TermFactory,
    TierPageFactory,
    VersionFileFactory,
)
from tests.factories.minutes_public import make_minutes
from tests.support.oparl import BASE, Reader, closed_collection, document, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SECRET = "SEKRET"


@pytest.fixture
def region(site_root):
    return make_region(site_root)


@pytest.fixture
def secrets(region, root_page, locale):
    """One hidden thing of every kind; all of them are called the same. Returns their ids."""
    committee, home = region.committee, region.committee.get_parent()
    hidden = {"draft": True}, {"expired": True}, {"private": True}
    pages = []
    for kind, parent in (
        (MeetingPageFactory, region.listing),
        (DecisionPageFactory, region.register),
        (ConsultationPageFactory, region.consultations),
        (TierPageFactory, committee),
    ):
        pages += [kind(parent=parent, title=SECRET, **how) for how in hidden]
    CommitteePageFactory(parent=home, title=SECRET, draft=True)
    under_draft = MeetingIndexPageFactory(parent=committee, draft=True)
    pages.append(MeetingPageFactory(parent=under_draft, title=SECRET))

    numbers = GroupPageFactory(parent=committee, members_visibility=MembersVisibility.NUMBERS)
    for body, fields in (
        (committee, {"is_public": False}),
        (committee, {"future": True}),
        (numbers, {}),
        (pages[-2], {}),
    ):
        MembershipFactory(
            body=body, person=PersonFactory(last_name=SECRET, consenting=True),
            organisation=OrganisationFactory(name=SECRET),
            represents=OrganisationFactory(name=SECRET), position=SECRET, **fields,
        )  # fmt: skip
    quiet = PersonFactory(first_name="Cicha", about=SECRET, consented_on=None)
    PersonContactFactory(person=quiet, email=f"{SECRET}@example.invalid", phone=SECRET)
    MembershipFactory(body=committee, person=quiet, office_note=SECRET, end_reason=EndReason.OTHER)

    secret_file = document(SECRET, closed_collection())
    meeting = MeetingPageFactory(
        parent=region.listing, title="Jawne", past=True, bodies=[committee, pages[-2]],
        contact_person=SECRET, contact_phone=SECRET, access_url=f"https://{SECRET}.example/",
        agenda=[
            {"title": SECRET, "is_internal": True, "level": 1},
            {"title": SECRET, "level": 2},
            {"title": "Jawny", "level": 1, "result": "postponed", "postponed_to": pages[0]},
        ],
        materials=[{"document": secret_file}],
    )  # fmt: skip
    internal = meeting.agenda_items.all()[0]
    meeting.materials.add(
        meeting.materials.model(sort_order=5, document=document(SECRET), item_uuid=internal.uuid)
    )
    meeting.save()
    make_minutes(meeting, approve=False, opening=f"<p>{SECRET}</p>")
    DecisionPageFactory(
        parent=region.register, title="Jawna uchwała", meeting=meeting, item_uuid=internal.uuid,
        body=pages[-2], supersedes=pages[4],
        files=[("file", {"document": secret_file, "title": SECRET})],
        sent=[{"office_note": SECRET}],
    )  # fmt: skip
    open_consultation = ConsultationPageFactory(
        parent=region.consultations, title="Jawne konsultacje",
        forms=[("file", {"document": secret_file, "title": SECRET})],
    )  # fmt: skip
    open_consultation.hearings.add(open_consultation.hearings.model(meeting=pages[0], note=SECRET))
    open_consultation.save()
    DocumentVersionFactory(consultation=open_consultation, title=SECRET, draft=True, number=2)
    version = DocumentVersionFactory(consultation=open_consultation, number=1)
    VersionFileFactory(version=version, document=secret_file, title=SECRET)

    elsewhere = root_page.add_child(
        instance=type(home)(title=SECRET, slug="inna", locale=locale, live=True)
    )
    other = Site.objects.create(hostname="inna.example", root_page=elsewhere)
    foreign = CommitteePageFactory(parent=elsewhere, title=SECRET)
    TermFactory(committee=foreign, name=SECRET)
    MembershipFactory(body=foreign, person=PersonFactory(last_name=SECRET))
    pages.append(foreign)
    return pages, other


def test_no_address_tells_a_secret(secrets, client):
    reader = Reader(client)
    found = reader.everything()
    assert "Jawna uchwała" in found
    assert "Jawny" in found
    assert SECRET.lower() not in found.lower()


@pytest.mark.parametrize("kind", ["meeting", "paper", "organization", "body"])
def test_hidden_pages_have_no_address(secrets, client, kind):
    pages, _other = secrets
    for page in pages:
        url = reverse("rkres_wagtail:oparl_object", args=[kind, page.translation_key.hex])
        assert client.get(url).status_code == 404


def test_a_password_that_somebody_typed_opens_nothing_here(region, client, admin_client):
    private = MeetingPageFactory(parent=region.listing, title=SECRET, private=True)
    restriction = private.get_view_restrictions().first()
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    for who in (client, admin_client):
        url = reverse("rkres_wagtail:oparl_object", args=["meeting", private.translation_key.hex])
        assert who.get(url).status_code == 404
        assert SECRET not in Reader(who).everything()


def test_remarks_and_their_authors_are_nowhere(region, client):
    from tests.factories.remarks import RemarkFactory

    RemarkRules.objects.get_or_create(consultation=region.consultation)
    RemarkFactory(consultation=region.consultation, content=SECRET)
    assert SECRET not in Reader(client).everything()


def test_two_sites_know_nothing_of_each_other(secrets, client):
    _pages, other = secrets
    foreign = Reader(client, "http://inna.example")
    found = foreign.everything()
    assert SECRET in found
    assert "Jawna" not in found
    assert BASE not in found
    # An id of the one is none of the other.
    here = Reader(client)
    for each in here.list("organization"):
        assert (
            client.get(each["id"].removeprefix(BASE), HTTP_HOST="inna.example").status_code == 404
        )
    assert other.hostname in foreign.system["id"]
