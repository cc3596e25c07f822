"""The search page in a real browser: accessible, without script, at two widths."""

from __future__ import annotations

import pytest

from tests.factories.bodies import (
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 360])
def test_search_is_accessible_and_works_by_keyboard(live_site, committee, strict_page, axe, width):
    for number in range(22):
        GroupPageFactory(
            parent=committee,
            title=f"Grupa robocza {number}",
            slug=f"g{number}",
            lead="Grupa zajmuje się przygotowaniem rekomendacji.",
            former=number == 0,
        )
    LegalActFactory(body=committee, issuer="Grupa")
    person = PersonFactory(first_name="Grupa", consenting=True)
    MembershipFactory(body=committee, person=person)
    page = strict_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_site.url}{committee.url}szukaj/")
    axe(page)
    page.locator("#rkres-q").fill("grupie")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").count() == 1
    assert page.locator(".rkres-list mark").count()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "22" in page.locator("#rkres-found").inner_text()
    with page.expect_navigation():
        page.locator('a[rel="next"]').click()
    assert page.locator(".rkres-list > li").count() == 2
    page.goto(f"{live_site.url}{committee.url}szukaj/?q=nieistniejące")
    axe(page)
    assert page.locator("#rkres-nothing").is_visible()
