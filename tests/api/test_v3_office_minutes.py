"""Minutes over our router: started, approved, published by the rules of the admin, and logged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from rkres_wagtail.minutes.models import Minutes
from tests.factories import MeetingPageFactory, MinutesFactory, MinutesReadingFactory
from tests.support.users import create_user

from .conftest import SECRET
from .office import RKRES, errors_of

pytestmark = pytest.mark.django_db


def publish(call, token, minutes):
    return call(token, "post", f"{RKRES}minutes/{minutes.pk}/publish/")


def test_from_the_meeting_to_the_public_page(desk, secretary, call, client):
    held = MeetingPageFactory(
        parent=desk.listing, past=True, agenda=[{"title": "Otwarcie"}], title="Posiedzenie jawne"
    )
    response = call(secretary, "post", f"{RKRES}minutes/", meeting=held.pk)
    assert response.status_code == 201, response.content
    said = response.json()
    assert (said["meeting"], said["state"], said["is_live"]) == (held.pk, "draft", False)
    assert said["approval"] is None and said["html_url"] is None
    assert client.get(f"{held.get_url()}protokol/").status_code == 404

    pk = said["id"]
    response = call(secretary, "post", f"{RKRES}minutes/{pk}/publish/")
    assert response.status_code == 422 and errors_of(response)
    assert not Minutes.objects.get().live

    today = timezone.localdate().isoformat()
    path = f"{RKRES}minutes/{pk}/approve/"
    response = call(secretary, "post", path, approved_on=today, note=" obiegowo ")
    assert response.status_code == 200, response.content
    approval = {"approved_on": today, "meeting": None, "note": "obiegowo"}
    assert response.json()["approval"] == approval
    assert call(secretary, "post", path, approved_on=today, note="x").status_code == 422

    response = call(secretary, "post", f"{RKRES}minutes/{pk}/publish/")
    assert response.status_code == 200, response.content
    assert response.json()["is_live"] and response.json()["html_url"]
    public = client.get(f"{held.get_url()}protokol/")
    assert public.status_code == 200 and "Otwarcie" in public.content.decode()
    assert client.get(f"{RKRES}minutes/{pk}/").json()["sections"][0]["title"] == "Otwarcie"

    rows = ModelLogEntry.objects.filter(object_id=str(pk)).order_by("pk")
    assert [row.action for row in rows][-3:] == [
        "rkres_wagtail.minutes_start",
        "rkres_wagtail.minutes_approve",
        "wagtail.publish",
    ]
    assert {str(row.user.email) for row in rows if row.user} == {"secretary@example.invalid"}
    assert all(row.user for row in list(rows)[-3:])


def test_published_again_nothing_happens(draft, secretary, call):
    made = MinutesFactory(
        meeting=MeetingPageFactory(parent=draft.meeting.get_parent(), past=True), published=True
    )
    before = ModelLogEntry.objects.count()
    response = publish(call, secretary, made)
    assert response.status_code == 200 and response.json()["is_live"]
    assert ModelLogEntry.objects.count() == before
    published_at = made.last_published_at
    made.refresh_from_db()
    assert made.last_published_at == published_at


def test_only_the_latest_draft_is_published(held, secretary, call, client):
    made = MinutesFactory(meeting=held, published=True)
    made.opening = "<p>Druga wersja.</p>"
    made.save_revision()
    response = publish(call, secretary, made)
    assert response.status_code == 200 and not response.json()["has_unpublished_changes"]
    made.refresh_from_db()
    assert "Druga wersja" in made.opening


@pytest.mark.parametrize("locked_by", ["another", "nobody"])
def test_locked_minutes_are_not_published(held, secretary, call, locked_by):
    made = MinutesFactory(meeting=held, approved=True)
    made.locked, made.locked_at = True, timezone.now()
    made.locked_by = create_user("inny") if locked_by == "another" else None
    made.save()
    response = publish(call, secretary, made)
    assert response.status_code == 403, response.content
    errors_of(response)
    assert "locked" in response.json()["detail"]
    made.refresh_from_db()
    assert not made.live


def test_who_locked_them_publishes(held, tokens, call):
    from wagtail.models.api import APIToken

    made = MinutesFactory(meeting=held, approved=True)
    made.locked, made.locked_at = True, timezone.now()
    made.locked_by = APIToken.objects.get(user__email="secretary@example.invalid").user
    made.save()
    assert publish(call, tokens["secretary"], made).status_code == 200


def test_a_workflow_that_waits_for_others_holds_them(held, tokens, call):
    """Wagtail's workflow locks what waits for somebody else; publishing ends a workflow."""
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    made = MinutesFactory(meeting=held, approved=True)
    task = GroupApprovalTask.objects.create(name="Prezes")
    task.groups.add(Group.objects.create(name="Prezesi"))
    workflow = Workflow.objects.create(name="Podpis")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(made, create_user("starter"))
    assert publish(call, tokens["secretary"], made).status_code == 403
    assert publish(call, tokens["admin"], made).status_code == 200
    made.refresh_from_db()
    assert made.live and made.current_workflow_state is None


