"""Nothing that is not public comes out, anywhere (DESIGN, rules 1 and 5).

Every secret thing carries one word; every public output is read for it. Each rule is
switched on alone, so that its test fails when the rule is removed.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import swapper
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction, Site

from rkres_wagtail.bodies.choices import EndReason, GroupKind, MembersVisibility, Role
from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonContactFactory,
    PersonFactory,
    SeatFactory,
    TermFactory,
    TierPageFactory,
)

pytestmark = pytest.mark.django_db

SECRET = "Tajemnicza"
SECTIONS = (
    "",
    "sklad/",
    "historia-zmian/",
    "sklad/?on=2023-06-01",
    "osoby/",
    "szukaj/?q=tajemnicza",
)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def restrict(page, kind="password"):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    if kind == "groups":
        restriction.groups.add(Group.objects.create(name="Komitet"))


def outputs(client, committee, *, but=None):
    """Every public address around a committee with what it answers; not those of ``but``."""
    Page = swapper.load_model("wagtailcore", "Page")
    addresses = ["/", "/sitemap.xml", reverse("rkres_wagtail:structure_svg", args=[committee.pk])]
    pages = Page.objects.descendant_of(committee, inclusive=True).specific()
    pages = [page for page in pages if page.url and page != but]
    addresses += [page.url + sub for page in pages for sub in SECTIONS]
    person_pages = [f"{committee.url}osoby/{slug}/" for slug in ("anna-tajemnicza", "anna-jawna")]
    for address in [*addresses, *person_pages]:
        response = client.get(address)
        assert response.status_code in (200, 302, 404), address
        yield address, response.content.decode()


def assert_no_secret(client, committee, secret=SECRET, **kwargs):
    seen = 0
    for address, html in outputs(client, committee, **kwargs):
        # A search repeats the reader's own words in small letters.
        assert secret not in html, address
        seen += 1
    assert seen > len(SECTIONS)


def watching(committee, *pages):
    """A public group that supervises the secret ones: a second way for a name to get out."""
    return GroupPageFactory(
        parent=committee,
        title="Koordynacja",
        kind=GroupKind.COORDINATING,
        supervises=[("body", page) for page in pages],
    )


def person(**kwargs):
    return PersonFactory(first_name="Anna", last_name=SECRET, **kwargs)


def secret_group(parent, **kwargs):
    """A group with a member who has a page of their own."""
    group = GroupPageFactory(parent=parent, title=f"{SECRET} grupa", lead=SECRET, **kwargs)
    MembershipFactory(body=group, person=person(consenting=True), starts_on=date(2020, 1, 1))
    return group


def test_the_word_is_found_when_nothing_hides_it(client, committee):
    watching(committee, secret_group(committee))
    found = [address for address, html in outputs(client, committee) if SECRET in html]
    assert committee.url in found
    assert committee.url + "osoby/anna-tajemnicza/" in found
    assert reverse("rkres_wagtail:structure_svg", args=[committee.pk]) in found
    assert any("koordynacja" in address or "grupa-" in address for address in found)


# Bodies -----------------------------------------------------------------------------------------


def test_a_draft(client, committee):
    watching(committee, secret_group(committee, draft=True))
    assert_no_secret(client, committee)


def test_a_draft_of_a_published_body(client, committee, group):
    group.title = f"{SECRET} zmiana"
    group.save_revision()
    assert_no_secret(client, committee)


def test_an_expired_body_before_the_scheduler_ran(client, committee):
    group = secret_group(committee, expired=True)
    watching(committee, group)
    assert fresh(group).live
    assert_no_secret(client, committee)
    assert client.get(group.url).status_code == 404
    assert client.get(group.url + "sklad/").status_code == 404


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_restricted_body(client, committee, kind):
    group = secret_group(committee)
    restrict(group, kind)
    watching(committee, group)
    assert_no_secret(client, committee)
    sub = client.get(group.url + "sklad/")
    assert sub.status_code == (200 if kind == "password" else 302)
    assert SECRET not in sub.content.decode()


def test_a_body_under_a_restricted_tier(client, committee):
    tier = TierPageFactory(parent=committee)
    watching(committee, secret_group(tier))
    restrict(tier)
    assert_no_secret(client, committee)


def test_a_body_under_an_unpublished_tier(client, committee):
    tier = TierPageFactory(parent=committee)
    group = secret_group(tier)
    watching(committee, group)
    fresh(tier).unpublish()
    assert fresh(group).live
    assert_no_secret(client, committee)
    for sub in ("", "sklad/", "historia-zmian/"):
        assert client.get(group.url + sub).status_code == 404


def test_a_body_under_an_expired_tier(client, committee):
    tier = TierPageFactory(parent=committee)
    group = secret_group(tier)
    watching(committee, group)
    type(tier).objects.filter(pk=tier.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert_no_secret(client, committee)
    assert client.get(group.url).status_code == 404


def test_everything_under_an_unpublished_committee(client, committee):
    group = secret_group(committee)
    committee = fresh(committee)
    committee.unpublish()
    for page in (committee, group):
        for sub in SECTIONS:
            assert client.get(page.url + sub).status_code == 404


def test_a_former_body_that_is_private(client, committee):
    group = secret_group(committee, former=True)
    restrict(group)
    assert_no_secret(client, committee)


def test_a_private_statutory_tier(client, committee):
    tier = TierPageFactory(parent=committee, title=f"{SECRET} szczebel")
    MembershipFactory(body=tier, person=person())
    SeatFactory(body=tier, name=f"{SECRET} miejsce")
    LegalActFactory(body=tier, number=f"{SECRET} 1/20")
    committee = fresh(committee)
    committee.statutory_body = tier
    committee.save_revision().publish()
    assert SECRET in client.get(committee.url).content.decode()
    restrict(tier)
    assert_no_secret(client, fresh(committee))
    assert client.get(committee.url + "sklad/").status_code == 404


def test_a_body_of_another_site(client, committee, root_page, locale):
    home = root_page.add_child(
        instance=type(root_page)(title="Drugi", slug="drugi", locale=locale, live=True)
    )
    Site.objects.create(hostname="drugi.example", root_page=home)
    group = secret_group(CommitteePageFactory(parent=home))
    watching(committee, group)
    assert_no_secret(client, committee)


def test_a_body_of_another_committee(client, committee, site_root):
    restrict(other := CommitteePageFactory(parent=site_root))
    watching(committee, secret_group(other))
    assert_no_secret(client, committee)


def test_a_body_in_another_language(client, committee):
    english = Locale.objects.get_or_create(language_code="en")[0]
    group = secret_group(committee, locale=english)
    watching(committee, group)
    assert_no_secret(client, committee, but=group)


def test_a_translation_that_is_a_draft(client, committee, group):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = group.copy_for_translation(english, copy_parents=True)
    translated.title = f"{SECRET} group"
    translated.save_revision()
    assert_no_secret(client, committee)
    assert client.get(translated.url).status_code == 404


def test_an_alias_does_not_outlive_what_it_mirrors(client, committee, tier):
    group = secret_group(tier)
    alias = group.create_alias(parent=committee, update_slug="lustro")
    assert SECRET in client.get(alias.url).content.decode()
    restrict(tier)
    for sub in ("", "sklad/", "historia-zmian/"):
        assert client.get(alias.url + sub).status_code == 404


# People -----------------------------------------------------------------------------------------


@pytest.fixture(params=["group", "group with seats"])
def body(request, group):
    if "seats" in request.param:
        SeatFactory(body=group, name="Miejsce")
    return group


def test_a_member_who_is_not_public(client, committee, body):
    seat = SeatFactory(body=body) if body.pk else None
    MembershipFactory(
        body=body,
        seat=seat,
        hidden=True,
        person=person(consenting=True),
        organisation=OrganisationFactory(name=f"{SECRET} fundacja"),
        position=SECRET,
        represents=OrganisationFactory(name=f"{SECRET} rada"),
        role_label=SECRET,
        starts_on=date(2019, 5, 17),
        ends_on=date(2099, 5, 17),
    )
    assert_no_secret(client, committee)
    assert client.get(committee.url + "osoby/anna-tajemnicza/").status_code == 404
    html = client.get(body.url + "sklad/").content.decode()
    assert "2019" not in html
    assert "1 " in html


def test_a_deputy_and_a_principal_who_are_not_public(client, committee, body):
    secret = MembershipFactory(body=body, hidden=True, person=person(consenting=True))
    MembershipFactory(
        body=body,
        deputy_for=secret,
        person=PersonFactory(first_name="Anna", last_name="Jawna", consenting=True),
        starts_on=date(2020, 1, 1),
    )
    public = MembershipFactory(body=body)
    MembershipFactory(body=body, deputy_for=public, hidden=True, person=secret.person)
    assert_no_secret(client, committee)
    assert "Anna Jawna" in client.get(committee.url + "osoby/anna-jawna/").content.decode()


def test_the_holder_before_who_is_not_public(client, committee):
    seat = SeatFactory(body=committee)
    past = {"starts_on": date(2019, 1, 1), "ends_on": date(2020, 1, 1)}
    MembershipFactory(body=committee, seat=seat, hidden=True, person=person(), **past)
    MembershipFactory(body=committee, seat=seat, starts_on=date(2020, 1, 2))
    assert_no_secret(client, committee)


@pytest.mark.parametrize("visibility", [MembersVisibility.NUMBERS, MembersVisibility.NOTHING])
def test_a_body_that_does_not_publish_names(client, committee, visibility):
    group = GroupPageFactory(parent=committee, members_visibility=visibility)
    MembershipFactory(body=group, person=person(consenting=True), role=Role.CHAIR)
    assert_no_secret(client, committee)


def test_a_person_who_has_not_consented_has_no_page(client, committee, group):
    MembershipFactory(body=group, person=person(about="O Tajemniczej"))
    assert client.get(committee.url + "osoby/anna-tajemnicza/").status_code == 404
    assert SECRET not in client.get(committee.url + "osoby/").content.decode()
    html = client.get(group.url).content.decode()
    assert SECRET in html
    assert "osoby/anna" not in html


def test_what_is_about_a_person_stands_on_their_page_only(client, committee, group):
    MembershipFactory(body=group, person=PersonFactory(consenting=True, about=SECRET))
    assert_no_secret(client, committee)


def test_a_person_without_a_public_membership_has_no_page(client, committee, group):
    someone = person(consenting=True)
    address = committee.url + "osoby/anna-tajemnicza/"
    assert client.get(address).status_code == 404
    MembershipFactory(body=group, person=someone, future=True)
    assert client.get(address).status_code == 404
    assert_no_secret(client, committee)
    MembershipFactory(body=group, person=someone)
    assert client.get(address).status_code == 200


def test_a_person_page_names_no_private_body(client, committee, group):
    anna = PersonFactory(first_name="Anna", last_name="Jawna", consenting=True)
    MembershipFactory(body=group, person=anna)
    private = GroupPageFactory(parent=committee, title=f"{SECRET} grupa")
    MembershipFactory(body=private, person=anna)
    nameless = GroupPageFactory(
        parent=committee, members_visibility=MembersVisibility.NUMBERS, title="Bez nazwisk"
    )
    MembershipFactory(body=nameless, person=anna)
    restrict(private)
    assert_no_secret(client, committee)
    assert "Bez nazwisk" not in client.get(committee.url + "osoby/anna-jawna/").content.decode()


def test_a_person_of_another_committee_has_no_page_here(client, committee, site_root):
    MembershipFactory(body=CommitteePageFactory(parent=site_root), person=person(consenting=True))
    assert client.get(committee.url + "osoby/anna-tajemnicza/").status_code == 404
    assert_no_secret(client, committee)


def test_contact_data_reason_of_end_and_office_notes(client, committee, group):
    anna = PersonFactory(first_name="Anna", last_name="Jawna", consenting=True)
    PersonContactFactory(person=anna, email="tajemnicza@example.invalid", note=SECRET)
    MembershipFactory(
        body=group,
        person=anna,
        starts_on=date(2019, 1, 1),
        ends_on=date(2020, 1, 1),
        end_reason=EndReason.CONVICTION,
        office_note=SECRET,
    )
    assert_no_secret(client, committee)
    assert_no_secret(client, committee, "tajemnicza@example.invalid")
    assert_no_secret(client, committee, str(EndReason.CONVICTION.label))


def test_members_to_come(client, committee, group):
    TermFactory(committee=committee, future=True)
    MembershipFactory(body=group, future=True, person=person(consenting=True))
    assert_no_secret(client, committee)


# Files ------------------------------------------------------------------------------------------


def test_a_file_in_a_closed_collection(client, committee):
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    collection = Collection.get_first_root_node().add_child(name="Poufne")
    document = get_document_model().objects.create(
        title="Akt", file=ContentFile(b"x", name="tajemnicza.txt"), collection=collection
    )
    act = LegalActFactory(body=committee, number="1/20", document=document)
    group = GroupPageFactory(parent=committee, founding_act=act)
    for page in (committee, group):
        assert document.url in client.get(page.url).content.decode()
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    for page in (committee, group):
        html = client.get(page.url).content.decode()
        assert document.url not in html
        assert "1/20" in html


def test_a_committee_that_publishes_nothing_does_not_name_its_tiers_members(client, committee):
    tier = TierPageFactory(parent=committee, title="Szczebel")
    MembershipFactory(body=tier, person=person(consenting=True), role=Role.CHAIR)
    committee = fresh(committee)
    committee.statutory_body, committee.members_visibility = tier, MembersVisibility.NOTHING
    committee.save()
    for sub in ("", "sklad/", "historia-zmian/"):
        assert SECRET not in client.get(committee.url + sub).content.decode()
    assert SECRET in client.get(fresh(tier).url).content.decode()


def test_the_act_that_founded_a_group_and_concerns_a_private_body(client, committee):
    draft = TierPageFactory(parent=committee, draft=True)
    act = LegalActFactory(body=draft, number=SECRET)
    group = GroupPageFactory(parent=committee, founding_act=act)
    assert SECRET not in client.get(group.url).content.decode()
    type(draft).objects.filter(pk=draft.pk).update(live=True)
    assert SECRET in client.get(group.url).content.decode()
