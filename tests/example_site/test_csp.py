"""The strict Content-Security-Policy of public pages, and who gets another one."""

from __future__ import annotations

import pytest

from tests.example_site.test_pages import ADDRESSES
from tests.support.users import create_user

STRICT = {
    "default-src": {"'self'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'self'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'self'"},
}


def policy_of(response) -> dict[str, set[str]]:
    directives = response["Content-Security-Policy"].split(";")
    return {words[0]: set(words[1:]) for words in (each.split() for each in directives) if words}


@pytest.mark.django_db
def test_public_answers_carry_the_strict_policy(client, demo_home):
    for address in [*ADDRESSES, "/nie-ma/", "/sitemap.xml", "/api/v2/pages/"]:
        policy = policy_of(client.get(address))
        assert STRICT.items() <= policy.items(), address
        assert policy["img-src"] == {"'self'", "data:"}, address


@pytest.mark.django_db
def test_the_committee_gets_the_strict_policy(client, committee):
    assert STRICT.items() <= policy_of(client.get(committee.url)).items()


@pytest.mark.django_db
def test_readers_with_an_account_get_the_strict_policy(client, demo_home):
    client.force_login(create_user())
    assert policy_of(client.get("/"))["script-src"] == {"'self'"}


@pytest.mark.django_db
def test_editors_get_the_policy_of_the_userbar(admin_client, demo_home):
    response = admin_client.get("/")
    assert "wagtail-userbar" in response.content.decode()
    assert "'unsafe-inline'" in policy_of(response)["script-src"]


@pytest.mark.django_db
def test_admin_gets_its_own_policy_and_keeps_frames_to_itself(client, demo_home):
    policy = policy_of(client.get("/admin/login/"))
    assert "'unsafe-inline'" in policy["style-src"]
    assert policy["frame-ancestors"] == {"'self'"}
    assert policy["object-src"] == {"'none'"}


@pytest.fixture
def live_demo(live_server, demo_home):
    return live_server.url


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_violates_the_policy_or_axe(live_demo, strict_page, axe, width):
    strict_page.set_viewport_size({"width": width, "height": 900})
    for address in [*ADDRESSES, "/nie-ma/"]:
        strict_page.goto(live_demo + address)
        axe(strict_page)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert strict_page.evaluate(overflow) == 0, address


@pytest.mark.django_db(transaction=True)
def test_search_and_menu_work_in_the_browser(live_demo, strict_page):
    strict_page.goto(live_demo + "/")
    strict_page.keyboard.press("Tab")
    assert strict_page.evaluate("document.activeElement.className") == "skip-link"
    strict_page.get_by_role("navigation", name="Menu główne").get_by_text("Kontakt").click()
    strict_page.get_by_role("searchbox").fill("klauzule")
    strict_page.get_by_role("search").get_by_role("button", name="Szukaj").click()
    strict_page.get_by_role("link", name="English").click()
    assert strict_page.get_by_role("searchbox", name="What are you").input_value() == "klauzule"


@pytest.mark.django_db(transaction=True)
def test_admin_and_userbar_work_under_their_policy(
    live_demo, strict_page, browser_login, demo_home, django_user_model
):
    browser_login(create_user("szef", superuser=True))
    for address in ["/admin/", f"/admin/pages/{demo_home.pk}/edit/", "/"]:
        strict_page.goto(live_demo + address)
        strict_page.wait_for_load_state("networkidle")
    assert strict_page.locator("wagtail-userbar").count() == 1
