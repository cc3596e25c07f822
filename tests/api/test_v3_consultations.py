"""Consultations over API v3: reading tells no secret, facts are read only, nothing is lost."""

from __future__ import annotations

import pytest

from rkres_wagtail.consultations.models import Round
from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DocumentVersionFactory,
)

from .conftest import SECRET

pytestmark = pytest.mark.django_db

PAGES = "/api/v3-preview/pages/"


@pytest.fixture
def page_of(world):
    index = ConsultationIndexPageFactory(parent=world.committee, slug="konsultacje")
    page = ConsultationPageFactory(
        parent=index, title="Jawna", body=world.group, audience=world.draft, rounds=[{}]
    )
    DocumentVersionFactory(consultation=page, number=2, published_at=None, changes=SECRET)
    ConsultationReportFactory(consultation=page, draft=True, lead=SECRET)
    return page


@pytest.fixture
def patch(api):
    def call(page, **body):
        meta = {"type": page._meta.label, "action": "publish"}
        return api("patch", f"{PAGES}{page.pk}/", meta=meta, **body)

    return call


def test_reading(client, page_of):
    response = client.get(f"{PAGES}{page_of.pk}/")
    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    said = response.json()
    assert said["state"] == "open" and said["body"]["title"] == "Grupa"
    assert said["audience"] is None and said["for_everyone"] is False


def test_texts_are_written_and_facts_are_not(patch, page_of):
    ends_at = Round.objects.get().ends_at
    response = patch(
        page_of, lead="Nowy", authority="Sejmik", state="adopted", rounds=[], versions=[],
        report_due_on="2030-01-01", body=None, outcome={"kind": "adopted"},
    )  # fmt: skip
    assert response.status_code in (200, 422)
    if response.status_code == 422:
        assert patch(page_of, lead="Nowy", authority="Sejmik").status_code == 200
    page_of.refresh_from_db()
    assert (page_of.lead, page_of.authority) == ("Nowy", "Sejmik")
    assert page_of.body is not None and page_of.report_due_on is None
    assert Round.objects.get().ends_at == ends_at


def test_bad_values_are_refused(patch, page_of):
    assert patch(page_of, contact_email="nie adres").status_code == 422
    assert patch(page_of, announced_on="31-02").status_code == 422


def test_a_published_consultation_is_not_deleted(api, page_of):
    response = api("delete", f"{PAGES}{page_of.pk}/")
    assert response.status_code == 422
    assert type(page_of).objects.filter(pk=page_of.pk).exists()
