"""oEmbed: from the address of a page to its card, and never to what is not public."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction, Site

from tests.factories import MeetingPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

ADDRESS = "/rkres/oembed.json"


def ask(client, url: str, **query):
    return client.get(ADDRESS, {"url": url, **query}, headers={"host": "localhost"})


def src_of(data: dict) -> str:
    return urlsplit(BeautifulSoup(data["html"], "html.parser").iframe["src"]).path


def test_cards_of_every_kind_of_page(client, whole):
    committee = whole.committee
    for page, kind, of in (
        (whole.meeting, "posiedzenie", whole.meeting),
        (whole.consultation, "konsultacja", whole.consultation),
        (whole.decision, "decyzja", whole.decision),
        (committee, "posiedzenia", committee),
        (whole.tier, "posiedzenia", whole.tier),
        (whole.meetings, "posiedzenia", committee),
        (whole.consultations, "konsultacje", committee),
        (whole.decisions, "decyzje", committee),
    ):
        response = ask(client, page.full_url)
        assert response.status_code == 200, page
        data = response.json()
        assert src_of(data) == f"/rkres/embed/{kind}/{of.pk}/"
        assert client.get(src_of(data)).status_code == 200
        assert (data["version"], data["type"]) == ("1.0", "rich")
        assert data["provider_name"] == "OWES"
        assert data["provider_url"] == "http://localhost/"
        assert data["width"] == 600
        assert isinstance(data["height"], int)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Content-Type"] == "application/json"


def test_addresses_below_a_page_are_that_page(client, whole):
    base = whole.committee.full_url
    for url, kind in (
        (f"{base}sklad/?on=2020-01-01", "sklad"),
        (f"{base}historia-zmian/", "posiedzenia"),
        (whole.meeting.full_url.rstrip("/"), "posiedzenie"),
    ):
        assert src_of(ask(client, url).json()).startswith(f"/rkres/embed/{kind}/"), url


def test_the_quotation_tells_the_facts_and_hides_beside_the_frame(client, whole):
    soup = BeautifulSoup(ask(client, whole.meeting.full_url).json()["html"], "html.parser")
    assert soup.find().name == "blockquote"
    assert soup.blockquote.has_attr("hidden")
    assert soup.blockquote.a["href"] == whole.meeting.full_url
    assert "Ratusz" in soup.blockquote.get_text()
    assert soup.iframe["title"] == "Piąte posiedzenie"
    lists = BeautifulSoup(ask(client, whole.committee.full_url).json()["html"], "html.parser")
    assert whole.meeting.full_url in [link["href"] for link in lists.blockquote.find_all("a")]


def test_titles_are_text(client, whole):
    page = MeetingPageFactory(parent=whole.meetings, title='"><script>alert(1)</script>')
    data = ask(client, page.full_url).json()
    assert "<script>" not in data["html"]


def test_sizes(client, whole):
    url = whole.meeting.full_url
    data = ask(client, url, maxwidth="320", maxheight="150").json()
    assert (data["width"], data["height"]) == (320, 150)
    assert 'width="320" height="150"' in data["html"]
    data = ask(client, url, maxwidth="9000", maxheight="9000").json()
    assert data["width"] == 600
    for size in ("0", "-1", "abc", "1.5", "9" * 50):
        assert ask(client, url, maxwidth=size).status_code == 400, size
        assert ask(client, url, maxheight=size).status_code == 400, size


def test_formats(client, whole):
    assert ask(client, whole.meeting.full_url, format="json").status_code == 200
    assert ask(client, whole.meeting.full_url, format="xml").status_code == 501
    assert client.get(ADDRESS).status_code == 400
    assert client.get(ADDRESS, {"url": ""}).status_code == 400
    assert client.post(ADDRESS, {"url": whole.meeting.full_url}).status_code == 405


def test_the_port_and_the_scheme_may_be_those_that_readers_see(client, whole):
    path = whole.meeting.get_url()
    for url in (
        f"https://localhost{path}",
        f"http://localhost:80{path}",
        f"HTTP://LOCALHOST{path}",
    ):
        assert ask(client, url).status_code == 200, url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "//localhost{path}", "{path}",
        "ftp://localhost{path}", "file:///etc/passwd", "http://zly.example{path}",
        "http://ktos@localhost{path}", "http://ktos:haslo@localhost{path}",
        "http://localhost@zly.example{path}", "http://localhost:8080{path}",
        "http://localhost:999999{path}", "http://localhost:x{path}", "http://localhost.zly.example{path}",
        "http://[::1{path}", "http://localhost\\@zly.example{path}", "http://localhost{path}\n",
        "http://localhost{path}\x00", "http://localhost/%00", "http://localhost/nie-ma/",
        "http://localhost/admin/", "http://localhost/rkres/oembed.json", "http://localhost/",
        "http://localhost/../../etc/passwd", "http://localhost{path}nie-ma/", "http://", "x",
    ],
)  # fmt: skip
def test_foreign_and_unknown_addresses(client, whole, url):
    response = ask(client, url.replace("{path}", whole.meeting.get_url()))
    assert response.status_code == 404
    assert set(response.json()) == {"error"}


def test_a_very_long_address(client, whole):
    assert ask(client, f"{whole.meeting.full_url}?{'x' * 10_000}").status_code == 404


@pytest.mark.parametrize("how", ["draft", "expired", "private", "below"])
def test_what_is_not_public_is_like_what_is_not_there(client, whole, how):
    if how == "below":
        page = whole.meeting
        PageViewRestriction.objects.create(
            page_id=whole.meetings.pk, restriction_type="password", password="x"
        )
    else:
        page = MeetingPageFactory(parent=whole.meetings, title="Tajne", **{how: True})
    response = ask(client, page.full_url)
    missing = ask(client, "http://localhost/nie-ma/")
    assert response.status_code == 404
    assert response.content == missing.content


def test_another_site_of_the_installation_is_another_site(client, whole, root_page):
    other = root_page.add_child(
        instance=type(whole.committee.get_parent().specific)(
            title="Inny", slug="inny", locale=whole.committee.locale
        )
    )
    Site.objects.create(hostname="inny.example", port=80, root_page=other)
    url = whole.meeting.full_url
    response = client.get(ADDRESS, {"url": url}, headers={"host": "inny.example"})
    assert response.status_code == 404


def test_pages_name_their_answer(client, whole):
    for page in (whole.committee, whole.tier, whole.meeting, whole.consultation, whole.decision,
                 whole.meetings):  # fmt: skip
        html = client.get(page.get_url(), headers={"host": "localhost"}).content.decode()
        head = BeautifulSoup(html.partition("</head>")[0], "html.parser")
        link = head.find("link", type="application/json+oembed")
        assert link["rel"] == ["alternate"]
        assert link["title"] == page.title
        assert parse_qs(urlsplit(link["href"]).query)["url"] == [page.full_url]
        assert client.get(link["href"], headers={"host": "localhost"}).status_code == 200


def test_a_page_behind_a_password_names_none(client, whole):
    PageViewRestriction.objects.create(
        page_id=whole.meeting.pk, restriction_type="password", password="x"
    )
    response = client.get(whole.meeting.get_url())
    assert "json+oembed" not in response.content.decode()


def test_conditional_answer(client, whole):
    first = ask(client, whole.meeting.full_url)
    again = client.get(
        ADDRESS,
        {"url": whole.meeting.full_url},
        headers={"host": "localhost", "if-none-match": first["ETag"]},
    )
    assert again.status_code == 304
