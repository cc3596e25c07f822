"""A report counted from the register comes out whole, whichever way it is published."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import GroupApprovalTask, ModelLogEntry, Revision, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from rkres_wagtail import desk
from rkres_wagtail.consultations.models import ConsultationReport
from rkres_wagtail.consultations.report.obstacles import HELD_BACK, ReportHeldBack
from rkres_wagtail.consultations.report.services import start_report
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import ConsultationPageFactory
from tests.factories.remarks import RemarkFactory, ResponseFactory, ResponseStatusFactory
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

VIEWS = "wagtailsnippets_rkres_wagtail_consultationreport"


@pytest.fixture
def closed(consultations):
    return ConsultationPageFactory(
        parent=consultations, title="Program 2030", rounds=[{"closed": True}]
    )


@pytest.fixture
def roles(consultations):
    return create_roles(consultations.committee)


@pytest.fixture
def editor(roles):
    user = create_user("redaktor")
    user.groups.add(roles["editors"])
    return user


@pytest.fixture
def office(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def draft(closed, editor):
    return start_report(consultation=closed, user=editor)


def edit_url(report) -> str:
    return reverse(f"{VIEWS}:edit", args=[report.pk])


def form(**fields) -> dict:
    usual = {
        "name": "", "published_on": "", "lead": "Wnioski.", "remarks_count": "",
        "authors_count": "", "go_live_at": "", "expire_at": "", "text": rich_text(""),
        "results": streamfield([]), "files": streamfield([]), "counted_from": "register",
        "main_changes": rich_text("<p>Dodano cel.</p>"), "incomplete_reason": "",
    }  # fmt: skip
    return nested_form_data({**usual, **fields})


def answered(page, **fields):
    """A remark with a complete answer, fit for publication."""
    remark = RemarkFactory(consultation=page, approved=True)
    return ResponseFactory(consultation=page, remarks=[remark], **fields)


def rejection(page, **fields):
    status = ResponseStatusFactory(committee=page.committee, rejected=True)
    return answered(page, status=status, **fields)


def said(response) -> str:
    found = " ".join(str(each) for each in response.context["messages"])
    return found.replace("\xa0", " ")


# Which gaps hold it back ---------------------------------------------------------------------


def revision_of(draft, **fields) -> Revision:
    report = ConsultationReport.objects.get(pk=draft.pk)
    for name, value in {"lead": "Wnioski.", **fields}.items():
        setattr(report, name, value)
    return report.save_revision()


def is_out(draft) -> bool:
    return ConsultationReport.objects.get(pk=draft.pk).live


def test_zero_remarks_are_a_report(draft):
    revision_of(draft).publish()
    assert is_out(draft)


def test_numbers_alone_are_not_held_back(draft, closed):
    RemarkFactory(consultation=closed)
    revision_of(draft, counted_from="numbers", remarks_count=188).publish()
    assert is_out(draft)


def test_a_whole_register_comes_out(draft, closed):
    answered(closed)
    rejection(closed)
    RemarkFactory(consultation=closed, withdrawn=True)
    RemarkFactory(consultation=closed, junk=True)
    answered(closed).remarks.update(moderation="blocked", block_reason="offensive")
    revision_of(draft).publish()
    assert is_out(draft)


@pytest.mark.parametrize(
    "gap", [{"reasons": ""}, {"position": " \n"}, {"position": "", "reasons": ""}]
)
def test_a_rejection_without_reasons_is_refused_whatever_the_report_says(draft, closed, gap):
    rejection(closed, **gap)
    for reason in ("", "Pilne."):
        with pytest.raises(ReportHeldBack):
            revision_of(draft, incomplete_reason=reason).publish()
    assert not is_out(draft)


def test_an_answer_without_status_or_formal_reason_is_refused(draft, closed):
    answer = answered(closed, status=None)
    with pytest.raises(ReportHeldBack):
        revision_of(draft, incomplete_reason="Pilne.").publish()
    answer.status = ResponseStatusFactory(committee=closed.committee, not_examined=True)
    answer.save()
    with pytest.raises(ReportHeldBack):
        revision_of(draft, incomplete_reason="Pilne.").publish()
    answer.formal_reason = "late"
    answer.save()
    revision_of(draft).publish()
    assert is_out(draft)


@pytest.mark.parametrize("what", ["unanswered", "unmoderated"])
def test_unanswered_and_unmoderated_ones_yield_to_a_reason(draft, closed, what):
    if what == "unanswered":
        RemarkFactory(consultation=closed, approved=True)
    else:
        answered(closed).remarks.update(moderation="pending")
    for reason in ("", "  "):
        with pytest.raises(ReportHeldBack):
            revision_of(draft, incomplete_reason=reason).publish()
    assert not is_out(draft)
    revision_of(draft, incomplete_reason="Uwaga wpłynęła po terminie.").publish()
    assert is_out(draft)


def test_a_correction_after_a_later_letter_needs_an_answer_or_a_reason(draft, closed):
    answered(closed)
    revision_of(draft).publish()
    RemarkFactory(consultation=closed)
    with pytest.raises(ReportHeldBack):
        revision_of(draft, lead="Poprawione.").publish()
    assert is_out(draft)
    revision_of(draft, lead="Poprawione.", incomplete_reason="List po terminie.").publish()
    assert ConsultationReport.objects.get(pk=draft.pk).lead == "Poprawione."


# Every way of publishing ------------------------------------------------------------------------


def test_the_editor_keeps_the_draft_and_says_what_is_missing(office, draft, closed):
    RemarkFactory(consultation=closed)
    data = form(lead="Nowe wnioski.", **{"action-publish": "1"})
    response = office.post(edit_url(draft), data, follow=True)
    assert "1 uwaga nie ma stanowiska." in said(response)
    assert reverse("rkres_report_gaps", args=[closed.pk]) in said(response)
    assert not is_out(draft)
    draft.refresh_from_db()
    assert draft.get_latest_revision_as_object().lead == "Nowe wnioski."
    html = office.get(edit_url(draft)).content.decode().replace("\xa0", " ")
    assert "Nowe wnioski." in html and "Odniesiono się do 0 z 1 uwagi" in html
    assert "1 uwaga nie ma stanowiska." in html
    reason = {"incomplete_reason": "Pilne.", "action-publish": "1"}
    office.post(edit_url(draft), form(**reason))
    assert is_out(draft)


@pytest.fixture
def task(roles):
    task = GroupApprovalTask.objects.create(name="Akceptacja")
    task.groups.add(roles["secretariat"])
    workflow = Workflow.objects.create(name="Raporty")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    kind = ContentType.objects.get_for_model(ConsultationReport)
    workflow.workflow_content_types.create(content_type=kind)
    return task


@pytest.mark.parametrize("way", ["screen", "modal", "editor"])
def test_approval_in_a_workflow_is_taken_back(client, office, draft, closed, roles, task, way):
    remark = RemarkFactory(consultation=closed, approved=True)
    office.post(edit_url(draft), form(**{"action-submit": "1"}))
    secretary = create_user("sekretarz")
    secretary.groups.add(roles["secretariat"])
    client.force_login(secretary)

    def approve():
        state = ConsultationReport.objects.get(pk=draft.pk).current_workflow_task_state
        if way == "editor":
            data = form(**{"action-workflow-action": "1", "workflow-action-name": "approve"})
            return client.post(edit_url(draft), data, follow=True)
        url = reverse(f"{VIEWS}:workflow_action", args=[draft.pk, "approve", state.pk])
        headers = {"x-requested-with": "XMLHttpRequest"} if way == "modal" else {}
        return client.post(url, {"comment": ""}, headers=headers, follow=way == "screen")

    response = approve()
    assert response.status_code == 200
    if way != "modal":
        assert "1 uwaga nie ma stanowiska." in said(response)
    report = ConsultationReport.objects.get(pk=draft.pk)
    assert not report.live and report.workflow_in_progress
    ResponseFactory(consultation=closed, remarks=[remark])
    approve()
    assert is_out(draft)


def test_at_a_set_time_it_waits_until_nothing_is_missing(office, editor, draft, closed):
    other = ConsultationPageFactory(parent=closed.get_parent(), title="Drugi", live=False)
    other.go_live_at = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=other.save_revision().pk).update(
        approved_go_live_at=timezone.now() - timedelta(seconds=1)
    )
    remark = RemarkFactory(consultation=closed, approved=True)
    later = timezone.now() + timedelta(days=1)
    data = form(go_live_at=later.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"})
    response = office.post(edit_url(draft), data, follow=True)
    assert "O wyznaczonej porze" in said(response)
    revision = Revision.objects.get(approved_go_live_at__gt=timezone.now(), object_id=str(draft.pk))
    past = timezone.now() - timedelta(minutes=5)
    revision.content = {**revision.content, "go_live_at": past.isoformat()}
    revision.approved_go_live_at = past
    revision.save()
    for _run in range(2):
        call_command("publish_scheduled", stdout=StringIO())
    assert not is_out(draft)
    entries = ModelLogEntry.objects.for_instance(draft).filter(action=HELD_BACK)
    assert entries.count() == 1 and "nie ma" in entries.get().message.replace("\xa0", " ")
    other.refresh_from_db()
    assert other.live, "what else is due comes out"
    titles = [row.name for pile in desk.piles_of(editor) for row in pile.rows]
    assert titles.count("Program 2030") >= 1
    assert any(pile.title == "Wstrzymane raporty" for pile in desk.piles_of(editor))
    ResponseFactory(consultation=closed, remarks=[remark])
    call_command("publish_scheduled", stdout=StringIO())
    assert is_out(draft)
    assert all(pile.title != "Wstrzymane raporty" for pile in desk.piles_of(editor))


def test_wagtails_own_action_is_no_way_around(draft, closed):
    RemarkFactory(consultation=closed)
    with pytest.raises(ReportHeldBack):
        PublishRevisionAction(revision_of(draft)).execute()
    assert not is_out(draft)


def test_the_action_of_the_api_is_refused(draft, closed, editor):
    try:
        from wagtail.actions import action_registry

        action = action_registry.get_action_class(ConsultationReport, "publish")
    except ImportError:  # Wagtail 7.4
        action = PublishRevisionAction
    RemarkFactory(consultation=closed)
    with pytest.raises(ReportHeldBack):
        action(revision_of(draft), user=editor).execute()
    assert not is_out(draft)
    revision = revision_of(draft, incomplete_reason="Pilne.")
    action(revision, user=editor).execute()
    assert is_out(draft)


def test_saving_it_as_live_is_no_way_around(draft, closed):
    RemarkFactory(consultation=closed)
    draft.live = True
    with pytest.raises(ReportHeldBack):
        draft.save()


def test_saving_a_draft_beside_a_published_one_is_never_held_back(office, draft, closed):
    answered(closed)
    revision_of(draft).publish()
    RemarkFactory(consultation=closed)
    office.post(edit_url(draft), form(lead="Szkic poprawki."))
    report = ConsultationReport.objects.get(pk=draft.pk)
    assert report.live and report.lead == "Wnioski."
    assert report.get_latest_revision_as_object().lead == "Szkic poprawki."
    office.post(reverse(f"{VIEWS}:unpublish", args=[draft.pk]))
    assert not is_out(draft)


# The form ----------------------------------------------------------------------------------------


def test_numbers_of_the_register_need_no_typing(office, draft, closed):
    answered(closed)
    office.post(edit_url(draft), form(**{"action-publish": "1"}))
    report = ConsultationReport.objects.get(pk=draft.pk)
    assert report.live and report.remarks_count is None
    assert "Dodano cel." in report.main_changes


def test_numbers_typed_in_vain_are_told_of(office, draft, closed):
    response = office.post(edit_url(draft), form(remarks_count="7"), follow=True)
    assert "Liczby pochodzą z rejestru" in said(response)
    asked = form(counted_from="numbers", **{"action-publish": "1"})
    assert office.post(edit_url(draft), asked).status_code == 200
    assert not is_out(draft)


def test_the_api_tells_of_changes_and_of_the_reason(client, draft, closed):
    RemarkFactory(consultation=closed)
    revision_of(
        draft, main_changes="<p>Dodano cel.</p>", incomplete_reason="Uwaga po terminie."
    ).publish()
    row = client.get(f"/api/v2/pages/{closed.pk}/?fields=report").json()["report"]
    assert row["counted_from"] == "register" and row["incomplete_reason"] == "Uwaga po terminie."
    assert row["main_changes"] == "<p>Dodano cel.</p>"


# What is missing ---------------------------------------------------------------------------------


def test_the_screen_lists_every_gap_with_the_way_to_it(office, closed):
    without = RemarkFactory(consultation=closed, approved=True, content="Bez stanowiska")
    answer = rejection(closed, reasons="")
    pending = RemarkFactory(consultation=closed, content="<b>Nieprzejrzana</b>")
    ResponseFactory(consultation=closed, remarks=[pending])
    whole = answered(closed)
    html = office.get(reverse("rkres_report_gaps", args=[closed.pk])).content.decode()
    assert f"{reverse('rkres_answer', args=[closed.pk])}?uwaga={without.pk}" in html
    assert reverse("rkres_response", args=[answer.pk]) in html
    assert reverse("rkres_response", args=[whole.pk]) not in html
    assert "&lt;b&gt;Nieprzejrzana" in html and "<b>Nieprzejrzana" not in html
    said_there = " ".join(html.replace("\xa0", " ").split())
    assert "Odniesiono się do 2 z 4 uwag" in said_there
    for text in ("Brak stanowiska: 1", "Brak uzasadnienia stanowiska: 1", "Czekają na decyzję"):
        assert text in said_there


def test_the_screen_costs_the_same_whatever_is_missing(office, closed):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url, costs = reverse("rkres_report_gaps", args=[closed.pk]), []
    for count in (2, 20):
        for _each in range(count):
            RemarkFactory(consultation=closed)
            rejection(closed, reasons="")
        office.get(url)
        with CaptureQueriesContext(connection) as caught:
            office.get(url)
        costs.append(len(caught))
    assert costs[0] == costs[1]
