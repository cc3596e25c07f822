"""The sitemap: what stands below pages, when it changed, in which languages, at what cost."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from rkres_wagtail.consultations.models import ConsultationReport
from rkres_wagtail.minutes.models import Minutes
from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DocumentVersionFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MembershipFactory,
    PersonFactory,
    TierPageFactory,
)
from tests.factories.minutes_public import make_minutes
from tests.opendata.test_linked_heads import translate

pytestmark = pytest.mark.django_db

_ENTRY = re.compile(r"<url>(.*?)</url>", re.DOTALL)


def entries(client) -> dict[str, dict]:
    """Address -> day of the last change and language versions."""
    text = client.get("/sitemap.xml").content.decode()
    found = {}
    for entry in _ENTRY.findall(text):
        address = re.search(r"<loc>(.*?)</loc>", entry)[1]
        assert address not in found
        day = re.search(r"<lastmod>(.*?)</lastmod>", entry)
        found[address] = {
            "day": day[1] if day else "",
            "languages": dict(re.findall(r'hreflang="(.*?)" href="(.*?)"', entry)),
        }
    return found


def test_what_stands_below_pages_and_when_it_changed(client, committee, tier):
    MembershipFactory(body=committee, person=PersonFactory(consenting=True))
    held = MeetingPageFactory(parent=MeetingIndexPageFactory(parent=committee), past=True)
    make_minutes(held)
    then = datetime(2025, 3, 4, 12, tzinfo=UTC)
    Minutes.objects.update(last_published_at=then)
    index = ConsultationIndexPageFactory(parent=committee)
    asked = ConsultationPageFactory(parent=index, rounds=[{"closed": True}])
    DocumentVersionFactory(consultation=asked, number=1, published_at=then)
    ConsultationReportFactory(consultation=asked)
    ConsultationReport.objects.update(last_published_at=then.replace(day=9))
    found = entries(client)
    assert found[f"{held.full_url}protokol/"]["day"] == "2025-03-04"
    assert found[f"{asked.full_url}dokument/"]["day"] == "2025-03-04"
    assert found[f"{asked.full_url}raport/"]["day"] == "2025-03-09"
    # Who sits where changes with the calendar: no day is told.
    assert found[f"{committee.full_url}sklad/"]["day"] == ""
    assert found[f"{committee.full_url}osoby/"]["day"] == ""
    assert f"{tier.full_url}sklad/" not in found
    published_on = timezone.localtime(committee.last_published_at).date()
    assert found[committee.full_url]["day"] == published_on.isoformat()
    for address in found:
        if address.startswith(committee.full_url):
            assert client.get(address).status_code == 200, address


def test_every_language_is_listed(client, committee, tier):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = translate(committee, english, "Committee")
    found = entries(client)
    languages = {
        "pl": committee.full_url, "en": translated.full_url, "x-default": committee.full_url,
    }  # fmt: skip
    assert found[committee.full_url]["languages"] == languages
    assert found[translated.full_url]["languages"] == languages
    assert found[tier.full_url]["languages"] == {}
    type(committee).objects.filter(pk=translated.pk).update(live=False)
    found = entries(client)
    assert translated.full_url not in found and found[committee.full_url]["languages"] == {}


def test_an_alias_is_not_listed(client, committee, site_root):
    parent = type(site_root).objects.get(pk=site_root.pk)
    committee.create_alias(parent=parent, update_slug="lustro")
    assert not [address for address in entries(client) if "lustro" in address]


def test_its_cost_does_not_grow(client, committee):
    listing = MeetingIndexPageFactory(parent=committee)
    index = ConsultationIndexPageFactory(parent=committee)
    tier = TierPageFactory(parent=committee)
    english = Locale.objects.get_or_create(language_code="en")[0]
    translate(committee, english, "Committee")

    def grow(count):
        for number in range(count):
            if number < 3:
                make_minutes(MeetingPageFactory(parent=listing, past=True))
                asked = ConsultationPageFactory(parent=index, rounds=[{"closed": True}])
                DocumentVersionFactory(consultation=asked, number=1)
                ConsultationReportFactory(consultation=asked)
            MeetingPageFactory(parent=listing)
            group = GroupPageFactory(parent=tier)
            MembershipFactory(body=group, person=PersonFactory(consenting=True))

    def cost() -> tuple[int, int]:
        client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as queries:
            found = entries(client)
        return len(found), len(queries)

    grow(2)
    few, queries = cost()
    grow(25)
    many, more = cost()
    assert many > few + 100 and more == queries


def test_robots_txt_of_the_example_site(client, site, settings):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines and "Disallow: /admin/" in lines
    # They answer noindex, which must be read.
    assert not [line for line in lines if "zaproszenie" in line or "szukaj" in line]
    assert client.post("/robots.txt").status_code == 405
