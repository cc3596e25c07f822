"""Canonical addresses, language versions and what robots may list."""

from __future__ import annotations

import pytest
from django.test import override_settings
from wagtail.models import Locale, PageViewRestriction

from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    DocumentVersionFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.factories.minutes_public import make_minutes
from tests.factories.remarks import RemarkRulesFactory
from tests.opendata.linked_pages import (
    alternates_of,
    canonical_of,
    graph_of,
    head_of,
    robots_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(db):
    return Locale.objects.get_or_create(language_code="en")[0]


def translate(page, locale, title):
    copy = page.copy_for_translation(locale, copy_parents=True)
    copy.title = title
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


def test_exactly_one_canonical_address_on_every_page(client, committee, tier, group):
    person = PersonFactory(consenting=True)
    MembershipFactory(body=committee, person=person)
    meetings = MeetingIndexPageFactory(parent=committee)
    held = MeetingPageFactory(parent=meetings, past=True)
    make_minutes(held)
    decisions = DecisionIndexPageFactory(parent=committee)
    decision = DecisionPageFactory(parent=decisions)
    consultations = ConsultationIndexPageFactory(parent=committee)
    asked = ConsultationPageFactory(parent=consultations, rounds=[{}])
    for number in (1, 2):
        DocumentVersionFactory(consultation=asked, number=number)
    RemarkRulesFactory(consultation=asked, online=True)
    pages = [committee, tier, group, meetings, held, decisions, decision, consultations, asked]
    below = [
        (committee, "sklad/"), (committee, "historia-zmian/"), (committee, "osoby/"),
        (committee, f"osoby/{person.slug}/"), (committee, "szukaj/"), (held, "protokol/"),
        (asked, "dokument/"), (asked, "dokument/wersja-1/"), (asked, "dokument/porownanie/"),
        (asked, "uwagi/zglos/"), (asked, "uwagi/pokwitowania/"),
    ]  # fmt: skip
    for page, address in [*((page, "") for page in pages), *below]:
        found = canonical_of(client, f"{page.url}{address}?utm_source=x")
        assert found == [f"{page.full_url}{address}"]


def test_later_pages_are_their_own_and_other_days_are_not(client, committee, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    for _number in range(3):
        MembershipFactory(body=committee, person=PersonFactory(consenting=True))
    for address in ("sklad/", "osoby/"):
        url = f"{committee.url}{address}"
        full = f"{committee.full_url}{address}"
        assert canonical_of(client, url) == canonical_of(client, f"{url}?strona=1") == [full]
        # Any number gives a page: the last one has one address.
        for number in ("2", "99"):
            assert canonical_of(client, f"{url}?strona={number}") == [f"{full}?strona=2"]
    plain = [f"{committee.full_url}sklad/"]
    assert canonical_of(client, f"{committee.url}sklad/?on=2030-01-01&strona=2") != plain
    day = "?on=2024-01-01"
    assert canonical_of(client, f"{committee.url}sklad/{day}&strona=2") == plain


def test_robots_list_neither_searches_nor_filtered_lists(client, committee):
    meetings = MeetingIndexPageFactory(parent=committee)
    page = MeetingPageFactory(parent=meetings)
    MeetingPageFactory(parent=meetings, past=True)
    for address in (committee.url, meetings.url, page.url, f"{meetings.url}?strona=2"):
        assert robots_of(client, address) == []
    for address in (f"{committee.url}szukaj/?q=x", f"{meetings.url}?rok={page.starts_on.year}"):
        assert robots_of(client, address) == ["noindex, follow"]
    assert graph_of(client, f"{committee.url}szukaj/?q=x") == {}


def test_a_preview_tells_robots_nothing_but_to_stay_away(committee, group, english):
    translate(committee, english, "Committee")
    for page in (committee, group):
        html = page.make_preview_request().content.decode()
        assert '<meta name="robots" content="noindex">' in html
        assert "ld+json" not in html and 'hreflang="x-default"' not in html


def test_a_page_behind_a_password(client, committee, english):
    translate(committee, english, "Committee")
    restriction = PageViewRestriction.objects.create(
        page=committee, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    head = head_of(client, committee)
    assert "ld+json" not in head and "x-default" not in head


def test_language_versions(client, committee, english):
    translated = translate(committee, english, "Committee")
    expected = {
        "pl": committee.full_url, "en": translated.full_url, "x-default": committee.full_url,
    }  # fmt: skip
    assert alternates_of(client, committee) == expected == alternates_of(client, translated)
    # Below them and in a part of a list nobody knows what the other language has.
    assert alternates_of(client, f"{committee.url}historia-zmian/") == {}
    assert canonical_of(client, translated) == [translated.full_url]
    graph = graph_of(client, translated)
    assert graph["GovernmentOrganization"][0]["name"] == "Committee"


@pytest.mark.parametrize("hide", ["draft", "expired", "private", "alias"])
def test_language_versions_that_nobody_may_read(client, committee, english, site_root, hide):
    from django.utils import timezone

    translated = translate(committee, english, "Committee")
    model = type(committee)
    if hide == "draft":
        model.objects.filter(pk=translated.pk).update(live=False)
    elif hide == "expired":
        model.objects.filter(pk=translated.pk).update(expire_at=timezone.now())
    elif hide == "private":
        PageViewRestriction.objects.create(page=translated, restriction_type="login")
    else:
        model.objects.filter(pk=translated.pk).update(alias_of=committee)
    assert alternates_of(client, committee) == {}


def test_a_site_of_one_language(client, committee):
    with override_settings(WAGTAIL_I18N_ENABLED=False):
        assert alternates_of(client, committee) == {}


def test_an_alias_has_no_language_versions(client, committee, english, site_root):
    translate(committee, english, "Committee")
    parent = type(site_root).objects.get(pk=site_root.pk)
    alias = committee.create_alias(parent=parent, update_slug="lustro")
    assert alternates_of(client, alias) == {}
    assert canonical_of(client, alias) == [committee.full_url]
