"""The list of meetings: order, pages, filters, calendar."""

from __future__ import annotations

from datetime import date, time
from urllib.parse import quote

import pytest
from django.test import override_settings

from rkres_wagtail.meetings.presentation.words import how_many, next_meeting
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When
from tests.factories import (
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    TermFactory,
)
from tests.support.database import committed

from .public import html_of, part, text_of, titles

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def many(meeting):
    meeting(title="Dawne", starts_on=date(2016, 4, 7))
    meeting(title="Niedawne", past=True)
    meeting(title="Nieznane", undated=True)
    meeting(title="Dalekie", starts_on=date(2040, 1, 1))
    meeting(title="Bliskie")
    meeting(title="Miesiąc", month_only=True, starts_on=date(2035, 3, 1))


def test_what_is_ahead_comes_first(client, listing, many):
    html = html_of(client, listing)
    ahead = titles(part(html, "rkres-ahead"))
    assert ahead == ["Bliskie", "Miesiąc", "Dalekie", "Nieznane"]
    assert titles(part(html, "rkres-past")) == ["Niedawne", "Dawne"]
    assert "<h3>2016</h3>" in html


def test_empty_list_says_what_will_be_here(client, listing):
    html = html_of(client, listing)
    assert "rkres-empty" in html and "rkres-past" not in html


def test_pages_are_cut_in_the_database(client, listing, meeting, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 2
    for year in range(2010, 2015):
        meeting(title=f"M{year}", starts_on=date(year, 5, 5))
    assert titles(html_of(client, listing)) == ["M2014", "M2013"]
    html = html_of(client, listing, strona=2)
    assert titles(html) == ["M2012", "M2011"] and 'rel="prev"' in html and 'rel="next"' in html
    assert f'<link rel="canonical" href="{listing.full_url}?strona=2">' in html
    assert "rkres-ahead" not in html
    assert titles(html_of(client, listing, rok=2012, strona=1)) == ["M2012"]


@committed
def test_filters(client, listing, meeting, committee):
    group = GroupPageFactory(parent=committee, title="Grupa")
    term = TermFactory(committee=committee, past=True)
    TermFactory(committee=committee)
    meeting(title="Kadencja", starts_on=date(2016, 5, 5), meeting_form="online")
    meeting(title="Grupy", starts_on=date(2026, 1, 2), bodies=[group])
    meeting(title="Wspólne", starts_on=date(2026, 1, 3), bodies=[group, committee])
    meeting(title="Bez daty", undated=True)

    def found(**query):
        return titles(html_of(client, listing, **query))

    assert found(rok=2016) == ["Kadencja"]
    assert found(kadencja=term.pk) == ["Kadencja"]
    assert sorted(found(organ=group.pk)) == ["Grupy", "Wspólne"]
    assert found(forma="online") == ["Kadencja"]
    assert found(q="wspolnego") == ["Wspólne"]
    assert found(q="wspólne", rok=2026, organ=group.pk) == ["Wspólne"]
    html = html_of(client, listing, rok=2016, forma="on_site")
    assert titles(html) == [] and "Znaleziono 0 posiedzeń" in text_of(html)


def test_topics_where_the_page_class_has_them(client, listing, meeting):
    page = meeting(title="O mediach")
    if not hasattr(page, "tags"):
        assert "rkres-temat" not in html_of(client, listing)
        return
    meeting(title="Inne")
    page.tags.add("media społeczne")
    page.save()
    slug = page.tags.first().slug
    html = html_of(client, listing, temat=slug)
    assert titles(html) == ["O mediach"]
    assert f"{listing.url}?temat={quote(slug)}" in html_of(client, page)


@pytest.mark.parametrize(
    "query",
    [
        {"rok": "abc"},
        {"rok": "9" * 5000},
        {"rok": "-1"},
        {"kadencja": "1 OR 1=1"},
        {"organ": "999999999999999999999"},
        {"forma": "<script>"},
        {"temat": "\x00"},
        {"q": "\x00"},
        {"q": "x" * 5000},
        {"q": "...!?"},
        {"strona": "abc"},
        {"strona": "9" * 400},
        {"strona": "-3"},
        {"nieznane": "1"},
    ],
)
def test_wrong_parameters_are_left_out(client, listing, many, query):
    html = html_of(client, listing, **query)
    assert len(titles(html)) == 6
    assert f'<link rel="canonical" href="{listing.full_url}' in html
    assert "<script>" not in html


def test_a_wrong_choice_is_told_at_its_field(client, listing, many):
    html = html_of(client, listing, rok="1200")
    assert 'id="rkres-rok_error"' in html and 'aria-invalid="true"' in html
    assert 'aria-describedby="rkres-rok_error"' in html
    assert "<details" in html and " open>" in html


def test_canonical_address_keeps_only_what_counts(client, listing, many):
    html = html_of(client, listing, utm="x", forma="", rok="1066")
    assert f'<link rel="canonical" href="{listing.full_url}">' in html
    assert "noindex" not in html
    # What a filter leaves is a part of the list, on whichever of its pages.
    for query in ({"rok": "2016"}, {"q": "dawne"}, {"rok": "2016", "strona": "2"}):
        html = html_of(client, listing, **query)
        assert f'<link rel="canonical" href="{listing.full_url}">' in html
        assert '<meta name="robots" content="noindex, follow">' in html


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "Znaleziono 0 posiedzeń"),
        (1, "Znaleziono 1 posiedzenie"),
        (3, "Znaleziono 3 posiedzenia"),
        (12, "Znaleziono 12 posiedzeń"),
        (22, "Znaleziono 22 posiedzenia"),
    ],
)
def test_count_in_polish_plurals(count, text):
    assert how_many(None, count).replace("\xa0", " ") == text


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("", "Najbliższe posiedzenie"),
        ("spotkanie", "Najbliższe spotkanie"),
        ("sesja plenarna", "Najbliższa sesja plenarna"),
        ("zjazd", "Najbliższy zjazd"),
    ],
)
def test_the_adjective_follows_the_committees_word(committee, word, text):
    committee.meeting_label = word
    assert next_meeting(committee).replace("\xa0", " ") == text


