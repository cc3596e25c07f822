"""Search in the database: words, gate, constant cost. The same on all three engines."""

from __future__ import annotations

import random

import pytest
import swapper
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import ngettext
from wagtail.models import Locale, Site

from rkres_wagtail.bodies.choices import MembersVisibility
from rkres_wagtail.bodies.models import Organisation, Person
from rkres_wagtail.bodies.presentation.search import search_acts, search_people, search_view
from rkres_wagtail.public import Gate
from rkres_wagtail.search import matching, search_pages
from tests.factories.bodies import (
    CommitteePageFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    PersonFactory,
    TierPageFactory,
)
from tests.support.database import committed

pytestmark = committed

HOSTILE = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "'",
    '"',
    '"niedomknięty',
    "uchwała OR 1=1; DROP TABLE x --",
    "NOT AND OR NEAR ( ) * : ^ + - ~ < > @ % _ \\",
    "+- -+ *",
    "🐝",
    "🐝 ekonomia",
    "title:ekonomia",
    "{!xmlparser}",
    "<script>alert(1)</script>",
    "słowo " * 1700,
    "x" * 10_000,
    "%" * 10_000,
    "\u202eRTL",
    "１２３",
    "½",
    "ﷺ",
    "i",
    "3",
    "nr 3",
    "0",
    "''''''''",
    "a & b | c ! d <-> e:*",
]


@pytest.fixture
def request_(rf: RequestFactory, site):
    """Make a GET request of the site, in Polish."""

    def make(path: str = "/szukaj/", **params):
        request = rf.get(path, params)
        with translation.override("pl"):
            Gate.of(request)
        return request

    return make


@pytest.fixture
def found(request_):
    """Titles that the host's search page would show for a query."""
    return lambda query, **kwargs: [
        page.title for page in search_pages(query, request_(), **kwargs)
    ]


@pytest.mark.parametrize("order", [1, 2])
def test_words_of_the_issue_find_their_forms(site_root, found, order):
    titles = {
        "społeczna": "Polityka społeczna",
        "łódź": "Spotkanie w mieście Łódź",
        "ekonomii": "Rada ekonomii",
        "uchwały": "Uchwały zarządu",
        "posiedzenie": "Drugie posiedzenie",
    }
    names = list(titles.values())
    random.Random(order).shuffle(names)
    for number, title in enumerate(names):
        GroupPageFactory(parent=site_root, title=title, slug=f"g{number}")
    expected = {
        "społecznej": "społeczna",
        "spolecznej": "społeczna",
        "SPOŁECZNYCH": "społeczna",
        "lodz": "łódź",
        "Łodzi": "łódź",
        "ekonomia": "ekonomii",
        "uchwał": "uchwały",
        "uchwal": "uchwały",
        "posiedzeniu": "posiedzenie",
    }
    for query, word in expected.items():
        assert found(query) == [titles[word]], query
    assert found("komunikacja") == []


def test_every_word_must_be_found_and_small_ones_do_not_count(site_root, found):
    GroupPageFactory(parent=site_root, title="Grupa nr 3 ds. konsultacji", slug="g3")
    GroupPageFactory(parent=site_root, title="Grupa nr 4 ds. finansów", slug="g4")
    assert found("nr 3") == ["Grupa nr 3 ds. konsultacji"]
    assert found("3") == ["Grupa nr 3 ds. konsultacji"]
    assert sorted(found("grupy")) == ["Grupa nr 3 ds. konsultacji", "Grupa nr 4 ds. finansów"]
    assert found("konsultacje w grupie") == ["Grupa nr 3 ds. konsultacji"]
    assert found("konsultacje finansów") == []
    assert found("w") == []


def test_all_text_of_a_body_is_found(site_root, found):
    committee = CommitteePageFactory(
        parent=site_root,
        title="Komitet",
        slug="k",
        abbreviation="RKRES",
        lead="Wspiera wolontariat.",
        description="<p>Pierwszy akapit</p><p>Drugi&nbsp;akapit o rzemiośle</p>",
        legal_basis="<p>Art. 56</p>",
        history=[("entry", {"name": "Zespół ds. Zatrudnienia", "abbreviation": "WZZ"})],
        programmes=[("programme", {"name": "Lubuski program rozwoju", "abbreviation": "LPRES"})],
        contact_unit="Wydział Obsługi",
    )
    GroupPageFactory(
        parent=committee,
        title="Grupa",
        slug="g",
        purpose="<p>Promocja znaku</p>",
        area="powiat żarski",
        outputs=[("output", {"title": "Katalog produktów", "description": "Przewodnik"})],
    )
    TierPageFactory(
        parent=committee,
        title="Forum",
        slug="t",
        tasks="<p>Debatuje</p>",
        time_needed="dwie soboty",
        how_to_join="<p>Wyślij deklarację</p>",
    )
    for query in ("rkres", "wolontariatu", "rzemiosło", "akapicie", "56", "wzz", "lpres"):
        assert found(query) == ["Komitet"], query
    for query in ("znak", "żarskiego", "zarskim", "katalogu", "przewodnikiem"):
        assert found(query) == ["Grupa"], query
    for query in ("debatuje", "soboty", "deklaracje"):
        assert found(query) == ["Forum"], query


