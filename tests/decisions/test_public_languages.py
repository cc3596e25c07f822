"""Decisions in another language of the site."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.models import Locale

from rkres_wagtail.decisions.choices import Voting
from rkres_wagtail.decisions.models import Dispatch
from rkres_wagtail.decisions.services import add_dispatch
from tests.factories import GroupPageFactory
from tests.meetings.public import html_of, text_of
from tests.meetings.test_public_languages import translate

pytestmark = pytest.mark.django_db


def test_an_english_decision_says_the_same_in_english(
    client, decision, committee, register, meeting
):
    english = Locale.objects.get_or_create(language_code="en")[0]
    group = GroupPageFactory(parent=committee, title="Grupa ds. mediów")
    held = meeting(title="Posiedzenie", starts_on=date(2026, 3, 2))
    page = decision(
        title="Klauzule", number="3/2026", body=group, meeting=held, adopted_on=date(2026, 3, 2),
        voting=Voting.COUNTED, votes_for=16, votes_against=0,
        sent=[{"addressee": "Ministerstwo"}],
    )  # fmt: skip
    english_committee = translate(committee, english, "Committee")
    translate(group, english, "Media group")
    english_register = translate(register, english, "Decisions")
    english_page = translate(page, english, "Clauses")
    assert (english_page.number, english_page.votes_for) == ("3/2026", 16)
    assert english_page.meeting_id == held.pk
    text = text_of(html_of(client, english_page))
    for said in (
        "Clauses", "no. 3/2026", "2 March 2026", "Media group", "For: 16, against: 0",
        "Ministerstwo", "waiting for an answer for 12 days",
    ):  # fmt: skip
        assert said in text, said
    assert "Grupa ds." not in text
    register_text = text_of(html_of(client, english_register))
    assert "Clauses" in register_text and "Klauzule" not in register_text
    assert "1 resolution or position, 1 waits for an answer" in register_text
    assert "Clauses" in text_of(html_of(client, english_committee))
    assert "Clauses" not in text_of(html_of(client, register))
    rows = client.get(f"/rkres/rejestr/{english_register.pk}.csv")
    assert "addressee" in b"".join(rows.streaming_content).decode()
    # One register of addressees for both, kept at the page of the default language.
    row = add_dispatch(english_page, user=None, addressee="Zarząd")
    assert row.decision_id == page.pk
    assert Dispatch.objects.of(page).count() == Dispatch.objects.of(english_page).count() == 2
