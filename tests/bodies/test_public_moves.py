"""A body with facts stays in its committee; everything else may move."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rkres_wagtail.bodies.moving import reason_not_to_move
from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    SeatFactory,
)
from tests.support.users import create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(site_root):
    return CommitteePageFactory(parent=site_root)


def can_move(page, parent) -> bool:
    page, parent = (type(each).objects.get(pk=each.pk) for each in (page, parent))
    return page.can_move_to(parent)


def test_a_body_without_facts_may_move_to_another_committee(committee, tier, other):
    GroupPageFactory(parent=tier)
    assert can_move(tier, other)


@pytest.mark.parametrize("factory", [MembershipFactory, SeatFactory, LegalActFactory])
def test_a_body_with_facts_may_not(tier, other, factory):
    factory(body=tier)
    assert not can_move(tier, other)


@pytest.mark.parametrize("factory", [MembershipFactory, SeatFactory, LegalActFactory])
def test_a_tier_whose_groups_have_facts_may_not(tier, other, factory):
    factory(body=GroupPageFactory(parent=tier))
    assert not can_move(tier, other)


def test_the_reason_names_both_and_the_way_forward(committee, tier, other):
    MembershipFactory(body=tier)
    reason = reason_not_to_move(tier, other)
    assert tier.title in reason
    assert committee.title in reason


def test_the_statutory_body_stays(client, admin_user, committee, tier, other):
    """The committee would show nobody: neither the tier's members nor its own."""
    committee.statutory_body = tier
    committee.save()
    assert not can_move(tier, other)
    client.force_login(admin_user)
    address = reverse("wagtailadmin_pages:move_confirm", args=[tier.pk, other.pk])
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 302
        text = " ".join(str(each) for each in response.wsgi_request._messages)
        assert "„Skład i kadencja”" in text
    tier.refresh_from_db()
    assert tier.get_parent().pk == committee.pk
    committee.statutory_body = None
    committee.save()
    assert can_move(tier, other)


def test_inside_its_committee_a_body_moves_freely(committee, tier, other):
    group = GroupPageFactory(parent=committee)
    MembershipFactory(body=group)
    assert can_move(group, tier)
    assert not can_move(group, other)


def test_a_committee_moves_with_everything_it_has(committee, group, site_root):
    MembershipFactory(body=group)
    assert can_move(committee, site_root.get_parent()) or can_move(committee, site_root)
    assert reason_not_to_move(committee, site_root) is None


def test_the_admins_permission_test_obeys(tier, other):
    MembershipFactory(body=tier)
    user = create_user("szef", superuser=True)
    page = type(tier).objects.get(pk=tier.pk)
    parent = type(other).objects.get(pk=other.pk)
    assert not page.permissions_for_user(user).can_move_to(parent)
