"""Screens of the import, and the links to forms, as people meet them: axe, policy, reflow."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rkres_wagtail.remarks.models import Remark
from rkres_wagtail.remarks.offline.blank import blank_form
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.factories.remarks import RemarkRulesFactory
from tests.meetings.test_public_look import ENDLESS, overflow

from .conftest import CLAUSE, fill_docx
from .test_import_screens import ROWS, SENDER, csv

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def consultation(live_site):
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    page = ConsultationPageFactory(parent=index, slug="lpres", rounds=[{}])
    DocumentVersionFactory(consultation=page, sections=[{"number": "2", "title": "Cele"}])
    RemarkRulesFactory(consultation=page, privacy_clause=CLAUSE)
    return page


def test_from_dropped_files_to_remarks_at_both_widths(
    strict_page, live_site, consultation, admin_user, browser_login, axe
):
    browser_login(admin_user)
    page = strict_page
    form = blank_form(consultation, "docx").data
    good = fill_docx(form, [*ROWS, (ENDLESS[:200], "", ENDLESS, "", "")], SENDER)
    bad = fill_docx(form, [*ROWS, ("Rozdział 9", "", "", "", "")], {**SENDER, 3: "bez małpy"})
    files = [
        {"name": "fundacja.docx", "mimeType": "", "buffer": good},
        {"name": f"{ENDLESS[:60]}.docx", "mimeType": "", "buffer": bad},
        {"name": "zbiorcza.csv", "mimeType": "text/csv", "buffer": csv()},
    ]

    def check():
        page.wait_for_load_state()
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.locator("h1").count() == 1
            assert overflow(page) <= 0, (page.url, width)
            axe(page, admin=True)
        page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(live_site.url + reverse("rkres_remark_import", args=[consultation.pk]))
    check()
    page.get_by_label("Pliki").set_input_files(files)
    page.get_by_role("button", name="Przejrzyj pliki").click()
    check()
    assert page.locator("[name=apply]").count() == 0
    page.locator("main .rkres-import-file--wrong").get_by_role("link").first.click()
    check()
    page.locator("[name=email]").fill("biuro@example.org")
    page.get_by_label("Pomiń: tabela 2, wiersz 4").check()
    page.get_by_role("button", name="Zapisz i wróć").click()
    page.wait_for_load_state()
    # Wagtail's own message fades in.
    page.reload()
    check()
    page.get_by_role("button", name="Importuj 8 uwag").click()
    page.wait_for_load_state()
    assert Remark.objects.count() == 8


def test_the_public_finds_the_forms(strict_page, live_site, consultation, axe):
    for width in (1280, 360, 320):
        strict_page.set_viewport_size({"width": width, "height": 800})
        strict_page.goto(live_site.url + consultation.get_url())
        assert overflow(strict_page) <= 0
        assert strict_page.get_by_role("link", name="Formularz zgłaszania uwag").count() == 2
        axe(strict_page)
