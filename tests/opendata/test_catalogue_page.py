# ruff: noqa: F401, F811 (fixtures that another module brings)
"""``dane/`` below a committee: everything that there is, for people."""

from __future__ import annotations

import re

import pytest
from django.urls import NoReverseMatch
from wagtail.models import PageViewRestriction

from rkres_wagtail.opendata.catalogue import offers
from rkres_wagtail.opendata.catalogue.registers import REGISTERS

from .catalogue_world import SECRET, everything, private_collection, world

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


def html_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_every_dataset_is_listed_and_answers(client, everything):
    html = html_of(client, "/komitet/dane/")
    assert SECRET not in html
    assert len(re.findall("<h1", html)) == 1
    assert '<link rel="canonical" href="http://localhost/komitet/dane/">' in html
    assert "noindex" not in html
    links = re.findall(
        r'href="(?:http://(?:localhost|testserver))?(/rkres/[^"]+|/api/[^"]+)"', html
    )
    for slug in REGISTERS:
        assert f"/rkres/dane/{everything.committee.pk}/{slug}.csv" in links
    assert f"/rkres/popolo/{everything.committee.pk}.json" in links
    assert "/api/v2/pages/" in links
    for link in links:
        if link.startswith(("/rkres/dane", "/rkres/popolo", "/rkres/kalendarz", "/rkres/nowosci")):
            assert client.get(link).status_code == 200, link


def test_the_committees_page_leads_there_and_back(client, world):
    assert 'href="/komitet/dane/"' in html_of(client, "/komitet/")
    assert 'href="/komitet/dane/"' not in html_of(client, "/komitet/grupa/")
    assert 'href="/komitet/"' in html_of(client, "/komitet/dane/")


def test_behind_a_password_there_is_none(client, world):
    PageViewRestriction.objects.create(
        page_id=world.committee.pk, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert "/rkres/dane/" not in client.get("/komitet/dane/").content.decode()
    session = client.session
    restriction = PageViewRestriction.objects.get(page_id=world.committee.pk)
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    assert client.get("/komitet/dane/").status_code == 404
    assert "/komitet/dane/" not in html_of(client, "/komitet/")


def test_what_a_site_has_not_mounted_is_left_out(client, world, monkeypatch):
    real = offers.reverse

    def without(name, *args, **kwargs):
        if name.startswith("wagtailapi") or name.endswith((":popolo", ":calendar", ":oembed")):
            raise NoReverseMatch
        return real(name, *args, **kwargs)

    monkeypatch.setattr(offers, "reverse", without)
    html = html_of(client, "/komitet/dane/")
    assert "/rkres/popolo/" not in html and "/api/v2/" not in html and ".ics" not in html
    assert ".atom" in html


def test_licence_or_none(client, world, settings):
    settings.RKRES_WAGTAIL_OPEN_DATA_LICENSE = ""
    assert 'rel="license"' not in html_of(client, "/komitet/dane/")
    settings.RKRES_WAGTAIL_OPEN_DATA_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
    html = html_of(client, "/komitet/dane/")
    assert 'rel="license">CC BY 4.0</a>' in html


def test_how_much_and_how_new(client, everything):
    html = html_of(client, "/komitet/dane/").replace("\xa0", " ")
    part = html.split("members.csv")[1].split("</li>")[0]
    # Three memberships may be named.
    assert re.search(r"\b3\b", part)
    assert str(everything.membership.updated_at.year) in part
