"""Parts by address: a bare page for frames and a piece of HTML for servers."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from rkres_wagtail.embeds.parts import kinds
from tests.factories import MeetingPageFactory
from tests.meetings.public import words

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

ADDRESSES = ("/rkres/embed/{}/{}/", "/rkres/fragment/{}/{}/")


def read(client, address: str, **query) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return words(response.content.decode())


def test_every_kind_shows_its_part(client, parts):
    assert parts.keys() == kinds().keys()
    for kind, (page, expected) in parts.items():
        for address in ADDRESSES:
            text = read(client, address.format(kind, page.pk))
            assert expected in text, (kind, address)
            assert "<script>" not in text
            assert "style=" not in text


def test_the_page_is_a_whole_document_of_its_own(client, parts):
    for kind, (page, _expected) in parts.items():
        html = client.get(f"/rkres/embed/{kind}/{page.pk}/").content.decode()
        soup = BeautifulSoup(html, "html.parser")
        assert html.startswith("<!DOCTYPE html>")
        assert soup.html["lang"] == "pl"
        assert len(soup.find_all("h1")) == 1
        assert soup.base["target"] == "_top"
        assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
        assert soup.find("link", rel="canonical")["href"].startswith("http://localhost/komitet/")
        assert "OWES" in soup.title.string
        assert "OWES" in soup.footer.get_text()


def test_the_fragment_is_a_piece_with_full_addresses(client, parts):
    for kind, (page, _expected) in parts.items():
        response = client.get(f"/rkres/fragment/{kind}/{page.pk}/?poziom=3")
        soup = BeautifulSoup(response.content.decode(), "html.parser")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert soup.html is None
        assert soup.section["lang"] == "pl"
        assert soup.find(["h1", "h2"]) is None
        assert soup.h3
        links = [link["href"] for link in soup.find_all("a", href=True)]
        assert links
        assert all(re.match("https?:|mailto:|tel:", link) for link in links), links


def test_frames_only_here(client, whole):
    response = client.get(f"/rkres/embed/posiedzenia/{whole.committee.pk}/")
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    for address in (
        whole.committee.get_url(),
        whole.meeting.get_url(),
        f"/rkres/fragment/posiedzenia/{whole.committee.pk}/",
        "/rkres/embed/kolory.css",
        "/rkres/oembed.json",
    ):
        other = client.get(address)
        assert other["X-Frame-Options"] == "SAMEORIGIN", address
        assert "frame-ancestors 'self'" in other["Content-Security-Policy"], address


def test_files_from_another_host_are_allowed_by_name(client, whole, settings):
    settings.STATIC_URL = "https://pliki.example.org/static/"
    response = client.get(f"/rkres/embed/struktura/{whole.committee.pk}/")
    assert "style-src 'self' https://pliki.example.org" in response["Content-Security-Policy"]


def test_rows_at_most(client, whole):
    for number in range(6):
        MeetingPageFactory(parent=whole.meetings, title=f"Następne {number}")
    text = read(client, f"/rkres/embed/posiedzenia/{whole.committee.pk}/", ile="2")
    assert text.count("rkres-dateblock-day") == 2


def test_what_is_over_is_not_ahead(client, whole):
    MeetingPageFactory(parent=whole.meetings, title="Dawne posiedzenie", past=True)
    assert "Dawne" not in read(client, f"/rkres/embed/posiedzenia/{whole.committee.pk}/")


def test_nothing_is_told_in_a_sentence(client, committee):
    for kind in ("posiedzenia", "konsultacje", "decyzje", "struktura", "sklad", "wlacz-sie"):
        text = read(client, f"/rkres/embed/{kind}/{committee.pk}/")
        assert 'class="rkres-empty"' in text, kind


@pytest.mark.parametrize(
    "query",
    [
        "ile=0", "ile=-1", "ile=21", "ile=trzy", "ile=99999999999999999999", "ile=%00", "ile=1%202",
        "jezyk=xx", "jezyk=../etc", "tlo=red", "tlo=%23ff", "tlo=javascript:alert(1)",
        "tlo=url(//zly.example/x)", "tekst=fff;}body{display:none", "akcent=fff%7D",
        "akcent=" + "f" * 10_000, "zaokraglenie=-1", "zaokraglenie=8px", "zaokraglenie=41",
        "motyw=neon",
    ],
)  # fmt: skip
def test_parameters_that_mean_nothing_are_named(client, whole, query):
    response = client.get(f"/rkres/embed/posiedzenia/{whole.committee.pk}/?{query}")
    assert response.status_code == 400
    name = query.partition("=")[0]
    assert response.content.decode().startswith(f"{name}: expected")
    assert response["Content-Type"].startswith("text/plain")
    if name not in ("ile", "jezyk"):
        css = client.get(f"/rkres/embed/kolory.css?{query}")
        assert css.status_code == 400


@pytest.mark.parametrize("query", ["poziom=1", "poziom=6", "poziom=h2", "ile=0", "jezyk=xx"])
def test_so_are_those_of_a_fragment(client, whole, query):
    response = client.get(f"/rkres/fragment/posiedzenia/{whole.committee.pk}/?{query}")
    assert response.status_code == 400
    assert response.content.decode().startswith(query.partition("=")[0])


def test_unknown_kinds_and_pages(client, whole):
    for address in ADDRESSES:
        for kind, pk in (
            ("nieznane", whole.committee.pk),
            ("posiedzenia", whole.meeting.pk),
            ("posiedzenie", whole.committee.pk),
            ("posiedzenia", 10**30),
        ):
            response = client.get(address.format(kind, pk))
            assert response.status_code == 404
            assert "not published" in response.content.decode()


def test_only_reading(client, whole):
    for address in ADDRESSES:
        assert client.post(address.format("posiedzenia", whole.committee.pk)).status_code == 405


def test_conditional_answers(client, whole):
    for address in (*ADDRESSES, "/rkres/embed/kolory.css"):
        address = address.format("posiedzenia", whole.committee.pk)
        first = client.get(address)
        assert first["Cache-Control"] == "public, no-cache"
        again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
        assert again.status_code == 304
        assert client.get(address, HTTP_IF_NONE_MATCH='"inny"').status_code == 200
    meeting = client.get(f"/rkres/embed/posiedzenia/{whole.committee.pk}/")
    MeetingPageFactory(parent=whole.meetings, title="Nowe posiedzenie")
    address = f"/rkres/embed/posiedzenia/{whole.committee.pk}/"
    changed = client.get(address, HTTP_IF_NONE_MATCH=meeting["ETag"])
    assert changed.status_code == 200
    assert "Nowe posiedzenie" in changed.content.decode()


def test_the_address_of_colours_holds_what_was_understood(client, whole):
    address = f"/rkres/embed/posiedzenia/{whole.committee.pk}/"
    query = "tlo=%23FFEE00&akcent=05a&zaokraglenie=8&motyw=auto&obce=%3Cscript%3E"
    html = client.get(f"{address}?{query}").content.decode()
    assert "kolory.css?tlo=ffee00&amp;akcent=0055aa&amp;zaokraglenie=8&amp;motyw=auto" in html
    assert "obce" not in html
