"""The one gate to the public (DESIGN, rule 1): every condition has a test of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
import swapper
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction, Site

from rkres_wagtail.public import Gate
from tests.factories import CommitteePageFactory, GroupPageFactory, TierPageFactory
from tests.factories.pages import page_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def base_page():
    return swapper.load_model("wagtailcore", "Page")


@pytest.fixture
def gate(site, locale):
    return Gate(site, locale=locale)


def seen(gate, page, **kwargs) -> bool:
    """Whether the queryset shows the page; where the languages agree, `allows` says the same."""
    Page = swapper.load_model("wagtailcore", "Page")
    fresh = Page.objects.get(pk=page.pk)
    listed = gate.pages(Page.objects.filter(pk=page.pk), **kwargs).exists()
    if kwargs or gate.locale is None or fresh.locale_id == gate.locale.pk:
        assert gate.allows(fresh) is listed
    return listed


def restrict(page, kind=PageViewRestriction.PASSWORD):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.create(name="Komitet"))
    return restriction


def test_a_published_page_is_seen(gate, group):
    assert seen(gate, group)


def test_a_draft_is_not(gate, committee):
    assert not seen(gate, GroupPageFactory(parent=committee, draft=True))


def test_an_expired_page_is_not_though_the_scheduler_has_not_run(gate, committee):
    page = GroupPageFactory(parent=committee, expired=True)
    assert page.live
    assert not seen(gate, page)


def test_a_page_that_expires_later_is_seen(gate, committee):
    page = GroupPageFactory(parent=committee, expire_at=timezone.now() + timedelta(hours=1))
    assert seen(gate, page)


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_restricted_page_is_not(gate, group, kind):
    restrict(group, kind)
    assert not seen(gate, group)


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_page_under_a_restricted_one_is_not(gate, committee, group, kind):
    restrict(committee, kind)
    assert not seen(gate, group)


def test_a_restriction_above_the_root_of_the_site_counts(gate, root_page, group):
    restrict(root_page)
    assert not seen(gate, group)


def test_a_page_under_an_unpublished_one_is_not(gate, committee, group):
    committee.refresh_from_db()
    committee.unpublish()
    group.refresh_from_db()
    assert group.live
    assert not seen(gate, group)


def test_a_page_under_an_expired_one_is_not(gate, committee, group, base_page):
    base_page.objects.filter(pk=committee.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )
    assert not seen(gate, group)


def test_an_alias_is_not(gate, committee, group, site_root):
    alias = group.create_alias(parent=committee, update_slug="alias")
    assert alias.live
    assert not seen(gate, alias)
    assert gate.allows(alias, as_alias=True)


def test_another_site_is_not(gate, root_page, locale):
    other_root = root_page.add_child(
        instance=type(root_page)(title="Drugi", slug="drugi", locale=locale, live=True)
    )
    other = Site.objects.create(hostname="drugi.example", root_page=other_root)
    page = CommitteePageFactory(parent=other_root)
    assert not seen(gate, page)
    assert seen(Gate(other, locale=locale), page)


def test_a_site_inside_this_one_is_another_site(gate, committee, locale):
    Site.objects.create(hostname="wewnatrz.example", root_page=committee)
    assert not seen(gate, GroupPageFactory(parent=committee))


def test_another_language_is_not_unless_asked_for(gate, committee, locale):
    english = Locale.objects.get_or_create(language_code="en")[0]
    page = committee.copy_for_translation(english, copy_parents=True)
    page.save_revision().publish()
    assert not seen(gate, page)
    assert seen(gate, page, any_locale=True)
    assert seen(gate, page, locale_id=english.pk)


def test_the_translated_root_belongs_to_the_site(site, committee, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    english = Locale.objects.get_or_create(language_code="en")[0]
    page = committee.copy_for_translation(english, copy_parents=True)
    home = page.get_parent().specific
    # Parents made on the way are aliases until somebody translates them.
    assert home.alias_of_id
    page.save_revision().publish()
    assert seen(Gate(site, locale=english), page)
    settings.WAGTAIL_I18N_ENABLED = False
    assert not seen(Gate(site, locale=english), page)


def test_without_a_site_nothing_is_seen(group, locale):
    assert not seen(Gate(None, locale=locale), group)


def test_nothing_is_kept_between_requests(rf, committee, group):
    assert seen(Gate.of(rf.get("/")), group)
    restrict(group)
    assert not seen(Gate.of(rf.get("/")), group)


def test_one_request_has_one_gate_and_asks_once(rf, group, django_assert_num_queries):
    request = rf.get("/")
    gate = Gate.of(request)
    assert Gate.of(request) is gate
    assert seen(gate, group)
    with django_assert_num_queries(2):
        assert seen(gate, group)


def test_forty_restrictions_cost_no_more_queries(gate, committee, django_assert_num_queries):
    for _number in range(40):
        restrict(GroupPageFactory(parent=committee))
    Page = swapper.load_model("wagtailcore", "Page")
    assert len(gate.closed_paths) == 40
    with django_assert_num_queries(1):
        assert gate.pages(Page.objects.filter(depth=4)).count() == 0


def test_closed_branches_inside_closed_ones_are_named_once(gate, committee, tier):
    inner = GroupPageFactory(parent=tier)
    restrict(inner)
    restrict(tier)
    assert gate.closed_paths == [tier.path]


def test_whoever_passed_a_restriction_sees_what_is_under_it_and_nothing_else(gate, committee):
    tier, other = TierPageFactory(parent=committee), TierPageFactory(parent=committee)
    group = GroupPageFactory(parent=tier)
    restrict(tier)
    restrict(other)
    gate.admit(tier)
    assert seen(gate, group)
    assert not seen(gate, other)


def test_passing_a_restriction_opens_no_unpublished_page(gate, committee, tier):
    group = GroupPageFactory(parent=tier)
    tier.refresh_from_db()
    tier.unpublish()
    gate.admit(group)
    assert not seen(gate, group)


def test_limiting_to_a_branch(gate, committee, tier):
    inside, outside = GroupPageFactory(parent=tier), GroupPageFactory(parent=committee)
    assert seen(gate, inside, under=tier)
    Page = swapper.load_model("wagtailcore", "Page")
    assert not gate.pages(Page.objects.filter(pk=outside.pk), under=tier).exists()
    restrict(committee)
    fresh = Gate(gate.site, locale=gate.locale)
    assert not fresh.pages(Page.objects.all(), under=tier).exists()


def test_documents_follow_their_collection(gate):
    from wagtail.documents import get_document_model

    root = Collection.get_first_root_node()
    closed = root.add_child(name="Poufne")
    below = closed.add_child(name="Bardzo poufne")
    Document = get_document_model()
    assert gate.allows_document(Document(title="a", collection=root))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    gate = Gate(gate.site)
    assert gate.allows_document(Document(title="a", collection=root))
    assert not gate.allows_document(Document(title="a", collection=closed))
    assert not gate.allows_document(Document(title="a", collection=below))
    assert not gate.allows_document(None)


def test_the_sitemap_lists_what_is_served(client, site, committee):
    GroupPageFactory(parent=committee, slug="zwykla")
    GroupPageFactory(parent=committee, slug="wygasla", expired=True)
    parent = TierPageFactory(parent=committee, slug="rodzic")
    GroupPageFactory(parent=parent, slug="dziecko")
    type(parent).objects.filter(pk=parent.pk).update(live=False)
    listed = client.get("/sitemap.xml").content.decode()
    assert "/zwykla/" in listed
    assert "wygasla" not in listed
    assert "dziecko" not in listed


def test_an_address_keeps_every_letter(site_root):
    page = site_root.add_child(
        instance=page_class("COMMITTEE_PAGE")(title="Żółć i łąka", locale=site_root.locale)
    )
    assert page.slug == "zolc-i-laka"
