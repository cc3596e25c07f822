"""The pages of decisions as readers meet them: axe, policy, reflow, no script."""

from __future__ import annotations

import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from rkres_wagtail.decisions.choices import DispatchState, Voting
from tests.factories import (
    CommitteePageFactory,
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.meetings.public import document
from tests.meetings.test_public_look import ENDLESS, LONG, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses(live_site) -> dict[str, str]:
    """Decisions of every kind; address by kind of page."""
    today = timezone.localdate()
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    DecisionKindFactory(committee=committee, name="stanowisko", name_plural="stanowiska")
    DecisionKindFactory(committee=committee, name="opinia", name_plural="opinie")
    group = GroupPageFactory(parent=committee, title=f"Grupa robocza {ENDLESS}", slug="grupa")
    key = uuid.uuid4()
    held = MeetingPageFactory(
        parent=MeetingIndexPageFactory(parent=committee, slug="posiedzenia"),
        slug="posiedzenie", past=True, agenda=[{"title": LONG, "uuid": key}],
    )  # fmt: skip
    register = DecisionIndexPageFactory(parent=committee, slug="uchwaly", lead="Co uchwalono.")

    def make(slug: str, **fields):
        return DecisionPageFactory(parent=register, slug=slug, **fields)

    old = make("dawne", adopted_on=today - timedelta(days=900))
    full = make(
        "pelne", title=LONG, meeting=held, item_uuid=key, adopted_on=today, lead=LONG,
        supersedes=old, voting=Voting.COUNTED, votes_for=16, votes_against=0, votes_abstaining=1,
        text="<p>§ 1. Treść.</p><h3>Dalej</h3><ul><li>jedno</li></ul>",
        files=[("file", {"document": document("Podpisany odpis"), "title": ""})],
        sent=[
            {"addressee": LONG, "sent_on": today - timedelta(days=12)},
            {"addressee": "Zarząd", "state": DispatchState.REJECTED, "sent_on": today,
             "answered_on": today, "answered_by": ENDLESS, "answer": f"Nie.\n\n{ENDLESS}",
             "answer_document": document("Odpowiedź")},
            *({"addressee": str(state.label), "state": state} for state in DispatchState),
        ],
    )  # fmt: skip
    pages = {
        "register": register,
        "full": full,
        "replaced": old,
        "waiting": make("czeka", sent=[{}], body=group),
        "bare": make("puste", number="", kind=None),
        "hostile": make("wrogie", title="<script>alert(1)</script> \u202e" + ENDLESS),
        "meeting": held,
        "committee": committee,
        "group": group,
    }
    found = {kind: live_site.url + quote(page.get_url()) for kind, page in pages.items()}
    found["filtered"] = f"{found['register']}?stan=czeka&rok=1999"
    found["nothing"] = f"{found['register']}?q=niczegotuniema"
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


def test_dark_and_forced_colours_keep_contrast(new_context, addresses, axe):
    for options in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        page = new_context(**options).new_page()
        for kind in ("register", "full", "replaced", "waiting"):
            page.goto(addresses[kind])
            axe(page, context=".rkres")


def test_reflows_at_320_pixels(page, addresses):
    page.set_viewport_size({"width": 320, "height": 700})
    for kind, address in addresses.items():
        page.goto(address)
        assert overflow(page) <= 0, kind


def test_the_table_is_a_table_for_a_screen_reader_on_a_phone_too(page, addresses):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(addresses["register"])
        table = page.get_by_role("table", name="Decyzje od najnowszej")
        assert table.get_by_role("row").count() >= 5
        assert table.get_by_role("rowheader").count() >= 5
        if width == 1280:
            assert table.get_by_role("columnheader").count() == 4


def test_filters_work_without_script(new_context, addresses):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(addresses["register"])
    page.locator(".rkres-filters > summary").click()
    page.get_by_label("Co się z nią stało").select_option("czeka")
    page.get_by_role("button", name="Pokaż decyzje").click()
    assert "stan=czeka" in page.url
    assert page.locator(".rkres-table tbody tr").count() == 2
    said = page.get_by_role("status").inner_text().replace("\xa0", " ")
    assert said == "2 uchwały i stanowiska, 2 czekają na odpowiedź"
    page.get_by_role("link", name="Wyczyść").click()
    assert page.url == addresses["register"]


def test_a_phone_shows_who_and_when_on_its_first_screen(page, addresses):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(addresses["waiting"])
    offset = page.locator(".rkres h1").evaluate("(e) => e.getBoundingClientRect().top")
    bottom = page.locator(".rkres-head-facts").evaluate("(e) => e.getBoundingClientRect().bottom")
    assert bottom - offset < 800


def test_targets_are_large_enough(page, addresses):
    """24 px, or inline in a sentence (WCAG 2.5.8)."""
    page.set_viewport_size({"width": 360, "height": 800})
    script = """() => [...document.querySelectorAll(
        '.rkres :is(a, button, input, select, summary)')]
        .filter((e) => !e.closest('svg, .rkres-text, p:not(.rkres-actions)') && e.offsetParent)
        .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)"""
    for kind, address in addresses.items():
        page.goto(address)
        assert page.evaluate(script) == [], kind


def test_paper_has_the_table_and_no_form(page, addresses):
    page.emulate_media(media="print")
    page.goto(addresses["register"])
    assert page.locator(".rkres-table thead").is_visible()
    assert not page.locator(".rkres-filters").is_visible()
    assert not page.get_by_role("link", name="Pobierz tabelę (CSV)").is_visible()
