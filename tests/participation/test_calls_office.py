"""Calls in the admin's listing and on the desk of who keeps them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.participation.calls import desk
from tests.factories import CallPageFactory, CommitteePageFactory, DeclarationFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = timedelta(days=1)


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def address(query: str = "") -> str:
    return f"{reverse('rkres_calls:index')}{query}"


def rows(response) -> dict:
    return {page.title: page for page in response.context["object_list"]}


def test_a_row_says_where_it_stands_and_what_is_missing(boss, committee):
    page = CallPageFactory(parent=committee, title="Otwarty")
    for fields in ({}, {}, {"unconfirmed": True}, {"accepted": True}):
        DeclarationFactory(target_id=page.pk, **fields)
    channels = [("in_person", {"place": "Biuro"})]
    CallPageFactory(parent=committee, title="Zapowiedziany", announced=True, channels=channels)
    CallPageFactory(parent=committee, title="Zamknięty", closed=True)
    CallPageFactory(parent=committee, title="Szkic", body=None, closes_at=None, opens_at=None)
    CallPageFactory(parent=committee, title="Rozstrzygnięty", settled=True)
    found = rows(boss.get(address()))
    assert "zostało 12 dni" in found["Otwarty"]._rkres_state
    assert found["Otwarty"]._rkres_waiting == 2
    assert found["Otwarty"]._rkres_body == committee.title
    assert found["Otwarty"]._rkres_dates.count("–") == 1
    lacking = {title: len(page._rkres_missing.split(",")) for title, page in found.items()}
    assert found["Zapowiedziany"]._rkres_missing == found["Rozstrzygnięty"]._rkres_missing == ""
    assert (lacking["Otwarty"], lacking["Zamknięty"], lacking["Szkic"]) == (1, 1, 3)


def test_filters(boss, committee):
    CallPageFactory(parent=committee, title="Otwarty")
    CallPageFactory(parent=committee, title="Zamknięty", closed=True)
    CallPageFactory(parent=committee, title="Szkic", settled=True, draft=True)
    for query, expected in (
        ("?state=open", {"Otwarty"}),
        ("?state=closed", {"Zamknięty"}),
        ("?state=settled", {"Szkic"}),
        ("?live=false", {"Szkic"}),
        ("?state=closed&live=false", set()),
    ):
        assert set(rows(boss.get(address(query)))) == expected, query
    assert boss.get(address("?state=%3Cscript%3E")).status_code == 200


def test_where_a_new_one_stands_is_a_short_list(boss, committee, group):
    response = boss.get(reverse("rkres_calls:choose_parent"))
    offered = set(response.context["form"].fields["parent_page"].queryset.values_list("pk"))
    assert {(committee.pk,), (group.pk,)} <= offered


# The desk ---------------------------------------------------------------------------------------


@pytest.fixture
def clerk(committee):
    user = create_user("sekretarz")
    user.groups.add(create_roles(committee)["secretariat"])
    return user


def waiting(provider, user) -> list:
    return [row for pile in provider(user, timezone.now()) for row in pile.rows]


def test_what_closes_within_a_week(clerk, committee):
    now = timezone.now()
    for days in (10, 5, 2):
        CallPageFactory(parent=committee, title=f"Za {days}", closes_at=now + days * DAY)
    CallPageFactory(parent=committee, title="Szkic", closes_at=now + 2 * DAY, draft=True)
    found = waiting(desk.closing_soon, clerk)
    assert [row.name for row in found] == ["Za 2", "Za 5"]
    assert "23:59" in found[0].note or "do " in found[0].note


def test_what_is_closed_and_has_no_outcome(clerk, committee):
    now = timezone.now()
    CallPageFactory(parent=committee, title="Dawno", opens_at=None, closes_at=now - 90 * DAY)
    CallPageFactory(parent=committee, title="Niedawno", closed=True)
    CallPageFactory(parent=committee, title="Rozstrzygnięty", settled=True)
    CallPageFactory(parent=committee, title="Otwarty")
    found = waiting(desk.without_outcome, clerk)
    assert [(row.name, row.is_late) for row in found] == [("Dawno", True), ("Niedawno", False)]


def test_another_office_sees_nothing(committee, clerk):
    CallPageFactory(parent=committee, closed=True)
    CallPageFactory(parent=committee, closes_at=timezone.now() + DAY)
    stranger = create_user("obcy")
    other = create_roles(CommitteePageFactory(title="Inny komitet", slug="inny"))
    stranger.groups.add(other["secretariat"])
    for provider in (desk.closing_soon, desk.without_outcome):
        assert waiting(provider, stranger) == []
        assert len(waiting(provider, clerk)) == 1
