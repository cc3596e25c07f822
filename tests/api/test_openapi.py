"""The OpenAPI document: what it lists, whether it is one, and that nobody changes it unawares."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator

from rkres_wagtail.api import openapi
from rkres_wagtail.api.openapi import registry
from rkres_wagtail.api.v2 import ENDPOINTS
from tests.support.openapi import must_conform

pytestmark = pytest.mark.django_db

SNAPSHOT = Path(__file__).parent / "snapshots" / "openapi.json"
UPDATE = "RKRES_UPDATE_SNAPSHOTS"


TYPES = ("rkres_wagtail_pages.ConsultationPage", "rkres_wagtail_pages.ProgrammePage")


@pytest.fixture
def said(client) -> dict:
    return client.get(reverse("rkres_wagtail:openapi")).json()


def operations(said) -> dict[str, dict]:
    found = {}
    for path, item in said["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "put", "patch", "delete"):
                found[f"{method} {path}"] = operation
    return found


def schemas_in(value):
    """Every JSON Schema below ``value``."""
    if isinstance(value, dict):
        for name, below in value.items():
            if name == "schema":
                yield below
            yield from schemas_in(below)
    elif isinstance(value, list):
        for below in value:
            yield from schemas_in(below)


# What it lists ----------------------------------------------------------------------------------


def test_every_endpoint_with_its_parameters(said):
    for name, view in ENDPOINTS.items():
        listing = said["paths"][f"/api/v2/{name}/"]["get"]
        parameters = {each["name"]: each for each in listing["parameters"]}
        assert {"limit", "offset", "order", "fields", *view.filters} <= set(parameters), name
        orders = set(parameters["order"]["schema"]["enum"])
        assert orders == {f"{sign}{order}" for order in view.orders for sign in ("", "-")}
        assert ("search" in parameters) == view.is_searchable
        assert parameters["limit"]["schema"]["maximum"] == 20
        assert f"/api/v2/{name}/{{id}}/" in said["paths"]
        assert f"/api/v2/{name}/find/" in said["paths"]
    pages = {each["name"] for each in said["paths"]["/api/v2/pages/"]["get"]["parameters"]}
    assert {"type", "child_of", "descendant_of", "locale", "search", "state", "slug"} <= pages
    assert "site" not in pages


def test_every_parameter_is_taken(said, client, world):
    """None of those listed is refused as unknown."""
    for path, item in said["paths"].items():
        if "{" in path or path.endswith("/find/") or not path.startswith("/api/v2/"):
            continue
        for parameter in item["get"]["parameters"]:
            name = parameter["name"]
            # In ``pages/`` a parameter is of the classes that have what it asks for.
            kinds = [{"type": each} for each in TYPES] if "/pages/" in path else [{}]
            answers = [client.get(path, {**kind, name: "1"}) for kind in kinds]
            for answer in answers:
                assert str(answer.status_code) in item["get"]["responses"], (path, name)
            refused = ["not an operation" in answer.content.decode() for answer in answers]
            assert not all(refused), (path, name)


def test_every_page_class_with_its_fields(said):
    from wagtail.models import get_page_models

    from rkres_wagtail.api.pages import PublicPagesAPIViewSet

    schemas = said["components"]["schemas"]
    for model in get_page_models():
        properties = schemas[model.__name__]["properties"]
        listed = set(properties) | set(properties["meta"]["properties"])
        assert set(PublicPagesAPIViewSet.get_available_fields(model)) <= listed, model


def test_what_it_does_not_know_is_little(said):
    """Fields of ours that could be anything: give theirs a ``schema``."""
    unknown = {
        f"{name}.{field}"
        for name, schema in said["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not set(told) - {"description"}
    }
    assert unknown <= {"Related.id", "StreamBlock.value"}


def test_operations_have_names_of_their_own(said):
    names = [operation["operationId"] for operation in operations(said).values()]
    assert len(names) == len(set(names))
    rooms = {tag["name"] for tag in said["tags"]}
    assert {"bodies", "consultations", "minutes", "remarks", "pages"} <= rooms
    for operation in operations(said).values():
        assert operation["tags"] and set(operation["tags"]) <= rooms


def test_nothing_of_the_office_is_in_it(client, world):
    from .conftest import SECRET

    text = client.get(reverse("rkres_wagtail:openapi")).content.decode()
    assert SECRET not in text
    assert "office_note" not in text and "end_reason" not in text


# Whether it is one ------------------------------------------------------------------------------


def test_it_is_openapi_31(said):
    """The structure that the specification requires; schemathesis reads it elsewhere."""
    assert said["openapi"] == "3.1.0"
    assert {"title", "version"} <= set(said["info"])
    assert said["info"]["license"]["identifier"] == "BSD-3-Clause"
    for name, operation in operations(said).items():
        assert operation["responses"], name
        for answer in operation["responses"].values():
            assert answer["description"], name
        for parameter in operation.get("parameters", []):
            assert {"name", "in", "schema"} <= set(parameter), name
            assert parameter["in"] != "path" or parameter["required"] is True
    for schema in [*schemas_in(said["paths"]), *said["components"]["schemas"].values()]:
        Draft202012Validator.check_schema(schema)


def test_its_references_lead_somewhere(said):
    known = {f"#/components/schemas/{name}" for name in said["components"]["schemas"]}
    text = json.dumps(said)
    wanted = {part.split('"')[0] for part in text.split('"$ref": "')[1:]}
    assert wanted and wanted <= known


def test_the_servers_have_the_addresses(said, client, world):
    """A server and a path together are where the endpoint answers."""
    assert said["servers"] == [{"url": "http://testserver"}]
    for path in said["paths"]:
        if path.startswith("/api/v2/") and "{" not in path and not path.endswith("/find/"):
            assert client.get(path).status_code == 200


def test_the_server_that_the_site_names(client, settings):
    settings.WAGTAILAPI_BASE_URL = "https://api.example/"
    said = client.get(reverse("rkres_wagtail:openapi")).json()
    assert said["servers"] == [{"url": "https://api.example"}]


# Where it is mounted ----------------------------------------------------------------------------


@pytest.mark.urls("tests.api.other_urls")
def test_another_namespace_and_prefix(client):
    said = client.get("/komitet/api/openapi.json").json()
    assert "/dane/otwarte/rkres-persons/{id}/" in said["paths"]
    assert "/dane/otwarte/pages/" in said["paths"]
    assert not [path for path in said["paths"] if path.startswith("/api/v2/")]


@pytest.mark.urls("tests.api.no_api_urls")
def test_without_api_v2(client):
    answer = client.get("/komitet/api/openapi.json")
    assert answer.status_code == 404
    assert "not mounted" in answer.json()["message"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_it_is_conditional_and_open_to_scripts(client):
    address = reverse("rkres_wagtail:openapi")
    first = client.get(address)
    assert first["Content-Type"] == "application/json"
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


# What others add --------------------------------------------------------------------------------


@pytest.fixture
def _forgets_contributions(monkeypatch):
    monkeypatch.setattr(registry, "_contributions", [*registry._contributions])


@pytest.mark.usefixtures("_forgets_contributions")
def test_other_parts_add_their_addresses(client):
    @openapi.add_paths
    def contribute():
        path = openapi.path_of("rkres_wagtail:calendar")
        operation = {"operationId": "calendar", "tags": ["feeds"], "responses": {}}
        return {
            "paths": {path: {"get": operation}},
            "schemas": {"Calendar": {"type": "string"}},
            "tags": [{"name": "feeds", "description": "To subscribe to."}],
        }

    openapi.add_paths(contribute)
    said = client.get(reverse("rkres_wagtail:openapi")).json()
    assert said["paths"]["/rkres/kalendarz/{pk}.ics"]["get"]["operationId"] == "calendar"
    assert said["components"]["schemas"]["Calendar"] == {"type": "string"}
    assert {"name": "feeds", "description": "To subscribe to."} in said["tags"]
    assert openapi.path_of("rkres_wagtail:no-such") is None
    assert openapi.path_of("no-such:calendar") is None


# The snapshot -----------------------------------------------------------------------------------


def stable(said: dict) -> str:
    """Without what differs from site to site, and between versions of Wagtail."""
    said = {**said, "servers": [], "info": {**said["info"], "version": ""}}
    for operation in operations(said).values():
        # Since Wagtail 8.0.
        operation["parameters"] = [
            each for each in operation.get("parameters", []) if each["name"] != "rich_text_format"
        ]
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_nothing_changed_unawares(said):
    now = stable(said)
    if os.environ.get(UPDATE):
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(now, encoding="utf-8")
    assert SNAPSHOT.exists() and now == SNAPSHOT.read_text(encoding="utf-8"), (
        "What the API promises has changed. Look at the difference, tell CHANGELOG.md and "
        f"docs/reference/api.md, then: {UPDATE}=1 pytest tests/api/test_openapi.py"
    )


def test_what_is_not_in_the_document_is_noticed(client, world, monkeypatch):
    """Every test of API v2 checks its answers so; that it can fail."""
    answer = client.get("/api/v2/persons/")
    must_conform(answer)
    data = answer.json()
    for change in ({"phone": "1"}, {"slug": 5}):
        item = {**data["items"][0], **change}
        answer.content = json.dumps({**data, "items": [item]})
        with pytest.raises(AssertionError):
            must_conform(answer)
