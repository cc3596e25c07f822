"""Decisions over API v3: reading tells no secret, writing obeys the rules, nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest

from rkres_wagtail.decisions.models import Dispatch
from tests.factories import DecisionIndexPageFactory, DecisionKindFactory, DecisionPageFactory

from .conftest import SECRET

pytestmark = pytest.mark.django_db

PAGES = "/api/v3-preview/pages/"


@pytest.fixture
def decision(world):
    DecisionKindFactory(committee=world.committee, name="stanowisko")
    register = DecisionIndexPageFactory(parent=world.committee, slug="uchwaly")
    return DecisionPageFactory(
        parent=register, title="Jawna", adopted_on=date(2026, 3, 2), body=world.group,
        sent=[{"answered": True, "office_note": SECRET}],
    )  # fmt: skip


@pytest.fixture
def patch(api):
    def call(decision, **body):
        meta = {"type": decision._meta.label, "action": "publish"}
        return api("patch", f"{PAGES}{decision.pk}/", meta=meta, **body)

    return call


def test_reading(client, decision):
    response = client.get(f"{PAGES}{decision.pk}/")
    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    said = response.json()
    assert said["dispatches"][0]["answer"] and said["body"]["title"] == "Grupa"


def test_writing_obeys_the_rules(patch, decision):
    response = patch(decision, voting="counted", votes_for=0, votes_against=0)
    assert response.status_code == 422
    assert patch(decision, voting="counted", votes_for=16, votes_against=0).status_code == 200
    decision.refresh_from_db()
    assert (decision.voting, decision.votes_for) == ("counted", 16)
    assert decision.body is not None and decision.kind is not None


def test_a_published_decision_is_not_deleted(api, decision):
    response = api("delete", f"{PAGES}{decision.pk}/")
    assert response.status_code == 422
    assert type(decision).objects.filter(pk=decision.pk).exists()
    assert Dispatch.objects.of(decision).exists()
