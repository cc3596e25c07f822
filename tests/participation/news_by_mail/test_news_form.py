"""The form of subscriptions: what it takes, what it answers, and what it tells nobody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from freezegun import freeze_time

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import Subscription
from rkres_wagtail.participation.news import services
from tests.factories import CommitteePageFactory, GroupPageFactory, TierPageFactory

from .world import (
    EMAIL,
    address,
    aged,
    filled,
    last_message,
    links_in,
    offer_news,
    send,
    subscribed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# What it offers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", ["", "<p></p>", "<p> </p>"])
def test_without_a_privacy_clause_there_is_nothing(client, committee, clause):
    offer_news(clause)
    assert client.get(address(committee)).status_code == 404
    assert client.post(address(committee), {"email": EMAIL}).status_code == 404
    assert "powiadomienia/" not in text_of(client.get(committee.get_url()))


def test_the_way_to_it_from_every_body(client, committee, listing, meeting):
    tier = TierPageFactory(parent=committee, title="Laboratorium")
    meeting(bodies=[tier])
    assert f'href="{address(committee)}"' in text_of(client.get(committee.get_url()))
    assert f'href="{address(committee)}?organ={tier.pk}"' in text_of(client.get(tier.get_url()))
    assert f'href="{address(committee)}"' in text_of(client.get(listing.get_url()))
    ticked = text_of(client.get(address(committee), {"organ": tier.pk}))
    (box,) = re.findall(rf'<input type="checkbox" name="bodies" value="{tier.pk}"[^>]*>', ticked)
    assert " checked" in box and ticked.count(" checked") == 6


@pytest.mark.parametrize("organ", ["x", "-1", "9" * 40, "<script>"])
def test_a_body_that_is_none_ticks_nothing(client, committee, organ):
    GroupPageFactory(parent=committee)
    response = client.get(address(committee), {"organ": organ})
    assert response.status_code == 200
    assert "<script>" not in text_of(response)


def test_only_public_bodies_and_tags_in_use(client, committee, meeting):
    GroupPageFactory(parent=committee, title="Grupa jawna")
    GroupPageFactory(parent=committee, title="Grupa robocza w szkicu", draft=True)
    GroupPageFactory(parent=committee, title="Grupa za hasłem", private=True)
    page, hidden = meeting(), meeting(draft=True)
    has_tags = hasattr(page, "tags")
    if has_tags:
        for each, name in ((page, "klauzule"), (hidden, "tajne")):
            each.tags.add(name)
            each.save()
    shown = text_of(client.get(address(committee)))
    assert "Grupa jawna" in shown
    assert "szkicu" not in shown and "hasłem" not in shown and "tajne" not in shown
    assert ("klauzule" in shown) == has_tags


def test_a_committee_behind_a_password_offers_nothing(client, site_root):
    page = CommitteePageFactory(private=True, slug="zamkniety")
    offer_news()
    assert 'name="email"' not in text_of(client.get(address(page)))


def test_no_cache_keeps_it(client, committee):
    response = client.get(address(committee))
    assert "no-store" in response["Cache-Control"]
    assert "/nowosci/" in text_of(response) and ".ics" in text_of(response)
    assert client.put(address(committee)).status_code == 405


# Taking it ----------------------------------------------------------------------------------------


def test_what_is_stored_and_sent(client, committee):
    tier = TierPageFactory(parent=committee, title="Laboratorium")
    response = send(client, committee, bodies=[tier.pk], rhythm="weekly")
    assert response.status_code == 302 and response["Location"].endswith("?wyslano=1")
    row = Subscription.objects.get()
    assert (row.email, row.topics, row.rhythm) == (EMAIL, ["meetings", "decisions"], "weekly")
    assert [each.pk for each in row.bodies.all()] == [tier.pk]
    assert (row.language, row.host, row.confirmed_at) == ("pl", "localhost", None)
    message = last_message()
    assert (message.kind, message.recipient) == ("subscription_confirm", EMAIL)
    assert message.reply_to == "biuro@example.org"
    assert message.expires_at == row.requested_at + timedelta(hours=72)
    assert EMAIL not in message.key and EMAIL.lower() not in message.key
    assert EMAIL not in text_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("fields", "target"),
    [
        ({"email": ""}, "id_email"),
        ({"email": "nie-adres"}, "id_email"),
        ({"email": "a@example.org, b@example.org"}, "id_email"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "id_email"),
        ({"email": f"{'a' * 300}@example.org"}, "id_email"),
        ({"topics": []}, "id_topics_0"),
        ({"topics": ["secrets"]}, "id_topics_0"),
        ({"rhythm": ""}, "id_rhythm_0"),
        ({"rhythm": "hourly"}, "id_rhythm_0"),
        ({"bodies": ["1"]}, "id_bodies_0"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(client, committee, fields, target):
    GroupPageFactory(parent=committee)
    response = send(client, committee, **fields)
    assert response.status_code == 422
    html = text_of(response)
    assert f'<a href="#{target}">' in html and html.count('role="alert"') == 1
    assert "<title>Błąd" in html or "<title>Error" in html
    assert not Subscription.objects.exists() and not OutgoingMessage.objects.exists()


def test_markup_in_an_address_stays_text(client, committee):
    response = send(client, committee, email='"><script>alert(1)</script>@example.org')
    assert response.status_code == 422
    assert "<script>alert" not in text_of(response)


@pytest.mark.parametrize(
    "fields",
    [{"homepage": "http://spam.example"}, {"stamp": ""}, {"stamp": "made:up"}],
)
def test_a_machine_is_asked_to_send_again(client, committee, fields):
    assert send(client, committee, **fields).status_code == 422
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("ago", [{"seconds": 0}, {"hours": 25}])
def test_too_fast_or_too_old_is_sent_once_more(client, committee, ago):
    html = client.get(address(committee)).content.decode()
    data = filled(client, committee, stamp=aged(html, committee, **ago))
    response = send(client, committee, data)
    assert response.status_code == 422
    again = aged(response.content.decode(), committee)
    assert send(client, committee, data, stamp=again).status_code == 302
    assert Subscription.objects.count() == 1


def test_a_stamp_of_another_committee_counts_for_nothing(client, committee):
    other = CommitteePageFactory(slug="inny")
    data = filled(client, other)
    assert send(client, committee, data).status_code == 422


def test_not_more_than_so_many_an_hour(client, committee, settings):
    settings.RKRES_WAGTAIL_REMARK_RATE = 2
    for number in range(2):
        assert send(client, committee, email=f"osoba{number}@example.org").status_code == 302
    response = send(client, committee, email="osoba3@example.org")
    assert response.status_code == 429 and int(response["Retry-After"]) > 0
    assert Subscription.objects.count() == 2
    cache.clear()


# Twice --------------------------------------------------------------------------------------------


def test_a_second_click_makes_no_second_mail(client, committee):
    data = filled(client, committee)
    for _number in range(2):
        assert send(client, committee, data).status_code == 302
    assert Subscription.objects.count() == OutgoingMessage.objects.count() == 1


def test_the_address_corrected_in_the_same_form(client, committee):
    data = filled(client, committee, email="literowka@example.org")
    send(client, committee, data)
    assert send(client, committee, data, email=EMAIL).status_code == 302
    assert Subscription.objects.count() == OutgoingMessage.objects.count() == 2


def test_an_unconfirmed_one_is_replaced(client, committee):
    send(client, committee)
    send(client, committee, email=EMAIL.upper(), topics=["calls"], rhythm="weekly")
    row = Subscription.objects.get()
    assert (row.topics, row.rhythm, row.asked) == (["calls"], "weekly", 2)
    kinds = OutgoingMessage.objects.values_list("kind", flat=True)
    assert list(kinds) == ["subscription_confirm"] * 2


def test_an_active_one_is_not_changed_without_its_link(client, committee):
    row = subscribed(client, committee)
    first = send(client, committee, topics=["calls"], rhythm="weekly")
    other = send(client, committee, email="inna@example.org")
    # The same on the screen, whoever's address it is.
    assert first["Location"] == other["Location"]
    row.refresh_from_db()
    assert (row.topics, row.rhythm) == (["meetings", "decisions"], "at_once")
    message = OutgoingMessage.objects.get(kind="subscription_known")
    assert message.recipient == EMAIL
    assert client.get(links_in(message)[0]).status_code == 200


def test_nobody_is_flooded(client, committee):
    for _number in range(services.MOST_ASKED + 2):
        assert send(client, committee).status_code == 302
    assert OutgoingMessage.objects.count() == services.MOST_ASKED
    with freeze_time(timezone.now() + timedelta(days=1, minutes=1)):
        send(client, committee)
    assert OutgoingMessage.objects.count() == services.MOST_ASKED + 1


def test_two_committees_are_two_subscriptions(client, committee):
    other = CommitteePageFactory(slug="inny")
    for page in (committee, other):
        assert send(client, page).status_code == 302
    assert Subscription.objects.count() == 2


def test_who_left_may_come_back(client, committee):
    services.leave(subscription=subscribed(client, committee))
    subscribed(client, committee)
    assert Subscription.objects.active().count() == 1
