"""A section with a table, written in a real browser."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from rkres_wagtail.consultations.document.words import lines_of
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def version(live_site):
    committee = CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    page = ConsultationPageFactory(parent=index, title="Projekt programu")
    return DocumentVersionFactory(consultation=page, number=1, draft=True, sections=2)


@pytest.fixture
def admin_page(page, version, browser_login):
    user = create_user("sekretarz")
    committee = version.consultation.get_parent().get_parent().specific
    user.groups.add(create_roles(committee)["secretariat"])
    browser_login(user)
    page.set_default_timeout(20_000)
    return page


def named(verb: str, section) -> re.Pattern:
    """A button's words and those for ears, between which browsers put a space or none."""
    return re.compile(rf"{verb} ?: {re.escape(section.heading)}")


def test_a_section_with_text_and_a_table(admin_page, live_site, version, axe):
    page, first = admin_page, version.texts.order_by("position").first()
    page.goto(live_site.url + reverse("rkres_document_version", args=[version.pk]))
    page.get_by_role("link", name=named("Edytuj", first)).click()
    page.wait_for_load_state("networkidle")

    # The text is there, in Wagtail's editor, and takes what is typed.
    text = page.locator(".public-DraftEditor-content").first
    assert "przedsiębiorstwa społeczne" in text.inner_text()
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" I w gminie.")

    # A table is added below it.
    page.get_by_role("button", name="Dodaj blok").last.click()
    page.get_by_role("option", name="Tabela").click()
    page.get_by_label("Opis tabeli").fill("Wskaźniki")
    page.get_by_label("Nagłówki tabeli").select_option(label="Pierwszy wiersz jest nagłówkiem")
    cells = page.locator(".handsontable .ht_master td")
    for number, value in enumerate(["Rok", "Cel"]):
        cells.nth(number).click()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    cells.nth(1).click(button="right")
    menu = page.locator(".htContextMenu .ht_master")
    assert "Wstaw wiersz powyżej" in menu.inner_text()
    page.keyboard.press("Escape")
    axe(page, admin=True)
    page.get_by_role("button", name="Zapisz", exact=True).click()
    page.wait_for_url(f"**/rkres/document/{version.pk}/#*")

    lines = lines_of(version.texts.get(pk=first.pk).content)
    assert lines[0].endswith("I w gminie.")
    assert lines[1:] == ["Wskaźniki", "Rok | Cel"]

    # Without a script, too: the buttons of the outline are plain forms.
    page.get_by_role("button", name=named("W dół", first)).click()
    page.wait_for_load_state("networkidle")
    assert version.texts.order_by("position").last().pk == first.pk


@pytest.mark.parametrize("width", [1280, 360])
def test_a_frozen_version_is_accessible(admin_page, live_site, version, axe, width):
    from django.utils import timezone

    from tests.factories import RoundFactory

    type(version).objects.filter(pk=version.pk).update(published_at=timezone.now())
    RoundFactory(consultation=version.consultation)
    section = version.texts.first()
    page = admin_page
    page.set_viewport_size({"width": width, "height": 900})
    for path in (
        reverse("rkres_document_version", args=[version.pk]),
        reverse("rkres_document_section", args=[version.pk, section.pk]),
        reverse("rkres_document_copy", args=[version.pk]),
    ):
        page.goto(live_site.url + path)
        page.wait_for_load_state("networkidle")
        axe(page, admin=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
