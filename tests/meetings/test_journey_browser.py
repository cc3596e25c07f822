"""A meeting from the plan of the year to its report, as the office and a reader live through it.

An editor of the role Sekretariat works in Chromium. After each step a reader, who is not logged
in, looks at the page, the list, the calendar and the feed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils import translation
from django.utils.formats import date_format
from freezegun import freeze_time
from icalendar import Calendar

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.querysets import meetings
from rkres_wagtail.meetings.when import moment
from tests.factories import MeetingIndexPageFactory
from tests.support.calendars import entries_in
from tests.support.users import create_user

from .public import words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "V posiedzenie Komitetu"
REASON = "Sala zajęta przez sesję sejmiku"
REPORT = "Komitet przyjął plan współpracy."
AGENDA = """\
1. 10:00 Otwarcie posiedzenia
2. Plan współpracy – Anna Nowak, ROPS
3. Sprawy kadrowe biura
4. Wolne wnioski"""


class Reader:
    """Somebody who is not logged in and knows the address of the list of meetings."""

    def __init__(self, tab, address: str):
        self.tab, self.address = tab, address
        self.read(address)
        webcal = tab.get_attribute("a[href^='webcal:']", "href")
        self.calendar = webcal.replace("webcal:", "http:")
        self.atom = tab.get_attribute("link[type='application/atom+xml']", "href")

    def read(self, address: str) -> str:
        """The words of a page, reloaded: a reader's browser may keep it for a minute."""
        self.tab.goto(address)
        assert self.tab.reload().status == 200, address
        return words(self.tab.inner_text("main"))

    def status(self, address: str) -> int:
        return self.tab.goto(address).status

    def titles(self, key: str) -> list[str]:
        """Titles in a part of the list: ``ahead`` or ``past``."""
        self.read(self.address)
        links = self.tab.locator(f"[aria-labelledby=rkres-{key}] .rkres-item-title a")
        return [words(title) for title in links.all_inner_texts()]

    def events(self) -> list:
        return list(Calendar.from_ical(self._fetch(self.calendar)).walk("VEVENT"))

    def news(self) -> list[dict]:
        """The entries of the feed, the newest first."""
        return entries_in(self._fetch(self.atom))

    def _fetch(self, address: str) -> bytes:
        response = self.tab.request.get(address)
        assert response.status == 200, address
        return response.body()


class Office:
    """What the editor does, by what stands on the screen."""

    def __init__(self, tab, url: str):
        self.tab, self.admin = tab, f"{url}/admin/"

    def open(self, page, tab: str = "") -> None:
        self.tab.goto(f"{self.admin}pages/{page.pk}/edit/")
        self.tab.wait_for_load_state("networkidle")
        if tab:
            self.tab.get_by_role("tab", name=tab).click()

    def header(self, name: str) -> None:
        """Choose ``name`` in the menu of the explorer's header."""
        self.tab.locator("#w-slim-header-buttons [data-w-dropdown-target=toggle]").last.click()
        self.tab.get_by_role("link", name=name).locator("visible=true").click()

    def publish(self) -> None:
        self.tab.locator("footer [data-w-dropdown-target=toggle]").click()
        self.tab.get_by_role("button", name="Opublikuj", exact=True).click()
        self.tab.wait_for_selector(".messages .success")

    def press(self, name: str) -> None:
        self.tab.locator("main").get_by_role("button", name=name, exact=True).click()

    def see(self, address: str) -> str:
        """Follow the link to the page in the message of what was done; the page's words."""
        path = urlsplit(address).path
        assert self.tab.get_attribute(f".messages a[href$='{path}']", "href").endswith(path)
        self.tab.goto(address)
        return words(self.tab.inner_text("main"))


@pytest.fixture
def listing(committee):
    return MeetingIndexPageFactory(
        parent=committee, slug="posiedzenia", agenda_template="1. Otwarcie\n2. Sprawy różne"
    )


@pytest.fixture
def secretary(committee):
    user = create_user("sekretariat")
    user.groups.add(create_roles(committee)["secretariat"])
    return user


@pytest.fixture
def office(page, live_site, secretary, browser_login):
    browser_login(secretary)
    return Office(page, live_site.url)


@pytest.fixture
def reader(new_context, live_site, listing):
    cache.clear()
    return Reader(new_context().new_page(), f"{live_site.url}{listing.get_url()}")


