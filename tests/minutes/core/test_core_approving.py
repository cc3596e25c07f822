"""Approval: at which meeting, on which day, once; what takes it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.meetings.services import cancel_meeting
from rkres_wagtail.minutes.models import MinutesApproval
from rkres_wagtail.minutes.services import approve_minutes, revoke_approval
from tests.factories import (
    CommitteePageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MinutesReadingFactory,
)

from .test_core_starting import content, edit_url

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def day(number: int):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def later(meeting):
    return meeting(title="Następne posiedzenie", starts_on=day(-2))


def approve(made, secretary, **given):
    given.setdefault("approved_on", day(-2))
    return approve_minutes(minutes=made, user=secretary, **given)


def errors_of(call) -> dict:
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict if hasattr(caught.value, "error_dict") else {}


def test_at_a_later_meeting(minutes, later, secretary):
    made = minutes()
    approval = approve(made, secretary, meeting=later)
    assert (approval.meeting_id, approval.recorded_by) == (later.pk, secretary)
    made.refresh_from_db()
    assert made.state == "approved" and not made.live


def test_at_the_same_meeting_or_an_earlier_one(minutes, meeting, secretary):
    made = minutes()
    earlier = meeting(starts_on=day(-60))
    same = made.meeting.specific
    for page in (earlier, same):
        assert "meeting" in errors_of(lambda page=page: approve(made, secretary, meeting=page))
    assert not MinutesApproval.objects.exists()


def test_at_the_same_hour_is_not_later(minutes, meeting, secretary):
    made = minutes()
    twin = meeting(starts_on=made.meeting.specific.starts_on)
    assert "meeting" in errors_of(lambda: approve(made, secretary, meeting=twin))


def test_at_one_that_has_not_taken_place(minutes, meeting, secretary):
    ahead = meeting(starts_on=day(5))
    assert "meeting" in errors_of(lambda: approve(minutes(), secretary, meeting=ahead))
    today = meeting(starts_on=day(0))
    approve(minutes(), secretary, meeting=today, approved_on=day(0))


def test_at_a_cancelled_one(minutes, meeting, secretary):
    page = meeting(starts_on=day(-2), confirmed=True)
    cancel_meeting(page, user=None, reason="Brak kworum.")
    assert "meeting" in errors_of(lambda: approve(minutes(), secretary, meeting=page))


def test_at_another_committees(minutes, secretary, site_root):
    listing = MeetingIndexPageFactory(parent=CommitteePageFactory(parent=site_root))
    page = MeetingPageFactory(parent=listing, starts_on=day(-2))
    assert "meeting" in errors_of(lambda: approve(minutes(), secretary, meeting=page))


def test_at_a_page_that_is_no_meeting(minutes, secretary, committee):
    assert "meeting" in errors_of(lambda: approve(minutes(), secretary, meeting=committee))


def test_otherwise_needs_words(minutes, secretary):
    made = minutes()
    assert "meeting" in errors_of(lambda: approve(made, secretary, note="  "))
    assert approve(made, secretary, note="obiegowo").note == "obiegowo"


def test_not_both_at_a_meeting_and_otherwise(office, minutes, later):
    """The form proposes a meeting: who types another way would tell the public a wrong one."""
    url = reverse("rkres_minutes_approve", args=[minutes().pk])
    data = {"meeting": later.pk, "note": "w trybie obiegowym", "approved_on": str(day(-2))}
    assert "wyczyść jedno z dwóch" in content(office.post(url, data))
    assert not MinutesApproval.objects.exists()


@pytest.mark.parametrize("number", [1, -31])
def test_days_that_cannot_be(minutes, secretary, number):
    found = errors_of(lambda: approve(minutes(), secretary, note="x", approved_on=day(number)))
    assert "approved_on" in found


def test_not_before_the_approving_meeting(minutes, later, secretary):
    found = errors_of(lambda: approve(minutes(), secretary, meeting=later, approved_on=day(-3)))
    assert "approved_on" in found


def test_not_after_the_approving_meeting(minutes, later, secretary):
    found = errors_of(lambda: approve(minutes(), secretary, meeting=later, approved_on=day(-1)))
    assert "approved_on" in found


def test_once(minutes, later, secretary):
    made = minutes()
    approve(made, secretary, meeting=later)
    with pytest.raises(ValidationError, match="już zatwierdzony"):
        approve(made, secretary, note="raz jeszcze")


def test_while_corrections_run_only_with_a_tick(minutes, later, secretary):
    made = minutes()
    MinutesReadingFactory(minutes=made)
    assert made.state == "corrections"
    found = errors_of(lambda: approve(made, secretary, meeting=later))
    assert list(found) == ["despite_corrections"]
    approve(made, secretary, meeting=later, despite_corrections=True)


def test_states_follow_from_what_was_recorded(minutes):
    made = minutes()
    assert made.state == "draft"
    MinutesReadingFactory(minutes=made, over=True)
    assert made.state == "corrected"
    running = MinutesReadingFactory(minutes=made)
    assert made.state == "corrections"
    running.ended_at = timezone.now()
    running.save()
    assert made.state == "corrected"


# Taking back --------------------------------------------------------------------------------------


def test_taken_back_with_a_reason(minutes, secretary):
    made = minutes(approved=True)
    assert "reason" in errors_of(lambda: revoke_approval(minutes=made, user=secretary, reason=" "))
    revoke_approval(minutes=made, user=secretary, reason="Pomyłka")
    made.refresh_from_db()
    assert not MinutesApproval.objects.exists() and made.state == "draft"


def test_not_while_published(minutes, secretary):
    made = minutes(published=True)
    with pytest.raises(ValidationError, match="wycofaj"):
        revoke_approval(minutes=made, user=secretary, reason="Pomyłka")


def test_what_was_scheduled_is_scheduled_no_more(minutes, secretary):
    made = minutes(approved=True)
    made.go_live_at = timezone.now() + timedelta(days=1)
    made.save_revision().publish()
    assert made.revisions.filter(approved_go_live_at__isnull=False).exists()
    revoke_approval(minutes=made, user=secretary, reason="Pomyłka")
    assert not made.revisions.filter(approved_go_live_at__isnull=False).exists()


# The screens --------------------------------------------------------------------------------------


def test_recording_and_taking_back_in_the_admin(office, minutes, later, meeting):
    made = minutes()
    meeting(title="Wcześniejsze", starts_on=day(-90))
    url = reverse("rkres_minutes_approve", args=[made.pk])
    assert url in content(office.get(edit_url(made)))
    form = office.get(url).context["form"]
    assert [str(label).split(" (")[0] for _key, label in form.fields["meeting"].choices] == [
        "– żadne z tych –",
        "Następne posiedzenie",
    ]
    assert form.initial == {"meeting": str(later.pk), "approved_on": later.starts_on}
    response = office.post(url, {"meeting": "", "note": "", "approved_on": "1.1.2020"})
    assert response.status_code == 200 and "Wybierz posiedzenie" in content(response)
    typed = later.starts_on.strftime("%d.%m.%Y")
    data = {"meeting": later.pk, "note": "", "approved_on": typed}
    assert "Zatwierdzenie odnotowano" in content(office.post(url, data, follow=True))
    html = content(office.get(edit_url(made)))
    assert "na posiedzeniu: Następne posiedzenie" in html and url not in html
    revoke = reverse("rkres_minutes_revoke", args=[made.pk])
    assert revoke in html
    assert "już zatwierdzony" in content(office.get(url, follow=True))
    assert office.get(revoke).status_code == 200 and MinutesApproval.objects.exists()
    office.post(revoke, {"reason": "Pomyłka"})
    assert not MinutesApproval.objects.exists()
    history = content(
        office.get(reverse("wagtailsnippets_rkres_wagtail_minutes:history", args=[made.pk]))
    )
    assert "Powód: Pomyłka" in history and "Zatwierdzono" in history
    assert office.get(revoke).status_code == 302


def test_the_form_asks_for_a_tick_while_corrections_run(office, minutes, later):
    made = minutes()
    MinutesReadingFactory(minutes=made)
    url = reverse("rkres_minutes_approve", args=[made.pk])
    data = {"meeting": later.pk, "approved_on": later.starts_on.isoformat()}
    response = office.post(url, data)
    assert "Zaznacz to pole" in content(response) and not MinutesApproval.objects.exists()
    office.post(url, {**data, "despite_corrections": "on"})
    assert MinutesApproval.objects.exists()


def test_a_page_that_was_not_offered_is_refused(office, minutes, committee):
    made = minutes()
    url = reverse("rkres_minutes_approve", args=[made.pk])
    office.post(url, {"meeting": committee.pk, "approved_on": day(-2).isoformat()})
    assert not MinutesApproval.objects.exists()
