"""Receipts, retention and an author's data as people meet them: axe, policy, width, no script."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.urls import reverse
from freezegun import freeze_time

from rkres_wagtail.remarks.integrity import lists
from tests.factories import CommitteePageFactory, ConsultationIndexPageFactory
from tests.factories.remarks import RemarkFactory, SubmissionFactory
from tests.meetings.test_public_look import LONG, overflow

from .personal import EMAIL, closed_consultation, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 360)


def shot(page, name: str) -> None:
    """A picture to look at, where ``RKRES_SHOTS`` names a folder."""
    folder = os.environ.get("RKRES_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def over(live_site):
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    return closed_consultation(index, title=LONG, slug="program")


@pytest.fixture
def rows(over):
    made = fill(over)
    SubmissionFactory(consultation=over, person=True, email=EMAIL, channel="post")
    end = over.course.rounds[0].ends_at
    with freeze_time(end + timedelta(days=3)):
        RemarkFactory(consultation=over)
    with freeze_time(end + timedelta(days=5)):
        lists.settle(over)
    return made


def test_everybody_checks_a_receipt_without_script(new_context, live_site, over, rows, axe):
    page = new_context(java_script_enabled=False).new_page()
    remark = rows["entity"]
    page.goto(f"{live_site.url}{quote(over.get_url())}")
    page.get_by_role("link", name="Pokwitowania uwag").click()
    page.get_by_label("Numer pokwitowania").fill(remark.receipt_number)
    page.get_by_label("Kod kontrolny").fill("nie ten")
    page.get_by_role("button", name="Sprawdź").click()
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("Numer pokwitowania").input_value() == remark.receipt_number
    page.get_by_label("Kod kontrolny").fill(remark.salt)
    page.get_by_role("button", name="Sprawdź").click()
    assert "Pieczęć się zgadza" in page.get_by_role("status").inner_text()


def test_the_public_page_at_both_widths(strict_page, live_site, over, rows, axe):
    url = f"{live_site.url}{quote(over.get_url())}uwagi/pokwitowania/"
    for width in (*WIDTHS, 320):
        strict_page.set_viewport_size({"width": width, "height": 800})
        assert strict_page.goto(url).status == 200
        assert strict_page.locator("h1").count() == 1
        assert overflow(strict_page) <= 0, width
        axe(strict_page)
        shot(strict_page, f"receipts-{width}")
        strict_page.get_by_role("button", name="Sprawdź").click()
        axe(strict_page)
        shot(strict_page, f"receipts-error-{width}")
        strict_page.get_by_label("Numer pokwitowania").fill(str(rows["person"].number))
        strict_page.get_by_label("Kod kontrolny").fill(rows["person"].salt)
        strict_page.get_by_role("button", name="Sprawdź").click()
        assert strict_page.locator("#rkres-finding").is_visible()
        assert overflow(strict_page) <= 0, width
        axe(strict_page)
        shot(strict_page, f"receipts-found-{width}")


def test_the_office_screens_at_both_widths(
    page, live_site, over, rows, admin_user, browser_login, axe
):
    browser_login(admin_user)
    addresses = {
        "retention": reverse("rkres_retention", args=[over.pk]),
        "author": reverse("rkres_author", args=[rows["person"].submission_id]),
    }
    for name, address in addresses.items():
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{live_site.url}{address}")
            assert overflow(page) <= 0, (address, width)
            axe(page, admin=True)
            shot(page, f"{name}-{width}")
    page.get_by_role("button", name="Usuń na trwałe").click()
    page.get_by_text("Podaj powód, bez nazwiska.").first.wait_for()
    shot(page, "author-error")
    axe(page, admin=True, context=".rkres-personal")
    page.goto(f"{live_site.url}{addresses['retention']}")
    page.get_by_label("Wiem, że tego nie można cofnąć").check()
    page.get_by_role("button", name="Usuń nazwiska i adresy").click()
    page.get_by_text("Nie ma już czego usuwać").first.wait_for()
    shot(page, "retention-done")
