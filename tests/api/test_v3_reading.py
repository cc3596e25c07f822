"""Public reading over our router: API v2's facts in API v3's envelope, and nothing more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import MeetingIndexPageFactory, MeetingPageFactory, MinutesFactory
from tests.factories.bodies import MembershipFactory, PersonFactory
from tests.factories.minutes import item

from .conftest import SECRET
from .office import RKRES, errors_of

pytestmark = pytest.mark.django_db


def listed(client, path: str, **params) -> list[dict]:
    response = client.get(f"{RKRES}{path}", params)
    assert response.status_code == 200, response.content
    said = response.json()
    assert said["count"] >= len(said["items"]) and set(said) == {"count", "items"}
    return said["items"]


def test_memberships_are_those_of_api_v2(world, client, get):
    rows = listed(client, "memberships/")
    v2 = get("memberships/").json()["items"]
    assert [row["id"] for row in rows] == [row["id"] for row in v2]
    for row, other in zip(rows, v2, strict=True):
        for name in set(row) - {"meta"}:
            value = other[name]
            if isinstance(value, dict):
                value = {**value, "detail_url": None} if "detail_url" in value else value
            assert row[name] == value, name


def test_they_tell_no_secret(world, client):
    response = client.get(f"{RKRES}memberships/")
    assert response.status_code == 200 and SECRET not in response.content.decode()
    names = [row["name"] for row in response.json()["items"]]
    assert any("Jawna" in name for name in names)
    for pk in (world.draft.pk, world.closed.pk, world.other.pk, world.orphan.pk):
        assert client.get(f"{RKRES}memberships/", {"body": pk}).status_code == 400


def test_a_token_opens_nothing_more(world, call, token):
    for path in ("memberships/", "minutes/"):
        anonymous = call(None, "get", f"{RKRES}{path}")
        assert call(token, "get", f"{RKRES}{path}").json() == anonymous.json()
        assert call("nonsense", "get", f"{RKRES}{path}").json() == anonymous.json()


def test_filters_and_pages(world, client):
    body = {"body": world.committee.pk}
    assert {row["body"]["id"] for row in listed(client, "memberships/", **body)} == {body["body"]}
    assert listed(client, "memberships/", on="1999-01-01") == []
    everything = listed(client, "memberships/")
    assert listed(client, "memberships/", limit=1, offset=1) == everything[1:2]


@pytest.mark.parametrize(
    "query",
    [
        "on=jutro", "on=2999-01-01", "body=x", "body=999999", "body=" + "9" * 30, "limit=-1",
        "limit=0", "limit=1000", "limit=x", "offset=-1", "offset=" + "9" * 30, "fields=*",
        "colour=red", "on=%00", "search=x", "format=xml", "order=id",
    ],
)  # fmt: skip
def test_bad_parameters(world, client, query):
    client.raise_request_exception = False
    response = client.get(f"{RKRES}memberships/?{query}")
    assert response.status_code in (400, 422), response.content
    errors_of(response)


def test_minutes_that_are_public(world, client):
    listing = MeetingIndexPageFactory(parent=world.committee, slug="posiedzenia")

    def of(**kwargs):
        return MeetingPageFactory(parent=listing, past=True, **kwargs)

    shown = MinutesFactory(
        meeting=of(title="Jawne"),
        blocks=[item("Program"), item(SECRET, is_internal=True)],
        opening="",
        published=True,
    )
    hidden = [
        MinutesFactory(meeting=of(title=SECRET), opening=f"<p>{SECRET}</p>", approved=True),
        MinutesFactory(meeting=of(title=SECRET, live=False), published=True),
    ]
    rows = listed(client, "minutes/")
    assert [row["id"] for row in rows] == [shown.pk]
    assert "sections" not in rows[0]
    assert rows[0]["meta"]["detail_url"].endswith(f"/rkres/minutes/{shown.pk}/")
    response = client.get(f"{RKRES}minutes/{shown.pk}/")
    assert response.status_code == 200 and SECRET not in response.content.decode()
    assert [row["title"] for row in response.json()["sections"]] == ["Program"]
    for each in hidden:
        assert client.get(f"{RKRES}minutes/{each.pk}/").status_code == 404
    assert listed(client, "minutes/", meeting=shown.meeting_id) == rows
    conditional = client.get(f"{RKRES}minutes/{shown.pk}/", HTTP_IF_NONE_MATCH="*")
    assert conditional.status_code == 200


def test_the_number_of_queries_does_not_grow(world, client, settings):
    settings.WAGTAILAPI_LIMIT_MAX = 100

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(client, "memberships/", limit=100)
        return len(queries)

    def add(number: int) -> None:
        for _index in range(number):
            MembershipFactory(body=world.committee, person=PersonFactory(consenting=True))

    count()
    few = count()
    add(12)
    assert count() == few
