"""Nothing is lost over API v3: refused with the way forward, never a 500."""

from __future__ import annotations

import json

import pytest

from rkres_wagtail.bodies.models import Membership
from tests.factories.bodies import (
    CommitteePageFactory,
    MembershipFactory,
    SeatFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db

PAGES = "/api/v3-preview/pages/"


@pytest.fixture
def call(client, admin_user):
    """``call("delete", "5/")``: a request on a page by an administrator's token."""
    from wagtail.models.api import APIToken

    token = APIToken.create_token(user=admin_user, name="test")[1]

    def request(method: str, path: str, **body):
        client.raise_request_exception = False
        return getattr(client, method)(
            f"{PAGES}{path}" if not path.startswith("/") else path,
            json.dumps(body),
            content_type="application/json",
            HTTP_AUTHORIZATION=f"Bearer {token}",
        )

    return request


def under(page) -> dict:
    """Where a move goes; without a position Wagtail takes the page for a sister."""
    return {"destination_id": page.pk, "position": "last-child"}


def says_what_to_do(response) -> bool:
    assert 400 <= response.status_code < 500, (response.status_code, response.content)
    text = json.dumps(response.json())
    return len(text) > 60


@pytest.fixture
def member(tier):
    return MembershipFactory(body=tier)


@pytest.mark.parametrize("address", ["{pk}/", "{pk}/actions/delete/"])
@pytest.mark.parametrize("which", ["tier", "committee", "home"])
def test_a_body_with_members_and_what_stands_above_it_stay(
    call, site_root, committee, tier, member, address, which
):
    page = {"tier": tier, "committee": committee, "home": site_root}[which]
    response = call("delete", address.format(pk=page.pk))
    assert says_what_to_do(response)
    tier.refresh_from_db()
    assert Membership.objects.filter(pk=member.pk).exists()


def test_seats_and_terms_hold_a_body_too(call, committee):
    SeatFactory(body=committee)
    assert says_what_to_do(call("delete", f"{committee.pk}/"))
    other = CommitteePageFactory()
    TermFactory(committee=other)
    assert says_what_to_do(call("delete", f"{other.pk}/"))


def test_a_body_without_records_goes(call, committee, tier):
    assert call("delete", f"{tier.pk}/").status_code == 204
    assert not type(tier).objects.filter(pk=tier.pk).exists()


@pytest.mark.parametrize("label", ["Person", "Organisation", "Term"])
def test_snippets_that_records_need_stay(call, committee, label):
    term = TermFactory(committee=committee)
    row = MembershipFactory(body=committee, term=term)
    wanted = {"Person": row.person, "Organisation": row.organisation, "Term": term}[label]
    response = call("delete", f"/api/v3-preview/snippets/rkres_wagtail.{label}/{wanted.pk}/")
    assert says_what_to_do(response)
    wanted.refresh_from_db()


def test_a_tier_with_members_does_not_move_to_another_committee(call, committee, tier, member):
    other = CommitteePageFactory()
    response = call("post", f"{tier.pk}/actions/move/", **under(other))
    assert 400 <= response.status_code < 500, response.content
    tier.refresh_from_db()
    assert tier.get_parent().pk == committee.pk


def test_a_tier_without_records_moves(call, committee, tier):
    other = CommitteePageFactory()
    response = call("post", f"{tier.pk}/actions/move/", **under(other))
    assert response.status_code == 200, response.content
    tier.refresh_from_db()
    assert tier.get_parent().pk == other.pk


def test_a_tier_moves_to_no_plain_page(call, committee, tier, site_root):
    from tests.host.models import PlainPage

    plain = site_root.add_child(instance=PlainPage(title="Zwykła", slug="zwykla"))
    response = call("post", f"{tier.pk}/actions/move/", **under(plain))
    assert 400 <= response.status_code < 500
    tier.refresh_from_db()
    assert tier.get_parent().pk == committee.pk
