"""The office's list: counts for all who may read it, addresses for who may change it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from wagtail.models import ModelLogEntry

from rkres_wagtail.participation.models import Subscription
from tests.factories.participation import SubscriptionFactory
from tests.support.users import create_user

pytestmark = pytest.mark.django_db

NAME = "rkres_wagtail_subscription_modeladmin_"
EMAIL = "janina.wymyslona@example.org"


def url(action, *args, query=""):
    return reverse(NAME + action, args=args) + query


@pytest.fixture
def clerk(client):
    def log_in(*codenames):
        user = create_user("clerk")
        wanted = ["access_admin", *codenames]
        user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def row(committee):
    return SubscriptionFactory(committee=committee, email=EMAIL, topics=["meetings", "calls"])


def test_who_may_read_sees_no_address(clerk, row):
    client = clerk("view_subscription")
    pages = [
        url("index"), url("index", query="?q=janina"), url("inspect", row.pk),
        url("history", row.pk), url("index", query="?export=csv"),
    ]  # fmt: skip
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        body = response.getvalue() if response.streaming else response.content
        assert EMAIL.encode() not in body, page
    table = client.get(url("index", query="?export=xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(table.getvalue())).active
    assert EMAIL not in repr(list(sheet.values))
    assert client.get(url("erase", row.pk)).status_code in (302, 403)
    client.post(url("erase", row.pk))
    row.refresh_from_db()
    assert row.email == EMAIL


def test_searching_tells_no_address_to_who_may_not_see_it(clerk, row):
    client = clerk("view_subscription")
    found = client.get(url("index", query=f"?q={EMAIL}")).content.decode()
    missed = client.get(url("index", query="?q=nikt@example.org")).content.decode()
    assert (url("inspect", row.pk) in found) == (url("inspect", row.pk) in missed)


def test_who_may_change_sees_and_erases(clerk, row):
    client = clerk("view_subscription", "change_subscription")
    assert EMAIL in client.get(url("index")).content.decode()
    assert EMAIL in client.get(url("inspect", row.pk)).content.decode()
    assert client.get(url("erase", row.pk)).status_code == 200
    row.refresh_from_db()
    assert row.email == EMAIL
    for _number in range(2):
        assert client.post(url("erase", row.pk)).status_code == 302
    row.refresh_from_db()
    assert (row.email, row.is_active) == ("", False)
    assert EMAIL not in client.get(url("inspect", row.pk)).content.decode()
    entry = ModelLogEntry.objects.get(action="rkres_wagtail.subscription_erase")
    assert entry.user.get_username() == "clerk" and EMAIL not in repr(vars(entry))


def test_nobody_writes_one(admin_client, row):
    for action in ("create", "edit", "delete"):
        with pytest.raises(NoReverseMatch):
            url(action, *([] if action == "create" else [row.pk]))


def test_without_permission_there_is_no_list(clerk, row):
    assert clerk().get(url("index")).status_code in (302, 403)


def test_counts_of_topics_and_filters(clerk, committee, row):
    SubscriptionFactory(committee=committee, topics=["meetings"])
    SubscriptionFactory(committee=committee, topics=["meetings"], unconfirmed=True)
    SubscriptionFactory(committee=committee, topics=[], left=True)
    client = clerk("view_subscription", "change_subscription")
    html = client.get(url("index")).content.decode()
    assert "(2)" in html and "(1)" in html and "(0)" in html
    for query, count in (
        ("?topic=calls", 1), ("?topic=meetings", 3), ("?state=active", 2),
        ("?state=unconfirmed", 1), ("?state=ended", 1), ("?rhythm=weekly", 0),
        (f"?committee={committee.pk}", 4), ("?topic=x", 0), ("?state=%00", 0),
    ):  # fmt: skip
        html = client.get(url("index", query=query)).content.decode()
        keys = Subscription.objects.values_list("pk", flat=True)
        shown = sum(url("inspect", each) in html for each in keys)
        assert shown == count, query


def test_many_cost_no_more(clerk, committee, row):
    client = clerk("view_subscription", "change_subscription")
    client.get(url("index"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url("index"))
        return len(captured)

    few = cost()
    for _number in range(20):
        SubscriptionFactory(committee=committee)
    assert cost() == few
