"""Page editors: first save, hostile titles, choosers, previews, what the register says."""

from __future__ import annotations

from datetime import date

import pytest
import swapper
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from rkres_wagtail.bodies import pages
from rkres_wagtail.bodies.cautions import composition_warnings
from rkres_wagtail.bodies.tree import page_models
from rkres_wagtail.text import without_directions
from tests.factories import (
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
    TierPageFactory,
)
from tests.factories.pages import page_class

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def add_url(model, parent):
    return reverse(
        "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
    )


def form_data(setting: str, **fields):
    """What the browser posts when only ``fields`` were filled in."""
    rich = ["description"]
    streams = ["history"]
    plain = {"members_visibility": "names", "quorum_rule": "none", "comments": {"TOTAL": 0}}
    if setting == "COMMITTEE_PAGE":
        rich += ["legal_basis"]
        streams += ["role_labels", "programmes"]
        plain["term_years"] = 3
    elif setting == "TIER_PAGE":
        rich += ["tasks", "how_to_join"]
        plain["position"] = 1
    else:
        rich += ["purpose"]
        streams += ["outputs", "supervises"]
        plain |= {"kind": "working", "sort_order": 0}
    data = {
        "slug": "",
        **{name: rich_text("") for name in rich},
        **{name: streamfield([]) for name in streams},
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **{key: value for key, value in plain.items() if key != "comments"},
        **fields,
    }
    return nested_form_data(data)


KINDS = ["COMMITTEE_PAGE", "TIER_PAGE", "GROUP_PAGE"]


def parent_of(setting, committee, site_root):
    return site_root if setting == "COMMITTEE_PAGE" else committee


@pytest.mark.parametrize("setting", KINDS)
def test_a_title_is_enough_for_the_first_save(boss, setting, committee, site_root):
    model = page_class(setting)
    parent = parent_of(setting, committee, site_root)
    response = boss.post(add_url(model, parent), form_data(setting, title="Nowy organ"))
    assert response.status_code == 302, response.context["form"].errors
    page = model.objects.get(title="Nowy organ")
    assert page.slug == "nowy-organ"
    assert not page.live


HOSTILE = {
    "emoji only": "🎉🎊",
    "emoji twice": "🎉🎊",
    "markup": "<script>alert(1)</script>",
    "right to left": "‮קבוצה‬",
    "long": "ą" * 255,
    "signs": "!!! ???",
    "spaces inside": "a \u00a0 b",
    "an address of ours": "Osoby",
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("publish", [False, True])
def test_hostile_titles_get_an_address(boss, title, publish, committee):
    GroupPageFactory(parent=committee, title="🎉", slug="grupa")
    model = page_class("GROUP_PAGE")
    data = form_data("GROUP_PAGE", title=title)
    if publish:
        data["action-publish"] = "1"
    response = boss.post(add_url(model, committee), data)
    assert response.status_code == 302
    page = model.objects.get(title=without_directions(title))
    assert page.slug
    assert model.objects.filter(slug=page.slug).count() == 1
    edit = boss.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert edit.status_code == 200
    assert "<script>alert(1)</script>" not in edit.content.decode()
    listing = boss.get(reverse("rkres_groups:index"))
    assert "<script>alert(1)</script>" not in listing.content.decode()


def test_a_title_of_300_characters_is_refused_in_words(boss, committee):
    model = page_class("GROUP_PAGE")
    response = boss.post(add_url(model, committee), form_data("GROUP_PAGE", title="x" * 300))
    assert response.status_code == 200
    assert "255" in response.content.decode()


# Days ---------------------------------------------------------------------------------------------

DAYS = ["31.01.2026", "2026-01-31", "31-01-2026", "31/01/2026"]


@pytest.mark.parametrize("typed", DAYS)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_days_are_read_as_offices_write_them(boss, admin_user, committee, typed, language):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = language
    profile.save()
    model = page_class("GROUP_PAGE")
    data = form_data("GROUP_PAGE", title="Zespół", active_from=typed)
    assert boss.post(add_url(model, committee), data).status_code == 302
    page = model.objects.get(title="Zespół")
    draft = page.get_latest_revision_as_object()
    assert draft.active_from == date(2026, 1, 31)
    edit = boss.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'value="31.01.2026"' in edit


@pytest.mark.parametrize("typed", ["31.02.2026", "jutro", "1.1.0000", "9" * 400, "2026-13-01"])
def test_no_day_is_said_to_be_none(boss, committee, typed):
    model = page_class("GROUP_PAGE")
    data = form_data("GROUP_PAGE", title="Zespół", active_from=typed)
    response = boss.post(add_url(model, committee), data)
    assert response.status_code == 200
    assert "active_from" in response.context["form"].errors
    assert not model.objects.exists()


# Choosers ----------------------------------------------------------------------------------------


def chooser_models(model, field):
    widget = model.get_edit_handler().get_form_class()().fields[field].widget
    return set(widget.target_models)


def test_statutory_body_offers_tiers_of_every_class():
    offered = chooser_models(page_class("COMMITTEE_PAGE"), "statutory_body")
    assert offered == set(page_models(pages.TierPageMixin))


def test_host_classes_are_offered():
    names = {model.__name__ for model in page_models(pages.BodyPageMixin)}
    assert names >= {page_class(setting).__name__ for setting in KINDS}


def edit_committee(boss, committee, **fields):
    url = reverse("wagtailadmin_pages:edit", args=[committee.pk])
    data = form_data("COMMITTEE_PAGE", title=committee.title, **{"slug": committee.slug} | fields)
    return boss.post(url, data)


def test_statutory_body_of_another_kind_is_refused(boss, committee, group, site_root):
    for page in (group, site_root):
        response = edit_committee(boss, committee, statutory_body=page.pk)
        assert response.status_code == 200
        assert "statutory_body" in response.context["form"].errors


def test_statutory_body_may_be_a_tier(boss, committee, tier):
    assert edit_committee(boss, committee, statutory_body=tier.pk).status_code == 302
    committee.refresh_from_db()
    draft = committee.get_latest_revision_as_object()
    assert draft.statutory_body_id == tier.pk


def test_statutory_body_of_another_committee_is_refused(boss, committee):
    foreign = TierPageFactory(parent=_other_committee(committee))
    response = edit_committee(boss, committee, statutory_body=foreign.pk)
    assert "statutory_body" in response.context["form"].errors


def _other_committee(committee):
    from tests.factories import CommitteePageFactory

    return CommitteePageFactory(parent=committee.get_parent())


@pytest.mark.parametrize(
    ("kind", "field"), [("term", "committee"), ("sector", "committee"), ("legalact", "body")]
)
def test_snippets_refuse_a_page_that_is_no_body(boss, kind, field, site_root):
    url = reverse(f"wagtailsnippets_rkres_wagtail_{kind}:add")
    fields = {
        "name": "x",
        "number": "1",
        "kind": "resolution",
        "purpose": "founds",
        "starts_on": "2024-01-01",
        "sort_order": 0,
        field: site_root.pk,
    }
    response = boss.post(url, fields)
    assert response.status_code == 200
    assert field in response.context["form"].errors


# Previews -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", KINDS)
def test_previews_show_what_was_typed(boss, setting, committee, tier, group):
    page = {"COMMITTEE_PAGE": committee, "TIER_PAGE": tier, "GROUP_PAGE": group}[setting]
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(setting, title="Zmieniona nazwa", slug=page.slug, lead="Nowe zdanie.")
    assert boss.post(url, data).json() == {"is_valid": True, "is_available": True}
    content = boss.get(url).content.decode()
    assert "Zmieniona" in content
    assert "Nowe" in content


@pytest.mark.parametrize("setting", KINDS)
def test_previews_before_the_first_save(boss, setting, committee, site_root):
    model = page_class(setting)
    parent = parent_of(setting, committee, site_root)
    meta = model._meta
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=[meta.app_label, meta.model_name, parent.pk]
    )
    data = form_data(setting, title="Jeszcze nie ma", slug="jeszcze")
    assert boss.post(url, data).json()["is_valid"] is True
    response = boss.get(url)
    assert response.status_code == 200
    assert "Jeszcze" in response.content.decode()


