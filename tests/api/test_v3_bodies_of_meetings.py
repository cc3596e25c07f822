"""Meetings over API v3: created with who meets, by the rules of the form; locks hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from rkres_wagtail.meetings.models import MeetingChange
from rkres_wagtail.meetings.querysets import meeting_model
from rkres_wagtail.meetings.when import local_today
from rkres_wagtail.outbox.models import OutgoingMessage
from tests.factories import GroupPageFactory, MeetingPageFactory
from tests.factories.pages import page_class
from tests.support.users import create_user

from .office import PAGES, RKRES, errors_of

pytestmark = pytest.mark.django_db


def whole(desk, **fields) -> dict:
    """Everything that an office's program says of a meeting."""
    day = local_today() + timedelta(days=30)
    meta = {
        "type": page_class("MEETING_PAGE")._meta.label,
        "parent_id": desk.listing.pk,
        "action": "publish",
    }
    return {
        "meta": {key: value for key, value in {**meta, **fields.pop("meta", {})}.items() if value},
        "title": "Posiedzenie wiosenne",
        "date_precision": "minute",
        "starts_on": day.isoformat(),
        "starts_time": "10:00:00",
        "ends_time": "13:30:00",
        "meeting_form": "hybrid",
        "place_name": "Urząd Marszałkowski, sala 3",
        "place_address": "ul. Podgórna 7, Zielona Góra",
        "lead": "O programie.",
        "description": "<p>Zapraszamy.</p>",
        "status": "confirmed",
        **fields,
    }


def newest(desk):
    return made_in(desk).order_by("-pk").first()


def made_in(desk):
    return meeting_model()._default_manager.child_of(desk.listing)


def test_a_meeting_is_created_and_published(desk, secretary, call, client):
    response = call(secretary, "post", PAGES, **whole(desk))
    assert response.status_code == 201, response.content
    said = response.json()
    assert [body["id"] for body in said["bodies"]] == [desk.committee.pk]
    page = newest(desk)
    assert (page.live, page.status, page.lead) == (True, "confirmed", "O programie.")
    assert "Zapraszamy." in page.description and page.meeting_form == "hybrid"
    assert list(page.bodies.values_list("pk", flat=True)) == [desk.committee.pk]
    # What publishing does in the admin: the date is settled, and in the history with a name.
    change = MeetingChange.objects.of(page).get()
    assert (change.kind, change.made_by.email) == ("confirmed", "secretary@example.invalid")
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").get().user
    assert not OutgoingMessage.objects.exists()
    assert "Posiedzenie wiosenne" in client.get(page.get_url()).content.decode()


def test_a_draft_begins_with_who_met_last(desk, secretary, call):
    MeetingPageFactory(parent=desk.listing, past=True, bodies=[desk.group])
    body = whole(desk, meta={"action": None}, starts_on=None, starts_time=None, ends_time=None)
    response = call(secretary, "post", PAGES, **body)
    assert response.status_code == 201, response.content
    page = newest(desk)
    assert not page.live and list(page.bodies.all().values_list("pk", flat=True)) == [desk.group.pk]
    assert not MeetingChange.objects.of(page).exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 401), ("moderator", 403), ("other secretary", 403), ("editor", 201)],
)
def test_who_may_create(desk, tokens, call, role, status):
    response = call(tokens[role], "post", PAGES, **whole(desk))
    assert response.status_code == status, response.content
    assert made_in(desk).exists() == (status == 201)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_on", None), ("starts_on", "2027-02-31"), ("ends_time", "09:00:00"),
        ("status", "cancelled"), ("status", "held"), ("number", 1000), ("date_precision", "x"),
        ("meeting_form", "telepathy"), ("contact_email", "nie adres"), ("title", ""),
    ],
)  # fmt: skip
def test_broken_rules_name_the_field(desk, secretary, call, field, value):
    response = call(secretary, "post", PAGES, **whole(desk, **{field: value}))
    assert response.status_code == 422, response.content
    assert any(field in path for path in errors_of(response)), response.content
    assert not made_in(desk).exists()


def test_no_unfinished_meeting_is_published(desk, secretary, call):
    """Whichever way: with the draft's own endpoint, or with one field of it."""
    page = MeetingPageFactory(
        parent=desk.listing, live=False, starts_on=None, starts_time=None, ends_time=None
    )
    page.save_revision()
    response = call(secretary, "post", f"{PAGES}{page.pk}/actions/publish/")
    assert response.status_code == 422, response.content
    meta = {"type": page._meta.label, "action": "publish"}
    response = call(secretary, "patch", f"{PAGES}{page.pk}/", meta=meta, lead="Nowy")
    assert response.status_code == 422 and errors_of(response)
    page.refresh_from_db()
    assert not page.live
    assert not MeetingChange.objects.of(page).exists()


def test_a_rule_about_a_field_that_was_not_sent(desk, secretary, call):
    page = MeetingPageFactory(parent=desk.listing, bodies=[desk.group])
    type(desk.group).objects.filter(pk=desk.group.pk).update(active_to="2020-01-01")
    day = (local_today() + timedelta(days=40)).isoformat()
    meta = {"type": page._meta.label}
    response = call(secretary, "patch", f"{PAGES}{page.pk}/", meta=meta, starts_on=day)
    assert response.status_code == 422, response.content
    assert "Grupa" in " ".join(errors_of(response).values())


