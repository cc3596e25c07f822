"""Who may do what over our router: as in the admin, and with a token only."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rkres_wagtail.minutes.models import Minutes, MinutesApproval
from rkres_wagtail.remarks.models import Submission
from tests.factories import MeetingPageFactory, MinutesFactory

from .office import RKRES, errors_of, new_key, token_of

pytestmark = pytest.mark.django_db

ROLES = {
    "anonymous": 401,
    "editor": 403,
    "secretary": 200,
    "moderator": 403,
    "other secretary": 403,
    "other moderator": 403,
    "admin": 200,
}


def requests(desk, held, consultation) -> dict:
    """Operation -> how it is asked, and how to see that nothing happened."""
    draft = MinutesFactory(meeting=MeetingPageFactory(parent=desk.listing, past=True))
    approved = MinutesFactory(
        meeting=MeetingPageFactory(parent=desk.listing, past=True), approved=True
    )
    today = timezone.localdate().isoformat()
    letter = {
        "channel": "post", "received_on": today, "name": "Jan Testowy",
        "remarks": [{"content": "Dopisać."}],
    }  # fmt: skip
    plan = MeetingPageFactory(parent=desk.listing)
    return {
        "start": ("post", "minutes/", {"meeting": held.pk}),
        "approve": (
            "post",
            f"minutes/{draft.pk}/approve/",
            {"approved_on": today, "note": "obiegowo"},
        ),
        "publish": ("post", f"minutes/{approved.pk}/publish/", {}),
        "bodies": ("put", f"meetings/{plan.pk}/bodies/", {"bodies": [desk.committee.pk]}),
        "remarks": ("post", f"consultations/{consultation.pk}/remarks/", letter),
    }


def state() -> tuple:
    return (
        Minutes.objects.count(),
        MinutesApproval.objects.count(),
        Minutes.objects.filter(live=True).count(),
        Submission.objects.count(),
    )


@pytest.mark.parametrize("role", ROLES)
def test_roles(desk, held, consultation, tokens, call, role):
    for operation, (method, path, body) in requests(desk, held, consultation).items():
        wanted = ROLES[role]
        if role == "editor" and operation in ("bodies", "remarks"):
            # Whoever may publish the page may say who meets, and keeps its remarks.
            wanted = 200
        before = state()
        response = call(tokens[role], method, f"{RKRES}{path}", key=new_key(), **body)
        if wanted == 200:
            assert response.status_code in (200, 201), (operation, response.content)
            assert operation == "bodies" or state() != before
        else:
            assert response.status_code == wanted, (operation, response.content)
            errors_of(response)
            assert state() == before


@pytest.mark.parametrize(
    "kind", ["malformed", "unknown", "revoked", "inactive", "basic", "session"]
)
def test_no_token_no_writing(desk, held, call, client, admin_user, kind):
    from wagtail.models.api import APIToken

    token = token_of(admin_user)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    if kind == "malformed":
        headers["HTTP_AUTHORIZATION"] = "Bearer \u0105\x00wagtail_"
    elif kind == "unknown":
        headers["HTTP_AUTHORIZATION"] = f"Bearer {token[:-1]}x"
    elif kind == "revoked":
        APIToken.objects.update(revoked_at=timezone.now())
    elif kind == "inactive":
        type(admin_user).objects.update(is_active=False)
    elif kind == "basic":
        headers["HTTP_AUTHORIZATION"] = "Basic YWRtaW46cGFzc3dvcmQ="
    else:
        headers = {}
        client.force_login(admin_user)
    response = client.post(
        f"{RKRES}minutes/", {"meeting": held.pk}, content_type="application/json", **headers
    )
    assert response.status_code == 401, response.content
    errors_of(response)
    assert not Minutes.objects.exists()
