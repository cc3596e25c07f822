"""People with tokens, and what they write about over API v3; fixtures to import."""

from __future__ import annotations

import json
import uuid
from types import SimpleNamespace

import pytest

from rkres_wagtail.editorial.roles import create_roles
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    GroupPageFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
    MinutesFactory,
)
from tests.support.users import create_user

API = "/api/v3-preview/"
PAGES = f"{API}pages/"
RKRES = f"{API}rkres/"


def token_of(user) -> str:
    from wagtail.models.api import APIToken

    return APIToken.create_token(user=user, name="test")[1]


@pytest.fixture
def call(client):
    """``call(token, "post", path, **body)``; ``token`` None: nobody. ``key`` is the header's."""
    client.raise_request_exception = False

    def request(token, method: str, path: str, *, key=None, raw=None, **body):
        headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
        if key is not None:
            headers["HTTP_IDEMPOTENCY_KEY"] = str(key)
        content_type = headers.pop("CONTENT_TYPE", "application/json")
        if method == "get":
            return client.get(path, body, **headers)
        data = json.dumps(body) if raw is None else raw
        return getattr(client, method)(path, data, content_type=content_type, **headers)

    return request


def errors_of(response) -> dict[str, str]:
    """Path -> sentence of a problem document, after checking that it is one."""
    assert response["Content-Type"].startswith("application/problem+json"), response.content
    said = response.json()
    assert said["status"] == response.status_code and said["title"] and said["type"]
    return {".".join(map(str, row.get("loc", ()))): row["msg"] for row in said.get("errors", ())}


@pytest.fixture
def desk(site_root):
    """A committee with its office, another one, and what both have."""
    made = SimpleNamespace()
    made.committee = CommitteePageFactory(parent=site_root, title="Komitet", slug="komitet")
    made.group = GroupPageFactory(parent=made.committee, title="Grupa", slug="grupa")
    made.listing = MeetingIndexPageFactory(parent=made.committee, slug="posiedzenia")
    made.other = CommitteePageFactory(parent=site_root, title="Inny komitet", slug="inny")
    made.other_listing = MeetingIndexPageFactory(parent=made.other, slug="posiedzenia")
    made.roles = create_roles(made.committee)
    made.other_roles = create_roles(made.other)
    return made


@pytest.fixture
def tokens(desk) -> dict[str, str | None]:
    """Role -> token."""
    found: dict[str, str | None] = {"anonymous": None}
    people = {
        "editor": desk.roles["editors"],
        "secretary": desk.roles["secretariat"],
        "moderator": desk.roles["moderators"],
        "other secretary": desk.other_roles["secretariat"],
        "other moderator": desk.other_roles["moderators"],
    }
    for name, group in people.items():
        user = create_user(name.replace(" ", ""), full_name=f"Osoba {name}")
        user.groups.add(group)
        found[name] = token_of(user)
    found["admin"] = token_of(create_user("admin", superuser=True))
    return found


@pytest.fixture
def secretary(tokens) -> str:
    return tokens["secretary"]


@pytest.fixture
def held(desk):
    """A meeting of the committee that took place."""
    return MeetingPageFactory(parent=desk.listing, past=True)


@pytest.fixture
def draft(held):
    return MinutesFactory(meeting=held)


@pytest.fixture
def consultation(desk):
    index = ConsultationIndexPageFactory(parent=desk.committee, slug="konsultacje")
    return ConsultationPageFactory(parent=index, title="Program", rounds=[{}])


def new_key() -> str:
    return str(uuid.uuid4())


#: For the conftest, whose own names stay apart from these.
FIXTURES = {
    "call": call,
    "desk": desk,
    "tokens": tokens,
    "secretary": secretary,
    "held": held,
    "draft": draft,
    "consultation": consultation,
}
