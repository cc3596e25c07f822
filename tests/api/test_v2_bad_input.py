"""Whatever is asked of API v2, the answer is a list or a 400 with a sentence, and it comes soon."""

from __future__ import annotations

import time

import pytest

from rkres_wagtail.api.files import FILE_ENDPOINTS
from rkres_wagtail.api.v2 import ENDPOINTS

pytestmark = pytest.mark.django_db

NAMES = ["pages", *FILE_ENDPOINTS, *ENDPOINTS]
WRONG = {
    "integer": ["x", "-1", "1.5", "9" * 40, "", "٣"],
    "date": ["x", "2023-02-30", "0001-01-01", "9999-12-31", ""],
    "moment": ["x", "2023-02-30", "2026-05-04T10:00:00", "2026-13-04T10:00:00Z", "0001-01-01"],
    "choice": ["x", "", "' OR 1=1"],
}


def kind_of(schema: dict) -> str | None:
    if "anyOf" in schema:
        return "moment"
    if schema.get("format") == "date":
        return "date"
    if "enum" in schema or "pattern" in schema:
        return "choice"
    return "integer" if schema["type"] == "integer" else None


@pytest.mark.parametrize("endpoint", [*FILE_ENDPOINTS, *ENDPOINTS])
def test_every_declared_filter_refuses_what_cannot_be(world, get, endpoint):
    for name, apply in ENDPOINTS.get(endpoint, FILE_ENDPOINTS.get(endpoint)).filters.items():
        schema = apply.schema() if callable(apply.schema) else apply.schema
        for value in WRONG.get(kind_of(schema), []):
            response = get(f"{endpoint}/", **{name: value})
            assert response.status_code == 400, (name, value)
            assert name in response.json()["message"], (name, value)


@pytest.mark.parametrize("endpoint", NAMES)
def test_queries_nobody_means(world, client, endpoint):
    for query, status in {
        "limit=-1": 400,
        "limit=100000": 400,
        "limit=20&limit=1": 400,
        "offset=999999999": 200,
        "limit=0": 200,
        "fields=*": 200,
        "fields=*(*)": 400,
        "fields=_": 200,
        "fields=" + "id(" * 50 + ")" * 50: 400,
        "fields=*,-id": 200,
        "search=%00": 400,
        "%00=1": 400,
        "fields=%00": 400,
        "locale=%00": 400,
        "order=%ED%A0%80": 400,
        "fields=%ED%A0%80": 400,
        "locale=%ED%A0%80": 400,
        "%ED%A0%80=%ED%A0%80": 400,
        "locale=pl'": 400,
    }.items():
        response = client.get(f"/api/v2/{endpoint}/?{query}")
        assert response.status_code == status, query
        if status == 400:
            assert response.json()["message"], query


def test_lone_surrogates_in_every_place(world, client):
    for endpoint in ("pages", "persons", "meetings", "documents"):
        response = client.get(f"/api/v2/{endpoint}/?search=%ED%A0%80%ED%B0%80")
        assert response.status_code == 200
    for name in ("slug", "tags"):
        assert client.get(f"/api/v2/meetings/?{name}=%ED%A0%80").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        "statutory_body(" * 50 + "title" + ")" * 50,
        "statutory_body(statutory_body(statutory_body(statutory_body(statutory_body(title)))))",
        "kind(committee(statutory_body(*)))",
    ],
)
def test_deep_expansions_are_refused_soon(world, get, fields):
    start = time.monotonic()
    response = get("pages/", type="rkres_wagtail_pages.CommitteePage", fields=fields)
    assert response.status_code == 400
    assert time.monotonic() - start < 5


def test_an_empty_list_of_bodies_refuses_unknown_fields(get, site_root):
    assert get("bodies/").json()["items"] == []
    assert get("bodies/", fields="nonsense").status_code == 400