def test_state_is_a_word_with_a_mark(client, listing, meeting, admin_user):
    meeting(title="Planowane")
    moved = meeting(title="Przeniesione", confirmed=True)
    off = meeting(title="Odwołane", confirmed=True)
    new = When("minute", date(2031, 6, 7), time(11), None, time(14))
    move_meeting(moved, new, user=admin_user, reason="x")
    cancel_meeting(off, user=admin_user, reason="x")
    html = html_of(client, listing)
    for shape, word in (
        ("planned", "zaplanowane"),
        ("confirmed", "potwierdzone"),
        ("moved", "nowy termin"),
        ("cancelled", "odwołane"),
    ):
        assert f'rkres-tag--{shape}">{word}<' in html


def test_list_says_whose_a_meeting_is_where_it_is_not_the_lists_own(client, listing, meeting):
    group = GroupPageFactory(parent=listing.get_parent(), title="Grupa ds. mediów")
    meeting(title="Własne")
    meeting(title="Grupy", bodies=[group])
    html = part(html_of(client, listing), "rkres-ahead")
    assert html.count(listing.get_parent().title) == 0
    assert html.count("Grupa ds.") == 1


def test_a_groups_list_has_its_meetings_wherever_they_stand(client, listing, meeting, committee):
    group = GroupPageFactory(parent=committee, title="Grupa")
    own = MeetingIndexPageFactory(parent=group, slug="spotkania")
    MeetingPageFactory(parent=own, title="U siebie", bodies=[group])
    meeting(title="Wspólne", bodies=[group, committee])
    meeting(title="Obce")
    assert sorted(titles(html_of(client, own))) == ["U siebie", "Wspólne"]
    assert sorted(titles(html_of(client, listing))) == ["Obce", "U siebie", "Wspólne"]


def test_subscription_is_in_plain_sight(client, listing, committee, meeting):
    meeting()
    html = html_of(client, listing)
    path = f"kalendarz/{committee.pk}.ics"
    assert f'href="webcal://testserver/rkres/{path}"' in html
    assert f'value="http://testserver/rkres/{path}" readonly' in html
    atom = f"http://testserver/rkres/nowosci/{committee.pk}.atom"
    head, body = html.split("</head>")
    assert 'type="application/atom+xml"' in head and f'href="{atom}"' in head
    assert f'href="{atom}"' in body


def test_subscription_follows_the_chosen_body(client, listing, committee, meeting):
    group = GroupPageFactory(parent=committee, title="Grupa")
    meeting(bodies=[group])
    assert f"kalendarz/{group.pk}.ics" in html_of(client, listing, organ=group.pk)


@override_settings(ROOT_URLCONF="tests.meetings.bare_urls")
def test_a_site_without_our_addresses_offers_no_calendar(client, listing, meeting):
    page = meeting()
    assert "webcal:" not in html_of(client, listing)
    assert ".ics" not in html_of(client, page)
