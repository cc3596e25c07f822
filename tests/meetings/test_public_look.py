"""The pages of meetings as readers meet them: axe, policy, reflow, paper, no script."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When, local_today
from tests.factories import (
    CommitteePageFactory,
    FundingNoticeFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    OrganisationFactory,
    TermFactory,
)

from .public import document, image

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = (
    "Wspólne posiedzenie Regionalnego Komitetu Rozwoju Ekonomii Społecznej oraz Wojewódzkiej "
    "Rady Działalności Pożytku Publicznego w sprawie usług społecznych"
)
ENDLESS = "Konstantynopolitańczykowianeczkówna" * 5


@pytest.fixture
def addresses(live_site) -> dict[str, str]:
    """Meetings of every kind; address by kind of page."""
    return build(live_site)


def build(live_site) -> dict[str, str]:
    committee = CommitteePageFactory(
        title="Regionalny Komitet Rozwoju Ekonomii Społecznej",
        slug="rkres",
        contact_phone="68 000 00 00",
        contact_email="sekretariat@bardzo-dluga-domena-urzedu.example.invalid",
        funding=FundingNoticeFactory(),
    )
    group = GroupPageFactory(parent=committee, title="Grupa robocza ds. współpracy", slug="grupa")
    TermFactory(committee=committee)
    TermFactory(committee=committee, past=True)
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia", lead="Kiedy i gdzie.")
    keys = [uuid.uuid4() for _number in range(4)]
    agenda = [
        {"title": "Otwarcie", "uuid": keys[0], "duration": 10},
        {"title": LONG, "uuid": keys[1], "speaker": "Anna Łącka", "affiliation": "ROPS"},
        {"title": ENDLESS, "uuid": keys[2], "level": 2},
        {"title": "szczegół", "uuid": keys[3], "level": 3},
    ]
    materials = [
        {"document": document("Projekt"), "kind": "draft", "item_uuid": keys[1]},
        {"document": document("Skan"), "access": "not_accessible", "replace_by": date(2031, 1, 1)},
        {"document": document("Stary"), "access": "replaced"},
        {"document": document("Protokół"), "kind": "minutes"},
    ]

    def make(slug: str, **fields):
        return MeetingPageFactory(parent=listing, slug=slug, **fields)

    before = make(
        "przed",
        title=LONG,
        confirmed=True,
        bodies=[committee, group],
        outside_bodies=[("body", {"name": "Rada", "url": "https://example.invalid/"})],
        meeting_form="hybrid",
        place_name="Sala 12",
        place_address="ul. Prosta 1",
        host_organisation=OrganisationFactory(website="https://example.invalid/"),
        access_url="https://example.invalid/wejscie",
        access_visibility="public",
        is_open=True,
        signup_text="Napisz: biuro@example.invalid",
        signup_url="https://example.invalid/zapisy",
        signup_until=local_today() + timedelta(days=3),
        services=[("service", {"kind": "sign_language", "note": "do 5 grudnia"})],
        lead="O usługach społecznych.",
        description="<p>Zapraszamy.</p>",
        agenda=agenda,
        materials=materials,
    )
    after = make(
        "po",
        past=True,
        report="<p>Było.</p><h3>Ustalenia</h3><ul><li>jedno</li></ul>",
        agenda=[
            {"title": "A", "result": "adopted", "result_note": "jednogłośnie"},
            {"title": "B", "result": "referred", "referred_to_id": group.pk},
        ],
        materials=materials[1:],
        photos=[("photo", {"image": image(), "alt_text": "Sala", "caption": "Obrady"})],
    )
    moved = make("przeniesione", confirmed=True)
    new = When("minute", local_today() + timedelta(days=20), moved.starts_time)
    move_meeting(moved, new, user=None, reason="Brak sali")
    cancelled = make("odwolane", title="Odwołane", confirmed=True)
    cancel_meeting(cancelled, user=None, reason="Choroba " + ENDLESS)
    pages = {
        "before": before,
        "after": after,
        "moved": moved,
        "cancelled": cancelled,
        "month": make("miesiac", month_only=True, starts_on=date(2031, 9, 1)),
        "unknown": make("nieznane", undated=True),
        "days": make(
            "dni",
            date_precision="days",
            starts_on=date(2031, 4, 30),
            ends_on=date(2031, 5, 2),
            starts_time=None,
            ends_time=None,
        ),
        "archival": make("stare", starts_on=date(2016, 4, 7)),
        "hostile": make("wrogie", title="<script>alert(1)</script> \u202e" + ENDLESS),
        "list": listing,
        "committee": committee,
        "group": group,
    }
    found = {kind: live_site.url + quote(page.get_url()) for kind, page in pages.items()}
    found["filtered"] = f"{found['list']}?rok=2031&forma=zla&q=posiedzenie"
    found["nothing"] = f"{found['list']}?q=niczegotuniema"
    found["search"] = f"{found['committee']}szukaj/?q=posiedzenie"
    return found


def overflow(page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


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
        for kind in ("before", "after", "moved", "cancelled", "filtered"):
            page.goto(addresses[kind])
            axe(page, context=".rkres")


def test_reflows_at_320_pixels(page, addresses):
    page.set_viewport_size({"width": 320, "height": 700})
    for kind, address in addresses.items():
        page.goto(address)
        assert overflow(page) <= 0, kind


def test_filters_work_without_script(new_context, addresses):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(addresses["list"])
    page.locator(".rkres-filters > summary").click()
    page.get_by_label("Rok").select_option("2016")
    page.get_by_role("button", name="Pokaż posiedzenia").click()
    assert "rok=2016" in page.url
    assert page.locator(".rkres-meeting").count() == 1
    assert (
        page.get_by_role("status").inner_text().replace("\xa0", " ") == "Znaleziono 1 posiedzenie"
    )
    page.get_by_role("link", name="Wyczyść filtry").click()
    assert page.url == addresses["list"]


def test_a_phone_shows_when_and_where_on_its_first_screen(page, addresses):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(addresses["moved"])
    offset = page.locator(".rkres h1").evaluate("(e) => e.getBoundingClientRect().top")
    bottom = page.locator(".rkres-when").evaluate("(e) => e.getBoundingClientRect().bottom")
    assert bottom - offset < 800
    facts = page.locator(".rkres-head-facts").bounding_box()
    text = page.locator(".rkres-head-text").bounding_box()
    assert facts["y"] < text["y"]


def test_wide_screens_put_facts_and_the_calendar_beside(page, addresses):
    page.goto(addresses["before"])
    title = page.locator(".rkres-head-title").bounding_box()
    facts = page.locator(".rkres-head-facts").bounding_box()
    assert facts["x"] > title["x"] + title["width"]
    page.goto(addresses["list"])
    first = page.locator(".rkres-columns-first").bounding_box()
    aside = page.locator(".rkres-columns-aside").bounding_box()
    assert aside["x"] > first["x"] and abs(aside["y"] - first["y"]) < 4


def test_levels_of_the_agenda_are_seen(page, addresses):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(addresses["before"])
        starts = page.locator(".rkres-agenda-number").evaluate_all(
            "(all) => all.map((e) => e.getBoundingClientRect().left)"
        )
        assert starts[0] == starts[1] < starts[2] < starts[3]


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


def test_paper_has_the_agenda_and_no_form(page, addresses):
    page.emulate_media(media="print")
    page.goto(addresses["before"])
    assert page.locator(".rkres-agenda").first.is_visible()
    assert not page.get_by_role("link", name="Dodaj do kalendarza").is_visible()
    page.goto(addresses["list"])
    assert not page.locator(".rkres-filters").is_visible()
    assert page.locator(".rkres-meeting").first.is_visible()
