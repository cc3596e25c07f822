"""Places that later rooms fill."""

from __future__ import annotations

import pytest
from django.utils.html import format_html

from rkres_wagtail import slots


@pytest.fixture
def clean_slots(monkeypatch):
    monkeypatch.setattr(slots, "_providers", {name: [] for name in slots.NAMES})


def test_providers_speak_in_their_order(clean_slots):
    slots.provider("now", order=20)(lambda context: "b")
    slots.provider("now", order=10)(lambda context: "a")
    slots.provider("now")(lambda context: "")
    assert slots.parts("now", {}) == ["a", "b"]


def test_unknown_slot_is_a_mistake():
    with pytest.raises(KeyError):
        slots.provider("nowhere")


def test_slot_on_a_page_and_nothing_without_providers(clean_slots, client, committee):
    address = committee.get_url()
    assert "rkres-boxes" not in client.get(address).content.decode()

    @slots.provider("now")
    def box(context):
        return format_html("<p>Posiedzenie: {}</p>", context["body"].title)

    slots.provider("now")(lambda context: "<script>")
    html = client.get(address).content.decode()
    assert f"<p>Posiedzenie: {committee.title}</p>" in html
    assert "<script>" not in html


def test_names_of_the_host_do_not_replace_ours(client, committee, settings):
    """A base template may say ``{% with contact=… %}`` around its content block."""
    from wagtail.models import Site

    from example_site.home.models import ContactSettings

    ContactSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"phone": "11 111 11 11"}
    )
    committee.contact_phone = "22 222 22 22"
    committee.save_revision().publish()
    html = client.get(committee.get_url()).content.decode()
    assert html.count('href="tel:222222222"') == 2
