"""Ways between the office's screens: from the register to all parts, and back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import ConsultationPageFactory
from tests.factories.consultations import ConsultationReportFactory
from tests.factories.remarks import RemarkFactory, ResponseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, admin_user):
    client.force_login(admin_user)
    return client


@pytest.fixture
def closed(consultations):
    """Its round is over."""
    return ConsultationPageFactory(parent=consultations, rounds=[{"closed": True}])


def html(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_the_register_leads_to_every_part(office, closed):
    remark = RemarkFactory(consultation=closed)
    found = html(office, "rkres_remarks", closed.pk)
    for name in (
        "rkres_remark_add",
        "rkres_remark_rules",
        "rkres_remark_groups",
        "rkres_report_gaps",
        "rkres_report_start",
        "rkres_remark_import",
        "rkres_remark_export",
        "rkres_retention",
    ):
        assert f'href="{reverse(name, args=[closed.pk])}"' in found, name
    assert f'href="{reverse("rkres_remark", args=[remark.pk])}"' in found
    assert closed.reverse_subpage("remark_receipts") in found


def test_the_report_is_opened_once_there_is_one(office, closed):
    report = ConsultationReportFactory(consultation=closed, draft=True)
    edit = reverse(type(report).snippet_viewset.get_url_name("edit"), args=[report.pk])
    found = html(office, "rkres_remarks", closed.pk)
    assert f'href="{edit}"' in found
    assert reverse("rkres_report_start", args=[closed.pk]) not in found


def test_no_list_of_receipts_while_the_round_is_open(office, consultation):
    RemarkFactory(consultation=consultation)
    found = html(office, "rkres_remarks", consultation.pk)
    assert consultation.reverse_subpage("remark_receipts") not in found


def test_a_row_leads_to_its_answer(office, consultation):
    remark = RemarkFactory(consultation=consultation)
    answer = ResponseFactory(consultation=consultation, remarks=[remark])
    url = reverse("rkres_response", args=[answer.pk])
    assert f'href="{url}"' in html(office, "rkres_remarks", consultation.pk)
    assert f'href="{url}"' in html(office, "rkres_remark", remark.pk)


def test_an_answer_leads_back_to_its_remarks(office, consultation):
    remarks = [RemarkFactory(consultation=consultation) for _ in range(2)]
    answer = ResponseFactory(consultation=consultation, remarks=remarks)
    found = html(office, "rkres_response", answer.pk)
    for each in remarks:
        assert f'href="{reverse("rkres_remark", args=[each.pk])}"' in found


def test_the_author_leads_back_to_the_remark(office, consultation):
    remark = RemarkFactory(consultation=consultation)
    found = html(office, "rkres_author", remark.submission_id)
    assert f'href="{reverse("rkres_remark", args=[remark.pk])}"' in found


def test_what_needs_no_position_is_told_beside_the_progress(office, consultation):
    RemarkFactory(consultation=consultation)
    assert "nie trzeba stanowiska" not in html(office, "rkres_remarks", consultation.pk)
    RemarkFactory(consultation=consultation, withdrawn=True)
    found = html(office, "rkres_remarks", consultation.pk)
    assert "nie trzeba stanowiska: 1" in " ".join(found.split()).replace("\xa0", " ")


def test_a_decision_may_lead_on_to_the_next_remark(office, consultation):
    first, second = (RemarkFactory(consultation=consultation) for _ in range(2))
    url = reverse("rkres_remark", args=[first.pk])
    assert 'name="next"' in office.get(url).content.decode()
    data = {"next": "1", "moderation": "approved", "edits": first.edits}
    assert office.post(url, data).url == reverse("rkres_remark", args=[second.pk])
    first.refresh_from_db()
    assert first.moderation == "approved"
    last = office.get(reverse("rkres_remark", args=[second.pk]))
    assert 'name="next"' not in last.content.decode()


def test_the_list_leads_to_what_waits(office, consultation):
    RemarkFactory(consultation=consultation)
    found = html(office, "rkres_remarks_list")
    register = reverse("rkres_remarks", args=[consultation.pk])
    assert f"{register}?moderation=pending" in found
    assert f"{register}?answer=gap" in found
