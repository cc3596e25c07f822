"""Consultations on the pages of bodies and of meetings."""

from __future__ import annotations

import pytest

from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import GroupPageFactory
from tests.factories.pages import page_class
from tests.meetings.public import html_of, part, text_of, titles

from .states import STATES

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def hold(page, meeting, **fields):
    """Make ``meeting`` a hearing of the consultation."""
    page = type(page).objects.get(pk=page.pk)
    page.hearings.create(meeting_id=meeting.pk, **fields)
    page.save()
    return page


def test_a_committee_has_all_a_group_its_own(client, consultation, committee, index):
    group = GroupPageFactory(parent=committee, title="Grupa")
    consultation(title="Komitetu", rounds=[{}])
    consultation(title="Grupy", rounds=[{}], body=group)
    consultation(title="Dla grupy", rounds=[{}], audience=group)
    consultation(title="Dawna", body=group, **STATES["unknown"])
    above, below = html_of(client, committee), html_of(client, group)
    assert set(titles(part(above, "rkres-open-consultations"))) == {
        "Komitetu", "Grupy", "Dla grupy",
    }  # fmt: skip
    assert set(titles(part(below, "rkres-open-consultations"))) == {"Grupy", "Dla grupy"}
    assert titles(part(below, "rkres-latest-consultations")) == ["Dawna"]
    assert "zostało 12 dni" in text_of(part(above, "rkres-open-consultations"))
    assert f'href="{index.get_url()}"' in above
    assert f'href="{index.get_url()}?organ={group.pk}"' in below


def test_nothing_where_there_is_nothing(client, committee, index):
    html = html_of(client, committee)
    assert "rkres-open-consultations" not in html and "rkres-latest-consultations" not in html


def test_a_meeting_names_what_is_consulted_there(client, consultation, meeting):
    held = meeting(title="Spotkanie w Żarach")
    page = consultation(title="Program", rounds=[{}])
    hold(page, held, note="Także online")
    hold(page, held)
    html = html_of(client, held)
    assert titles(part(html, "rkres-meeting-consultations")) == ["Program"]
    said = part(html_of(client, page), "rkres-hearings")
    assert "Spotkanie w Żarach" in text_of(said) and "Także online" in text_of(said)
    assert "rkres-meeting-consultations" not in html_of(client, meeting())


def test_a_cancelled_hearing_says_so(client, consultation, meeting):
    page, held = consultation(rounds=[{}]), meeting(title="Spotkanie", confirmed=True)
    hold(page, held)
    cancel_meeting(held, user=None, reason="Choroba")
    assert "odwołane" in text_of(part(html_of(client, page), "rkres-hearings"))


def test_the_class_of_consultations_has_hearings(db):
    assert page_class("CONSULTATION_PAGE")._meta.get_field("hearings")
