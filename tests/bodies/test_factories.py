"""The factories make what they say."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_whole_committee(site_root):
    committee = factories.CommitteePageFactory()
    tier = factories.TierPageFactory(parent=committee)
    group = factories.GroupPageFactory(parent=tier, former=True)
    sector = factories.SectorFactory(committee=committee)
    term = factories.TermFactory(committee=committee)
    seat = factories.SeatFactory(body=tier, sector=sector, term=term)
    member = factories.MembershipFactory(body=tier, seat=seat, term=term, chair=True)
    member.full_clean()
    factories.LegalActFactory(body=committee).full_clean()
    factories.FundingNoticeFactory().full_clean()
    assert committee.live and group.is_former
    assert group.committee == committee
    assert seat.memberships.current().get() == member


def test_traits_of_pages(site_root):
    assert not factories.CommitteePageFactory(draft=True).live
    assert factories.CommitteePageFactory(private=True).get_view_restrictions()
    assert factories.CommitteePageFactory(expired=True).expire_at
