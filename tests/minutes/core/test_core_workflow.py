"""Wagtail's workflow from a draft to published minutes, as the secretary walks it."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from types import ModuleType

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from rkres_wagtail.editorial.roles import complete_workflow, create_roles
from rkres_wagtail.minutes.models import (
    Minutes,
    MinutesApproval,
    MinutesApprovalTask,
    MinutesCorrectionsTask,
)
from tests.factories import CommitteePageFactory, MinutesReadingFactory
from tests.support.users import create_user

from .form_data import minutes_data
from .test_core_publishing import url_of
from .test_core_starting import content, edit_url

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SUBMIT = {"action-submit": "1"}


@pytest.fixture
def later(meeting):
    return meeting(title="Następne posiedzenie", starts_on=timezone.localdate() - timedelta(days=2))


def state_of(made) -> TaskState:
    return Minutes.objects.get(pk=made.pk).current_workflow_task_state


def step_url(made, action="approve", name="workflow_action"):
    return url_of(name, made, action, state_of(made).pk)


def submit(office, made):
    assert office.post(edit_url(made), minutes_data(made, **SUBMIT)).status_code == 302


def to_approval(office, made):
    submit(office, made)
    assert office.post(step_url(made), {"comment": ""}).status_code == 302


def test_from_draft_to_published(office, minutes, later):
    made = minutes()
    assert "Protokół" in content(office.get(edit_url(made)))
    submit(office, made)
    assert isinstance(state_of(made).task.specific, MinutesCorrectionsTask)
    assert "Zakończ poprawki" in content(office.get(edit_url(made)))
    assert "Komentarz" in json.loads(office.get(step_url(made)).content)["html"]
    office.post(step_url(made), {"comment": "Bez uwag"})

    assert isinstance(state_of(made).task.specific, MinutesApprovalTask)
    html = content(office.get(edit_url(made)))
    assert "Odnotuj zatwierdzenie" in html
    form = json.loads(office.get(step_url(made)).content)["html"]
    assert "Następne posiedzenie" in form
    data = {"meeting": later.pk, "note": "", "approved_on": later.starts_on.isoformat()}
    office.post(step_url(made), data)
    made.refresh_from_db()
    assert made.live and made.state == "published"
    assert MinutesApproval.objects.get(minutes=made).meeting_id == later.pk
    assert made.current_workflow_state is None
    history = url_of("workflow_history", made)
    assert "Bez uwag" in content(
        office.get(url_of("workflow_history_detail", made, made.workflow_states.get().pk))
    )
    assert office.get(history).status_code == 200


def test_from_within_the_editor(office, minutes, later):
    """The editor first asks for the form's data, then posts them back with the text."""
    made = minutes()
    to_approval(office, made)
    url = step_url(made, name="collect_workflow_action_data")
    data = {"meeting": later.pk, "approved_on": later.starts_on.strftime("%d.%m.%Y")}
    answer = json.loads(office.post(url, data).content)
    assert answer["step"] == "success"
    posted = minutes_data(
        made, closing="Zamknięto.", **{
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": json.dumps(answer["cleaned_data"]),
        },
    )  # fmt: skip
    office.post(edit_url(made), posted)
    made.refresh_from_db()
    assert made.live and "Zamknięto." in made.closing


@pytest.mark.parametrize(
    "extra",
    [{}, {"approved_on": "jutro"}, {"meeting": "999999"}, {"meeting": [1], "approved_on": {}}],
)
def test_data_that_came_back_wrong_approve_nothing(office, minutes, extra):
    made = minutes()
    to_approval(office, made)
    posted = minutes_data(
        made, closing="Zamknięto.", **{
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": json.dumps(extra),
        },
    )  # fmt: skip
    response = office.post(edit_url(made), posted)
    assert response.status_code == 302
    made.refresh_from_db()
    assert not made.live and not MinutesApproval.objects.exists()
    assert isinstance(state_of(made).task.specific, MinutesApprovalTask)
    # The text was saved all the same.
    assert "Zamknięto." in made.get_latest_revision_as_object().closing


