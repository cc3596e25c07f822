"""A site with page classes of its own gets its own, and keeps its own fields."""

from __future__ import annotations

import pytest
from django.apps import apps

from rkres_wagtail.regions.report import Outcome

from .conftest import edited

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_classes(settings):
    settings.RKRES_WAGTAIL_COMMITTEE_PAGE = "tests_host.HostCommitteePage"
    settings.RKRES_WAGTAIL_TIER_PAGE = "tests_host.HostTierPage"
    settings.RKRES_WAGTAIL_GROUP_PAGE = "tests_host.HostGroupPage"


def own(name):
    return apps.get_model("tests_host", name).objects


def test_pages_are_of_the_classes_in_the_settings(apply):
    apply()
    assert own("HostTierPage").count() == own("HostGroupPage").count() == 2
    committee = own("HostCommitteePage").get()
    committee.motto = "Razem"
    committee.save_revision().publish()

    report = apply(edited(("Wiersz pierwszy.", "Wiersz nowy.")))
    assert report.keys(Outcome.UPDATED) == ["committee"]
    committee.refresh_from_db()
    assert (committee.motto, committee.lead[:11]) == ("Razem", "Wiersz nowy")


def test_pages_made_before_the_setting_changed_are_found(apply, settings):
    apply()
    settings.RKRES_WAGTAIL_COMMITTEE_PAGE = "rkres_wagtail_pages.CommitteePage"
    assert {entry.outcome for entry in apply().entries} == {Outcome.UNCHANGED}
    assert own("HostCommitteePage").count() == 1
