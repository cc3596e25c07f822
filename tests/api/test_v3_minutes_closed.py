"""Minutes are no part of API v3, whose snippets know nothing of approvals."""

from __future__ import annotations

import pytest

from rkres_wagtail.minutes.models import Minutes
from tests.factories import MeetingIndexPageFactory, MeetingPageFactory
from tests.factories.minutes_public import make_minutes

from .conftest import SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(world):
    listing = MeetingIndexPageFactory(parent=world.committee, slug="posiedzenia")
    return make_minutes(MeetingPageFactory(parent=listing, past=True))


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_api_v3_neither_reads_nor_writes_them(api, minutes, method):
    """Even for an administrator: a draft would be read past the gate, published past the rules."""
    minutes.opening = f"<p>{SECRET}</p>"
    minutes.save_revision()
    path = "/api/v3-preview/snippets/rkres_wagtail.Minutes/"
    for address in (
        path, f"{path}{minutes.pk}/", f"{path}{minutes.pk}/?version=draft",
        f"{path}{minutes.pk}/revisions/", f"{path}{minutes.pk}/actions/publish/",
        f"{path}{minutes.pk}/actions/unpublish/", f"{path}{minutes.pk}/actions/delete/",
    ):  # fmt: skip
        meta = {"type": "rkres_wagtail.Minutes", "action": "publish"}
        response = api(method, address, meta=meta, opening=f"<p>{SECRET}</p>")
        assert 400 <= response.status_code < 500, address
        assert b"<p>" not in response.content, address
    kept = Minutes.objects.get(pk=minutes.pk)
    assert kept.live and SECRET not in kept.opening