# Who meets ------------------------------------------------------------------------------------


def put(call, token, page, **body):
    return call(token, "put", f"{RKRES}meetings/{page.pk}/bodies/", **body)


def test_who_meets_is_written_as_a_draft_and_published(desk, secretary, call):
    page = MeetingPageFactory(parent=desk.listing, bodies=[desk.committee])
    response = put(call, secretary, page, bodies=[desk.group.pk, desk.committee.pk])
    assert response.status_code == 200, response.content
    assert response.json()["has_unpublished_changes"]
    published = type(page).objects.get(pk=page.pk)
    assert list(published.bodies.values_list("pk", flat=True)) == [desk.committee.pk]
    response = put(call, secretary, page, bodies=[desk.group.pk], action="publish")
    assert response.status_code == 200, response.content
    assert [body["id"] for body in response.json()["bodies"]] == [desk.group.pk]
    fresh = type(page).objects.get(pk=page.pk)
    assert list(fresh.bodies.values_list("pk", flat=True)) == [desk.group.pk]


def test_bodies_that_cannot_meet(desk, secretary, call):
    page = MeetingPageFactory(parent=desk.listing, bodies=[desk.committee])
    gone = GroupPageFactory(parent=desk.committee, slug="dawna", active_to="2020-01-01")
    revisions = page.revisions.count()
    for wrong in (
        [desk.other.pk], [page.pk], [desk.listing.pk], [2**62], [gone.pk], [None], ["x"], [[1]],
        [{}], [1.5], None, "1", {}, [True] * 3, list(range(1, 3000)),
    ):  # fmt: skip
        response = put(call, secretary, page, bodies=wrong)
        assert response.status_code == 422, (wrong, response.content)
        assert "bodies" in " ".join(errors_of(response)), wrong
    assert put(call, secretary, page, bodies=[], action="publish").status_code == 422
    assert put(call, secretary, page, bodies=[desk.group.pk], x=1).status_code == 422
    assert page.revisions.count() == revisions


@pytest.mark.parametrize("kind", ["page", "none"])
def test_bodies_of_what_is_no_meeting(desk, secretary, call, kind):
    pk = desk.committee.pk if kind == "page" else 999999
    response = call(secretary, "put", f"{RKRES}meetings/{pk}/bodies/", bodies=[desk.group.pk])
    assert response.status_code == 404


# Locks ----------------------------------------------------------------------------------------


@pytest.fixture
def waiting(desk):
    """A published meeting with a draft that is locked by somebody else."""
    page = MeetingPageFactory(parent=desk.listing, lead="Jest")
    page.lead = "Szkic"
    page.save_revision()
    page = type(page).objects.get(pk=page.pk)
    page.locked, page.locked_at, page.locked_by = True, timezone.now(), create_user("inny")
    page.save()
    return page


def test_a_locked_meeting_is_not_written(desk, tokens, call, waiting):
    page, token = waiting, tokens["secretary"]
    revision = page.get_latest_revision()
    calls = [
        ("patch", f"{PAGES}{page.pk}/", {"meta": {"type": page._meta.label}, "lead": "Nowe"}),
        ("post", f"{PAGES}{page.pk}/actions/publish/", {}),
        ("post", f"{PAGES}{page.pk}/actions/unpublish/", {}),
        ("post", f"{PAGES}{page.pk}/actions/revert/", {"revision_id": revision.pk}),
        ("put", f"{RKRES}meetings/{page.pk}/bodies/", {"bodies": [desk.group.pk]}),
    ]
    count = page.revisions.count()
    for method, path, body in calls:
        response = call(token, method, path, **body)
        assert response.status_code == 403, (path, response.content)
        errors_of(response)
    fresh = type(page).objects.get(pk=page.pk)
    assert fresh.live and fresh.lead == "Jest" and fresh.revisions.count() == count
    type(page).objects.filter(pk=page.pk).update(locked=False, locked_by=None, locked_at=None)
    assert call(token, *calls[1][:2]).status_code == 200
    assert type(page).objects.get(pk=page.pk).lead == "Szkic"


def test_a_page_in_a_workflow_of_others_is_not_written(desk, tokens, call):
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    page = MeetingPageFactory(parent=desk.listing, live=False)
    page.save_revision()
    task = GroupApprovalTask.objects.create(name="Prezes")
    task.groups.add(Group.objects.create(name="Prezesi"))
    workflow = Workflow.objects.create(name="Podpis")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(page, create_user("starter"))
    meta = {"type": page._meta.label}
    path = f"{PAGES}{page.pk}/"
    assert call(tokens["editor"], "patch", path, meta=meta, lead="x").status_code == 403
    assert call(tokens["editor"], "post", f"{path}actions/publish/").status_code == 403
    assert call(tokens["admin"], "post", f"{path}actions/publish/").status_code == 200