def test_from_the_plan_to_the_report(office, reader, listing, live_site, secretary, browser_login):
    day = plan_the_year(office, listing)
    meeting = meetings().get(starts_on=day)
    address = f"{live_site.url}{meeting.get_url()}"
    assert reader.status(address) == 404
    assert reader.titles("ahead") == []
    assert (reader.events(), reader.news()) == ([], [])

    announce(office, meeting, day, address)
    was = f"{long_date(day)}, 10:00–13:00"
    said = reader.read(address)
    assert f"{TITLE} potwierdzone" in said and was in said
    assert "1. Otwarcie 2. Sprawy różne" in said
    assert reader.titles("ahead") == [TITLE]
    (announced,), (news,) = reader.events(), reader.news()
    assert (announced["status"], announced["sequence"]) == ("CONFIRMED", 0)
    assert hours(announced) == (moment(day, time(10)), moment(day, time(13)))
    assert announced["url"] == address
    assert f"Kiedy: {was}" in news["summary"]

    paste_the_agenda(office, meeting)
    assert "1. Otwarcie 2. Sprawy różne" in reader.read(address)  # a draft until it is published
    publish_without_the_internal_item(office)
    said = reader.read(address)
    assert "1. Otwarcie posiedzenia 10:00" in said and "Anna Nowak, ROPS" in said
    for text in (said, str(reader.events()), str(reader.news())):
        assert "kadrowe" not in text
    assert reader.events()[0]["sequence"] == 0

    later = day + timedelta(days=7)
    move(office, meeting, later)
    now = f"{long_date(later)}, 11:30–14:00"
    line = f"Przeniesiono z {was} na {now}. Powód: {REASON}"
    for said in (office.see(address), reader.read(address)):
        assert line in said
        assert said.count(was) == 1  # in that line only
    assert reader.titles("ahead") == [TITLE]
    (moved,), (change, news) = reader.events(), reader.news()
    assert (moved["uid"], moved["sequence"]) == (announced["uid"], 1)
    assert hours(moved) == (moment(later, time(11, 30)), moment(later, time(14)))
    assert line in str(moved["description"])
    assert change["title"].startswith(f"Przeniesiono: {TITLE}") and line in change["summary"]
    assert f"Kiedy: {now}" in news["summary"]

    # The day has come and gone: nobody saves anything, and the page says so.
    with freeze_time(moment(later, time(14, 1)), tick=True, real_asyncio=True):
        assert f"{TITLE} odbyło się" in reader.read(address)
        assert (reader.titles("ahead"), reader.titles("past")) == ([], [TITLE])
        browser_login(secretary)
        report(office, meeting)
        said = reader.read(address)
        assert REPORT in said and line in said
        assert "Plan współpracy" in said and "przyjęto" in said and "kadrowe" not in said
        (held,), (news, change_later) = reader.events(), reader.news()
        assert (held["uid"], held["status"], held["sequence"]) == (
            announced["uid"], "CONFIRMED", 1,
        )  # fmt: skip
        assert hours(held) == hours(moved)
        assert change_later == change and news["id"] != change["id"]
        assert datetime.fromisoformat(news["updated"]).date() == later


def hours(event) -> tuple[datetime, datetime]:
    return event.decoded("dtstart"), event.decoded("dtend")


def long_date(day: date) -> str:
    with translation.override("pl"):
        return date_format(day, "j E Y, l").lower()


def plan_the_year(office, listing) -> date:
    """Create four drafts; return the day of the first."""
    tab = office.tab
    tab.goto(f"{office.admin}pages/{listing.pk}/")
    office.header("Zaplanuj rok")
    tab.wait_for_selector("#id_year")
    tab.fill("#id_starts_time", "10:00")
    tab.fill("#id_ends_time", "13:00")
    tab.click("h1")
    tab.click("main form button[type=submit]")
    tab.wait_for_selector("#day-3")
    day = datetime.strptime(tab.input_value("#day-0"), "%d.%m.%Y").date()
    tab.click("button[value=create]")
    tab.wait_for_url(f"**/admin/pages/{listing.pk}/")
    assert "Utworzono 4 szkice posiedzeń" in tab.inner_text("body")
    return day


def announce(office, meeting, day: date, address: str) -> None:
    office.open(meeting)
    assert office.tab.input_value("#id_starts_on") == f"{day:%d.%m.%Y}"
    office.tab.fill("#id_title", TITLE)
    office.tab.fill("#id_place_name", "Urząd Marszałkowski, sala 5")
    office.tab.select_option("#id_status", label="potwierdzone")
    office.publish()
    assert f"{TITLE} potwierdzone" in office.see(address)


def paste_the_agenda(office, meeting) -> None:
    tab = office.tab
    office.open(meeting, "Porządek obrad")
    tab.get_by_role("link", name="Wklej porządek obrad").click()
    tab.fill("#id_text", AGENDA)
    tab.check("input[value=replace]")
    tab.click("main form button[type=submit]")
    tab.wait_for_selector(".rkres-step__table")
    tab.click("button[value=save]")
    tab.wait_for_url(f"**/admin/pages/{meeting.pk}/edit/")


def publish_without_the_internal_item(office) -> None:
    office.tab.wait_for_load_state("networkidle")
    office.tab.get_by_role("tab", name="Porządek obrad").click()
    assert office.tab.input_value("#id_agenda_items-2-title") == "Sprawy kadrowe biura"
    office.tab.check("#id_agenda_items-2-is_internal")
    office.publish()


def move(office, meeting, day: date) -> None:
    tab = office.tab
    office.open(meeting)
    assert not tab.query_selector("#id_starts_on")
    tab.locator("main").get_by_role("link", name="Przenieś").click()
    tab.wait_for_selector("#id_reason")
    tab.fill("#id_starts_on", f"{day:%d.%m.%Y}")
    tab.fill("#id_starts_time", "11:30")
    tab.fill("#id_ends_time", "14:00")
    tab.click("h1")
    office.press("Przenieś posiedzenie")
    tab.wait_for_selector(".w-field--error")
    tab.fill("#id_reason", REASON)
    office.press("Przenieś posiedzenie")
    tab.wait_for_selector(".messages .success")


def report(office, meeting) -> None:
    from playwright.sync_api import expect

    office.open(meeting, "Porządek obrad")
    office.tab.select_option("#id_agenda_items-1-result", label="przyjęto")
    office.tab.get_by_role("tab", name="Po posiedzeniu").click()
    office.tab.locator("[data-contentpath=report] [contenteditable=true]").click()
    office.tab.keyboard.type(REPORT)
    # The editor of rich text hands over what was typed with a short delay.
    expect(office.tab.locator("#id_report")).to_have_value(re.compile(re.escape(REPORT)))
    office.publish()
