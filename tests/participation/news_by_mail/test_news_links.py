"""Behind the secret links: confirm, change, leave; a GET changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import ModelLogEntry

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import Subscription
from rkres_wagtail.participation.news import forgetting, links, services
from tests.factories import TierPageFactory
from tests.factories.participation import SubscriptionFactory

from .world import (
    EMAIL,
    last_message,
    links_in,
    offer_news,
    send,
    subscribed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(purpose, row) -> str:
    return links.path_of(purpose, row)


def state(row) -> tuple:
    row = Subscription.objects.get(pk=row.pk)
    return row.email, row.confirmed_at, row.ended_at, row.topics, row.rhythm


# Confirming ---------------------------------------------------------------------------------------


def test_a_scanner_confirms_nothing(client, committee):
    send(client, committee)
    row = Subscription.objects.get()
    before = state(row)
    for link in links_in(last_message()):
        for method in (client.get, client.head, client.get):
            response = method(link)
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            assert "noindex" in response["X-Robots-Tag"]
    assert state(row) == before


def test_the_button_confirms_and_news_begins_then(client, committee):
    send(client, committee)
    link = links_in(last_message())[0]
    response = client.post(link)
    assert response.status_code == 302
    row = Subscription.objects.get()
    assert row.is_active and row.news_from == row.confirmed_at
    shown = client.get(response["Location"])
    assert shown.status_code == 200 and EMAIL in shown.content.decode()


def test_confirming_asks_for_the_token_of_the_form(client, committee):
    send(client, committee)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(links_in(last_message())[0]).status_code == 403
    assert not Subscription.objects.get().is_active


def test_twice_changes_nothing_more(client, committee):
    row = subscribed(client, committee)
    before = state(row)
    response = client.post(path(links.CONFIRM, row))
    assert response.status_code == 302
    assert state(row) == before
    assert client.get(path(links.CONFIRM, row)).status_code == 200


def test_late_is_calm(client, committee):
    send(client, committee)
    row = Subscription.objects.get()
    with freeze_time(timezone.now() + timedelta(hours=73)):
        shown = client.get(path(links.CONFIRM, row))
        assert shown.status_code == 200 and "<form" not in shown.content.decode().split("<main")[-1]
        assert client.post(path(links.CONFIRM, row)).status_code == 410
        assert not Subscription.objects.get().is_active
        # The link still says so when the address is gone.
        assert forgetting.purge() == 1
        assert client.get(path(links.CONFIRM, row)).status_code == 200
        assert client.post(path(links.CONFIRM, row)).status_code == 410
    assert state(row)[0] == ""


def test_in_time_to_the_hour(client, committee):
    send(client, committee)
    row = Subscription.objects.get()
    with freeze_time(row.requested_at + timedelta(hours=72)):
        assert forgetting.purge() == 0
        assert client.post(path(links.CONFIRM, row)).status_code == 302


@pytest.mark.parametrize("purpose", [links.MANAGE, links.CONFIRM, links.LEAVE])
def test_forged_and_foreign_links_open_nothing(client, committee, purpose):
    one, two = (SubscriptionFactory(committee=committee) for _number in range(2))
    genuine = path(purpose, one)
    foreign = genuine.replace(f"/{one.pk}-", f"/{two.pk}-")
    others = {links.MANAGE, links.CONFIRM, links.LEAVE} - {purpose}
    token = genuine.split("/powiadomienia/")[1].split("/")[0]
    swapped = [
        path(other, one).replace(path(other, one).split("/powiadomienia/")[1].split("/")[0], token)
        for other in others
    ]
    before = state(one), state(two)
    for link in (foreign, f"{genuine[:-10]}x{genuine[-9:]}", *swapped):
        assert client.get(link).status_code == 404, link
        assert client.post(link, ONE_CLICK).status_code == 404, link
    assert (state(one), state(two)) == before


# Changing -----------------------------------------------------------------------------------------


def test_everything_on_one_page(client, committee):
    tier = TierPageFactory(parent=committee, title="Laboratorium")
    row = subscribed(client, committee, bodies=[tier.pk])
    html = " ".join(client.get(path(links.MANAGE, row)).content.decode().split())
    assert EMAIL in html and html.count(" checked") == 4
    data = {"topics": ["calls"], "rhythm": "weekly"}
    assert client.post(path(links.MANAGE, row), data).status_code == 302
    row.refresh_from_db()
    assert (row.topics, row.rhythm, list(row.bodies.all())) == (["calls"], "weekly", [])


@pytest.mark.parametrize("data", [{}, {"topics": ["x"], "rhythm": "weekly"}, {"topics": ["calls"]}])
def test_a_wrong_choice_changes_nothing(client, committee, data):
    row = subscribed(client, committee)
    before = state(row)
    assert client.post(path(links.MANAGE, row), data).status_code == 422
    assert state(row) == before


def test_a_body_that_is_hidden_for_a_while_stays_chosen(client, committee):
    tier, other = (TierPageFactory(parent=committee) for _number in range(2))
    row = subscribed(client, committee, bodies=[tier.pk, other.pk])
    type(tier).objects.filter(pk=tier.pk).update(live=False)
    data = {"topics": ["calls"], "rhythm": "weekly", "bodies": [other.pk]}
    assert client.post(path(links.MANAGE, row), data).status_code == 302
    assert {each.pk for each in row.bodies.all()} == {tier.pk, other.pk}


def test_the_clause_taken_back_leaves_the_links(client, committee):
    row = subscribed(client, committee)
    offer_news("")
    assert client.get(path(links.MANAGE, row)).status_code == 200
    assert client.post(path(links.LEAVE, row), ONE_CLICK).status_code == 200
    assert not Subscription.objects.active().exists()


def test_a_committee_that_is_private_now_is_not_linked(client, committee):
    row = subscribed(client, committee)
    type(committee).objects.filter(pk=committee.pk).update(live=False)
    html = client.get(path(links.MANAGE, row)).content.decode()
    assert EMAIL in html and f'href="{committee.get_url()}"' not in html


# Leaving ------------------------------------------------------------------------------------------


def test_one_click_without_cookies(client, committee):
    """RFC 8058 §3.2: no cookies, no redirect, no question."""
    row = subscribed(client, committee)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path(links.LEAVE, row)).status_code == 200
    assert Subscription.objects.active().count() == 1
    response = strict.post(path(links.LEAVE, row), ONE_CLICK)
    assert response.status_code == 200
    assert state(row)[0] == "" and state(row)[2] is not None


def test_one_click_as_a_mail_program_writes_it(client, committee):
    row = subscribed(client, committee)
    response = Client(enforce_csrf_checks=True).post(
        path(links.LEAVE, row),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 200 and not Subscription.objects.active().exists()


@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "no"}])
def test_another_post_is_not_a_click(client, committee, data):
    row = subscribed(client, committee)
    assert client.post(path(links.LEAVE, row), data).status_code == 422
    assert Subscription.objects.active().count() == 1


def test_leaving_removes_the_address_at_once(client, committee, meeting):
    from rkres_wagtail.participation.news import delivering

    row = subscribed(client, committee)
    meeting()
    assert delivering.deliver() == 1
    assert client.post(path(links.LEAVE, row), ONE_CLICK).status_code == 200
    row.refresh_from_db()
    assert (row.email, row.address_key, row.topics) == ("", None, [])
    assert not row.deliveries.exists()
    assert set(OutgoingMessage.objects.values_list("status", flat=True)) == {"withdrawn"}
    everything = repr(list(OutgoingMessage.objects.values()))
    assert EMAIL.lower() not in everything.lower()
    assert EMAIL.lower() not in repr(list(ModelLogEntry.objects.values())).lower()
    for purpose in (links.MANAGE, links.CONFIRM, links.LEAVE):
        shown = client.get(path(purpose, row))
        assert shown.status_code == 200 and EMAIL not in shown.content.decode()
    # Twice is calm, too.
    assert client.post(path(links.LEAVE, row), ONE_CLICK).status_code == 200


def test_who_never_confirmed_may_remove_the_address(client, committee):
    send(client, committee)
    confirm, leave = links_in(last_message())
    assert client.post(leave, ONE_CLICK).status_code == 200
    assert Subscription.objects.get().email == ""
    assert client.post(confirm).status_code == 410


def test_old_rows_go(committee):
    row = SubscriptionFactory(committee=committee)
    services.leave(subscription=row)
    assert forgetting.purge() == 0
    with freeze_time(timezone.now() + timedelta(days=31)):
        assert forgetting.purge() == 1
    assert not Subscription.objects.exists()


def test_a_committee_that_is_deleted_leaves_no_address(client, committee):
    send(client, committee)
    committee.delete()
    assert not Subscription.objects.exists()
    message = last_message()
    assert (message.status, message.recipient, message.text) == ("withdrawn", "", "")


def test_the_only_body_deleted_is_not_everything(committee):
    tier, other = (TierPageFactory(parent=committee) for _number in range(2))
    only, both = (SubscriptionFactory(committee=committee) for _number in range(2))
    only.bodies.set([tier])
    both.bodies.set([tier, other])
    tier.delete()
    assert list(Subscription.objects.active()) == [both]