def test_the_form_says_what_is_wrong(office, minutes):
    made = minutes()
    to_approval(office, made)
    headers = {"x-requested-with": "XMLHttpRequest"}
    answer = office.post(step_url(made), {"approved_on": "1.01.2090"}, headers=headers)
    assert "Wybierz posiedzenie" in json.loads(answer.content)["html"]
    assert not MinutesApproval.objects.exists()


def test_corrections_that_still_run_are_ended_with_a_tick(office, minutes, monkeypatch):
    ended = []
    module = ModuleType("services")
    module.end_reading = lambda *, reading, user: ended.append((reading, user))
    monkeypatch.setitem(sys.modules, "rkres_wagtail.minutes.corrections.services", module)
    made = minutes()
    reading = MinutesReadingFactory(minutes=made)
    submit(office, made)
    headers = {"x-requested-with": "XMLHttpRequest"}
    answer = office.post(step_url(made), {"comment": ""}, headers=headers)
    assert "zaznacz to pole" in json.loads(answer.content)["html"] and not ended
    office.post(step_url(made), {"comment": "", "end_now": "on"})
    assert [row for row, _user in ended] == [reading]
    assert isinstance(state_of(made).task.specific, MinutesApprovalTask)


def test_not_approved_goes_back_to_the_office(office, minutes):
    made = minutes()
    to_approval(office, made)
    office.post(step_url(made, "reject"), {"comment": "Poprawić punkt 3."})
    made.refresh_from_db()
    assert made.current_workflow_state.status == "needs_changes" and not made.live
    submit(office, made)
    assert isinstance(state_of(made).task.specific, MinutesApprovalTask)


def test_an_approval_recorded_before_is_not_asked_again(office, minutes):
    made = minutes(approved=True)
    to_approval(office, made)
    assert "approved_on" not in json.loads(office.get(step_url(made)).content)["html"]
    office.post(step_url(made), {"comment": ""})
    assert Minutes.objects.get(pk=made.pk).live


def test_without_a_workflow_plain_buttons_do(office, minutes, later):
    WorkflowContentType.objects.all().delete()
    made = minutes()
    html = content(office.get(edit_url(made)))
    assert "action-submit" not in html and "action-publish" not in html
    approve = reverse("rkres_minutes_approve", args=[made.pk])
    office.post(approve, {"meeting": later.pk, "approved_on": later.starts_on.isoformat()})
    office.post(edit_url(made), minutes_data(made, **{"action-publish": "1"}))
    assert Minutes.objects.get(pk=made.pk).live


def test_a_hosts_own_workflow_does_not_publish_unapproved_minutes(office, minutes, roles):
    workflow = WorkflowContentType.objects.get().workflow
    WorkflowTask.objects.filter(workflow=workflow).delete()
    made = minutes()
    # Without a step it would be published at once.
    submitted = office.post(edit_url(made), minutes_data(made, **SUBMIT), follow=True)
    assert "Nie opublikowano" in content(submitted)
    task = GroupApprovalTask.objects.create(name="Akceptacja")
    task.groups.add(roles["secretariat"])
    WorkflowTask.objects.create(workflow=workflow, task=task)
    submit(office, made)
    headers = {"x-requested-with": "XMLHttpRequest"}
    answer = office.post(step_url(made), {"comment": ""}, headers=headers)
    assert "Nie opublikowano" in json.loads(answer.content)["html"]
    posted = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    html = content(office.post(edit_url(made), minutes_data(made, **posted), follow=True))
    assert "Nie opublikowano" in html
    made.refresh_from_db()
    assert not made.live and made.workflow_in_progress


# Who takes a step ---------------------------------------------------------------------------------


def test_only_who_keeps_minutes_of_that_committee(client, minutes, office, site_root, roles):
    made = minutes()
    submit(office, made)
    url = step_url(made)
    other = create_roles(CommitteePageFactory(parent=site_root))["secretariat"]
    task = state_of(made).task.specific
    assert other in task.groups.all()
    stranger = create_user("obca")
    stranger.groups.add(other)
    client.force_login(stranger)
    assert client.post(url, {"comment": ""}).status_code == 302
    assert client.get(edit_url(made)).status_code == 302
    assert state_of(made).task.specific == task