def test_a_title_outweighs_the_text(site_root, found):
    GroupPageFactory(
        parent=site_root, title="Inna", slug="a", description="<p>Zajmuje się edukacją.</p>"
    )
    GroupPageFactory(parent=site_root, title="Grupa ds. edukacji", slug="b")
    assert set(found("edukacja")) == {"Grupa ds. edukacji", "Inna"}
    # SQLite's ranking is multiplied by the brevity of the title.
    if connection.vendor != "sqlite":
        assert found("edukacja")[0] == "Grupa ds. edukacji"


def test_host_pages_are_found_as_typed(site_root, found):
    from tests.host.models import PlainPage

    site_root.add_child(instance=PlainPage(title="Nabór do projektu nr 7", slug="nabor"))
    GroupPageFactory(parent=site_root, title="Grupa projektowa: nabór", slug="g")
    assert set(found("nabór")) == {"Nabór do projektu nr 7", "Grupa projektowa: nabór"}


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query[:20]))
def test_no_query_breaks_the_search(committee, request_, query):
    assert list(search_pages(query, request_())) is not None
    assert list(search_people(query, committee, Gate.of(request_()))) is not None
    response = search_view(committee, request_(q=query, strona="abc"))
    assert response.render().status_code == 200


def test_numbers_of_acts(committee, request_):
    act = LegalActFactory(body=committee, number="23/278/15")
    LegalActFactory(body=committee, number="24/278/15")
    gate = Gate.of(request_())
    assert list(search_acts("23/278/15", committee, gate)) == [act]
    assert list(search_acts("uchwała nr 23/278/15", committee, gate)) == [act]
    assert search_acts("uchwał 278/15", committee, gate).count() == 2
    assert list(search_acts("15/278/23", committee, gate)) == []


# The gate ---------------------------------------------------------------------------------------


@pytest.fixture
def secrets(site_root, root_page, locale):
    """Pages that contain the word "tajemnica" and that the public must not see; one it may."""
    Page = swapper.load_model("wagtailcore", "Page")
    open_ = CommitteePageFactory(parent=site_root, title="Jawna tajemnica", slug="jawna")
    GroupPageFactory(parent=open_, title="Tajemnica szkicu", slug="szkic", live=False)
    GroupPageFactory(parent=open_, title="Tajemnica po terminie", slug="termin", expired=True)
    closed = GroupPageFactory(parent=open_, title="Tajemnica hasła", slug="haslo", private=True)
    assert closed
    parent = TierPageFactory(parent=open_, title="Tajemnica rodzica", slug="rodzic")
    GroupPageFactory(parent=parent, title="Tajemnica dziecka", slug="dziecko")
    Page.objects.filter(pk=parent.pk).update(live=False)
    other = root_page.add_child(instance=type(site_root)(title="Inna", slug="inna", locale=locale))
    Site.objects.create(hostname="inna.example", root_page=other)
    CommitteePageFactory(parent=other, title="Tajemnica innej witryny", slug="k")
    english = Locale.objects.get_or_create(language_code="en")[0]
    CommitteePageFactory(parent=site_root, title="Tajemnica in English", slug="en", locale=english)
    GroupPageFactory(parent=open_, title="Tajemnica dawna", slug="dawna", former=True)
    alias_of = Page.objects.get(pk=open_.pk)
    alias_of.create_alias(parent=site_root, update_slug="alias")
    return open_


def test_nothing_gets_past_the_gate(secrets, found, request_):
    shown = ["Jawna tajemnica", "Tajemnica dawna"]
    assert sorted(found("tajemnica")) == shown
    assert sorted(found("tajemnicy", under=secrets)) == shown
    response = search_view(secrets, request_(q="tajemnica"))
    html = response.render().content.decode()
    assert response.context_data["total"] == 2
    for word in ("szkicu", "terminie", "hasła", "rodzica", "dziecka", "witryny", "in English"):
        assert word not in html
    assert html.count("rkres-tag--quiet") == 1  # the former group is marked as archival


