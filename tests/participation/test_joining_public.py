"""Where the public finds the ways in, what never leaks, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, PageViewRestriction, Revision

from rkres_wagtail import sub_addresses
from rkres_wagtail.public import Gate
from tests.factories import CallPageFactory, TierPageFactory
from tests.factories.participation import DeclarationFactory, JoiningOfferFactory
from tests.support.database import committed

from .joining import address, confirmed, said

SECRETS = ("Janina", "Tajna", "tajna@example.org", "Tajna Spółdzielnia", "Tajny powód", "notatka")

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def _no_limit():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def tiers(committee):
    """Komitet, Laboratorium, Forum: the closest engagement first."""
    names = ("Komitet", "Laboratorium", "Forum")
    return [
        TierPageFactory(parent=committee, title=name, slug=name.lower(), position=number)
        for number, name in enumerate(names, 1)
    ]


def box(client, page) -> str:
    html = client.get(page.get_url()).content.decode()
    if 'id="rkres-joining"' not in html:
        return ""
    begin = html.index('aria-labelledby="rkres-joining"')
    return html[begin : html.index("</section>", begin)]


def test_nothing_renders_where_nothing_is_offered(client, committee, tiers):
    assert [box(client, page) for page in (committee, *tiers)] == [""] * 4
    assert client.get(address(tiers[0])).status_code == 404
    empty = JoiningOfferFactory(target=tiers[0], asks="<p> </p>", gives="", leaving="", how="")
    assert not box(client, committee) and client.get(address(tiers[0])).status_code == 404
    empty.is_online = True
    empty.save()
    assert client.get(address(tiers[0])).status_code == 404, "without a consent there is no form"


def test_the_committee_shows_all_ways_from_the_least_engagement(client, committee, tiers):
    for tier in tiers:
        JoiningOfferFactory(target=tier, asks=f"<p>Czego chce {tier.title}.</p>")
    shown = box(client, committee)
    places = [shown.index(f"Czego chce {tier.title}.") for tier in reversed(tiers)]
    assert places == sorted(places)
    assert all(f'href="{address(tier)}"' in shown for tier in tiers)
    own = box(client, tiers[1])
    assert address(tiers[1]) in own and address(tiers[0]) not in own
    page = client.get(address(tiers[2])).content.decode()
    assert f'href="{address(tiers[1])}"' in page, "from the Forum to the Laboratorium"


def test_what_the_page_says_without_the_form(client, tiers):
    JoiningOfferFactory(target=tiers[0])
    html = client.get(address(tiers[0])).content.decode()
    for words in ("Dwa spotkania", "Wpływ na programy", "Napisz do biura", "Wyślij deklarację na"):
        assert words in html
    assert 'name="email"' not in html
    response = client.post(address(tiers[0]), {"email": "x"})
    assert response.status_code == 405


@pytest.mark.parametrize("how", ["draft", "private", "former", "expired"])
def test_a_body_that_is_not_public_offers_nothing(client, committee, tiers, how):
    page = tiers[2]
    JoiningOfferFactory(target=page, online=True, asks="<p>Tajne wymagania</p>")
    if how == "draft":
        page.unpublish()
    elif how == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    elif how == "expired":
        type(page).objects.filter(pk=page.pk).update(
            expire_at=timezone.now() - timedelta(minutes=1)
        )
    else:
        page.active_to = date(2020, 1, 1)
        page.save()
    assert "Tajne" not in client.get(committee.get_url()).content.decode()
    response = client.get(address(page))
    assert response.status_code in (404, 302)
    gate = Gate(page.get_site())
    assert address(page) not in client.get("/sitemap.xml").content.decode()
    page.refresh_from_db()
    if how == "former":
        assert sub_addresses.found("joining", [page], gate) == {}


def test_facts_for_other_pages_cost_the_same_for_many(committee, tiers):
    site = committee.get_site()
    call = CallPageFactory(parent=committee)
    closed = CallPageFactory(parent=committee, closed=True)
    costs = []
    every = [*tiers, committee, call, closed]
    for page in every:
        JoiningOfferFactory(target=page, online=True)
    for pages in (every[:1], every):
        with CaptureQueriesContext(connection) as queries:
            facts = sub_addresses.found("joining", pages, Gate(site))
        costs.append(len(queries))
        assert set(facts) == {page.translation_key for page in pages}
    assert costs[0] == costs[1] == 2
    assert facts[call.translation_key]["is_open"] and not facts[closed.translation_key]["is_open"]
    assert facts[call.translation_key]["until"] == call.closes_at
    among = sub_addresses.found_among("joining", type(call).objects.all(), Gate(site))
    assert set(among) == {call.translation_key, closed.translation_key}


def test_a_page_costs_the_same_however_many_ways_there_are(client, committee, tiers):
    for tier in tiers[:2]:
        JoiningOfferFactory(target=tier, online=True)
    costs = []
    for number in range(2):
        for page in (committee, tiers[0]):
            for url in (page.get_url(), address(tiers[0])):
                client.get(url)
                with CaptureQueriesContext(connection) as queries:
                    client.get(url)
                costs.append(len(queries))
        if number == 0:
            more = [TierPageFactory(parent=committee, position=9) for _each in range(4)]
            for tier in (tiers[2], *more):
                JoiningOfferFactory(target=tier, online=True)
    assert costs[:4] == costs[4:]


# Leaks -------------------------------------------------------------------------------------------


def test_nothing_of_a_declaration_is_public_anywhere(client, committee, tiers):
    forum, call = tiers[2], CallPageFactory(parent=committee)
    for page in (forum, call, committee):
        JoiningOfferFactory(target=page, online=True, contact_email="biuro@example.org")
    traits = [
        {},
        {"unconfirmed": True},
        {"accepted": True},
        {"rejected": True},
        {"withdrawn": True},
    ]
    for page in (forum, call, committee):
        for trait in traits:
            DeclarationFactory(
                target=page,
                **{
                    "last_name": "Tajna",
                    "email": "tajna@example.org",
                    "organisation_name": "Tajna Spółdzielnia",
                    "motivation": "Tajny powód",
                    "reason": "Tajny powód",
                    "office_note": "notatka",
                    **trait,
                },
            )
    pages = [committee, *tiers, call]
    addresses = [page.get_url() for page in pages] + [address(page) for page in (forum, call)]
    addresses += [
        f"{committee.get_url()}{below}" for below in ("sklad/", "historia-zmian/", "dane/")
    ]
    addresses += [f"{committee.get_url()}szukaj/?q={word}" for word in ("tajna", "janina")]
    addresses += ["/sitemap.xml", f"/rkres/nowosci/{committee.pk}.atom", "/api/v2/pages/?limit=20"]
    addresses += [f"/rkres/kalendarz/{committee.pk}.ics", f"/rkres/popolo/{committee.pk}.json"]
    addresses += [f"/rkres/dane/{committee.pk}/katalog.jsonld", "/rkres/oparl/1.1/"]
    addresses += [f"/api/v2/pages/{page.pk}/" for page in pages]
    seen = 0
    for each in addresses:
        response = client.get(each)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = content.decode().replace("q=tajna", "").replace('value="tajna"', "")
        seen += response.status_code == 200
        for secret in SECRETS:
            assert secret not in text, (each, secret)
    assert seen > len(addresses) / 2


def test_revisions_and_log_entries_hold_no_person(client, tiers):
    JoiningOfferFactory(target=tiers[2], online=True)
    row = confirmed(client, tiers[2])
    tiers[2].save_revision().publish()
    kept = [str(each.content) for each in Revision.objects.all()]
    kept += [f"{each.label}{each.data}" for each in PageLogEntry.objects.all()]
    kept += [f"{each.label}{each.data}" for each in ModelLogEntry.objects.all()]
    assert not any(word in text for text in kept for word in ("Janina", "janina", "Wymyślona"))
    entry = PageLogEntry.objects.get(action="rkres_wagtail.declaration_confirm")
    assert entry.data == {"number": row.pk} and str(row.pk) in entry.message


def test_the_sitemap_names_the_way_in(client, tiers):
    JoiningOfferFactory(target=tiers[2])
    listed = client.get("/sitemap.xml").content.decode()
    assert address(tiers[2]) in listed and address(tiers[1]) not in listed


def results(html: str) -> str:
    return html[html.index("<h1") : html.index("</article>")]


@committed
def test_words_of_the_offer_find_the_body(
    client, committee, tiers, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        offer = JoiningOfferFactory(target=tiers[2], asks="<p>Znajomość pszczelarstwa.</p>")
    found = client.get(f"{committee.get_url()}szukaj/?q=pszczelarstwo").content.decode()
    assert f'href="{tiers[2].get_url()}"' in results(found)
    offer.asks = "<p>Nic.</p>"
    with django_capture_on_commit_callbacks(execute=True):
        offer.save()
    found = client.get(f"{committee.get_url()}szukaj/?q=pszczelarstwo").content.decode()
    assert f'href="{tiers[2].get_url()}"' not in results(found)


def test_the_title_says_that_something_is_wrong(client, tiers):
    JoiningOfferFactory(target=tiers[2], online=True)
    html = client.post(address(tiers[2]), {}).content.decode()
    title = html[html.index("<title>") : html.index("</title>")]
    assert said("I want to take part") in title
