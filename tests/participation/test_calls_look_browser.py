"""Calls as readers and editors meet them: axe, policy, reflow, no script."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import CallPageFactory, CommitteePageFactory, GroupPageFactory
from tests.factories import MembershipFactory as Member
from tests.meetings.public import document
from tests.meetings.test_public_look import ENDLESS, LONG, overflow

from .test_calls_public import CHANNELS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(live_site) -> dict:
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    group = GroupPageFactory(parent=committee, title=f"Grupa {ENDLESS}", slug="grupa")
    Member(body=committee)

    def make(slug: str, **fields):
        values = {"parent": committee, "title": slug, "channels": CHANNELS, **fields}
        return CallPageFactory(slug=slug, seats_min=15, seats_max=25, **values)

    long = {
        "title": LONG, "lead": LONG, "decided_by": LONG, "body": group,
        "who_may_stand": f"<h3>Kto</h3><p>{ENDLESS}</p>", "rules": f"<p>{LONG}</p>",
        "files": [("file", {"document": document(LONG), "title": ""})],
        "questions": [("question", {"question": LONG, "answer": f"<p>{ENDLESS}</p>"})] * 2,
        "copies": [("copy", {"title": LONG, "url": "https://bip.invalid/"})],
        "contact_person": "Anna", "contact_phone": "68 000 00 00",
    }  # fmt: skip
    today = timezone.localdate()
    return {
        "open": make("otwarty"),
        "announced": make("zapowiedziany", announced=True),
        "closed": make("zakonczony", closed=True),
        "settled": make("rozstrzygniety", settled=True, composition_on=today - timedelta(days=4)),
        "long": make("dlugi", **long),
        "bare": make("pusty", opens_at=None, closes_at=None, channels=[], lead=""),
        "committee": committee,
        "group": group,
    }


@pytest.fixture
def addresses(live_site, pages) -> dict[str, str]:
    found = {kind: live_site.url + quote(page.get_url()) for kind, page in pages.items()}
    found["list"] = f"{found['committee']}nabory/"
    found["filtered"] = f"{found['list']}?stan=open&rok=1999"
    found["nothing"] = f"{found['list']}?q=niczegotuniema"
    return found


def test_every_page_is_accessible_and_obeys_the_policy(strict_page, addresses, axe):
    for width in (1280, 360):
        strict_page.set_viewport_size({"width": width, "height": 800})
        for kind, address in addresses.items():
            response = strict_page.goto(address)
            assert response.status == 200, kind
            assert strict_page.locator("h1").count() == 1, kind
            assert overflow(strict_page) <= 0, (kind, width)
            axe(strict_page)
    strict_page.set_viewport_size({"width": 320, "height": 700})
    for kind, address in addresses.items():
        strict_page.goto(address)
        assert overflow(strict_page) <= 0, kind


def test_from_the_committee_to_the_address_without_script(new_context, addresses):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(addresses["committee"])
    page.locator("#rkres-open-calls ~ ul a", has_text="otwarty").click()
    assert page.url == addresses["open"]
    page.locator("a.rkres-button").click()
    assert page.locator("#rkres-channels").is_visible()
    assert page.locator("a[href^='mailto:rops@example.org']").count() == 1
    page.goto(addresses["long"])
    page.locator("#rkres-questions ~ details > summary").first.click()
    assert page.locator("#rkres-questions ~ details .rkres-text").first.is_visible()


def test_from_a_settled_call_to_the_composition(strict_page, addresses, pages):
    strict_page.goto(addresses["settled"])
    strict_page.locator("#rkres-outcome ~ ul a").click()
    day: date = pages["settled"].composition_on
    assert strict_page.url == f"{addresses['committee']}sklad/?on={day}"
    assert strict_page.locator("h1").count() == 1


def test_the_editor_and_the_listing(strict_page, browser_login, live_site, pages, admin_user, axe):
    browser_login(admin_user)
    for address in (
        reverse("wagtailadmin_pages:edit", args=[pages["settled"].pk]),
        reverse("rkres_calls:index"),
    ):
        assert strict_page.goto(live_site.url + address).status == 200
        axe(strict_page, admin=True)
