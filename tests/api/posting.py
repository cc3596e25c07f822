"""What the tests of remarks as JSON share: a body as a front end would send it."""

from __future__ import annotations

import json
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.consultations.models import DocumentVersion
from rkres_wagtail.remarks.online import stamps
from tests.remarks.online import AUTHOR, CONTENT

__all__ = ["AUTHOR", "CONTENT", "aged", "body", "describe", "pointers", "post", "url"]


def url(page_) -> str:
    return reverse("rkres_wagtail:remark_post", args=[page_.pk])


def describe(client, page_, **query) -> dict:
    response = client.get(url(page_), query)
    assert response.status_code == 200, response.content
    return response.json()


def stamp(page_, **ago) -> str:
    """Of a form that was opened two minutes ago, or so long as ``ago``."""
    return stamps.fresh(page_.pk, timezone.now() - timedelta(**(ago or {"minutes": 2}))).text()


def aged(text: str, page_) -> str:
    """The same stamp as it would be two minutes later."""
    known = stamps.read(text, page_.pk)
    return stamps.Stamp(page_.pk, known.key, known.made_at - timedelta(minutes=2)).text()


def body(page_, **changes) -> dict:
    """A whole sending of the latest version with one remark; ``changes`` go over it."""
    data = {
        "stamp": stamp(page_),
        "author": dict(AUTHOR),
        "remarks": [{"content": CONTENT}],
    }
    latest = DocumentVersion.objects.of(page_).published(timezone.now()).last()
    if latest is not None:
        data["version"] = latest.pk
    return {**data, **changes}


def post(client, page_, data, *, content_type="application/json", **extra):
    raw = data if isinstance(data, (bytes, str)) else json.dumps(data)
    # `client.post` would write the body in the charset that the header names.
    return client.generic("POST", url(page_), raw, content_type=content_type, **extra)


def pointers(response) -> list[str]:
    """Where a refusal says that something is wrong."""
    assert response.status_code == 422, response.content
    assert response["Content-Type"] == "application/problem+json"
    return [each["pointer"] for each in response.json()["errors"]]
