"""Minutes over API v3: nothing is published, started or deleted past the office's rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from rkres_wagtail.minutes.models import Minutes
from tests.factories import (
    CommitteePageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MinutesFactory,
)

pytestmark = pytest.mark.django_db

PATH = "/api/v3-preview/snippets/rkres_wagtail.Minutes/"


@pytest.fixture
def meeting(site_root):
    listing = MeetingIndexPageFactory(parent=CommitteePageFactory(parent=site_root))
    return MeetingPageFactory(parent=listing, past=True)


@pytest.fixture
def ask(api, client):
    client.raise_request_exception = False
    return api


def test_anonymous_reads_nothing(client, meeting):
    made = MinutesFactory(meeting=meeting, published=True)
    for path in (PATH, f"{PATH}{made.pk}/"):
        assert client.get(path).status_code in (401, 404)


@pytest.mark.parametrize("address", ["publish", "edit"])
def test_unapproved_minutes_are_not_published(ask, meeting, address):
    made = MinutesFactory(meeting=meeting)
    if address == "publish":
        response = ask("post", f"{PATH}{made.pk}/actions/publish/")
    else:
        response = ask("patch", f"{PATH}{made.pk}/", meta={"action": "publish"}, taken_by="X")
    assert 400 <= response.status_code < 500, response.content
    made.refresh_from_db()
    assert not made.live and made.revisions.count() == 1


def test_unapproved_minutes_are_not_scheduled(ask, meeting):
    made = MinutesFactory(meeting=meeting)
    made.go_live_at = timezone.now() + timedelta(days=1)
    made.save_revision()
    response = ask("post", f"{PATH}{made.pk}/actions/publish/")
    assert 400 <= response.status_code < 500, response.content
    assert not made.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_approved_ones_are(ask, meeting):
    made = MinutesFactory(meeting=meeting, approved=True)
    response = ask("post", f"{PATH}{made.pk}/actions/publish/")
    made.refresh_from_db()
    assert made.live is (response.status_code == 200)


def test_nothing_is_started_without_a_meeting(ask, meeting):
    response = ask("post", PATH, chaired_by="X", meeting=meeting.pk)
    assert 400 <= response.status_code < 500, response.content
    assert not Minutes.objects.exists()


def test_what_was_approved_is_not_deleted(ask, meeting):
    made = MinutesFactory(meeting=meeting, approved=True)
    response = ask("delete", f"{PATH}{made.pk}/")
    assert 400 <= response.status_code < 500, response.content
    assert Minutes.objects.filter(pk=made.pk).exists()