@pytest.mark.parametrize("kind", ["future", "cancelled", "taken", "none", "plain page"])
def test_minutes_of_what_has_none(desk, secretary, call, kind):
    meeting = MeetingPageFactory(parent=desk.listing, past=kind != "future")
    if kind == "cancelled":
        type(meeting).objects.filter(pk=meeting.pk).update(status="cancelled")
    if kind == "taken":
        MinutesFactory(meeting=meeting)
    pk = {"none": 2**62, "plain page": desk.committee.pk}.get(kind, meeting.pk)
    before = Minutes.objects.count()
    response = call(secretary, "post", f"{RKRES}minutes/", meeting=pk)
    assert response.status_code == 422, response.content
    assert errors_of(response)
    assert Minutes.objects.count() == before


def test_a_meeting_of_another_committee_is_not_named(desk, draft, secretary, call):
    """Its title may be a draft's, which the secretary does not see."""
    foreign = MeetingPageFactory(parent=desk.other_listing, past=True, title=SECRET)
    today = timezone.localdate().isoformat()
    path = f"{RKRES}minutes/{draft.pk}/approve/"
    response = call(secretary, "post", path, approved_on=today, meeting=foreign.pk)
    assert response.status_code == 422
    assert "meeting" in errors_of(response) and SECRET not in response.content.decode()
    assert Minutes.objects.get(pk=draft.pk).approval is None


def test_approved_at_a_later_meeting(desk, held, draft, secretary, call):
    later = MeetingPageFactory(
        parent=desk.listing, starts_on=timezone.localdate() - timedelta(days=1)
    )
    path = f"{RKRES}minutes/{draft.pk}/approve/"
    day = later.starts_on
    for wrong in (
        {"approved_on": (day - timedelta(days=400)).isoformat(), "meeting": later.pk},
        {"approved_on": (day + timedelta(days=9)).isoformat(), "meeting": later.pk},
        {"approved_on": day.isoformat()},
        {"approved_on": day.isoformat(), "meeting": held.pk},
        {"approved_on": day.isoformat(), "meeting": later.pk, "note": "i obiegowo"},
        {"approved_on": day.isoformat(), "note": "x" * 300},
        {"approved_on": day.isoformat(), "note": "a\x00b"},
    ):
        response = call(secretary, "post", path, **wrong)
        assert response.status_code == 422, wrong
        assert errors_of(response), wrong
    response = call(secretary, "post", path, approved_on=day.isoformat(), meeting=later.pk)
    assert response.status_code == 200, response.content
    assert response.json()["approval"]["meeting"] == later.pk


def test_while_members_correct_it_is_asked_for(draft, secretary, call):
    MinutesReadingFactory(minutes=draft)
    path, today = f"{RKRES}minutes/{draft.pk}/approve/", timezone.localdate().isoformat()
    response = call(secretary, "post", path, approved_on=today, note="obiegowo")
    assert response.status_code == 422 and "despite_corrections" in errors_of(response)
    response = call(
        secretary, "post", path, approved_on=today, note="obiegowo", despite_corrections=True
    )
    assert response.status_code == 200, response.content


def test_minutes_that_are_none(secretary, call):
    for pk in (999999, 2**63 - 1):
        assert publish(call, secretary, Minutes(pk=pk)).status_code == 404
    for pk in ("0", "-1", "x", str(2**63), "1" * 400):
        response = call(secretary, "post", f"{RKRES}minutes/{pk}/publish/")
        assert response.status_code in (404, 422), pk
