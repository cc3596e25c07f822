"""Nobody's address is anywhere but in the row, the mail and behind the person's own link."""

from __future__ import annotations

import logging

import pytest
from wagtail.models import ModelLogEntry, PageLogEntry

from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.participation.models import Subscription
from rkres_wagtail.participation.news import delivering, links

from .world import EMAIL, address, links_in, send, subscribed

pytestmark = pytest.mark.django_db


def test_no_address_anywhere_public(client, committee, meeting, caplog):
    caplog.set_level(logging.DEBUG)
    row = subscribed(client, committee)
    page = meeting()
    delivering.deliver()
    send(client, committee)
    addresses = [
        committee.get_url(), page.get_url(), address(committee), f"{address(committee)}?wyslano=1",
        f"{committee.get_url()}historia-zmian/", f"{committee.get_url()}dane/",
        f"/rkres/nowosci/{committee.pk}.atom", f"/rkres/kalendarz/{committee.pk}.ics",
        f"/rkres/popolo/{committee.pk}.json", "/sitemap.xml", "/api/v2/pages/",
        f"/api/v2/pages/{committee.pk}/", "/rkres/oparl/1.1/body/",
    ]  # fmt: skip
    for each in addresses:
        response = client.get(each)
        body = response.getvalue() if response.streaming else response.content
        assert EMAIL.lower().encode() not in body.lower(), each
        assert b"powiadomienia/%d-" % row.pk not in body, each
    for text in (
        caplog.text,
        repr(list(ModelLogEntry.objects.values())),
        repr(list(PageLogEntry.objects.values())),
        str(row),
        repr(row),
    ):
        assert EMAIL.lower() not in text.lower()


def test_no_address_in_keys_or_links(client, committee, meeting):
    row = subscribed(client, committee)
    meeting()
    delivering.deliver()
    name = EMAIL.split("@")[0].lower()
    for message in OutgoingMessage.objects.all():
        for text in (message.key, message.subject, message.text, message.html):
            assert name not in text.lower()
        assert all(name not in value.lower() for value in message.headers.values())
    assert name not in row.address_key and "@" not in links.path_of(links.MANAGE, row)


def test_the_same_answer_for_every_address(client, committee):
    """Known, waiting or new: neither words, status nor address of the answer tell which."""
    subscribed(client, committee)
    send(client, committee, email="czeka@example.org")
    shown = set()
    for email in (EMAIL, "czeka@example.org", "nowy@example.org"):
        response = send(client, committee, email=email)
        after = client.get(response["Location"]).content
        shown.add((response.status_code, response["Location"], after))
    assert len({each[:2] for each in shown}) == 1
    words = {b" ".join(each[2].split()).split(b"<main")[-1] for each in shown}
    assert len(words) == 1


def test_a_copy_with_another_key_opens_no_link(client, committee, settings):
    row = subscribed(client, committee)
    paths = [links.path_of(each, row) for each in (links.MANAGE, links.CONFIRM, links.LEAVE)]
    settings.SECRET_KEY = "another"
    for path in paths:
        assert client.get(path).status_code == 404
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert Subscription.objects.active().count() == 1


def test_a_link_of_an_old_mail_opens_nothing_of_a_new_subscription(client, committee):
    send(client, committee)
    (confirm, leave) = links_in(OutgoingMessage.objects.get())
    client.post(leave, {"List-Unsubscribe": "One-Click"})
    row = subscribed(client, committee)
    assert client.post(confirm).status_code == 410
    client.post(leave, {"List-Unsubscribe": "One-Click"})
    row.refresh_from_db()
    assert row.is_active
