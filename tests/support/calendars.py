"""Reading the calendars and feeds that the tests ask for."""

from __future__ import annotations

from xml.etree import ElementTree

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

ATOM = "{http://www.w3.org/2005/Atom}"


def get(name: str, page, client=None, **headers):
    """The answer of ``rkres_wagtail:<name>`` for a page."""
    return (client or Client()).get(reverse(f"rkres_wagtail:{name}", args=[page.pk]), **headers)


def unfolded(response) -> str:
    """A calendar with its lines put together again (RFC 5545 §3.1)."""
    assert response.status_code == 200, response
    return response.content.decode().replace("\r\n ", "").replace("\r\n", "\n")


def events(page, name: str = "calendar") -> list:
    """The parsed events of a page's calendar, in its order."""
    response = get(name, page)
    assert response.status_code == 200, response
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def entries(page) -> list[dict]:
    """The entries of a page's news: id, title, text, updated."""
    response = get("news", page)
    assert response.status_code == 200, response
    return entries_in(response.content)


def entries_in(content: bytes) -> list[dict]:
    """The entries of a feed that was fetched."""
    return [
        {child.tag.removeprefix(ATOM): child.text or child.get("href") for child in entry}
        for entry in ElementTree.fromstring(content).iter(f"{ATOM}entry")
    ]
