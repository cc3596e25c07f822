"""The ground of the tests itself: sites, a live server, the browser, axe and the CSP watcher."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.support.users import create_user


def test_site_root_is_served(client, site_root, site):
    response = client.get("/")
    assert response.status_code == 200
    assert site.root_page_id == site_root.pk


@pytest.mark.swapped
def test_bodies_stand_under_the_home_page(site_root, committee, tier, group):
    assert [page.title for page in site_root.get_children()] == [committee.title]
    assert set(committee.get_children().values_list("pk", flat=True)) == {tier.pk, group.pk}
    assert committee.live


@pytest.mark.django_db(transaction=True)
def test_a_flush_leaves_nothing_missing(site_root):
    assert site_root.get_parent().is_root()


@pytest.mark.browser
def test_a_browser_sees_the_home_page(live_site, strict_page, axe):
    response = strict_page.goto(live_site.url + "/")
    assert response.status == 200
    axe(strict_page)


@pytest.mark.browser
def test_violations_of_the_policy_are_noticed(live_site, page, csp_violations):
    page.goto(live_site.url + "/")
    page.evaluate(
        "document.head.appendChild(Object.assign("
        "document.createElement('script'), {textContent: 'window.inline = 1'}))"
    )
    page.wait_for_timeout(200)
    assert csp_violations
    assert page.evaluate("window.inline") is None


@pytest.mark.browser
def test_the_admin_opens_for_a_session_given_to_the_browser(live_site, page, browser_login, axe):
    user = create_user("admin", superuser=True)
    browser_login(user)
    response = page.goto(live_site.url + reverse("wagtailadmin_home"))
    assert response.status == 200
    assert page.locator("h1").count() == 1
    axe(page, admin=True)
