"""Translated, aliased and previewed pages of bodies."""

from __future__ import annotations

import pytest
from django.utils import translation
from wagtail.models import Locale

from rkres_wagtail.public import Gate
from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    PersonFactory,
    SectorFactory,
    TermFactory,
    TierPageFactory,
)

from .test_public_pages import context, get, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(db):
    return Locale.objects.get_or_create(language_code="en")[0]


def translate(page, locale, title, **fields):
    copy = page.copy_for_translation(locale, copy_parents=True)
    copy.title = title
    return publish(type(copy).objects.get(pk=copy.pk), title=title, **fields)


def test_a_translated_committee_shows_the_same_facts(client, committee, english):
    tier = TierPageFactory(parent=committee, title="Laboratorium")
    group = GroupPageFactory(parent=tier, title="Grupa ds. mediów")
    sector = SectorFactory(committee=committee, name="Samorząd")
    TermFactory(committee=committee, ordinal=3)
    LegalActFactory(body=committee, number="5/20")
    person = PersonFactory(consenting=True, first_name="Anna", last_name="Nowak")
    MembershipFactory(body=tier, person=person, sector=sector)
    committee = publish(committee, statutory_body=tier)
    translated = translate(committee, english, "Social Economy Committee")
    english_tier = translate(tier, english, "Laboratory")
    english_group = translate(group, english, "Media group")

    assert translated.url.startswith("/en/")
    html = get(client, translated)
    for text in ("Anna Nowak", "Samorząd", "5/20", "Laboratory", "Media group"):
        assert text in html
    for text in ("Laboratorium", "Grupa ds."):
        assert text not in html
    assert context(client, translated)["composition_body"] == english_tier
    assert context(client, translated)["terms"].current.ordinal == 3
    assert f'href="{translated.url}osoby/anna-nowak/"' in html
    assert "Laboratory" in get(client, translated, "osoby/anna-nowak/")
    assert "Anna Nowak" in get(client, english_tier, "sklad/", on="2100-01-01")
    assert [step["title"] for step in context(client, english_group)["trail"]] == [
        "Social Economy Committee",
        "Laboratory",
    ]
    assert "Laboratory" not in get(client, committee)


def test_oversight_follows_the_translation(client, committee, english):
    watched = GroupPageFactory(parent=committee, title="Grupa A")
    boss = GroupPageFactory(parent=committee, title="Szefowa", supervises=[("body", watched)])
    translate(committee, english, "Committee")
    english_boss, english_watched = (
        translate(boss, english, "Boss"),
        translate(watched, english, "Group A"),
    )
    assert [page.pk for page in context(client, english_boss)["supervises"]] == [english_watched.pk]
    assert [page.pk for page in context(client, english_watched)["supervised_by"]] == [
        english_boss.pk
    ]


def test_what_is_not_translated_is_not_shown_in_the_other_language(client, committee, english):
    group = GroupPageFactory(parent=committee, title="Tylko po polsku")
    person = PersonFactory(consenting=True, first_name="Anna", last_name="Nowak")
    MembershipFactory(body=group, person=person)
    translated = translate(committee, english, "Committee")
    assert "Tylko po polsku" not in get(client, translated)
    assert client.get(translated.url + "osoby/anna-nowak/").status_code == 404


def test_an_alias_shows_what_it_mirrors_and_says_where_that_is(client, committee, site_root):
    TierPageFactory(parent=committee, title="Laboratorium")
    MembershipFactory(body=committee, person__last_name="Lustrzana")
    committee = type(committee).objects.get(pk=committee.pk)
    alias = committee.create_alias(parent=site_root, update_slug="lustro")
    html = get(client, alias)
    assert "Lustrzana" in html
    assert "Laboratorium" in html
    assert f'<link rel="canonical" href="{committee.full_url}">' in html
    assert "Lustrzana" in get(client, alias, "sklad/")
    assert f'href="{alias.url}' in get(client, alias, "sklad/")


def test_an_alias_made_for_a_language_behaves(client, committee, english):
    MembershipFactory(body=committee, person__last_name="Lustrzana")
    group = GroupPageFactory(parent=committee, title="Grupa A")
    translate(group, english, "Group A")
    alias = type(committee).objects.get(locale=english)
    assert alias.alias_of_id == committee.pk
    assert "Lustrzana" in get(client, alias)


