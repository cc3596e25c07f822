"""JSON-LD under the strict policy: the browser reads it as data and runs nothing."""

from __future__ import annotations

import pytest

from tests.factories import MeetingIndexPageFactory, MeetingPageFactory
from tests.opendata.test_linked_things import EVIL

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_browser_reads_it(live_site, strict_page, committee):
    listing = MeetingIndexPageFactory(parent=committee, slug="posiedzenia")
    page = MeetingPageFactory(parent=listing, title=EVIL)
    strict_page.goto(live_site.url + page.get_url())
    data = strict_page.evaluate(
        "[...document.querySelectorAll('script[type=\"application/ld+json\"]')]"
        ".map((each) => JSON.parse(each.textContent))"
    )
    assert len(data) == 1
    assert data[0]["@graph"][0]["name"] == EVIL
    assert strict_page.evaluate("document.head.querySelectorAll('script:not([type])').length") == 0
