"""The invented meetings of the demonstration: labelled, around today, renewed, never doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from freezegun import freeze_time

from example_site.home.demo_meetings import KINDS, announce_demo_meetings
from rkres_wagtail.meetings.models import MeetingChange
from rkres_wagtail.meetings.when import local_today

from .test_demo import counts, demo

pytestmark = pytest.mark.django_db

#: A day on which the next Wednesdays and Tuesdays are no holidays; one before Christmas.
DAYS = ["2026-11-27 09:00", "2026-12-11 09:00", "2027-04-20 09:00"]


def meetings():
    return apps.get_model("rkres_wagtail_pages.MeetingPage").objects.all()


def examples():
    return meetings().filter(title__contains="(przykład)")


def facts(queryset) -> dict:
    """Everything of the meetings that a run must leave alone."""
    return {
        page.pk: (page.title, page.slug, page.when, page.status, page.live, page.latest_revision_id)
        for page in queryset
    }


@pytest.fixture
def shown(root_page):
    with freeze_time(DAYS[0]):
        yield demo()


def test_the_command_says_where_they_are(shown, client):
    listing = next(line for line in shown.splitlines() if line.startswith("Meetings:"))
    calendar = next(line for line in shown.splitlines() if line.startswith("Calendar:"))
    address = listing.split("8000")[1]
    html = client.get(address).content.decode()
    assert html.count("(przykład)") >= len(KINDS)
    response = client.get(calendar.split("8000")[1])
    assert response.status_code == 200
    # Two months have no day; each round of the consultations has its closing, and each call.
    assert response.content.count(b"BEGIN:VEVENT") == 10 + 6 + 2


def test_each_is_labelled_and_the_real_ones_are_not(shown):
    assert examples().count() == len(KINDS)
    for page in examples():
        assert page.title.endswith("(przykład)") and page.lead.startswith("Przykład: ")
        assert page.live and page.slug.isascii() and "przyklad-20" in page.slug
    real = meetings().exclude(title__contains="(przykład)")
    assert real.count() == 6
    assert not any("rzykład" in page.lead for page in real)


def test_there_is_one_of_every_kind(shown, client):
    today = local_today()
    by_kind = dict(zip([kind.name for kind in KINDS], examples().order_by("pk"), strict=True))
    held, cancelled, upcoming, moved, joint, month = by_kind.values()
    assert timedelta(14) <= today - held.starts_on <= timedelta(28)
    assert held.state() == "held" and held.report and held.photos[0].value["alt_text"]
    assert {row.access for row in held.materials.all()} == {"accessible", "not_accessible"}
    assert cancelled.state() == "cancelled" and cancelled.starts_on > today
    assert timedelta(13) <= upcoming.starts_on - today <= timedelta(27)
    assert (upcoming.state(), upcoming.meeting_form) == ("confirmed", "hybrid")
    assert upcoming.services and upcoming.is_open and upcoming.agenda_items.count() == 8
    assert upcoming.agenda_items.filter(is_internal=True).exists()
    assert MeetingChange.objects.of(moved).last().reason
    assert (joint.state(), joint.bodies.count(), len(joint.outside_bodies)) == ("planned", 2, 1)
    assert (month.date_precision, month.state()) == ("month", "planned")
    for page in (held, cancelled, upcoming, moved):
        assert page.starts_on.weekday() < 5
        response = client.get(page.url)
        assert response.status_code == 200
        assert "Sprawy osobowe" not in response.content.decode()
        page.full_clean()


def test_another_run_on_the_same_day_changes_nothing(shown):
    before, there = counts(), facts(meetings())
    assert "fictional meetings" in shown and "fictional meetings" not in demo()
    assert counts() == before and facts(meetings()) == there


@pytest.mark.parametrize("later", DAYS[1:])
def test_weeks_later_there_are_meetings_ahead_again_and_none_is_lost(shown, later):
    before = facts(meetings())
    with freeze_time(later):
        demo()
        after = facts(meetings())
        assert {pk: after[pk] for pk in before} == before
        for name, number in (("confirmed", 1), ("cancelled", 1), ("planned", 2)):
            ahead = examples().filter(status=name, over_at__gt=timezone.now())
            assert ahead.count() >= number, name
        for page in examples():
            assert MeetingChange.objects.of(page).count() <= 2
        again = counts()
        demo()
        assert counts() == again
    assert len(after) > len(before)


def test_what_an_editor_changed_stays(shown):
    page = examples().get(title="Posiedzenie Komitetu (przykład)")
    page.lead = "Zmieniono."
    page.save_revision().publish()
    examples().get(date_precision="month").delete()
    assert announce_demo_meetings(_committee()) == 1  # the one that was deleted
    page.refresh_from_db()
    assert page.lead == "Zmieniono."
    assert examples().count() == len(KINDS)


def _committee():
    return apps.get_model("rkres_wagtail_pages.CommitteePage").objects.get()


def test_another_profile_gets_a_list_of_its_own(root_page):
    with freeze_time(DAYS[0]):
        demo(profile="jeden-szczebel")
        assert examples().count() == len(KINDS)
    committee = _committee()
    committee_paths = {page.path.startswith(committee.path) for page in examples()}
    assert committee_paths == {True}
