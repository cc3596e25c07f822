"""Work on a document that is abandoned ends its round: everywhere, at the same moment."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from freezegun import freeze_time
from wagtail.models import Site

from rkres_wagtail.consultations import api_fields
from rkres_wagtail.consultations.document import rules, services
from rkres_wagtail.consultations.rounds.outcome_services import record_outcome
from rkres_wagtail.public import Gate
from tests.meetings.public import html_of, part, text_of
from tests.support.calendars import entries

from .states import a_round, utc

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

ENDED = utc("2026-10-10 12:00:00")


@pytest.fixture
def abandoned(consultation):
    """Makes one that was abandoned, while it was open unless ``at`` is earlier."""

    def make(at=ENDED):
        with freeze_time(utc("2026-09-01 12:00:00")):
            page = consultation(title="Program", rounds=[a_round("2026-09-21", "2026-10-25")])
        with freeze_time(at):
            record_outcome(consultation=page, kind="abandoned", user=None)
        return page

    return make


def rounds_of(client, page) -> str:
    return text_of(part(html_of(client, page), "rkres-rounds"))


def test_the_page_says_when_it_was_cut_short(client, abandoned, index):
    page = abandoned()
    for at in (ENDED + timedelta(hours=1), utc("2026-12-01 12:00:00")):
        with freeze_time(at):
            said = rounds_of(client, page)
            assert "(przerwana)" in said and "(trwa)" not in said
            assert "uwagi można było zgłaszać do 10 października 2026, 12:00" in said
            text = text_of(html_of(client, page))
            assert "uwagi przyjmowano do 10 października 2026, 12:00" in text
            assert "25 października" not in text_of(html_of(client, index))


def test_a_round_that_never_began_was_called_off(client, abandoned):
    page = abandoned(utc("2026-09-10 12:00:00"))
    with freeze_time(utc("2026-10-01 12:00:00")):
        assert "(odwołana)" in rounds_of(client, page)
        assert "Konsultacje (pominięto) odwołane" in text_of(html_of(client, page))


def test_the_api_agrees_with_the_page(abandoned, site_root):
    page = abandoned()
    with freeze_time(ENDED + timedelta(hours=1)):
        gate = Gate(Site.objects.get())
        (row,) = api_fields._rounds(page, gate)
        assert not row["is_open"] and row["cut_short_at"] == ENDED.astimezone(UTC).isoformat()
        assert api_fields._closes_at(page, gate) == ENDED.astimezone(UTC).isoformat()
        assert "10 października 2026, 12:00" in api_fields._closes_text(page, gate)


def test_the_api_of_one_that_was_called_off(abandoned, site_root):
    page = abandoned(utc("2026-09-10 12:00:00"))
    with freeze_time(utc("2026-10-01 12:00:00")):
        gate = Gate(Site.objects.get())
        assert api_fields._opens_at(page, gate) is None
        assert api_fields._closes_text(page, gate) == ""


def test_no_opening_is_news_of_one_that_was_called_off(committee, abandoned):
    abandoned(utc("2026-09-10 12:00:00"))
    with freeze_time(utc("2026-10-01 12:00:00")):
        titles = [entry["title"] for entry in entries(committee)]
    assert not [title for title in titles if title.startswith("Otwarto")]
    assert [title for title in titles if title.startswith("Odstąpiono")]


def test_a_text_published_afterwards_is_no_erratum(abandoned, version):
    page = abandoned()
    first = version(page, number=1, sections=1, published_at=utc("2026-09-01 12:00:00"))
    with freeze_time(ENDED + timedelta(days=1)):
        assert "12:00" in rules.frozen_reason(first, ENDED + timedelta(days=1))
        assert "trwają" not in rules.frozen_reason(first, ENDED + timedelta(days=1))
        assert services.open_round(page, ENDED + timedelta(days=1)) is None
        second = services.create_version(consultation=page, based_on=first, user=None)
        done = services.publish_version(version=second, changes="Po zakończeniu.", user=None)
        assert not done.is_erratum
        assert rules.frozen_reason(done, ENDED + timedelta(days=2)) == ""
