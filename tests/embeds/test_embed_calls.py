"""Taking part on other sites: open calls, and the way to the form of a tier."""

from __future__ import annotations

import pytest

from tests.factories import CallPageFactory, JoiningOfferFactory

pytestmark = pytest.mark.django_db


def text_of(client, kind: str, pk: int) -> str:
    response = client.get(f"/rkres/embed/{kind}/{pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_open_calls_stand_above_the_tiers(client, whole):
    text = text_of(client, "wlacz-sie", whole.committee.pk)
    assert text.index("Nabór wiosenny") < text.index("Dla każdego, kto działa")
    assert "12" in text


def test_of_a_tier_only_its_own(client, whole, group):
    CallPageFactory(parent=group, title="Nabór do grupy")
    text = text_of(client, "wlacz-sie", whole.tier.pk)
    assert "Nabór wiosenny" in text and "Nabór do grupy" not in text


@pytest.mark.parametrize("state", ["closed", "settled", "announced", "draft", "private"])
def test_no_call_that_is_not_open_or_not_public(client, whole, state):
    CallPageFactory(parent=whole.committee, title="Inny nabór", **{state: True})
    assert "Inny nabór" not in text_of(client, "wlacz-sie", whole.committee.pk)


def test_a_tier_leads_to_its_form(client, whole):
    address = f"{whole.tier.get_url()}wlacz-sie/"
    assert address not in text_of(client, "wlacz-sie", whole.committee.pk)
    JoiningOfferFactory(target=whole.tier, online=True)
    assert address in text_of(client, "wlacz-sie", whole.committee.pk)


def test_the_address_of_a_call_gives_its_card(client, whole):
    url = f"http://localhost{whole.call.get_url()}"
    answer = client.get("/rkres/oembed.json", {"url": url}, headers={"host": "localhost"})
    assert answer.status_code == 200 and "Nabór wiosenny" in answer.json()["title"]