def test_what_awaits_whom(client, meeting, minutes, office, site_root):
    """All secretariats share the steps, not the titles of each other's meetings."""
    made = minutes(meeting=meeting(title="Rozmowy poufne"))
    submit(office, made)
    assert "Rozmowy poufne" in content(office.get(reverse("wagtailadmin_home")))
    stranger = create_user("obca")
    stranger.groups.add(create_roles(CommitteePageFactory(parent=site_root))["secretariat"])
    client.force_login(stranger)
    assert "Rozmowy poufne" not in content(client.get(reverse("wagtailadmin_home")))


def test_a_group_of_the_task_alone_opens_nothing(client, minutes, office):
    made = minutes()
    submit(office, made)
    group = Group.objects.create(name="Inni")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    state_of(made).task.specific.groups.add(group)
    user = create_user("inna")
    user.groups.add(group)
    client.force_login(user)
    assert client.get(edit_url(made)).status_code == 302
    client.post(step_url(made), {"comment": ""})
    assert isinstance(state_of(made).task.specific, MinutesCorrectionsTask)


# Two people, locks --------------------------------------------------------------------------------


@pytest.fixture
def colleague(roles):
    user = create_user("kolega")
    user.groups.add(roles["secretariat"])
    return user


def test_locked_minutes_are_the_lockers_alone(office, client, minutes, colleague):
    made = minutes()
    office.post(url_of("lock", made))
    client.force_login(colleague)
    response = client.post(edit_url(made), minutes_data(made, closing="Cudze."))
    assert response.status_code == 200
    assert "Cudze." not in made.get_latest_revision_as_object().closing
    complete = reverse("rkres_minutes_complete", args=[made.pk])
    assert client.post(complete).status_code == 302
    made.refresh_from_db()
    assert made.revisions.count() == 1
    client.post(url_of("unlock", made))
    assert client.post(edit_url(made), minutes_data(made, closing="Moje.")).status_code == 302


def test_two_clerks_approve_once(office, minutes, later, colleague, client):
    made = minutes()
    url = reverse("rkres_minutes_approve", args=[made.pk])
    data = {"meeting": later.pk, "approved_on": later.starts_on.isoformat()}
    office.post(url, data)
    client.force_login(colleague)
    assert "już zatwierdzony" in content(client.post(url, data, follow=True))
    assert MinutesApproval.objects.count() == 1


# The workflow that a region gets ------------------------------------------------------------------


def attached():
    content_type = ContentType.objects.get_for_model(Minutes)
    return WorkflowContentType.objects.filter(content_type=content_type).first()


def test_the_region_gets_one(committee, roles):
    workflow = attached().workflow
    assert workflow.name == "Protokół"
    tasks = list(workflow.tasks.specific())
    assert [task.name for task in tasks] == ["Poprawki członków", "Zatwierdzenie na posiedzeniu"]
    assert all(list(task.groups.all()) == [roles["secretariat"]] for task in tasks)
    create_roles(committee)
    complete_workflow(committee)
    assert Workflow.objects.filter(name="Protokół").count() == 1


def test_what_an_administrator_changed_stays(committee, roles):
    workflow = attached().workflow
    workflow.name = "Obieg protokołu"
    workflow.save()
    workflow.tasks.specific().first().groups.clear()
    attached().delete()
    create_roles(committee)
    complete_workflow(committee)
    assert attached() is None
    assert Workflow.objects.filter(name="Protokół").count() == 0
    assert not workflow.tasks.specific().first().groups.exists()


def test_a_hosts_own_is_left_alone(committee):
    own = Workflow.objects.create(name="Nasz")
    WorkflowContentType.objects.create(
        content_type=ContentType.objects.get_for_model(Minutes), workflow=own
    )
    create_roles(committee)
    assert attached().workflow == own
    assert not MinutesApprovalTask.objects.exists()


def test_one_that_was_deleted_is_made_again_with_the_roles_only(committee, roles):
    attached().workflow.delete()
    complete_workflow(committee)
    assert attached() is None
    create_roles(committee)
    assert attached() is not None


def test_a_committee_of_before_gets_it_with_the_next_run(committee, roles):
    from rkres_wagtail.editorial.minutes_workflow import KEY
    from rkres_wagtail.regions.models import ProfileObject

    attached().workflow.delete()
    ProfileObject.objects.filter(key=KEY).delete()
    complete_workflow(committee)
    assert attached() is not None
