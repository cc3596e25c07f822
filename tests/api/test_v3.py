"""API v3 (a preview of Wagtail 8.0 and later): schemas, public reading, writing with a token."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.api import APIField

from rkres_wagtail.bodies import models
from rkres_wagtail.bodies.pages import BodyPageMixin
from rkres_wagtail.bodies.tree import page_models
from rkres_wagtail.meetings.pages import MeetingIndexPageMixin, MeetingPageMixin
from tests.factories import LegalActFactory, TermFactory

from .conftest import SECRET

pytestmark = pytest.mark.django_db

PAGES = "/api/v3-preview/pages/"


def test_checks_and_schemas_stand(client, site, settings):
    settings.WAGTAILAPI_DOCS_ENABLED = True
    call_command("check")
    from wagtail.api.v3 import api

    assert api
    response = client.get("/api/v3-preview/openapi.json")
    assert response.status_code == 200
    schemas = response.json()["components"]["schemas"]
    for name in ("CommitteePage", "TierPage", "GroupPage", "Person", "Organisation", "LegalAct"):
        assert f"{name}Schema" in schemas, name
    committee = schemas["CommitteePageSchema"]["properties"]
    assert {"lead", "history", "statutory_body", "funding", "role_labels"} <= set(committee)
    created = schemas["CommitteePageCreateSchema"]["properties"]
    assert {"lead", "history", "programmes", "role_labels"} <= set(created)
    # Related things are chosen in the admin, by their rules.
    assert not {"statutory_body", "funding", "host_organisation", "is_former"} & set(created)


@pytest.mark.parametrize(
    "model",
    [
        *page_models(BodyPageMixin),
        *page_models(MeetingIndexPageMixin),
        *page_models(MeetingPageMixin),
        models.Organisation,
        models.Person,
        models.Sector,
        models.Term,
        models.LegalAct,
        models.FundingNotice,
    ],
    ids=lambda model: model._meta.label,
)
def test_declarations_are_complete_and_safe(model):
    """Every field of ours is declared or known to be private; no bare key to a page."""
    private = {"consented_on", "has_public_profile", "sort_key", "updated_at", "created_at"}
    # The office's: what meetings begin with, who sees the link to join; told as facts instead.
    private |= {"agenda_template", "access_visibility", "access_hours", "over_at"}
    private |= {"search_aliases", "name"} if model is models.FundingNotice else set()
    declared = {field.name: field for field in APIField.get_fields_for_model(model)}
    for field in model._meta.local_fields:
        if field.primary_key or field.is_relation and field.remote_field.parent_link:
            continue
        if model._meta.app_label == "tests_host" and field.name == "motto":
            continue
        assert field.name in declared or field.name in private, field.name
        if field.is_relation and field.name in declared:
            assert declared[field.name].serializer is not None, field.name
    for field in declared.values():
        if field.serializer is not None:
            assert "return" in type(field.serializer).to_representation.__annotations__
            assert not field.writable


def test_anonymous_reading_tells_no_secret_through_our_fields(world, client):
    for pk in (world.committee.pk, world.group.pk):
        response = client.get(f"{PAGES}{pk}/")
        assert response.status_code == 200, response.content
        assert SECRET not in response.content.decode()
    group = client.get(f"{PAGES}{world.group.pk}/").json()
    assert [body["id"] for body in group["supervises"]] == [world.committee.pk]
    committee = client.get(f"{PAGES}{world.committee.pk}/").json()
    assert committee["statutory_body"] is None
    assert committee["funding"]["text"] == "<p>Unia Europejska</p>"


def test_snippets_need_a_token(world, client, api):
    for label in ("Person", "Organisation", "Term", "Sector", "LegalAct", "FundingNotice"):
        path = f"/api/v3-preview/snippets/rkres_wagtail.{label}/"
        assert client.get(path).status_code == 401, label
        response = api("get", path)
        assert response.status_code == 200, (label, response.content)
        assert response.json()["count"], label


def test_a_committee_is_written(world, api):
    history = [{"type": "entry", "value": {"name": "Zespół", "kind": "predecessor"}}]
    response = api(
        "patch",
        f"{PAGES}{world.committee.pk}/",
        meta={"type": world.committee._meta.label, "action": "publish"},
        lead="Nowy wstęp",
        history=history,
    )
    # The fixture points at a hidden tier, which the form rightly takes.
    assert response.status_code == 200, response.content
    world.committee.refresh_from_db()
    assert world.committee.lead == "Nowy wstęp"
    assert world.committee.history[0].value["name"] == "Zespół"


def test_a_rule_broken_over_the_api_is_422(world, api):
    response = api(
        "patch",
        f"{PAGES}{world.group.pk}/",
        meta={"type": world.group._meta.label},
        active_from="2024-01-01",
        active_to="2020-01-01",
    )
    assert response.status_code == 422
    assert "active_to" in response.content.decode()


def test_a_term_is_changed(world, api):
    path = f"/api/v3-preview/snippets/rkres_wagtail.Term/{world.term.pk}/"
    assert api("patch", path, ordinal=7).status_code == 200
    world.term.refresh_from_db()
    assert world.term.ordinal == 7
    assert api("patch", path, ends_on="1999-01-01").status_code == 422


@pytest.mark.parametrize(
    ("label", "body"),
    [
        ("LegalAct", {"number": "1"}),
        ("Sector", {"name": "x"}),
        ("Term", {"starts_on": "2020-01-01"}),
        ("Term", {"starts_on": "9999-01-01"}),
    ],
)
def test_what_needs_a_committee_is_not_created_without_one(world, api, label, body):
    response = api("post", f"/api/v3-preview/snippets/rkres_wagtail.{label}/", **body)
    assert response.status_code == 422, response.content


def test_a_person_without_a_day_of_consent_may_be_renamed(world, api):
    person = models.Person.objects.create(
        first_name="Ewa", last_name="Kowal", has_public_profile=True
    )
    path = f"/api/v3-preview/snippets/rkres_wagtail.Person/{person.pk}/"
    assert api("patch", path, first_name="Anna").status_code == 200


def test_an_act_with_a_wrong_term_may_be_changed_in_what_the_api_knows(world, api):
    act = LegalActFactory(body=world.committee, term=TermFactory())
    path = f"/api/v3-preview/snippets/rkres_wagtail.LegalAct/{act.pk}/"
    assert api("patch", path, number="7/2026").status_code == 200
