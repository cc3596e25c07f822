"""The office's screens of minutes in a real browser: accessible, and no wider than a phone."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.minutes.models import Minutes
from tests.factories import (
    CommitteePageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MinutesFactory,
    MinutesReadingFactory,
)
from tests.factories.minutes import item, text
from tests.support.users import create_user

from .test_core_starting import edit_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Sprawozdanie z konsultacji projektu programu rozwoju ekonomii społecznej na lata 2026–2030"


@pytest.fixture
def desk(live_site, browser_login):
    """Minutes in several states; screens by name, logged in as the secretary."""
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    user = create_user("sekretarz", full_name="Anna Protokolantka")
    user.groups.add(create_roles(committee)["secretariat"])
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")

    def held(days: int, **kwargs):
        day = timezone.localdate() - timedelta(days=days)
        return MeetingPageFactory(parent=listing, starts_on=day, **kwargs)

    agenda = [
        {"title": "Otwarcie"},
        {"title": LONG, "result": "adopted"},
        {"title": "Kadry", "is_internal": True},
    ]
    free = held(10, title="VI posiedzenie Komitetu", agenda=agenda)
    draft = MinutesFactory(
        meeting=held(40, title="V posiedzenie Komitetu", agenda=agenda),
        chaired_by="Jan Kowalski, przewodniczący",
        blocks=[
            text("Uchwały poza porządkiem obrad", "<p>Bez uwag.</p>"),
            item("Otwarcie", number="1."),
            item(LONG, number="2.", outcome="<p>Wynik: przyjęto.</p>"),
        ],
    )
    MinutesReadingFactory(minutes=draft)
    approved = MinutesFactory(meeting=held(70, title=LONG), approved=True)
    MinutesFactory(meeting=held(100, title="III posiedzenie"), published=True)
    browser_login(user)
    return {
        "list": reverse("wagtailsnippets_rkres_wagtail_minutes:list"),
        "choose": reverse("wagtailsnippets_rkres_wagtail_minutes:add"),
        "start": reverse("rkres_minutes_start", args=[free.pk]),
        "edit": edit_url(draft),
        "complete": reverse("rkres_minutes_complete", args=[draft.pk]),
        "approve": reverse("rkres_minutes_approve", args=[draft.pk]),
        "approved": edit_url(approved),
        "revoke": reverse("rkres_minutes_revoke", args=[approved.pk]),
        "meeting": reverse("wagtailadmin_pages:edit", args=[free.pk]),
        "meeting_with": reverse("wagtailadmin_pages:edit", args=[draft.meeting_id]),
    }


def visit(page, live_site, path):
    response = page.goto(live_site.url + path)
    assert response.status == 200, path
    page.wait_for_load_state("networkidle")


def keep(page, name: str) -> None:
    """A picture for whoever asks for them with ``RKRES_SHOTS``."""
    if folder := os.environ.get("RKRES_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 360])
def test_screens_are_accessible_and_fit(strict_page, live_site, desk, axe, width):
    page = strict_page
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": width, "height": 900})
    for name, path in desk.items():
        visit(page, live_site, path)
        tabs = page.get_by_role("tab")
        if name.startswith("meeting"):
            page.get_by_role("tab", name="Protokół").click()
        for index in range(1 if name.startswith("meeting") else max(tabs.count(), 1)):
            if tabs.count() and not name.startswith("meeting"):
                tabs.nth(index).click()
            keep(page, f"{name}-{index}-{width}")
            axe(page, admin=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_the_secretary_walks_the_workflow(strict_page, live_site, desk):
    """From the meeting's tab to published minutes, with the modals of Wagtail's workflow."""
    page = strict_page
    page.set_default_timeout(20_000)
    visit(page, live_site, desk["meeting"])
    page.get_by_role("tab", name="Protokół").click()
    page.get_by_role("link", name="Rozpocznij protokół").click()
    page.get_by_role("button", name="Rozpocznij protokół").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Projekt protokołu jest gotowy.").is_visible()

    def act(name: str) -> None:
        page.get_by_role("button", name="Więcej akcji").click()
        page.get_by_role("button", name=name).click()
        page.wait_for_load_state("networkidle")

    act("Wyślij do Protokół")
    made = Minutes.objects.latest("pk")
    visit(page, live_site, edit_url(made))
    keep(page, "workflow-corrections")
    act("Zakończ poprawki")
    modal = page.locator(".modal-body")
    modal.get_by_label("Komentarz").fill("Bez uwag")
    keep(page, "workflow-modal-corrections")
    modal.get_by_role("button", name="Zakończ poprawki").click()
    page.wait_for_url("**/minutes/")
    visit(page, live_site, edit_url(made))
    act("Odnotuj zatwierdzenie")
    modal.get_by_label("Albo w inny sposób").fill("obiegowo")
    keep(page, "workflow-modal-approval")
    modal.get_by_role("button", name="Odnotuj zatwierdzenie").click()
    page.wait_for_url("**/minutes/")
    made.refresh_from_db()
    assert made.live and made.approval.note == "obiegowo"
    visit(page, live_site, desk["list"])
    keep(page, "workflow-list")
