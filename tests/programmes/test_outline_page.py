"""The programme's page in the admin: panel, warnings, publishing, copies, deletion, listing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from rkres_wagtail.programmes import cautions
from rkres_wagtail.programmes.choices import ActRole, ProgrammeState
from rkres_wagtail.programmes.models import ProgrammeNode
from rkres_wagtail.programmes.outline import services
from tests.factories import CommitteePageFactory, LegalActFactory
from tests.factories.pages import page_class
from tests.factories.programmes import IndicatorFactory, ProgrammeNodeFactory, ProgrammePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def model(db):
    return page_class("PROGRAMME_PAGE")


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def said(text: str) -> str:
    return gettext(text).replace("\xa0", " ")


def programme_data(**fields) -> dict:
    data = {
        "slug": "",
        "scope": "regional",
        "state": "draft",
        "description": rich_text(""),
        **{name: streamfield([]) for name in ("level_names", "files", "copies")},
        **{name: inline_formset([]) for name in ("acts", "reports")},
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **fields,
    }
    return nested_form_data(data)


def add_url(model, parent) -> str:
    meta = model._meta
    return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# The form -----------------------------------------------------------------------------------------


def test_a_title_is_enough_for_a_draft(boss, committee, model):
    boss.post(add_url(model, committee), programme_data(title="LPRES"))
    assert not model.objects.get(title="LPRES").live


def test_publishing_asks_for_the_rest(boss, committee, model):
    data = programme_data(title="LPRES", **PUBLISH)
    response = boss.post(add_url(model, committee), data)
    assert set(response.context["form"].errors) == {"lead", "starts_year"}
    assert not model.objects.exists()
    full = programme_data(title="LPRES", lead="Po co jest.", starts_year="2021", **PUBLISH)
    boss.post(add_url(model, committee), full)
    assert model.objects.get().live


def test_acts_of_another_committee_are_refused(boss, committee, site_root, model):
    other = CommitteePageFactory(parent=site_root, title="Inny", slug="inny")
    for body, is_right in ((other, False), (committee, True)):
        act = {"id": "", "act": LegalActFactory(body=body).pk, "role": "adopted"}
        data = programme_data(title="LPRES", acts=inline_formset([act]))
        response = boss.post(add_url(model, committee), data)
        assert (response.status_code == 302) == is_right
    assert model.objects.get().get_latest_revision_as_object().acts.count() == 1


def test_acts_of_the_committee_stand_in_every_language_of_it(boss, committee):
    page = ProgrammePageFactory(parent=committee)
    adopted(page)
    english = Locale.objects.create(language_code="en")
    committee.copy_for_translation(english, copy_parents=True)
    twin = page.copy_for_translation(english)
    form = boss.get(edit_url(twin)).context["form"]
    (row,) = form.formsets["acts"].forms
    assert row.instance.act in row.fields["act"].queryset


# The panel ----------------------------------------------------------------------------------------


def test_an_unsaved_page_has_no_tree_yet(boss, committee, model):
    html = words(boss.get(add_url(model, committee)))
    assert (
        said(
            "Save the page first. Then you will put here its goals, priorities and measures, with "
            "indicators."
        )[:40]
        in html
    )
    assert "/tree/" not in html


def test_the_panel_tells_how_much_there_is(boss, committee):
    page = ProgrammePageFactory(parent=committee)
    html = words(boss.get(edit_url(page)))
    assert said("Enter the elements") in html
    node = services.add_node(page=page, title="Cel", user=None)
    IndicatorFactory(node=node)
    html = words(boss.get(edit_url(page)))
    assert reverse("rkres_programme_tree", args=[page.pk]) in html
    assert said("Edit the elements") in html
    assert timezone.localdate().strftime("%d.%m.%Y") in html


# Warnings -----------------------------------------------------------------------------------------


def adopted(page) -> None:
    act = LegalActFactory(body=page.get_parent())
    page.acts.create(act=act, role=ActRole.ADOPTED)
    page.save()


def test_adopted_by_nobody(committee):
    page = ProgrammePageFactory(parent=committee, nodes=1)
    assert len(cautions.warnings(page)) == 1
    adopted(page)
    assert cautions.warnings(page) == []
    draft = ProgrammePageFactory(parent=committee, state=ProgrammeState.DRAFT)
    assert cautions.warnings(draft) == []


def test_years_that_overlap(committee):
    before = ProgrammePageFactory(parent=committee, starts_year=2015, ends_year=2020)
    page = ProgrammePageFactory(parent=committee, predecessor=before, nodes=1, starts_year=2020)
    adopted(page)
    (warning,) = cautions.warnings(page)
    assert before.title in warning and "2020" in warning
    page.starts_year = 2021
    assert cautions.warnings(page) == []


@pytest.mark.parametrize(
    ("ago", "readings", "is_late"),
    [
        (9, {}, True),
        (1, {}, False),
        (9, {3: "5"}, True),
        (9, {3: None}, True),
        (9, {2: "5"}, False),
        (9, {5: "5", 1: None}, False),
    ],
)
def test_indicators_that_nobody_reads(committee, ago, readings, is_late):
    this = timezone.localdate().year
    page = ProgrammePageFactory(parent=committee, nodes=1, starts_year=this - ago)
    adopted(page)
    node = ProgrammeNode.objects.get(programme=page.pk)
    IndicatorFactory(node=node, readings={this - n: value for n, value in readings.items()})
    assert bool(cautions.warnings(page)) == is_late
    facts = cautions.facts_of([page])[page.translation_key]
    assert bool(cautions.missing(page, facts)) == is_late


def test_adopted_with_nothing_in_it(committee):
    page = ProgrammePageFactory(parent=committee, ends_year=None)
    assert len(cautions.warnings(page)) == 3


def test_warnings_block_nothing_and_are_shown(boss, committee, model):
    data = {"title": "LPRES", "lead": "Po co.", "starts_year": "2021", "state": "adopted"}
    response = boss.post(add_url(model, committee), programme_data(**data, **PUBLISH), follow=True)
    assert model.objects.get().live
    warned = cautions.warnings(model.objects.get())
    messages = words(response)
    assert warned and all(each.replace("\xa0", " ")[:30] in messages for each in warned)
    html = words(boss.get(edit_url(model.objects.get())))
    assert warned[0].replace("\xa0", " ")[:30] in html


# Copies, translations, deletion -------------------------------------------------------------------


def test_a_copy_is_another_programme(boss, committee, model):
    page = ProgrammePageFactory(parent=committee, nodes=2)
    adopted(page)
    page.save_revision()
    data = {"new_title": "LPRES 2030", "new_slug": "lpres-2030", "new_parent_page": committee.pk}
    boss.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    copy = model.objects.get(slug="lpres-2030")
    assert (copy.state, copy.starts_year, copy.ends_year) == (ProgrammeState.DRAFT, None, None)
    assert not copy.acts.exists()
    assert not ProgrammeNode.objects.of(copy).exists()
    assert copy.level_name(2) == page.level_name(2)
    assert copy.lead == page.lead


def test_a_translation_is_the_same_programme(committee):
    page = ProgrammePageFactory(parent=committee, nodes=2)
    adopted(page)
    page.save_revision()
    english = Locale.objects.create(language_code="en")
    committee.copy_for_translation(english, copy_parents=True)
    twin = page.copy_for_translation(english)
    twin = type(page).objects.get(pk=twin.pk)
    for found in (twin, twin.get_latest_revision_as_object()):
        assert (found.state, found.starts_year, found.ends_year) == (page.state, 2021, 2050)
        assert [row.act for row in found.acts.all()] == [row.act for row in page.acts.all()]
    assert page.acts.count() == 1
    assert ProgrammeNode.objects.of(twin).count() == 2


@pytest.mark.parametrize("is_published", [True, False])
def test_a_programme_with_a_tree_is_not_deleted(boss, committee, model, is_published):
    page = ProgrammePageFactory(parent=committee, nodes=0 if is_published else 2, live=is_published)
    if not is_published:
        model.objects.filter(pk=page.pk).update(first_published_at=None)
    else:
        model.objects.filter(pk=page.pk).update(first_published_at=timezone.now())
    boss.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert model.objects.filter(pk=page.pk).exists()
    boss.post(
        reverse(
            "wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"]
        )
        + f"?id={page.pk}"
    )
    assert model.objects.filter(pk=page.pk).exists()


# The listing --------------------------------------------------------------------------------------


def listing() -> str:
    return reverse("rkres_programmes:index")


def rows(response) -> dict:
    return {page.title: page for page in response.context["object_list"]}


def test_a_row_says_where_it_stands_and_what_is_missing(boss, committee):
    old = ProgrammePageFactory(parent=committee, title="Dawny", starts_year=2015, ends_year=2020)
    adopted(old)
    ProgrammeNodeFactory(programme=old)
    ProgrammePageFactory(parent=committee, title="Nowy", ends_year=None)
    found = rows(boss.get(listing()))
    assert list(found) == ["Nowy", "Dawny"]
    assert found["Dawny"]._rkres_nodes == 1 and found["Dawny"]._rkres_years == "2015–2020"
    assert found["Dawny"]._rkres_state.casefold() == ProgrammeState.CLOSED.label
    assert found["Dawny"]._rkres_missing == ""
    assert len(found["Nowy"]._rkres_missing.split(", ")) == 3
    assert found["Nowy"]._rkres_committee == (committee.abbreviation or committee.title)


def test_filters(boss, committee, site_root):
    other = CommitteePageFactory(parent=site_root, title="Inny", slug="inny")
    ProgrammePageFactory(parent=committee, title="A", ends_year=2022)
    ProgrammePageFactory(parent=committee, title="B", scope="national")
    ProgrammePageFactory(parent=other, title="C", state="draft", live=False)
    for query, expected in (
        ("", "ABC"),
        ("state=closed", "A"),
        ("state=adopted", "B"),
        ("state=draft", "C"),
        ("scope=national", "B"),
        (f"committee={other.pk}", "C"),
        ("live=false", "C"),
        ("live=true&scope=regional", "A"),
    ):
        assert "".join(sorted(rows(boss.get(f"{listing()}?{query}")))) == expected, query
    for wrong in ("state=%3Cscript%3E", "committee=x", "scope=1"):
        assert boss.get(f"{listing()}?{wrong}").status_code == 200


def test_the_cost_of_the_listing_does_not_grow(boss, committee):
    def count() -> int:
        boss.get(listing())
        with CaptureQueriesContext(connection) as captured:
            boss.get(listing())
        return len(captured)

    def add(number: int) -> None:
        for _each in range(number):
            page = ProgrammePageFactory(parent=committee, nodes=2)
            adopted(page)
            IndicatorFactory(node=ProgrammeNode.objects.of(page).first(), readings={2022: "5"})

    add(2)
    few = count()
    add(6)
    assert count() == few


def test_adding_goes_straight_below_the_committee(boss, committee, model):
    response = boss.get(reverse("rkres_programmes:choose_parent"), follow=True)
    assert response.status_code == 200
    data = {"parent_page": committee.pk}
    response = boss.post(reverse("rkres_programmes:choose_parent"), data)
    assert response.status_code == 302 and response.url == add_url(model, committee)
