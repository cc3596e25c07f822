"""The office's screens of joining in a real browser: accessible, narrow enough, one story."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse

from rkres_wagtail.bodies.models import Membership
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import (
    CallPageFactory,
    CommitteePageFactory,
    PersonContactFactory,
    PersonFactory,
    SectorFactory,
    TierPageFactory,
)
from tests.factories.participation import (
    ConsentTextFactory,
    DeclarationFactory,
    JoiningOfferFactory,
)
from tests.meetings.test_public_look import overflow
from tests.support.users import create_user

from .office import register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 360]
LONG = "Chcemy mieć wpływ na to, jak wspierane są spółdzielnie socjalne w naszym powiecie. " * 5


def shot(page, name: str) -> None:
    """A picture to look at, where ``RKRES_SHOTS`` names a folder."""
    folder = os.environ.get("RKRES_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def rows(live_site):
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    tier = TierPageFactory(parent=committee, title="Forum Ekonomii Społecznej", slug="forum")
    call = CallPageFactory(parent=committee, body=tier)
    offer = JoiningOfferFactory(target=tier, online=True)
    consent = ConsentTextFactory(offer=offer)
    waiting = DeclarationFactory(
        target=tier,
        first_name="Anna",
        last_name="Wierzba-Testowa",
        email="anna.wierzba-testowa@example.org",
        position="prezeska zarządu",
        motivation=LONG,
        sector=SectorFactory(committee=committee),
        consent=consent,
    )
    waiting.files.create(name="rekomendacja.pdf", size=9, sha256="0" * 64, content=b"%PDF-1.7")
    known = PersonFactory(first_name="Anna", last_name="Wierzba-Testowa")
    PersonContactFactory(person=known, email=waiting.email)
    rejected = DeclarationFactory(target=call, email=waiting.email, rejected=True)
    DeclarationFactory(target=tier, withdrawn=True, way="post")
    DeclarationFactory(target=tier, unconfirmed=True)
    return {"committee": committee, "tier": tier, "waiting": waiting, "rejected": rejected}


@pytest.fixture
def secretary(page, live_site, rows, browser_login):
    user = create_user("sekretarka", full_name="Maria Zielińska-Testowa")
    user.groups.add(create_roles(rows["committee"])["secretariat"])
    browser_login(user)
    page.set_default_timeout(20_000)
    return page


def visit(page, live_site, path):
    response = page.goto(live_site.url + path)
    assert response.status == 200, path
    page.wait_for_load_state("networkidle")


def screens(rows) -> dict[str, str]:
    waiting = rows["waiting"].pk
    return {
        "offers": reverse("rkres_offers"),
        "offer": reverse("rkres_offer", args=[rows["tier"].pk]),
        "list": register(),
        "create": register("create"),
        "inspect": register("inspect", waiting),
        "edit": register("edit", waiting),
        "accept": register("accept", waiting),
        "reject": register("reject", waiting),
        "withdraw": register("withdraw", waiting),
        "reopen": register("reopen", rows["rejected"].pk),
        "data": register("data", waiting),
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_every_screen_is_accessible_and_fits(secretary, live_site, rows, axe, width):
    secretary.set_viewport_size({"width": width, "height": 900})
    for name, path in screens(rows).items():
        visit(secretary, live_site, path)
        shot(secretary, f"office-{name}-{width}")
        assert secretary.locator("h1").count() == 1, name
        axe(secretary, admin=True)
        assert overflow(secretary) <= 0, name


def test_from_the_desk_to_a_member(secretary, live_site, rows):
    page = secretary
    visit(page, live_site, reverse("wagtailadmin_home"))
    page.get_by_role("link", name="Forum Ekonomii Społecznej").first.click()
    page.locator(f'a[href="{register("accept", rows["waiting"].pk)}"]').first.click()
    page.locator("form button.button[type=submit]").last.click()
    page.wait_for_url(f"**{register('inspect', rows['waiting'].pk)}")
    made = Membership.objects.get()
    assert made.person.contact.email == rows["waiting"].email
    assert made.body_id == rows["tier"].pk