# What the register says ---------------------------------------------------------------------------


def editor_of(client, page) -> str:
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_the_editor_sees_members_vacancies_and_warnings(boss, committee, tier):
    committee.statutory_body = tier
    committee.seats_min = 15
    committee.save_revision().publish()
    term = TermFactory(committee=committee)
    sector = SectorFactory(committee=committee, name="Uczelnie wyższe", seats_min=3)
    for _number in range(2):
        MembershipFactory(body=tier, term=term, role="chair")
    SeatFactory(body=tier, term=term, sector=sector)
    content = editor_of(boss, tier)
    assert "Wolne miejsca" in content
    assert "2 osoby pełnią jednocześnie funkcję" in content
    assert "15" in content
    assert "Uczelnie wyższe" in content
    assert f"?body={tier.pk}" in content


def test_the_committee_points_at_its_statutory_body(boss, committee, tier):
    committee.statutory_body = tier
    committee.save_revision().publish()
    assert reverse("wagtailadmin_pages:edit", args=[tier.pk]) in editor_of(boss, committee)


def test_the_committee_shows_the_numbers_of_its_statutory_body(boss, committee, tier):
    """Its limits are entered here, so here is where they warn, too."""
    committee.statutory_body = tier
    committee.seats_min = 15
    committee.save_revision().publish()
    MembershipFactory(body=tier)
    content = editor_of(boss, committee)
    (warning,) = composition_warnings(tier)
    assert warning in content
    assert f"?body={tier.pk}" in content


def test_no_link_to_a_register_one_may_not_open(client, users, tier):
    client.force_login(users["editors"])
    content = editor_of(client, tier)
    assert "Skład na dziś" in content
    assert "?body=" not in content


def test_a_new_page_says_where_members_are_added(boss, committee):
    content = boss.get(add_url(page_class("GROUP_PAGE"), committee)).content.decode()
    assert "Po pierwszym zapisaniu" in content


def test_warnings_are_not_for_the_public(client, committee, tier):
    committee.statutory_body = tier
    committee.seats_min = 15
    committee.save_revision().publish()
    MembershipFactory(body=tier)
    (warning,) = composition_warnings(tier)
    for page in (committee, tier):
        assert warning not in client.get(page.get_url()).content.decode()


def test_acts_cite_in_polish(boss, tier):
    act = LegalActFactory(body=tier, number="23/278/15")
    url = reverse("wagtailsnippets_rkres_wagtail_legalact:list")
    assert str(act) in boss.get(url).content.decode()


def test_pages_have_no_other_base(committee):
    assert isinstance(committee, swapper.load_model("wagtailcore", "Page"))
