"""Made-up requests for every operation of the OpenAPI document: nothing fails, all as it says."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from werkzeug.test import Client

from tests.factories import (
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DecisionIndexPageFactory,
    DecisionPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.minutes_public import item, make_minutes

pytestmark = pytest.mark.django_db

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def everything(world):
    """A row or two of each thing that the API lists."""
    meetings = MeetingIndexPageFactory(parent=world.committee, slug="posiedzenia")
    held = MeetingPageFactory(parent=meetings, past=True, title="Piąte", slug="piate")
    MeetingPageFactory(parent=meetings, title="Szóste", slug="szoste")
    make_minutes(held, content=[item()])
    decisions = DecisionIndexPageFactory(parent=world.committee, slug="uchwaly")
    DecisionPageFactory(parent=decisions, title="Uchwała", slug="uchwala")
    consultations = ConsultationIndexPageFactory(parent=world.committee, slug="konsultacje")
    ConsultationPageFactory(
        parent=consultations, title="Program", slug="program", body=world.committee, rounds=[{}]
    )
    return world


def attack(schema, *, examples: int) -> dict[str, BaseException]:
    """Ask every operation; return what went wrong by the operation's name."""
    failures = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        known = _keys_in(operation)
        for mode in MODES:
            try:
                _ask(operation, mode, known, examples)
            except (Exception, FailureGroup) as failure:
                failures.setdefault(operation.label, failure)
    return failures


def _keys_in(operation) -> list[int]:
    """Ids that exist: made-up ones alone would never find a thing."""
    if "{id}" not in operation.path:
        return []
    listing = operation.path.removesuffix("{id}/")
    answer = Client(WSGIHandler()).get(listing)
    return [row["id"] for row in answer.json["items"]] if answer.status_code == 200 else []


def _ask(operation, mode, known: list[int], examples: int) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        if not str(case.path_parameters.get("pk", 0)).isdecimal():
            # No address of ours: the site's pages answer, as they like.
            return
        key = case.path_parameters.get("id")
        if known and isinstance(key, int) and key % 2 == 0:
            case.path_parameters["id"] = known[key % len(known)]
        response = case.call()
        case.validate_response(response, checks=CHECKS)

    ask()


def load():
    return schemathesis.openapi.from_wsgi(reverse("rkres_wagtail:openapi"), WSGIHandler())


@pytest.fixture(autouse=True)
def _one_connection():
    """As Django's own test client does: the end of a request would close the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("everything")
def test_no_operation_fails():
    schema = load()
    failures = attack(schema, examples=8)
    assert not failures, "\n\n".join(f"{name}: {failure}" for name, failure in failures.items())


@pytest.mark.scale
@pytest.mark.usefixtures("everything")
def test_no_operation_fails_for_long():
    failures = attack(load(), examples=200)
    assert not failures, "\n\n".join(f"{name}: {failure}" for name, failure in failures.items())


@pytest.mark.usefixtures("everything")
def test_what_fails_is_found(monkeypatch):
    """A planted fault: an answer of 500, and a field that is not what it should be."""
    from rkres_wagtail.api.v2 import PersonsAPIViewSet, SectorsAPIViewSet

    def fail(view):
        raise ZeroDivisionError

    monkeypatch.setattr(SectorsAPIViewSet, "public", fail)
    monkeypatch.setattr(
        PersonsAPIViewSet, "get_paginated_response", lambda view, data: _wrong(data)
    )
    failures = attack(load().include(path_regex="/(sectors|persons)/$"), examples=3)
    assert set(failures) == {"GET /api/v2/sectors/", "GET /api/v2/persons/"}


def _wrong(data):
    from rest_framework.response import Response

    return Response({"meta": {"total_count": "many"}, "items": data})
