"""The minutes below the meeting's page in another language of the site."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import Locale

from rkres_wagtail.meetings.attendance.models import Presence
from rkres_wagtail.minutes.desk import unpublished
from rkres_wagtail.minutes.documents import files
from tests.factories.minutes_public import item, make_minutes, make_sheet
from tests.meetings.public import html_of, text_of
from tests.meetings.test_public_languages import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def english_page(held, committee, listing):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translate(committee, english, "Committee")
    translate(listing, english, "Meetings")
    return translate(held, english, "Fifth meeting")


def test_the_same_minutes_with_english_words_around(client, held, committee, english_page):
    make_sheet(held, committee, Presence.PRESENT)
    minutes = make_minutes(held)
    files.refresh(minutes)
    assert "Read the minutes" in html_of(client, english_page)
    html = html_of(client, f"{english_page.get_url()}protokol/")
    said = text_of(html)
    assert "Minutes: Fifth meeting" in said and "Committee" in said
    assert "Attendance" in said and "there was one" in said
    assert "Przewodnicząca powitała członków." in said and 'lang="pl"' in html
    assert f'<link rel="canonical" href="{english_page.full_url}protokol/">' in html
    # Files have the language of the minutes.
    assert f'<a href="/rkres/protokol/{minutes.pk}.docx" hreflang="pl">' in html
    assert client.get(f"/rkres/protokol/{minutes.pk}.docx").headers["Content-Language"] == "pl"


def test_internal_parts_are_cut_there_too(client, held, english_page):
    make_minutes(held, content=[item(title="Tajne", is_internal=True)])
    assert "Tajne" not in html_of(client, f"{english_page.get_url()}protokol/")


def test_a_translation_that_is_a_draft_or_whose_original_is(client, held, english_page):
    minutes = make_minutes(held)
    type(english_page).objects.get(pk=english_page.pk).unpublish()
    assert client.get(f"{english_page.get_url()}protokol/").status_code == 404
    english_page.save_revision().publish()
    type(held).objects.get(pk=held.pk).unpublish()
    assert client.get(f"{english_page.get_url()}protokol/").status_code == 200
    assert client.get(f"/rkres/protokol/{minutes.pk}.docx").headers["Content-Language"] == "en"


def test_a_meeting_waits_for_its_minutes_once(admin_user, held, english_page):
    def waiting():
        return [row.name for row in unpublished(admin_user, timezone.now())[0].rows]

    assert waiting() == [held.title]
    type(held).objects.get(pk=held.pk).unpublish()
    assert waiting() == [english_page.title]
