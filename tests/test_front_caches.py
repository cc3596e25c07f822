"""A cache in front of the site forgets what a verb of ours has changed."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.frontend_cache.backends import BaseBackend

from rkres_wagtail import front_caches
from rkres_wagtail.consultations.rounds.services import add_round
from rkres_wagtail.decisions.services import add_dispatch, remove_dispatch
from rkres_wagtail.meetings.attendance.services import close_sheet, reopen_sheet
from rkres_wagtail.meetings.choices import DatePrecision
from rkres_wagtail.meetings.services import move_meeting
from rkres_wagtail.meetings.when import When
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.attendance import open_sheet, record

NEW = When(DatePrecision.MINUTE, date(2027, 5, 4), time(10))


class Recorder(BaseBackend):
    forgotten: list[str] = []

    def __init__(self, params):
        super().__init__(params)

    def purge(self, url):
        self.forgotten.append(url)


@pytest.fixture
def forgotten(settings, monkeypatch):
    """Addresses that the cache was told to forget."""
    really = front_caches.apps.is_installed
    monkeypatch.setattr(
        front_caches.apps,
        "is_installed",
        lambda name: name == "wagtail.contrib.frontend_cache" or really(name),
    )
    monkeypatch.setattr(Recorder, "forgotten", [])
    settings.WAGTAILFRONTENDCACHE = {"test": {"BACKEND": "tests.test_front_caches.Recorder"}}
    return Recorder.forgotten


@pytest.fixture
def committee(site_root):
    return CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")


def with_minutes(page) -> list[str]:
    """The address of a meeting, and of its minutes, which tell its date and attendance."""
    return [page.full_url, f"{page.full_url}protokol/"]


def test_a_moved_meeting(committee, forgotten, django_capture_on_commit_callbacks):
    page = MeetingPageFactory(parent=MeetingIndexPageFactory(parent=committee), confirmed=True)
    with django_capture_on_commit_callbacks(execute=True):
        move_meeting(page, NEW, user=None, reason="Brak sali")
        assert forgotten == []
    assert forgotten == with_minutes(page)


def test_a_decision_and_its_register(committee, forgotten, django_capture_on_commit_callbacks):
    register = DecisionIndexPageFactory(parent=committee)
    page = DecisionPageFactory(parent=register)
    with django_capture_on_commit_callbacks(execute=True):
        row = add_dispatch(page, user=None, addressee="Zarząd Województwa")
        assert forgotten == []
    assert sorted(forgotten) == sorted([page.full_url, register.full_url])
    forgotten.clear()
    with django_capture_on_commit_callbacks(execute=True):
        remove_dispatch(row, user=None)
    assert sorted(forgotten) == sorted([page.full_url, register.full_url])


def test_a_site_without_such_a_cache(
    committee, forgotten, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(front_caches.apps, "is_installed", lambda name: False)
    page = MeetingPageFactory(parent=MeetingIndexPageFactory(parent=committee), confirmed=True)
    with django_capture_on_commit_callbacks(execute=True):
        front_caches.forget(page, and_parent=True)
    assert forgotten == []


def test_attendance_that_is_closed_or_opened_again(
    committee, forgotten, django_capture_on_commit_callbacks
):
    page = MeetingPageFactory(parent=MeetingIndexPageFactory(parent=committee), past=True)
    sheet = open_sheet(page)
    with django_capture_on_commit_callbacks(execute=True):
        record(sheet, {}, guests="Jan")
    assert forgotten == []
    with django_capture_on_commit_callbacks(execute=True):
        sheet = close_sheet(sheet=sheet, user=None)
    assert forgotten == with_minutes(page)
    with django_capture_on_commit_callbacks(execute=True):
        reopen_sheet(sheet=sheet, user=None, reason="Pomyłka")
    assert forgotten == with_minutes(page) * 2


def test_a_consultation_and_every_page_that_has_its_box(
    committee, forgotten, django_capture_on_commit_callbacks
):
    group = GroupPageFactory(parent=committee, title="Grupa")
    other = GroupPageFactory(parent=committee, title="Inna")
    index = ConsultationIndexPageFactory(parent=committee)
    page = ConsultationPageFactory(parent=index, body=group)
    held = MeetingPageFactory(parent=MeetingIndexPageFactory(parent=committee))
    page.hearings.create(meeting_id=held.pk)
    page.save()
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        add_round(
            consultation=page,
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=40),
            user=None,
        )
        assert forgotten == []
    for each in (page, index, committee, group, held):
        assert each.full_url in forgotten, each
    assert other.full_url not in forgotten
