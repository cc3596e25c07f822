"""API v3 deletes no meeting that people were told of: refused with the way forward."""

from __future__ import annotations

import json

import pytest

from rkres_wagtail.meetings.services import cancel_meeting
from tests.factories import CommitteePageFactory, MeetingIndexPageFactory, MeetingPageFactory

pytestmark = pytest.mark.django_db

PAGES = "/api/v3-preview/pages/"


@pytest.fixture
def delete(client, admin_user):
    from wagtail.models.api import APIToken

    token = APIToken.create_token(user=admin_user, name="test")[1]
    client.raise_request_exception = False
    return lambda page: client.delete(f"{PAGES}{page.pk}/", HTTP_AUTHORIZATION=f"Bearer {token}")


@pytest.fixture
def listing(site_root):
    return MeetingIndexPageFactory(parent=CommitteePageFactory())


def is_there(page) -> bool:
    return type(page).objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("fields", [{"confirmed": True}, {"past": True}], ids=str)
@pytest.mark.parametrize("above", [0, 1, 2])
def test_a_confirmed_or_held_meeting_stays(delete, listing, fields, above):
    page = MeetingPageFactory(parent=listing, **fields)
    target = [page, listing, listing.get_parent()][above]
    response = delete(target)
    assert 400 <= response.status_code < 500, response.content
    assert "„Odwołaj posiedzenie”" in json.dumps(response.json(), ensure_ascii=False)
    assert is_there(page)


def test_a_cancelled_meeting_stays(delete, listing, admin_user):
    page = MeetingPageFactory(parent=listing, confirmed=True)
    cancel_meeting(page, user=admin_user, reason="Brak kworum")
    assert 400 <= delete(page).status_code < 500
    assert is_there(page)


def test_a_planned_one_goes(delete, listing):
    page = MeetingPageFactory(parent=listing)
    assert delete(page).status_code == 204
    assert not is_there(page)
