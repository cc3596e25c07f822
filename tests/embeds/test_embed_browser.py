"""Tried for real: other sites show parts of ours in Chromium, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rkres_wagtail.embeds.parts import kinds
from tests.embeds.consumer import LISTENER, as_wordpress, discover, other_site, page_with

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other(tmp_path):
    """Another site: ``other.write(name, html)`` gives the address of the page."""
    (tmp_path / "listener.js").write_text(LISTENER)
    with other_site(tmp_path) as url:

        class Other:
            @staticmethod
            def write(name: str, html: str) -> str:
                (tmp_path / name).write_text(html, encoding="utf-8")
                return f"{url}/{name}"

        yield Other


@pytest.fixture
def problems(context):
    """Errors in the consoles of this test."""
    found: list[str] = []
    context.on("console", lambda each: found.append(each.text) if each.type == "error" else None)
    context.on("weberror", lambda each: found.append(str(each.error)))
    return found


def test_as_wordpress_shows_it(live_site, whole, other, context, page, axe, problems):
    for number, ours in enumerate((whole.meeting, whole.consultation)):
        data = discover(context.request.get, f"{live_site.url}{ours.get_url()}")
        html = as_wordpress(data["html"])
        url = other.write(f"wp{number}.html", page_with(html, listens=True))
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(url)
            expect(page.locator("iframe")).to_have_class("shown")
            expect(page.locator("blockquote")).to_be_hidden()
            frame = page.frame_locator("iframe")
            expect(frame.get_by_role("heading", level=1)).to_have_text(ours.title)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            axe(page)
        frame.get_by_role("link", name=ours.title).first.click()
        page.wait_for_url(f"**{ours.get_url()}")
    assert problems == []


def test_wordpress_without_javascript(live_site, whole, other, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    data = discover(context.request.get, f"{live_site.url}{whole.meeting.get_url()}")
    page.goto(other.write("bez.html", page_with(as_wordpress(data["html"]))))
    expect(page.locator("blockquote")).to_contain_text("Ratusz")
    page.get_by_role("link", name="Piąte posiedzenie").click()
    page.wait_for_url(f"**{whole.meeting.get_url()}")
    context.close()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_page_of_plain_html(live_site, whole, other, browser, has_scripts):
    context = browser.new_context(java_script_enabled=has_scripts)
    page, found = context.new_page(), []
    page.on("console", lambda each: found.append(each.text) if each.type == "error" else None)
    data = discover(context.request.get, f"{live_site.url}{whole.consultation.get_url()}")
    page.goto(other.write("statyczna.html", page_with(data["html"])))
    expect(page.locator("blockquote")).to_be_hidden()
    page.frame_locator("iframe").get_by_role("link", name="Projekt programu LPRES").first.click()
    page.wait_for_url(f"**{whole.consultation.get_url()}")
    assert found == []
    context.close()


@pytest.mark.parametrize(
    "query",
    ["", "motyw=ciemny", "tlo=ffee00&tekst=ffdd00&akcent=ffffff&zaokraglenie=20", "tlo=0065c2"],
)
def test_every_part_in_odd_colours(live_site, parts, strict_page, axe, query):
    for kind, (ours, _expected) in parts.items():
        for width in (1280, 320):
            strict_page.set_viewport_size({"width": width, "height": 900})
            strict_page.goto(f"{live_site.url}/rkres/embed/{kind}/{ours.pk}/?{query}")
            width_of = "document.documentElement.scrollWidth <= innerWidth"
            assert strict_page.evaluate(width_of), (kind, width)
        axe(strict_page)


def test_the_committee_itself_is_not_framed(live_site, whole, other, page):
    ours = f"{live_site.url}{whole.committee.get_url()}"
    page.goto(other.write("cala.html", page_with(f'<iframe src="{ours}" title="x"></iframe>')))
    page.wait_for_timeout(500)
    assert all(frame.url != ours for frame in page.frames)


def test_every_kind_has_been_tried(parts):
    assert parts.keys() == kinds().keys()


def test_the_page_of_open_data(live_site, whole, strict_page, axe):
    for width in (1280, 360):
        strict_page.set_viewport_size({"width": width, "height": 900})
        strict_page.goto(f"{live_site.url}{whole.committee.get_url()}dane/")
        expect(strict_page.get_by_role("heading", level=1)).to_have_text("Otwarte dane")
        assert strict_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        axe(strict_page)
