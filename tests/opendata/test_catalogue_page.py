# ruff: noqa: F401, F811 (fixtures that another module brings)
"""``dane/`` below a committee: everything that there is, for people."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import NoReverseMatch
from wagtail.models import PageViewRestriction

from rkres_wagtail.bodies.choices import MembersVisibility
from rkres_wagtail.embeds.parts import kinds
from rkres_wagtail.embeds.parts.bodies import body_pages
from rkres_wagtail.opendata.catalogue import offers
from rkres_wagtail.opendata.catalogue.registers import REGISTERS
from rkres_wagtail.opendata.oparl.kinds import LISTED
from tests.factories import CommitteePageFactory
from tests.support.oparl import later

from .catalogue_world import SECRET, everything, private_collection, world
from .linked_pages import graph_of, only

PIECES = {"posiedzenia", "konsultacje", "struktura", "sklad", "decyzje", "wlacz-sie"}

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


def test_every_address_on_the_page_answers(client, everything):
    """Also those that are only written out as an example."""
    later()
    html = html_of(client, "/komitet/dane/")
    found = re.findall(r'href="([^"#]+)"', html) + re.findall(r"<code[^>]*>([^<]+)</code>", html)
    addresses = {unescape(each) for each in found}
    here = {
        each.removeprefix(f"http://{host}")
        for each in addresses
        for host in ("localhost", "testserver")
        if each.startswith(("/", f"http://{host}/"))
    }
    expected = [
        "/rkres/oparl/1.1/",
        # The members are those of a tier that is a draft here.
        *(f"/rkres/embed/{kind}/{everything.committee.pk}/" for kind in PIECES - {"sklad"}),
        *(f"/rkres/fragment/{kind}/{everything.committee.pk}/" for kind in PIECES - {"sklad"}),
        "/rkres/api/openapi.json",
        f"/rkres/kalendarz/{everything.committee.pk}.ics",
        f"/rkres/nowosci/{everything.committee.pk}.atom",
    ]
    key = everything.committee.translation_key.hex
    expected += [f"/rkres/oparl/1.1/body/{key}/{name}/" for name in LISTED]
    expected.append(f"/rkres/oparl/1.1/body/{key}/")
    assert set(expected) <= here
    # oEmbed knows the addresses of the host that is asked.
    answers = {
        each: client.get(each, headers={"host": "localhost"}).status_code
        for each in here
        if "/static/" not in each
    }
    assert [each for each, status in answers.items() if status != 200] == []


def test_pieces_are_those_that_show_a_body():
    of_bodies = {slug for slug, kind in kinds().items() if kind.pages is body_pages}
    assert PIECES == of_bodies


@pytest.mark.parametrize("how", MembersVisibility.values)
def test_the_composition_is_a_piece_where_it_answers(client, site_root, how):
    committee = CommitteePageFactory(slug="komitet", members_visibility=how)
    html = html_of(client, "/komitet/dane/")
    assert "/embed/posiedzenia/" in html
    answers = client.get(f"/rkres/embed/sklad/{committee.pk}/").status_code == 200
    assert ("/embed/sklad/" in html) is answers is (how != MembersVisibility.NOTHING)


def test_search_engines_find_the_same_data_sets(client, everything, settings):
    settings.RKRES_WAGTAIL_OPEN_DATA_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
    catalogue = only(graph_of(client, "/komitet/dane/"), "DataCatalog")
    told = json.loads(client.get(f"/rkres/dane/{everything.committee.pk}/katalog.jsonld").content)
    harvested = {
        each["@id"]: each["dcat:distribution"]["dcat:downloadURL"]["@id"]
        for each in told["dcat:dataset"]
    }
    same = {each["@id"]: each["distribution"][0]["contentUrl"] for each in catalogue["dataset"]}
    assert catalogue["@id"] == told["@id"]
    assert same.keys() == harvested.keys()
    assert [path(same[key]) for key in same] == [path(harvested[key]) for key in same]
    for each in catalogue["dataset"]:
        assert each["license"] == settings.RKRES_WAGTAIL_OPEN_DATA_LICENSE
        assert client.get(path(each["distribution"][0]["contentUrl"])).status_code == 200
    assert SECRET not in json.dumps(catalogue)


def path(url: str) -> str:
    return urlsplit(url).path


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
    part = html.split("<main")[1].split("members.csv")[1].split("</li>")[0]
    # Three memberships may be named.
    assert re.search(r"\b3\b", part)
    assert str(everything.membership.updated_at.year) in part
