"""Meetings in another language of the site."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.models import Locale

from rkres_wagtail.meetings.services import move_meeting
from rkres_wagtail.meetings.when import When
from tests.factories import GroupPageFactory

from .public import html_of, part, text_of, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(db):
    return Locale.objects.get_or_create(language_code="en")[0]


def translate(page, locale, title):
    """A published translation, its parents with it."""
    copy = type(page).objects.get(pk=page.pk).copy_for_translation(locale, copy_parents=True)
    copy = type(copy).objects.get(pk=copy.pk)
    copy.title = title
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


def test_an_english_meeting_says_the_same_in_english(client, meeting, committee, listing, english):
    group = GroupPageFactory(parent=committee, title="Grupa ds. mediów")
    page = meeting(
        title="Obrady",
        confirmed=True,
        starts_on=date(2031, 5, 6),
        bodies=[committee, group],
        place_name="Sala 1",
    )
    new = When("minute", date(2031, 5, 7), page.starts_time, None, page.ends_time)
    move_meeting(page, new, user=None, reason="Brak sali")
    english_committee = translate(committee, english, "Committee")
    english_group = translate(group, english, "Media group")
    english_list = translate(listing, english, "Meetings")
    english_page = translate(page, english, "Session")
    assert english_page.url.startswith("/en/")
    html = html_of(client, english_page)
    text = text_of(html)
    for said in ("confirmed", "moved", "Media group", "Add to calendar", "Where", "Sala 1"):
        assert said in text
    assert "Moved from 6 May 2031, Tuesday, 10:00–13:00 to 7 May 2031, Wednesday" in text
    assert "Reason: Brak sali" in text
    for polish in ("Grupa ds.", "potwierdzone", "maja", "Gdzie"):
        assert polish not in text
    assert titles(html_of(client, english_list)) == ["Session"]
    assert titles(html_of(client, listing)) == ["Obrady"]
    for body in (english_committee, english_group):
        box = part(html_of(client, body), "rkres-next-meeting")
        assert titles(box) == ["Session"] and "Next meeting" in box
    assert titles(html_of(client, english_list, organ=english_group.pk)) == ["Session"]


def test_a_body_without_translation_is_named_in_its_own_language(
    client, meeting, committee, listing, english
):
    group = GroupPageFactory(parent=committee, title="Tylko polska")
    page = meeting(bodies=[group])
    for each, title in ((committee, "Committee"), (listing, "Meetings")):
        translate(each, english, title)
    assert "Tylko polska" in html_of(client, translate(page, english, "Session"))
