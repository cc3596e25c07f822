"""From the committee's page to the button that leaves, on a phone without a script; and axe."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import Subscription
from rkres_wagtail.participation.news import delivering, links
from tests.factories import CommitteePageFactory, MeetingIndexPageFactory, MeetingPageFactory
from tests.factories.participation import SubscriptionFactory
from tests.meetings.test_public_look import ENDLESS, overflow

from .world import address, last_message, links_in, offer_news

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shown(live_site, settings):
    """A committee with words that never end."""
    settings.RKRES_WAGTAIL_REMARK_MIN_SECONDS = 0
    cache.clear()
    committee = CommitteePageFactory(title=f"Komitet {ENDLESS}", slug="komitet")
    offer_news()
    meetings = MeetingIndexPageFactory(parent=committee)
    meeting = MeetingPageFactory(parent=meetings, title=f"Posiedzenie {ENDLESS}")
    if hasattr(meeting, "tags"):
        meeting.tags.add("klauzule")
        meeting.save()
    return committee


def test_subscribe_confirm_change_leave_without_script(new_context, live_site, shown):
    tab = new_context(java_script_enabled=False).new_page()
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(f"{live_site.url}{shown.get_url()}")
    tab.locator(f'a[href="{address(shown)}"]').first.click()
    form = tab.locator("form.rkres-remark-form")
    form.locator("button[type=submit]").click()
    assert tab.get_by_role("alert").locator("a").get_attribute("href") == "#id_email"
    tab.locator("#id_email").fill("janina@example.org")
    form.locator("button[type=submit]").click()
    assert "wyslano=1" in tab.url and tab.get_by_role("status").is_visible()
    tab.goto(f"{live_site.url}{links_in(last_message())[0]}")
    tab.locator("article button[type=submit]").click()
    assert Subscription.objects.get().is_active
    tab.locator("input[value=calls]").uncheck()
    tab.locator("form.rkres-remark-form button[type=submit]").click()
    assert "calls" not in Subscription.objects.get().topics
    tab.locator("button[name=List-Unsubscribe]").click()
    assert tab.get_by_role("status").is_visible()
    assert Subscription.objects.get().email == ""


@pytest.mark.parametrize("width", [1280, 360])
def test_all_pages_and_the_mail_are_accessible(live_site, strict_page, axe, shown, width):
    strict_page.set_viewport_size({"width": width, "height": 800})
    active = SubscriptionFactory(committee=shown)
    asked = SubscriptionFactory(committee=shown, unconfirmed=True)
    left = SubscriptionFactory(committee=shown, left=True)
    paths = [
        shown.get_url(),
        address(shown),
        f"{address(shown)}?wyslano=1",
        links.path_of(links.CONFIRM, asked),
        links.path_of(links.CONFIRM, left),
        links.path_of(links.MANAGE, active),
        links.path_of(links.LEAVE, active),
        links.path_of(links.MANAGE, left),
    ]
    for path in paths:
        strict_page.goto(f"{live_site.url}{path}")
        axe(strict_page)
        assert strict_page.locator("h1").count() == 1
        assert overflow(strict_page) <= 0, (path, width)
    strict_page.goto(f"{live_site.url}{address(shown)}")
    strict_page.locator("form.rkres-remark-form button[type=submit]").click()
    axe(strict_page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_mail_is_accessible(new_context, axe, shown, width):
    SubscriptionFactory(committee=shown)
    assert delivering.deliver() == 1
    tab = new_context().new_page()
    tab.set_viewport_size({"width": width, "height": 800})
    tab.set_content(OutgoingMessage.objects.filter(kind="news").latest("pk").html)
    # A mail is no page: it stands inside one, whose landmarks and title are the mail program's.
    axe(tab, context="body > div")
