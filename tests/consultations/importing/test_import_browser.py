"""The two screens of an import in a real browser: accessible, and no wider than the screen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.consultations.test_document_browser import admin_page, version  # noqa: F401

from . import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def docx(word: str) -> dict:
    goals = f"Więcej {word} w każdym powiecie i w każdej gminie regionu."
    data = builders.simple(
        (1, "1. Diagnoza", "Sto podmiotów.", *(f"Akapit {number}." for number in range(20))),
        (2, "1.1. Otoczenie " + "bardzo długiego nagłówka " * 8, "Gminy."),
        (1, "2. Cele", goals, "https://example.org/" + "adres" * 30),
    )
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "program.docx", "mimeType": mime, "buffer": data}


@pytest.mark.parametrize("width", [1280, 360])
def test_both_screens_are_accessible(admin_page, live_site, version, axe, width):  # noqa: F811
    page = admin_page
    page.set_viewport_size({"width": width, "height": 900})

    def check():
        page.wait_for_load_state("networkidle")
        axe(page, admin=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    def look_through(word):
        page.goto(live_site.url + reverse("rkres_document_import", args=[version.pk]))
        check()
        page.locator("input[type=file]").set_input_files(docx(word))
        page.get_by_role("button", name="Przejrzyj plik").click()
        page.locator("details.rkres-import__whole").first.wait_for()

    look_through("miejsc")
    page.locator("details.rkres-import__whole summary").last.click()
    assert page.get_by_text("Więcej miejsc w każdym powiecie").last.is_visible()
    check()
    page.get_by_role("button", name="Zapisz 3").click()
    page.wait_for_url(f"**/rkres/document/{version.pk}/**")

    look_through("szkół")
    whole = page.locator("details.rkres-import__whole")
    assert whole.count() == 1
    whole.locator("summary").click()
    assert whole.locator("del").is_visible()
    check()
