"""The page of minutes as readers meet it: axe, policy, reflow, paper; and the office's screen."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse

from rkres_wagtail.meetings.attendance.models import Presence
from rkres_wagtail.minutes import files_views
from rkres_wagtail.minutes.documents import files
from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.minutes_public import item, make_minutes, make_sheet, text
from tests.meetings.test_public_look import ENDLESS, LONG, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DISCUSSION = (
    "<p>Przewodnicząca przedstawiła sprawozdanie. W dyskusji głos zabrali przedstawiciele "
    "<b>samorządów</b> i podmiotów ekonomii społecznej.</p><h3>Pytania</h3>"
    "<ol><li>o klauzule społeczne<ul><li>w zamówieniach gmin</li></ul></li><li>o budżet</li></ol>"
    '<p>Więcej: <a href="https://example.invalid/">strona programu</a>.</p>'
)


@pytest.fixture
def minutes(live_site, monkeypatch):
    """Long minutes with everything in them, and their files."""
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    group = GroupPageFactory(parent=committee, title="Grupa robocza ds. współpracy", slug="grupa")
    type(group).objects.filter(pk=group.pk).update(attendance_names_public=True)
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    held = MeetingPageFactory(
        parent=listing, slug="piate", past=True, number=5, bodies=[committee, group],
        title="V posiedzenie Regionalnego Komitetu Rozwoju Ekonomii Społecznej",
        place_name="ROPS, sala 12", place_address="ul. Prosta 1, Zielona Góra",
    )  # fmt: skip
    later = MeetingPageFactory(parent=listing, slug="szoste", title="VI posiedzenie", number=6)
    make_sheet(held, committee, *[Presence.PRESENT] * 5, Presence.REMOTE, Presence.EXCUSED)
    make_sheet(held, group, *[Presence.PRESENT] * 3, Presence.SUBSTITUTE)
    made = make_minutes(
        held,
        approved_at=later,
        taken_by="Jan Kowalski",
        content=[
            item(discussion="<p>Przewodnicząca powitała członków Komitetu.</p>"),
            item(number="2.", title="Sprawozdanie z działalności", discussion=DISCUSSION),
            item(number="3.", title=LONG, discussion=f"<p>{ENDLESS}</p>", outcome=""),
            text("Wolne wnioski", "<p>Nie zgłoszono.</p>"),
        ],
    )
    files.refresh(made)
    made.page_url = live_site.url + quote(held.get_url())
    return made


@pytest.fixture
def address(minutes) -> str:
    return f"{minutes.page_url}protokol/"


def test_accessible_at_both_widths_and_obeys_the_policy(strict_page, address, minutes, axe):
    for width in (1280, 360):
        strict_page.set_viewport_size({"width": width, "height": 800})
        for url in (address, minutes.page_url):
            assert strict_page.goto(url).status == 200
            assert strict_page.locator("h1").count() == 1
            assert overflow(strict_page) <= 0, (url, width)
            axe(strict_page)


def test_dark_and_forced_colours_keep_contrast(new_context, address, axe):
    for options in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        page = new_context(**options).new_page()
        page.goto(address)
        axe(page, context=".rkres")


def test_reflows_at_320_pixels(page, address):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    assert overflow(page) <= 0


def test_the_ways_in_and_out_without_script(new_context, minutes, address):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(minutes.page_url)
    page.get_by_role("link", name="Przeczytaj protokół").click()
    assert page.url == address
    contents = page.get_by_role("navigation", name="Na tej stronie")
    contents.get_by_role("link", name="2. Sprawozdanie z działalności").click()
    assert page.url == f"{address}#czesc-2"
    page.get_by_role("link", name="Wróć do posiedzenia").click()
    assert page.url == minutes.page_url


def test_the_table_is_one_for_a_screen_reader_on_a_phone_too(page, address):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        table = page.get_by_role("table", name="Obecność")
        assert table.get_by_role("rowheader").count() == 2


def test_targets_are_large_enough(page, address):
    """24 px, or inline in a sentence (WCAG 2.5.8)."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address)
    small = page.evaluate(
        """() => [...document.querySelectorAll('.rkres a')]
        .filter((e) => !e.closest('.rkres-text, p') && e.offsetParent)
        .map((e) => [e.outerHTML, e.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)"""
    )
    assert small == []


def test_paper_has_the_text_and_no_files(page, address):
    page.emulate_media(media="print")
    page.goto(address)
    assert page.get_by_role("heading", name="Wolne wnioski").is_visible()
    assert page.locator(".rkres-table thead").is_visible()
    assert not page.get_by_text("Pobierz protokół").first.is_visible()


def test_the_offices_screen(page, minutes, live_site, admin_user, browser_login, axe):
    browser_login(admin_user)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_site.url + reverse(files_views.FILES_URL, args=[minutes.pk]))
        assert page.get_by_role("link", name="Pobierz kopię biura (DOCX)").is_visible()
        axe(page, admin=True)
        assert overflow(page) <= 0
