"""A translated committee has a calendar and news in its own language, about the same meetings."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from wagtail.models import Locale

from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import GroupPageFactory
from tests.support.calendars import entries, events, get, unfolded

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(db):
    cache.clear()
    return Locale.objects.get_or_create(language_code="en")[0]


def translate(page, locale, title):
    copy = page.copy_for_translation(locale, copy_parents=True)
    copy.title = title
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


@pytest.fixture
def pages(committee, listing, meeting, english):
    """The Polish meeting, its translation and the translated committee."""
    page = meeting(title="V posiedzenie", confirmed=True)
    translated = translate(committee, english, "Social Economy Committee")
    translate(listing, english, "Meetings")
    return page, translate(page, english, "Fifth meeting"), translated


def test_each_language_has_its_words_and_the_same_uid(committee, pages):
    polish, foreign, translated = pages
    cancel_meeting(polish, user=None, reason="Choroba")
    (ours,), (theirs,) = events(committee), events(translated)
    assert ours["uid"] == theirs["uid"]
    assert ours["sequence"] == theirs["sequence"] == 1
    assert str(ours["summary"]) == "ODWOŁANE: V posiedzenie"
    assert str(theirs["summary"]) == "CANCELLED: Fifth meeting"
    assert "Who meets: Social Economy Committee" in str(theirs["description"])
    assert "Kto obraduje: Komitet Rozwoju" in str(ours["description"])
    assert str(theirs["url"]) == foreign.full_url != polish.full_url
    titles = {entry["title"].split(" (")[0] for entry in entries(translated)}
    assert titles == {"CANCELLED: Fifth meeting"}


@pytest.mark.parametrize("asked_in", ["pl", "en", "de"])
def test_the_language_of_the_browser_changes_nothing(pages, client, asked_in):
    _polish, foreign, translated = pages
    for name, page in (("calendar", translated), ("news", translated), ("meeting_ics", foreign)):
        usual = get(name, page)
        answer = get(name, page, client, HTTP_ACCEPT_LANGUAGE=asked_in)
        assert answer.content == usual.content
        assert answer["Content-Language"] == "en"


def test_a_body_that_is_private_in_the_other_language_is_not_named(committee, meeting, english):
    """Its public page in another language is."""
    group = GroupPageFactory(parent=committee, title="Grupa")
    page = meeting(confirmed=True, bodies=[committee, group])
    translated = translate(committee, english, "Committee")
    translate(group, english, "Group")
    translate(page.get_parent().specific, english, "Meetings")
    translate(page, english, "Meeting")
    assert "Who meets: Committee\\, Group" in unfolded(get("calendar", translated))
    hidden = group.get_translation(english)
    type(group).objects.filter(pk=hidden.pk).update(live=False)
    assert "Who meets: Committee\\, Grupa" in unfolded(get("calendar", translated))
    type(group).objects.filter(pk=group.pk).update(live=False)
    text = unfolded(get("calendar", translated))
    assert "Who meets: Committee\\n" in text and "Grup" not in text
