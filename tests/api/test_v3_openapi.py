"""The OpenAPI document of our part of API v3, kept as a snapshot, and fuzzed from it.

``RKRES_UPDATE_SNAPSHOTS=1 pytest tests/api/test_v3_openapi.py`` writes the snapshot anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation
from wagtail.models import get_page_models

from rkres_wagtail.api.v3 import wiring
from tests.factories import MeetingPageFactory, MinutesFactory

from .office import new_key

pytestmark = pytest.mark.django_db

SNAPSHOT = Path(__file__).parent / "snapshots" / "openapi_v3.json"
OURS = ("rkres_wagtail", "rkres_wagtail_pages")


@pytest.fixture
def document(client, site, settings) -> dict:
    settings.WAGTAILAPI_DOCS_ENABLED = True
    with translation.override("en"):
        response = client.get("/api/v3-preview/openapi.json", HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 200
    return response.json()


def names_in(value) -> set[str]:
    """Schemas that ``value`` refers to."""
    if isinstance(value, dict):
        found = {value["$ref"].rsplit("/", 1)[1]} if "$ref" in value else set()
        return found.union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


def restricted(document: dict) -> dict:
    """Our paths, our schemas, and whatever these need."""
    paths = {path: each for path, each in document["paths"].items() if "/rkres/" in path}
    known = document["components"]["schemas"]
    models = [*get_page_models(), *apps.get_app_config("rkres_wagtail").get_models()]
    ours = {each._meta.object_name for each in models if each._meta.app_label in OURS}
    wanted = {f"{name}{kind}Schema" for name in ours for kind in ("", "Create", "Patch")}
    wanted = (wanted & set(known)) | names_in(paths)
    while more := names_in({name: known[name] for name in wanted}) - wanted:
        wanted |= more
    return {"paths": paths, "components": {"schemas": {name: known[name] for name in wanted}}}


def test_the_document_is_the_one_that_was_agreed(document):
    found = json.dumps(restricted(document), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if os.environ.get("RKRES_UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(found, encoding="utf-8")
    assert found == SNAPSHOT.read_text(encoding="utf-8")


def test_every_operation_names_its_problems(document):
    for path, operations in restricted(document)["paths"].items():
        for method, operation in operations.items():
            wanted = (
                {"400", "422"} if method == "get" else {"400", "401", "403", "413", "415", "422"}
            )
            assert wanted <= set(operation["responses"]), (path, method)
            is_open = {"AllowAnonymous": []} in operation["security"]
            assert is_open == (method == "get"), (path, method)


# Mounting -------------------------------------------------------------------------------------


def test_too_late_it_is_told_and_nothing_breaks(monkeypatch):
    from ninja import NinjaAPI

    api = NinjaAPI(urls_namespace="too-late")
    assert api.urls
    problems = wiring.mount(api)
    assert len(problems) == 1
    monkeypatch.setattr(wiring, "_problems", problems)
    (found,) = wiring.check_mounted()
    assert found.id == "rkres_wagtail.W040" and "urls.py" in found.hint
    monkeypatch.setattr(wiring, "_problems", [])
    assert wiring.check_mounted() == []


def test_not_installed_nothing_is_mounted(monkeypatch):
    monkeypatch.setattr(wiring, "has_api_v3", lambda: False)
    monkeypatch.setattr(wiring, "mount", lambda api=None: pytest.fail("mounted"))
    wiring.ready()


# Fuzz -----------------------------------------------------------------------------------------


def test_no_input_is_a_500(document, desk, held, consultation, client, tokens):
    """Derandomised inputs made from the document, some of every operation."""
    schemathesis = pytest.importorskip("schemathesis")
    minutes = MinutesFactory(meeting=MeetingPageFactory(parent=desk.listing, past=True))
    plan = MeetingPageFactory(parent=desk.listing)
    keys = {"minutes": minutes.pk, "meetings": plan.pk, "consultations": consultation.pk}
    client.raise_request_exception = False
    asked: dict[str, list[int]] = {}
    for result in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = result.ok()
        if "/rkres/" in operation.path:
            asked[operation.label] = _fuzz(operation, client, keys, tokens["admin"])
    assert len(asked) == 8
    for label, statuses in asked.items():
        assert len(statuses) >= 5 and max(statuses) < 500, (label, statuses)
    # Something of it was let in, and something refused.
    every = {status for statuses in asked.values() for status in statuses}
    assert {200, 401, 422} <= every, every


def _fuzz(operation, client, keys: dict, token: str) -> list[int]:
    """Ask an operation with inputs of its own schemas; return the statuses."""
    from hypothesis import HealthCheck, Phase, given, settings, strategies

    room = operation.path.split("/rkres/")[1].split("/")[0]
    path = operation.path.replace("{pk}", str(keys.get(room, 1)))
    statuses = []

    @given(case=operation.as_strategy(), is_known=strategies.sampled_from([True, True, False]))
    @settings(
        max_examples=15, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def run(case, is_known):
        body = case.body if isinstance(case.body, dict | list | str | int) else {}
        response = client.generic(
            operation.method.upper(),
            path,
            json.dumps(body, default=str) if operation.method != "get" else "",
            content_type="application/json",
            query_params=dict(case.query or {}),
            HTTP_IDEMPOTENCY_KEY=new_key(),
            **({"HTTP_AUTHORIZATION": f"Bearer {token}"} if is_known else {}),
        )
        statuses.append(response.status_code)
        assert response.status_code < 500, (operation.label, case.body, case.query)

    run()
    return statuses
