"""Planning a year and pasting an agenda in a real browser, with and without JavaScript."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rkres_wagtail.meetings.querysets import meetings
from rkres_wagtail.meetings.when import local_today
from tests import factories as make
from tests.support.users import create_user

pytestmark = pytest.mark.browser

SIZES = [{"width": 1280, "height": 900}, {"width": 360, "height": 800}]
YEAR = local_today().year + 1
ENGLISH = re.compile(
    r"\b(the|meeting|meetings|year|day|agenda|item|items|draft|drafts|body|list|create|line)\b",
    re.IGNORECASE,
)


@pytest.fixture
def admin(live_site, browser_login):
    browser_login(create_user("biuro", superuser=True))
    return f"{live_site.url}/admin/"


@pytest.fixture
def listing(committee):
    make.GroupPageFactory(parent=committee, title="Grupa robocza ds. współpracy", slug="grupa")
    return make.MeetingIndexPageFactory(
        parent=committee,
        slug="posiedzenia",
        agenda_template="1. Otwarcie\n2. Przyjęcie porządku obrad\n3. Sprawy różne",
    )


def looks_right(page, axe):
    """Fits the screen, has no barrier and no English word of ours."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert not ENGLISH.findall(page.inner_text("main"))
    axe(page, admin=True)


@pytest.mark.parametrize("size", SIZES, ids=["1280", "360"])
def test_plan_the_year(page, admin, listing, committee, axe, size):
    page.set_viewport_size(size)
    page.goto(f"{admin}pages/{listing.pk}/")
    page.locator("#w-slim-header-buttons [data-w-dropdown-target=toggle]").last.click()
    page.locator("a[href*='plan-year/?list=']").click()
    page.wait_for_url("**/rkres/plan-year/?list=*")
    assert page.input_value("#id_year") == str(YEAR)
    assert page.input_value(f"#id_count_{committee.pk}") == "4"
    looks_right(page, axe)

    page.fill("#id_year", "1999")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".w-field--error")
    looks_right(page, axe)

    page.fill("#id_year", str(YEAR))
    page.fill("#id_starts_time", "10:00")
    page.fill("#id_ends_time", "13:00")
    page.click("h1")
    page.click("main form button[type=submit]")
    page.wait_for_selector("#day-3")
    days = [page.input_value(f"#day-{number}") for number in range(4)]
    assert page.is_checked("#row-0") and not page.query_selector("#day-4")
    looks_right(page, axe)

    page.fill("#day-0", f"11.11.{YEAR}")
    page.fill("#day-1", "jutro")
    page.uncheck("#row-3")
    page.click("button[value=check]")
    page.wait_for_selector(".rkres-step__row--wrong")
    assert "Narodowe Święto Niepodległości" in page.inner_text("#remarks-0")
    assert "jutro" in page.inner_text("#remarks-1")
    looks_right(page, axe)

    page.fill("#day-0", days[0])
    page.fill("#day-1", days[1])
    page.click("button[value=create]")
    page.wait_for_url(f"**/admin/pages/{listing.pk}/")
    assert meetings().filter(live=False).count() == 3
    assert "Utworzono 3 szkice posiedzeń" in page.inner_text("body")

    page.goto(f"{admin}rkres/plan-year/?list={listing.pk}")
    page.click("main form button[type=submit]")
    page.wait_for_selector("#day-0")
    assert page.input_value("#day-0") == days[3] and not page.query_selector("#day-1")


@pytest.mark.parametrize("size", SIZES, ids=["1280", "360"])
def test_paste_an_agenda(page, admin, listing, axe, size):
    rows = [{"title": "Otwarcie", "is_internal": True}, {"title": "Zbędny punkt"}]
    meeting = make.MeetingPageFactory(parent=listing, title="Posiedzenie", agenda=rows, live=False)
    page.set_viewport_size(size)
    page.goto(f"{admin}rkres/paste-agenda/{meeting.pk}/")
    looks_right(page, axe)
    page.fill(
        "#id_text",
        "1. 10:00–10:15 Otwarcie\n2. Stan prac – Jan Kowalski, ROPS\na) konsultacje\n3. Zamknięcie",
    )
    page.check("input[value=replace]")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".rkres-step__table")
    assert "Zbędny punkt" in page.inner_text(".help-warning")
    looks_right(page, axe)
    page.click("button[value=save]")
    page.wait_for_url(f"**/admin/pages/{meeting.pk}/edit/")
    titles = [item.title for item in meetings().get(pk=meeting.pk).agenda_items.all()]
    assert titles == ["Otwarcie", "Stan prac", "konsultacje", "Zamknięcie"]


def test_without_javascript(new_context, live_site, listing, committee):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(create_user("biuro", superuser=True))
    context = new_context(java_script_enabled=False)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_site.url,
            }
        ]
    )
    page = context.new_page()
    page.goto(f"{live_site.url}/admin/rkres/plan-year/?list={listing.pk}")
    page.click("main form button[type=submit]")
    page.fill("#day-0", f"11.11.{YEAR}")
    page.click("button[value=create]")
    assert "Niepodległości" in page.inner_text("#remarks-0") and not meetings().exists()
    page.click("button[value=create]")
    page.wait_for_url(f"**/admin/pages/{listing.pk}/")
    assert meetings().filter(starts_on=date(YEAR, 11, 11)).count() == 1
    assert meetings().count() == 4
    meeting = meetings().first()
    page.goto(f"{live_site.url}/admin/rkres/paste-agenda/{meeting.pk}/")
    page.fill("#id_text", "4. Wnioski")
    page.click("main form button[type=submit]")
    page.click("button[value=save]")
    page.wait_for_url(f"**/admin/pages/{meeting.pk}/edit/")
    assert meetings().get(pk=meeting.pk).agenda_items.count() == 4
