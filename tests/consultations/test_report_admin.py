"""The report in the admin: started from the consultation, written, approved, published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, ModelLogEntry, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from rkres_wagtail.consultations.models import ConsultationReport
from rkres_wagtail.consultations.report import panel
from rkres_wagtail.consultations.report.services import start_report
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import CommitteePageFactory
from tests.factories.consultations import ConsultationPageFactory, ConsultationReportFactory
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

VIEWS = "wagtailsnippets_rkres_wagtail_consultationreport"


@pytest.fixture
def roles(committee):
    return create_roles(committee)


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
def closed(consultation):
    return consultation(title="Program 2030", rounds=[{"closed": True}])


@pytest.fixture
def draft(closed, editor):
    return start_report(consultation=closed, user=editor)


def start_url(page) -> str:
    return reverse("rkres_report_start", args=[page.pk])


def edit_url(report) -> str:
    return reverse(f"{VIEWS}:edit", args=[report.pk])


def form(**fields) -> dict:
    results = streamfield(
        [("result", {"label": label, "count": n}) for label, n in fields.pop("results", ())]
    )
    usual = {
        "name": "", "published_on": "", "lead": "Wnioski.", "remarks_count": "7",
        "authors_count": "2", "go_live_at": "", "expire_at": "", "text": rich_text("<p>Tak.</p>"),
        "results": results, "files": streamfield([]), "counted_from": "numbers",
        "main_changes": rich_text(""), "incomplete_reason": "",
    }  # fmt: skip
    return nested_form_data({**usual, **fields})


def messages_of(response) -> str:
    return " ".join(str(each) for each in response.context["messages"]).replace("\xa0", " ")


# Starting ----------------------------------------------------------------------------------------


def test_a_button_makes_the_draft_and_opens_it(office, closed):
    assert office.get(start_url(closed)).status_code == 200
    assert not ConsultationReport.objects.exists()
    response = office.post(start_url(closed))
    report = ConsultationReport.objects.get()
    assert response.url == edit_url(report)
    assert not report.live and report.consultation_id == closed.pk
    assert ModelLogEntry.objects.filter(action="rkres_wagtail.report_start").count() == 1
    html = office.get(edit_url(report)).content.decode()
    assert "termin: " in html


def test_one_for_a_consultation(office, closed):
    office.post(start_url(closed))
    response = office.post(start_url(closed), follow=True)
    assert "mają już raport" in messages_of(response)
    assert ConsultationReport.objects.count() == 1


@pytest.mark.parametrize("rounds", [[], [{}], [{"announced": True}]])
def test_not_before_a_round_is_over(office, consultation, rounds):
    page = consultation(rounds=rounds)
    for call in (office.get, office.post):
        assert "Żadna tura" in messages_of(call(start_url(page), follow=True))
    assert not ConsultationReport.objects.exists()


def test_a_round_that_is_over_is_enough(editor, consultation):
    page = consultation(rounds=[{"closed": True}, {"announced": True}])
    assert start_report(consultation=page, user=editor).pk


def test_who_may_not_edit_the_page_may_not_start(client, roles, closed, site_root):
    other = CommitteePageFactory(title="Inny komitet", slug="inny")
    user = create_user("obcy")
    user.groups.add(create_roles(other)["editors"])
    client.force_login(user)
    for call in (client.get, client.post):
        response = call(start_url(closed))
        assert response.status_code == 302 and response.url == reverse("wagtailadmin_home")
    assert not ConsultationReport.objects.exists()


def test_reports_of_others_are_closed(client, roles, draft, site_root):
    other = CommitteePageFactory(title="Inny komitet", slug="inny")
    user = create_user("obcy")
    user.groups.add(create_roles(other)["secretariat"])
    client.force_login(user)
    for view in ("edit", "delete", "history", "usage", "unpublish", "workflow_history"):
        response = client.get(reverse(f"{VIEWS}:{view}", args=[draft.pk]))
        assert response.status_code == 302 and response.url == reverse("wagtailadmin_home"), view
    assert "Program 2030" not in client.get(reverse(f"{VIEWS}:list")).content.decode()


def test_the_list_and_the_choice(office, closed, draft, index, site_root):
    waiting = ConsultationPageFactory(parent=index, title="Czeka", rounds=[{"closed": True}])
    ConsultationPageFactory(parent=index, title="Trwa", rounds=[{}])
    listing = office.get(reverse(f"{VIEWS}:list")).content.decode()
    assert "Program 2030" in listing and "szkic" in listing
    choice = office.get(reverse(f"{VIEWS}:add")).content.decode()
    assert start_url(waiting) in choice
    assert "Trwa" not in choice and "Program 2030" not in choice
    found = office.get(reverse(f"{VIEWS}:list"), {"q": "PROGRAM 2030"}).content.decode()
    assert edit_url(draft) in found
    assert (
        edit_url(draft) not in office.get(reverse(f"{VIEWS}:list"), {"q": "zzz"}).content.decode()
    )


# Writing -----------------------------------------------------------------------------------------


def test_numbers_that_do_not_add_up_warn_and_are_saved(office, draft):
    draft.counted_from = "numbers"
    draft.save_revision()
    data = form(results=[("uwzględniono", 5), ("odrzucono", 1)])
    response = office.post(edit_url(draft), data, follow=True)
    assert "Suma w tabeli wynosi 6" in messages_of(response)
    draft.refresh_from_db()
    assert draft.get_latest_revision_as_object().remarks_count == 7
    html = office.get(edit_url(draft)).content.decode().replace("\xa0", " ")
    assert "Suma w tabeli wynosi 6" in html
    data = form(results=[("uwzględniono", 6), ("odrzucono", 1)])
    assert "Suma" not in messages_of(office.post(edit_url(draft), data, follow=True))


def test_no_remark_at_all_is_a_result(office, draft):
    data = form(remarks_count="0", authors_count="", **{"action-publish": "1"})
    office.post(edit_url(draft), data)
    draft.refresh_from_db()
    assert draft.live and draft.remarks_count == 0


@pytest.mark.parametrize(
    ("days", "is_good"), [(1, False), (0, True), (-20, True), (-43, True), (-47, False)]
)
def test_a_day_that_cannot_be(draft, days, is_good):
    draft.published_on = timezone.localdate() + timedelta(days=days)
    if is_good:
        draft.full_clean()
        return
    with pytest.raises(ValidationError) as error:
        draft.full_clean()
    assert list(error.value.message_dict) == ["published_on"]


@pytest.mark.parametrize("count", ["-1", "x", "99999999999999999999"])
def test_numbers_that_are_none(office, draft, count):
    response = office.post(edit_url(draft), form(remarks_count=count))
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.remarks_count is None


def test_a_script_in_the_text_stays_text(office, client, draft, closed):
    data = form(lead="<script>alert(1)</script>", name="=1+1", **{"action-publish": "1"})
    office.post(edit_url(draft), data)
    html = client.get(f"{closed.get_url()}raport/").content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;" in html


def test_the_preview_is_the_draft(office, draft, closed):
    url = reverse(f"{VIEWS}:preview_on_edit", args=[draft.pk])
    office.post(url, form(lead="Tylko dla redakcji"))
    html = office.get(url, {"mode": ""}).content.decode().replace("\xa0", " ")
    assert "Tylko dla redakcji" in html and "Raport z konsultacji" in html


# Workflow, state ----------------------------------------------------------------------------------


def test_submitted_approved_published(client, office, draft, closed, roles):
    secretary = create_user("sekretarz")
    secretary.groups.add(roles["secretariat"])
    task = GroupApprovalTask.objects.create(name="Akceptacja")
    task.groups.add(roles["secretariat"])
    workflow = Workflow.objects.create(name="Raporty")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    content_type = ContentType.objects.get_for_model(ConsultationReport)
    workflow.workflow_content_types.create(content_type=content_type)
    office.post(edit_url(draft), form(**{"action-submit": "1"}))
    draft = ConsultationReport.objects.get(pk=draft.pk)
    assert draft.workflow_in_progress and not draft.live
    assert client.get(f"{closed.get_url()}raport/").status_code == 404
    client.force_login(secretary)
    state = draft.current_workflow_task_state
    url = reverse(f"{VIEWS}:workflow_action", args=[draft.pk, "approve", state.pk])
    client.post(url, {"comment": ""})
    draft = ConsultationReport.objects.get(pk=draft.pk)
    assert draft.live
    assert closed.course.state(timezone.now()) == "reported"


def test_a_published_one_is_not_deleted(office, closed):
    report = ConsultationReportFactory(consultation=closed)
    office.post(reverse(f"{VIEWS}:delete", args=[report.pk]))
    assert ConsultationReport.objects.filter(pk=report.pk).exists()


def test_a_draft_may_be(office, draft):
    office.post(reverse(f"{VIEWS}:delete", args=[draft.pk]))
    assert not ConsultationReport.objects.exists()


# The tab of the consultation's editor -----------------------------------------------------------


def said_by_tab(page, user, rf) -> str:
    request = rf.get("/")
    request.user = user
    bound = panel.ConsultationReportPanel().bind_to_model(type(page))
    shown = bound.get_bound_panel(instance=page, request=request, form=None)
    return " ".join(shown.render_html({}).replace("\xa0", " ").split())


def test_the_tab_says_where_it_stands(rf, editor, consultation, closed):
    late = consultation(rounds=[{"overdue": True}])
    html = said_by_tab(late, editor, rf)
    assert "dni po terminie" in html and start_url(late) in html
    assert "Żadna tura" in said_by_tab(consultation(rounds=[{}]), editor, rf)
    report = start_report(consultation=closed, user=editor)
    html = said_by_tab(closed, editor, rf)
    assert edit_url(report) in html and "szkic" in html and "Termin: do" in html
    assert start_url(closed) not in said_by_tab(closed, create_user("nikt"), rf)


def test_the_list_costs_the_same(office, index):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for count in (2, 8):
        for _ in range(count):
            page = ConsultationPageFactory(parent=index, rounds=[{"closed": True}])
            ConsultationReportFactory(consultation=page)
        office.get(reverse(f"{VIEWS}:list"))
        with CaptureQueriesContext(connection) as queries:
            office.get(reverse(f"{VIEWS}:list"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