def test_only_people_who_consented_and_sit_publicly_are_found(committee, request_):
    def person(first_name: str, **kwargs) -> Person:
        return PersonFactory(first_name=first_name, last_name="Tajna", **kwargs)

    numbers = GroupPageFactory(
        parent=committee, slug="n", members_visibility=MembersVisibility.NUMBERS
    )
    draft = GroupPageFactory(parent=committee, slug="d", live=False)
    other = CommitteePageFactory(slug="other")
    shown = person("Jawna", consenting=True)
    MembershipFactory(body=committee, person=shown)
    MembershipFactory(body=committee, person=person("Niezgadzająca"))
    MembershipFactory(body=committee, person=person("Ukryta", consenting=True), hidden=True)
    MembershipFactory(body=numbers, person=person("Liczbowa", consenting=True))
    MembershipFactory(body=draft, person=person("Szkicowa", consenting=True))
    MembershipFactory(body=other, person=person("Cudza", consenting=True))
    MembershipFactory(body=committee, person=person("Przyszła", consenting=True), future=True)
    person("Wolna", consenting=True)
    past = person("Dawna", consenting=True)
    MembershipFactory(body=committee, person=past, past=True)

    people = search_people("tajna", committee, Gate.of(request_()))
    assert list(people) == [past, shown]  # in Polish order
    html = search_view(committee, request_(q="Tajna")).render().content.decode()
    assert "Jawna" in html
    for name in ("Niezgadzająca", "Ukryta", "Liczbowa", "Szkicowa", "Cudza", "Przyszła", "Wolna"):
        assert name not in html


def test_acts_of_hidden_bodies_are_not_found(committee, request_):
    draft = GroupPageFactory(parent=committee, slug="d", live=False)
    LegalActFactory(body=draft, number="7/tajny/20")
    assert not search_acts("7/tajny/20", committee, Gate.of(request_())).exists()


# The view ---------------------------------------------------------------------------------------


def view_html(committee, request) -> str:
    with translation.override("pl"):
        return search_view(committee, request).render().content.decode()


def test_the_view_is_one_plain_accessible_page(committee, group, request_):
    html = view_html(committee, request_(q="grupie"))
    assert html.count("<h1") == 1
    assert "<mark>Grupa</mark>" in html
    html = view_html(committee, request_(q="grupie <b>"))
    assert "<b>" not in html
    assert '<label for="rkres-q">' in html
    assert 'id="rkres-q" name="q" type="search" value="grupie &lt;b&gt;"' in html


@pytest.mark.parametrize("query", ["", "🐝", "nieistniejące"])
def test_the_view_says_what_to_do_when_there_is_nothing(committee, request_, query):
    html = view_html(committee, request_(q=query))
    assert html.count("<h1") == 1
    assert "rkres-found" not in html


@pytest.mark.parametrize(("number", "words"), [(1, "1 stronę"), (2, "2 strony"), (5, "5 stron")])
def test_numbers_have_polish_plurals(number, words):
    with translation.override("pl"):
        text = ngettext("%(total)s page found", "%(total)s pages found", number)
    assert (text % {"total": number}).endswith(words)


def test_results_come_in_pages(committee, request_):
    for number in range(23):
        GroupPageFactory(parent=committee, title=f"Grupa pokazowa {number}", slug=f"p{number}")
    first = search_view(committee, request_(q="pokazowe"))
    last = search_view(committee, request_(q="pokazowe", strona="99"))
    assert [len(first.context_data["results"]), len(last.context_data["results"])] == [20, 3]
    assert first.context_data["total"] == 23
    html = last.render().content.decode()
    assert '<ol class="rkres-list" start="21">' in html
    assert "?q=pokazowe&amp;strona=1" in html
    titles = {result.page.pk for page in (first, last) for result in page.context_data["results"]}
    assert len(titles) == 23


def test_queries_do_not_grow_with_the_results(committee, request_):
    def count() -> int:
        request = request_(q="pokazowa")
        with CaptureQueriesContext(connection) as queries:
            search_view(committee, request).render()
        return len(queries)

    def add(start: int, stop: int) -> None:
        for number in range(start, stop):
            GroupPageFactory(parent=committee, title=f"Grupa pokazowa {number}", slug=f"p{number}")
            LegalActFactory(body=committee, number=f"{number}/pokazowa")
            person = PersonFactory(last_name="Pokazowa", consenting=True)
            MembershipFactory(body=committee, person=person)

    add(0, 3)
    count()  # warms content types and site paths
    few = count()
    add(3, 30)
    assert count() == few
    assert few < 30


def test_admin_search_and_choosers_still_find(committee, admin_client, found):
    Organisation.objects.create(name="Fundacja Świetlik")
    response = admin_client.get("/admin/pages/search/", {"q": "komitet"})
    assert committee.title in response.content.decode()
    assert Organisation.objects.filter(name="Fundacja Świetlik").exists()
    assert [each.name for each in matching(Organisation, "fundacji swietlik")] == [
        "Fundacja Świetlik"
    ]
    Page = swapper.load_model("wagtailcore", "Page")
    assert [page.pk for page in Page.objects.autocomplete("Komi")] == [committee.pk]
