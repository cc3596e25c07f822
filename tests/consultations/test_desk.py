"""Consultations on the desk: only what waits, only for who keeps them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rkres_wagtail.consultations import desk
from rkres_wagtail.editorial.roles import create_roles
from tests.factories import CommitteePageFactory, DocumentVersionFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

PROVIDERS = (desk.closing_soon, desk.reports_due, desk.without_text, desk.without_dates)
DAY = timedelta(days=1)


@pytest.fixture
def clerk(committee):
    user = create_user("sekretarz")
    user.groups.add(create_roles(committee)["secretariat"])
    return user


def waiting(provider, user) -> list[str]:
    return [row.name for pile in provider(user, timezone.now()) for row in pile.rows]


def round_of(first: int, last: int) -> dict:
    now = timezone.now()
    return {"starts_at": now + first * DAY, "ends_at": now + last * DAY}


def test_what_closes_within_a_week(clerk, consultation):
    consultation(title="Za pięć dni", rounds=[round_of(-30, 5)])
    consultation(title="Za dwa dni", rounds=[round_of(-30, 2)])
    consultation(title="Za dziesięć dni", rounds=[round_of(-30, 10)])
    consultation(title="Odstąpiono", rounds=[round_of(-30, 2)], outcome="abandoned")
    consultation(title="Szkic", rounds=[round_of(-30, 2)], live=False)
    assert waiting(desk.closing_soon, clerk) == ["Za dwa dni", "Za pięć dni"]


def test_reports_that_are_due(clerk, consultation):
    consultation(title="Za pięć dni", rounds=[round_of(-60, -25)])
    consultation(title="Po terminie", rounds=[{"overdue": True}])
    consultation(title="Jest raport", rounds=[{"overdue": True}], report=True)
    consultation(title="Daleko", rounds=[round_of(-60, -5)])
    piles = desk.reports_due(clerk, timezone.now())
    assert [row.name for row in piles[0].rows] == ["Po terminie", "Za pięć dni"]
    assert [row.is_late for row in piles[0].rows] == [True, False]


def test_open_without_a_text(clerk, consultation):
    consultation(title="Bez tekstu", rounds=[{}])
    read = consultation(title="Z tekstem", rounds=[{}])
    DocumentVersionFactory(consultation=read, number=1)
    drafted = consultation(title="Ze szkicem", rounds=[{}])
    DocumentVersionFactory(consultation=drafted, number=1, draft=True)
    assert waiting(desk.without_text, clerk) == ["Bez tekstu", "Ze szkicem"]


def test_announced_without_dates(clerk, consultation):
    consultation(title="Bez terminów")
    consultation(title="Z turą", rounds=[{"announced": True}])
    consultation(title="Wynik nieznany", outcome="unknown")
    assert waiting(desk.without_dates, clerk) == ["Bez terminów"]


def test_another_office_and_moderators_see_nothing(committee, consultation, clerk):
    consultation(rounds=[round_of(-30, 2)])
    consultation(rounds=[{"overdue": True}])
    consultation()
    stranger = create_user("obcy")
    other = create_roles(CommitteePageFactory(title="Inny komitet", slug="inny"))
    stranger.groups.add(other["secretariat"])
    moderator = create_user("moderator")
    moderator.groups.add(create_roles(committee)["moderators"])
    for provider in PROVIDERS:
        assert waiting(provider, clerk)
        assert waiting(provider, stranger) == waiting(provider, moderator) == []


def test_it_costs_the_same_however_many(clerk, consultation):
    def cost() -> int:
        user = type(clerk).objects.get(pk=clerk.pk)
        with CaptureQueriesContext(connection) as queries:
            for provider in PROVIDERS:
                waiting(provider, user)
        return len(queries)

    def make():
        consultation(rounds=[round_of(-30, 2)])
        consultation(rounds=[{"overdue": True}])
        consultation()

    make()
    cost()  # fills what is kept for good, such as content types
    few = cost()
    for _number in range(6):
        make()
    assert cost() == few
