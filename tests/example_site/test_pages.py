"""The site's own pages, before and without the committee."""

from __future__ import annotations

import pytest
from django.urls import reverse

from example_site.home.demo_site import find
from example_site.news.models import NewsIndexPage, NewsPage
from tests.support.database import committed

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/oferta/",
    "/aktualnosci/",
    "/aktualnosci/warsztaty-jak-zaczac/",
    "/o-nas/",
    "/kontakt/",
    "/deklaracja-dostepnosci/",
    "/szukaj/",
    "/szukaj/?q=klauzule",
    "/en/",
    "/en/about/",
    "/en/szukaj/?q=centre",
]


def test_every_page_renders_with_one_heading(client, demo_home):
    for address in ADDRESSES:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.content.decode().count("<h1") == 1, address


def test_start_page_shows_the_latest_news_first(client, demo_home):
    html = client.get("/").content.decode()
    places = [html.index(page.url) for page in NewsPage.objects.order_by("-date")]
    assert len(places) == 3
    assert places == sorted(places)


def test_news_list_is_paginated(client, demo_home):
    index = NewsIndexPage.objects.get()
    for number in range(12):
        index.add_child(
            instance=NewsPage(title=f"Wiadomość {number}", slug=f"n{number}", lead="Treść.")
        )
    html = client.get("/aktualnosci/?page=2").content.decode()
    assert "Strona 2 z 2" in html
    assert client.get("/aktualnosci/?page=drugie").status_code == 200


def test_search_answers_any_query(client, demo_home):
    for query in ["klauzule", "%00", "%F0%9F%A6%86", "x" * 5000, "%22", "a%22b", "%", "*", "("]:
        assert client.get(f"/szukaj/?q={query}").status_code == 200, query


@committed
def test_search_finds_the_sites_own_pages(client, demo_home):
    html = client.get("/szukaj/?q=klauzule").content.decode()
    assert find("zamowienia-z-klauzulami", demo_home.locale).url in html
    assert "/en/about/" in client.get("/en/szukaj/?q=accounts").content.decode()


def test_search_escapes_what_was_typed(client, demo_home):
    html = client.get("/szukaj/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>" not in html


@committed
def test_search_does_not_show_drafts(client, demo_home):
    page = find("zamowienia-z-klauzulami", demo_home.locale)
    page.unpublish()
    html = client.get("/szukaj/?q=klauzule").content.decode()
    assert page.title not in html


def test_missing_page_is_explained_in_polish(client, demo_home):
    response = client.get("/nie-ma-takiej/")
    assert response.status_code == 404
    assert "Nie ma takiej strony" in response.content.decode()
    assert "Page not found" in client.get("/en/nothing/").content.decode()


def test_server_error_page_is_polish_and_needs_no_database():
    from django.template.loader import render_to_string

    assert "Coś poszło nie tak" in render_to_string("500.html")


def test_language_links_lead_to_the_translation(client, demo_home):
    html = client.get("/o-nas/").content.decode()
    assert 'href="/en/about/" lang="en"' in html
    html = client.get("/en/about/").content.decode()
    assert '<html lang="en">' in html
    assert 'href="/o-nas/" lang="pl"' in html


def test_language_links_lead_home_where_there_is_no_translation(client, demo_home):
    html = client.get("/oferta/").content.decode()
    assert 'href="/en/" lang="en"' in html


def test_language_links_keep_the_search(client, demo_home):
    html = client.get("/szukaj/?q=klauzule").content.decode()
    assert 'href="/en/szukaj/?q=klauzule" lang="en"' in html


def test_menu_holds_published_public_pages_of_the_language(client, demo_home):
    find("kontakt", demo_home.locale).unpublish()
    menu = client.get("/").content.decode().split('class="site-menu"')[1].split("</nav>")[0]
    assert "Oferta" in menu
    assert "Kontakt" not in menu
    assert "About us" not in menu


def test_sitemap_lists_the_pages(client, demo_home):
    assert "/aktualnosci/" in client.get(reverse("sitemap")).content.decode()


def test_site_without_any_page_of_its_own_still_answers(client, site_root):
    response = client.get("/")
    assert response.status_code == 200
    assert "Ośrodek wsparcia" in response.content.decode()
