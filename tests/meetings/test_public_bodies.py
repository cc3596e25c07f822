"""Meetings on the pages of bodies, and among the results of the committee's search."""

from __future__ import annotations

from datetime import date

import pytest

from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import GroupPageFactory, MeetingIndexPageFactory, TierPageFactory
from tests.support.database import committed

from .public import html_of, part, text_of, titles

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def nearest(client, body) -> list[str]:
    return titles(part(html_of(client, body), "rkres-next-meeting"))


def test_nothing_renders_where_there_are_no_meetings(client, committee, listing):
    html = html_of(client, committee)
    assert "rkres-next-meeting" not in html and "rkres-latest-meetings" not in html


def test_a_committee_shows_the_nearest_of_all_its_bodies(client, committee, meeting):
    tier = TierPageFactory(parent=committee, title="Laboratorium")
    group = GroupPageFactory(parent=tier, title="Grupa")
    meeting(title="Dalekie", starts_on=date(2040, 1, 1))
    meeting(title="Bliskie", bodies=[tier])
    assert nearest(client, committee) == ["Bliskie"]
    assert nearest(client, tier) == ["Bliskie"]
    assert nearest(client, group) == []
    box = part(html_of(client, committee), "rkres-next-meeting")
    assert "Laboratorium" in box and "Dodaj do kalendarza" in box and ".ics" in box
    assert "Laboratorium" not in text_of(part(html_of(client, tier), "rkres-next-meeting"))


def test_a_cancelled_one_stands_before_the_next(client, committee, meeting, admin_user):
    off = meeting(title="Odwołane", confirmed=True)
    cancel_meeting(off, user=admin_user, reason="x")
    meeting(title="Pewne", starts_on=date(2040, 1, 1))
    meeting(title="Późniejsze", starts_on=date(2040, 1, 2))
    assert nearest(client, committee) == ["Odwołane", "Pewne"]
    box = part(html_of(client, committee), "rkres-next-meeting")
    assert "odwołane" in box and f"posiedzenie/{off.pk}.ics" not in box


def test_a_body_that_has_met_says_that_the_next_date_will_come(client, committee, meeting):
    meeting(past=True)
    box = part(html_of(client, committee), "rkres-next-meeting")
    assert "Termin podamy tutaj" in box


def test_a_former_body_promises_nothing(client, committee, meeting):
    group = GroupPageFactory(parent=committee)
    meeting(title="Dawne", starts_on=date(2016, 5, 5), bodies=[group])
    type(group).objects.update(active_to=date(2018, 1, 1))
    html = html_of(client, group)
    assert "rkres-next-meeting" not in html
    assert titles(part(html, "rkres-latest-meetings")) == ["Dawne"]


def test_the_latest_three_and_the_way_to_all(client, committee, listing, meeting):
    group = GroupPageFactory(parent=committee)
    for year in range(2016, 2021):
        meeting(title=f"M{year}", starts_on=date(year, 5, 5), bodies=[committee, group])
    html = part(html_of(client, committee), "rkres-latest-meetings")
    assert titles(html) == ["M2020", "M2019", "M2018"]
    assert f'href="{listing.url}"' in html
    html = part(html_of(client, group), "rkres-latest-meetings")
    assert f'href="{listing.url}?organ={group.pk}"' in html
    own = MeetingIndexPageFactory(parent=group, slug="spotkania")
    html = part(html_of(client, group), "rkres-latest-meetings")
    assert f'href="{own.url}"' in html


def test_words_are_the_committees_own(client, committee, meeting):
    type(committee).objects.update(meeting_label="spotkanie", meeting_label_plural="spotkania")
    meeting()
    meeting(past=True)
    html = html_of(client, committee)
    assert "Najbliższe spotkanie" in html and "Ostatnie spotkania" in html
    assert "Wszystkie spotkania" in html


@committed
def test_search_results_show_date_and_state(client, committee, meeting):
    meeting(title="Obrady o mediach", confirmed=True, starts_on=date(2031, 5, 6))
    html = html_of(client, f"{committee.url}szukaj/?q=mediach")
    text = text_of(html)
    assert "6 maja 2031, wtorek, 10:00–13:00" in text
    assert 'rkres-tag--confirmed">potwierdzone<' in html


@committed
def test_search_finds_what_is_on_the_agenda(client, committee, meeting):
    meeting(title="Obrady", agenda=[{"title": "Klauzule społeczne w przetargach"}])
    assert "Obrady" in text_of(html_of(client, f"{committee.url}szukaj/?q=przetarg"))
