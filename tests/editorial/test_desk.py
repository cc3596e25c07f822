"""The desk on the admin's first page: what waits for whom, and that it goes when it is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale

from rkres_wagtail import desk
from rkres_wagtail.meetings.attendance.models import AttendanceSheet
from rkres_wagtail.meetings.invitations.models import Invitation
from rkres_wagtail.minutes.models import Minutes, MinutesCorrection
from tests.factories import (
    DecisionIndexPageFactory,
    DecisionKindFactory,
    DecisionPageFactory,
    DispatchFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def meetings_list(committee):
    return MeetingIndexPageFactory(parent=committee)


@pytest.fixture
def register(committee):
    return DecisionIndexPageFactory(parent=committee)


@pytest.fixture
def home(client, users):
    """Return ``home(role)``: the words of the first page as that role reads it."""

    def read(role: str) -> str:
        client.force_login(users[role])
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        return " ".join(html.split())

    return read


def soon(meetings_list, committee, **values):
    page = MeetingPageFactory(parent=meetings_list, confirmed=True, bodies=[committee], **values)
    return page


def held(meetings_list, committee, **values):
    values.setdefault("starts_on", timezone.localdate() - timedelta(days=20))
    return MeetingPageFactory(parent=meetings_list, bodies=[committee], **values)


def piles(user) -> dict[str, list]:
    return {pile.title: pile.rows for pile in desk.piles_of(user)}


def test_nothing_waits_and_nothing_is_shown(home):
    assert "Czeka na Ciebie" not in home("secretariat")


def test_a_meeting_without_invitations(home, users, meetings_list, committee):
    page = soon(meetings_list, committee, title="Posiedzenie zimowe")
    html = home("secretariat")
    assert "Zaproszenia do wysłania" in html and "za 10 dni" in html
    assert reverse("rkres_meeting_invitations", args=[page.pk]) in html
    Invitation.objects.create(meeting_id=page.pk, person=PersonFactory())
    assert "Zaproszenia do wysłania" not in home("secretariat")


@pytest.mark.parametrize(
    "values",
    [
        {"live": False},
        {"status": "planned"},
        {"starts_on": date.today() + timedelta(days=60)},
        {"starts_on": date.today() - timedelta(days=60)},
    ],
    ids=["draft", "planned", "far", "over"],
)
def test_a_meeting_to_which_nobody_need_invite_yet(users, meetings_list, committee, values):
    soon(meetings_list, committee, **values)
    assert "Zaproszenia do wysłania" not in piles(users["secretariat"])


def test_attendance_until_every_sheet_is_closed(users, meetings_list, committee, tier):
    page = held(meetings_list, committee)
    assert len(piles(users["secretariat"])["Obecność do spisania"]) == 1
    closed = timezone.now()
    AttendanceSheet.objects.create(meeting_id=page.pk, body_id=committee.pk, closed_at=closed)
    assert "Obecność do spisania" not in piles(users["secretariat"])
    AttendanceSheet.objects.create(meeting_id=page.pk, body_id=tier.pk)
    assert len(piles(users["secretariat"])["Obecność do spisania"]) == 1


def test_attendance_of_every_body_that_met(users, meetings_list, committee, tier):
    page = held(meetings_list, committee)
    page.bodies.add(tier)
    page.save()
    closed = timezone.now()
    AttendanceSheet.objects.create(meeting_id=page.pk, body_id=committee.pk, closed_at=closed)
    assert len(piles(users["secretariat"])["Obecność do spisania"]) == 1
    AttendanceSheet.objects.create(meeting_id=page.pk, body_id=tier.pk, closed_at=closed)
    assert "Obecność do spisania" not in piles(users["secretariat"])


def test_a_meeting_in_two_languages_waits_once(admin_user, meetings_list, committee):
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (soon(meetings_list, committee), held(meetings_list, committee)):
        twin = page.copy_for_translation(english, copy_parents=True)
        twin.save_revision().publish()
    found = piles(admin_user)
    waiting = ("Zaproszenia do wysłania", "Obecność do spisania", "Protokoły do opublikowania")
    assert {title: len(found[title]) for title in waiting} == dict.fromkeys(waiting, 1)


def test_minutes_until_they_are_published(home, users, meetings_list, committee):
    page = held(meetings_list, committee)
    (row,) = piles(users["secretariat"])["Protokoły do opublikowania"]
    assert row.note == "20 dni temu, nierozpoczęty" and not row.is_late
    minutes = Minutes.objects.create(meeting_id=page.pk, live=False)
    (row,) = piles(users["secretariat"])["Protokoły do opublikowania"]
    assert "projekt" in row.note
    assert row.url == reverse(Minutes.snippet_viewset.get_url_name("edit"), args=[minutes.pk])
    Minutes.objects.filter(pk=minutes.pk).update(live=True)
    assert "Protokoły do opublikowania" not in piles(users["secretariat"])


def test_old_meetings_are_history(users, meetings_list, committee):
    held(meetings_list, committee, starts_on=timezone.localdate() - timedelta(days=400))
    assert piles(users["secretariat"]) == {}


def test_corrections_that_nobody_examined(home, users, meetings_list, committee):
    page = held(meetings_list, committee)
    minutes = Minutes.objects.create(meeting_id=page.pk, live=False)
    for text in ("Było inaczej.", "Brak nazwiska."):
        MinutesCorrection.objects.create(minutes=minutes, text=text)
    (row,) = piles(users["secretariat"])["Poprawki do protokołów do rozpatrzenia"]
    assert row.note == "2 poprawki"
    assert "Było inaczej" not in home("secretariat")
    MinutesCorrection.objects.update(state="taken")
    assert "Poprawki do protokołów do rozpatrzenia" not in piles(users["secretariat"])


def test_an_answer_that_is_awaited_for_a_month(users, register, committee):
    today = timezone.localdate()
    kind = DecisionKindFactory(committee=committee)
    decision = DecisionPageFactory(parent=register, kind=kind, body=committee, title="Stanowisko")
    DispatchFactory(decision=decision, addressee="Zarząd", sent_on=today - timedelta(days=29))
    assert piles(users["secretariat"]) == {}
    DispatchFactory(decision=decision, addressee="Konwent", sent_on=today - timedelta(days=30))
    (row,) = piles(users["secretariat"])["Bez odpowiedzi"]
    assert row.note == "Konwent, od 30 dni"


@pytest.mark.parametrize("role", ["editors", "moderators", "plain"])
def test_other_roles_have_nothing_of_the_secretary(home, meetings_list, committee, role):
    soon(meetings_list, committee)
    held(meetings_list, committee)
    assert "Czeka na Ciebie" not in home(role)


def test_another_committees_secretary_has_nothing(users, roles, meetings_list, committee):
    soon(meetings_list, committee)
    held(meetings_list, committee)
    GroupPagePermission.objects.filter(group=roles["secretariat"]).delete()
    assert piles(users["secretariat"]) == {}


def test_what_is_late_is_said_so(home, users, meetings_list, committee):
    soon(meetings_list, committee, starts_on=timezone.localdate() + timedelta(days=2))
    (row,) = piles(users["secretariat"])["Zaproszenia do wysłania"]
    assert row.is_late and row.note.endswith("za 2 dni")


def test_the_queries_do_not_grow(users, meetings_list, committee, register):
    ContentType.objects.get_for_model(Minutes)
    kind = DecisionKindFactory(committee=committee)

    def more(count: int) -> None:
        for number in range(count):
            soon(meetings_list, committee)
            page = held(meetings_list, committee)
            if number % 2:
                minutes = Minutes.objects.create(meeting_id=page.pk, live=False)
                MinutesCorrection.objects.create(minutes=minutes, text="x")
            decision = DecisionPageFactory(parent=register, kind=kind, body=committee)
            DispatchFactory(decision=decision, sent_on=timezone.localdate() - timedelta(days=40))

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = piles(users["secretariat"])
        assert len(found) == 5
        return len(queries)

    more(4)
    count()  # the permissions of the user
    few = count()
    more(8)
    assert count() == few
    (shown,) = [
        each for each in desk.piles_of(users["secretariat"]) if each.title == "Bez odpowiedzi"
    ]
    assert len(shown.rows) == desk.MOST and shown.has_more