def test_a_page_shown_before_it_is_published(committee, group):
    group.title = "Nowy tytuł"
    for page in (committee, group):
        response = page.make_preview_request()
        assert response.status_code == 200
    assert "Nowy tytuł" in group.make_preview_request().content.decode()


def test_a_page_shown_before_its_first_save(rf, committee):
    model = type(GroupPageFactory(parent=committee))
    page = model(title="Jeszcze nie ma", slug="jeszcze", locale=committee.locale)
    parent = type(committee).objects.get(pk=committee.pk)
    page.set_url_path(parent)
    page.path = model._get_children_path_interval(parent.path)[1]
    page.depth = parent.depth + 1
    html = page.make_preview_request().content.decode()
    assert "Jeszcze nie ma" in html


def test_a_draft_committee_is_shown_whole_to_its_editor(site_root):
    committee = CommitteePageFactory(parent=site_root, draft=True)
    GroupPageFactory(parent=committee, title="Grupa A")
    committee = type(committee).objects.get(pk=committee.pk)
    assert "Grupa A" in committee.make_preview_request().content.decode()


def test_the_statutory_body_of_a_translation_is_the_same_tier(committee, tier, english):
    from django.core.exceptions import ValidationError

    other = TierPageFactory(parent=CommitteePageFactory())
    committee = publish(committee, statutory_body=tier)
    translated = translate(committee, english, "Committee")
    assert translated.statutory_body.pk == tier.pk
    translated.full_clean()
    for wrong in (other, GroupPageFactory(parent=committee), committee.get_parent()):
        translated.statutory_body = type(committee.get_parent()).objects.get(pk=wrong.pk)
        with pytest.raises(ValidationError) as error:
            translated.full_clean()
        assert "statutory_body" in error.value.error_dict


# Names that one language keeps back ---------------------------------------------------------------


@pytest.mark.parametrize("stricter", ["pl", "en"])
@pytest.mark.parametrize("visibility", ["numbers", "nothing"])
def test_the_strictest_language_decides_for_all(client, committee, english, stricter, visibility):
    """One list of members: what one page keeps back, the other does not tell (finding 5)."""
    person = PersonFactory(consenting=True, first_name="Anna", last_name="Tajna")
    MembershipFactory(body=committee, person=person)
    translated = translate(committee, english, "Committee")
    pages = {"pl": committee, "en": translated}
    addresses = [
        *(page.url + sub for page in pages.values() for sub in ("", "sklad/", "historia-zmian/")),
        *(page.url + sub for page in pages.values() for sub in ("osoby/", "osoby/anna-tajna/")),
        *(page.url + "szukaj/?q=Tajna" for page in pages.values()),
        *("/api/v2/memberships/", "/api/v2/persons/", "/api/v2/organisations/"),
    ]

    def telling():
        found = {each: client.get(each).content.decode() for each in addresses}
        return [each for each, text in found.items() if "Anna Tajna" in text]

    assert len(telling()) >= 10
    publish(pages[stricter], members_visibility=visibility)
    assert telling() == []


def test_a_copied_committee_does_not_keep_the_originals_tier(client, committee, tier, english):
    committee = publish(committee, statutory_body=tier)
    new = committee.copy(recursive=True, update_attrs={"slug": "kopia", "title": "Kopia"})
    new = type(committee).objects.get(pk=new.pk)
    for page in (new, new.get_latest_revision_as_object()):
        assert page.statutory_body is None
        page.full_clean()
    assert type(committee).objects.get(pk=committee.pk).statutory_body.pk == tier.pk
    assert committee.get_latest_revision_as_object().statutory_body.pk == tier.pk


def test_a_language_without_a_locale_is_answered_in_that_of_the_site(rf, committee, settings):
    """``LANGUAGE_CODE`` was changed after the first ``migrate``."""
    settings.LANGUAGE_CODE = "en"
    Locale.objects.exclude(pk=committee.locale_id).delete()
    request = rf.get("/")
    with translation.override("en"):
        assert Gate.of(request).locale == committee.locale
        assert committee.serve(request).status_code == 200
