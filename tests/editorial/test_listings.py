"""Listings, filters and choosers of the admin: what they find and what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from rkres_wagtail.bodies.pages import GroupPageMixin
from rkres_wagtail.bodies.tree import page_models
from tests.factories import (
    CommitteePageFactory,
    FundingNoticeFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TermFactory,
    TierPageFactory,
)
from tests.factories.pages import page_class
from tests.support.database import committed

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def rows(response) -> list[str]:
    return [str(each) for each in response.context["object_list"]]


def listing(client, name, /, **params):
    response = client.get(reverse(name), params)
    assert response.status_code == 200
    return response


def snippets(client, name, /, **params):
    return listing(client, f"wagtailsnippets_rkres_wagtail_{name}:list", **params)


# Bodies -------------------------------------------------------------------------------------------


def test_each_listing_has_its_own_kind(boss, committee, tier, group):
    assert rows(listing(boss, "rkres_committees:index")) == [committee.title]
    assert rows(listing(boss, "rkres_tiers:index")) == [tier.title]
    assert rows(listing(boss, "rkres_groups:index")) == [group.title]


def test_page_types_of_the_host_are_listed(boss, committee):
    models = [
        model for model in page_models(GroupPageMixin) if model is not page_class("GROUP_PAGE")
    ]
    if not models:  # the project with a swapped page has one class of each
        return
    page = committee.add_child(instance=models[0](title="Zespół gospodarza", slug="z"))
    assert page.title in rows(listing(boss, "rkres_groups:index"))


def test_numbers_of_members_and_vacancies(boss, tier):
    term = TermFactory(committee=tier.get_parent())
    seats = [SeatFactory(body=tier, term=term) for _number in range(5)]
    for seat in seats[:3]:
        MembershipFactory(body=tier, term=term, seat=seat)
    MembershipFactory(body=tier, past=True)
    (page,) = listing(boss, "rkres_tiers:index").context["object_list"]
    assert page._rkres_counts == (3, 2)


def test_a_committee_has_the_numbers_of_its_statutory_body(boss, committee, tier):
    """The same as on its public page."""
    committee.statutory_body = tier
    committee.save_revision().publish()
    MembershipFactory(body=tier)
    SeatFactory(body=tier)
    (page,) = listing(boss, "rkres_committees:index").context["object_list"]
    assert page._rkres_counts == (1, 1)


def test_a_former_body_is_marked(boss, committee):
    GroupPageFactory(parent=committee, title="Dawna", active_to=date(2020, 3, 1))
    content = listing(boss, "rkres_groups:index").content.decode()
    assert "do 01.03.2020" in content


def test_filters_of_groups(boss, committee, site_root):
    GroupPageFactory(parent=committee, title="Robocza")
    GroupPageFactory(parent=committee, title="Koordynująca", kind="coordinating")
    GroupPageFactory(parent=committee, title="Dawna", former=True)
    GroupPageFactory(parent=committee, title="Szkic", draft=True)
    other = CommitteePageFactory(parent=site_root)
    GroupPageFactory(parent=other, title="Obca")
    name = "rkres_groups:index"
    assert rows(listing(boss, name, kind="coordinating")) == ["Koordynująca"]
    assert rows(listing(boss, name, activity="former")) == ["Dawna"]
    assert rows(listing(boss, name, live="false")) == ["Szkic"]
    assert rows(listing(boss, name, committee=other.pk)) == ["Obca"]
    assert "Dawna" not in rows(listing(boss, name, activity="active"))


def test_nonsense_in_filters_and_order_changes_nothing(boss, group):
    params = {"kind": "x", "activity": "<b>", "committee": "999999", "ordering": "x", "p": "abc"}
    response = boss.get(reverse("rkres_groups:index"), params)
    assert response.status_code in (200, 404)


@pytest.mark.parametrize("name", ["rkres_committees", "rkres_tiers", "rkres_groups"])
@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_listings_export(boss, committee, tier, group, name, export):
    response = boss.get(reverse(f"{name}:index"), {"export": export})
    assert response.status_code == 200


def fill(committee, count):
    for _number in range(count):
        group = GroupPageFactory(parent=committee)
        MembershipFactory(body=group)


def test_the_listing_of_groups_costs_the_same_for_many(boss, committee, count_queries):
    fill(committee, 3)
    url = reverse("rkres_groups:index")
    boss.get(url)
    few = count_queries(lambda: boss.get(url))
    fill(committee, 20)
    many = count_queries(lambda: boss.get(url))
    assert many <= few + 2


def test_adding_starts_under_the_right_parent(boss, committee):
    response = boss.get(reverse("rkres_tiers:choose_parent"))
    assert response.status_code == 302
    assert response.url.endswith(f"/{committee.pk}/")


def test_the_explorer_shows_numbers_below_a_committee(boss, committee, tier):
    MembershipFactory(body=tier)
    response = boss.get(reverse("wagtailadmin_explore", args=[committee.pk]))
    content = response.content.decode()
    assert "Wolne miejsca" in content
    assert "rkres-committee" in content
    (page,) = [each for each in response.context["object_list"] if each.pk == tier.pk]
    assert page._rkres_counts == (1, 0)


def test_the_explorer_elsewhere_is_as_it_was(boss, committee, site_root):
    response = boss.get(reverse("wagtailadmin_explore", args=[site_root.pk]))
    assert "Wolne miejsca" not in response.content.decode()


def test_tiers_stand_in_their_order_and_groups_in_theirs(boss, committee):
    for position in (3, 1, 2):
        TierPageFactory(parent=committee, position=position, title=f"Szczebel {position}")
    tier = page_class("TIER_PAGE").objects.get(position=2)
    for order in (2, 0, 1):
        GroupPageFactory(parent=tier, sort_order=order, title=f"Grupa {order}")
    assert rows(listing(boss, "rkres_tiers:index")) == ["Szczebel 1", "Szczebel 2", "Szczebel 3"]
    assert rows(listing(boss, "rkres_groups:index")) == ["Grupa 0", "Grupa 1", "Grupa 2"]
    by_title = listing(boss, "rkres_tiers:index", ordering="-title")
    assert rows(by_title) == ["Szczebel 3", "Szczebel 2", "Szczebel 1"]


@pytest.mark.parametrize(("count", "words"), [(1, "1 wpis"), (2, "2 wpisy"), (5, "5 wpisów")])
def test_listings_count_in_polish(boss, committee, count, words):
    for number in range(count):
        TierPageFactory(parent=committee, position=number + 1)
        TermFactory(committee=committee)
    assert words in listing(boss, "rkres_tiers:index").content.decode()
    assert words in snippets(boss, "term").content.decode()


def test_an_empty_listing_says_so_in_words(boss, committee):
    empty = snippets(boss, "fundingnotice").content.decode()
    assert "Nie ma tu jeszcze żadnego wpisu" in empty
    assert "no funding" not in empty.lower()
    for name in ("person", "term"):
        found = snippets(boss, name, q="niczego")
        assert "Pokaż wszystkie" in found.content.decode()
    found = listing(boss, "rkres_groups:index", q="niczego").content.decode()
    assert "Pokaż wszystkie" in found


# Search as you type -------------------------------------------------------------------------------


@committed
@pytest.mark.parametrize("query", ["lod", "łód", "ŁÓDZ", "Łódzki", "lodzki ink", "inkubator"])
def test_organisations_are_found_without_diacritics(boss, query):
    OrganisationFactory(name="Łódzki Inkubator Społeczny")
    OrganisationFactory(name="Zielonogórskie Centrum")
    assert rows(snippets(boss, "organisation", q=query)) == ["Łódzki Inkubator Społeczny"]


@committed
@pytest.mark.parametrize("query", ["zolc", "żółć", "Lucja", "łuc"])
def test_people_are_found_in_the_chooser(boss, query):
    PersonFactory(first_name="Łucja", last_name="Żółć")
    PersonFactory(first_name="Adam", last_name="Kowal")
    for view in ("choose", "choose_results"):
        url = reverse(f"wagtailsnippetchoosers_rkres_wagtail_person:{view}")
        content = boss.get(url, {"q": query}).content.decode()
        assert "Kowal" not in content
        assert "\\u0141ucja" in content or "Łucja" in content


@pytest.mark.parametrize("view", ["choose", "choose_results"])
@pytest.mark.parametrize("kind", ["sector", "term", "fundingnotice"])
def test_what_no_search_engine_knows_is_found_in_its_chooser(boss, committee, kind, view):
    factory = {"sector": SectorFactory, "term": TermFactory, "fundingnotice": FundingNoticeFactory}
    common = {} if kind == "fundingnotice" else {"committee": committee}
    factory[kind](name="Podmioty Łódzkie", **common)
    factory[kind](name="Kowal", **common)
    url = reverse(f"wagtailsnippetchoosers_rkres_wagtail_{kind}:{view}")
    for query in ("lodz", "ŁÓDZ", "Łódzkie podm"):
        content = boss.get(url, {"q": query}).content.decode()
        assert "Kowal" not in content
        assert "\\u0141\\u00f3dzkie" in content or "Łódzkie" in content
    for query in ("", "(((", "%00"):
        assert boss.get(url, {"q": query}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "factory", "query", "name"),
    [
        ("sector", SectorFactory, "Związki", "Związki zawodowe"),
        ("sector", SectorFactory, "zwiazki zaw", "Związki zawodowe"),
        ("term", TermFactory, "Przejściowa", "przejściowa"),
        ("fundingnotice", FundingNoticeFactory, "srodki", "Środki unijne"),
    ],
)
def test_what_no_search_engine_knows_is_found_in_its_listing(
    boss, committee, kind, factory, query, name
):
    common = {} if kind == "fundingnotice" else {"committee": committee}
    wanted = factory(name=name, **common)
    factory(name="Kowal", **common)
    assert rows(snippets(boss, kind, q=query)) == [str(wanted)]


def test_a_seat_is_found_by_the_sector_it_is_called_after(boss, committee, tier):
    for name in ("Wojewoda", "Uczelnie"):
        SeatFactory(body=tier, sector=SectorFactory(committee=committee, name=name), name="")
    response = listing(boss, "rkres_wagtail_seat_modeladmin_index", q="wojew")
    content = response.content.decode()
    assert "1 z 2" in content


def test_a_term_is_found_by_its_years(boss, committee):
    wanted = TermFactory(
        committee=committee, starts_on=date(2023, 5, 31), ends_on=date(2026, 5, 30), name=""
    )
    TermFactory(committee=committee, past=True)
    assert rows(snippets(boss, "term", q="2023–2026")) == [str(wanted)]


@committed
@pytest.mark.parametrize("query", ["uchwała", "uchwala 23", "zarządu woj", "278"])
def test_acts_are_found_by_what_they_are_called(boss, committee, query):
    wanted = LegalActFactory(
        body=committee,
        kind="resolution",
        number="23/278/15",
        issuer="Zarządu Województwa",
        title="",
    )
    LegalActFactory(body=committee, kind="ordinance", number="54", issuer="Marszałka", title="")
    assert rows(snippets(boss, "legalact", q=query)) == [str(wanted)]


@committed
def test_groups_are_found_without_diacritics(boss, committee):
    GroupPageFactory(parent=committee, title="Zespół ds. społeczności")
    GroupPageFactory(parent=committee, title="Prezydium")
    found = rows(listing(boss, "rkres_groups:index", q="spolecz"))
    assert found == ["Zespół ds. społeczności"]


@pytest.mark.parametrize("query", ["🎉", "%", "'", '"', "a" * 500, "((", "łódź OR 1=1", "\x00"])
def test_odd_queries_break_nothing(boss, committee, query):
    PersonFactory()
    for name in (
        "wagtailsnippets_rkres_wagtail_person:list",
        "wagtailsnippets_rkres_wagtail_sector:list",
        "rkres_groups:index",
        "wagtailsnippetchoosers_rkres_wagtail_person:choose_results",
    ):
        assert boss.get(reverse(name), {"q": query}).status_code == 200


def test_a_person_is_added_from_the_chooser(boss):
    url = reverse("wagtailsnippetchoosers_rkres_wagtail_person:create")
    response = boss.post(
        url,
        {
            "person-chooser-create-form-first_name": "Ewa",
            "first_name": "Ewa",
            "last_name": "Ćwik",
            "academic_title": "",
        },
    )
    assert response.status_code == 200
    assert response.json()["step"] == "chosen"


# Snippets -----------------------------------------------------------------------------------------


def test_people_in_polish_order(boss):
    for name in ("Zając", "Łącka", "Lis", "Ćwik", "Cis"):
        PersonFactory(first_name="A", last_name=name)
    assert rows(snippets(boss, "person")) == ["Cis A", "Ćwik A", "Lis A", "Łącka A", "Zając A"]


def test_filters_of_people(boss, tier):
    now = MembershipFactory(body=tier).person
    before = MembershipFactory(body=tier, past=True).person
    never = PersonFactory()
    assert rows(snippets(boss, "person", is_member="true")) == [str(now)]
    assert set(rows(snippets(boss, "person", is_member="false"))) == {str(before), str(never)}
    assert set(rows(snippets(boss, "person", body=tier.pk))) == {str(now), str(before)}


@pytest.mark.parametrize("role", ["editors", "moderators"])
def test_filters_of_people_tell_nothing_of_hidden_members(client, users, tier, role):
    hidden = MembershipFactory(body=tier, hidden=True).person
    never = PersonFactory()
    client.force_login(users[role])
    for query in ({"body": tier.pk}, {"is_member": "true"}, {"is_member": "false"}):
        response = snippets(client, "person", **query)
        assert set(rows(response)) == {str(hidden), str(never)}
        assert 'name="is_member"' not in response.content.decode()
    client.force_login(users["secretariat"])
    assert rows(snippets(client, "person", is_member="true")) == [str(hidden)]


def test_days_are_dates_and_not_how_long_ago(boss, committee):
    TermFactory(committee=committee, starts_on=date(2026, 6, 1), ends_on=date(2029, 5, 31))
    LegalActFactory(body=committee, issued_on=date(2015, 3, 17))
    terms = snippets(boss, "term").content.decode()
    assert "01.06.2026" in terms
    assert "31.05.2029" in terms
    assert "17.03.2015" in snippets(boss, "legalact").content.decode()


def test_a_public_page_is_yes_or_no(boss):
    PersonFactory(has_public_profile=False)
    html = snippets(boss, "person").content.decode()
    assert "icon-cross" not in html.split("<tbody")[1].split("</tbody")[0]


def test_messages_name_the_entry_and_no_gender(boss, committee):
    add = reverse("wagtailsnippets_rkres_wagtail_sector:add")
    data = {"committee": committee.pk, "name": "Uczelnie", "description": "", "sort_order": 0}
    html = boss.post(add, data, follow=True).content.decode()
    assert "Zapisano: Uczelnie" in html
    wrong = boss.post(add, {**data, "name": ""}).content.decode()
    assert "Nie zapisano" in wrong
    sector = apps.get_model("rkres_wagtail.Sector").objects.get()
    delete = reverse("wagtailsnippets_rkres_wagtail_sector:delete", args=[sector.pk])
    assert "Usunięto: Uczelnie" in boss.post(delete, follow=True).content.decode()


def test_filters_of_terms(boss, committee):
    current = TermFactory(committee=committee)
    past = TermFactory(committee=committee, past=True)
    future = TermFactory(committee=committee, future=True)
    for state, term in (("current", current), ("past", past), ("future", future)):
        assert list(snippets(boss, "term", state=state).context["object_list"]) == [term]


def test_filters_by_committee(boss, committee, site_root):
    other = CommitteePageFactory(parent=site_root)
    own = SectorFactory(committee=committee)
    SectorFactory(committee=other)
    found = snippets(boss, "sector", committee=committee.pk).context["object_list"]
    assert list(found) == [own]


def test_filters_of_acts(boss, committee, tier):
    act = LegalActFactory(body=tier, kind="ordinance", purpose="amends")
    LegalActFactory(body=committee)
    for params in ({"body": tier.pk}, {"kind": "ordinance"}, {"purpose": "amends"}):
        assert list(snippets(boss, "legalact", **params).context["object_list"]) == [act]


@pytest.mark.reference_index
def test_usage_is_counted(boss, tier):
    person = MembershipFactory(body=tier).person
    (row,) = snippets(boss, "person").context["object_list"]
    assert row.pk == person.pk
    assert row.usage_count == 1


@pytest.mark.parametrize("kind", ["person", "organisation", "sector", "term", "legalact"])
def test_the_listing_of_snippets_costs_the_same_for_many(boss, tier, kind, count_queries):
    committee = tier.get_parent().specific
    make = {
        "person": lambda: MembershipFactory(body=tier),
        "organisation": OrganisationFactory,
        "sector": lambda: SectorFactory(committee=committee),
        "term": lambda: TermFactory(committee=committee),
        "legalact": lambda: LegalActFactory(body=tier),
    }[kind]
    url = reverse(f"wagtailsnippets_rkres_wagtail_{kind}:list")
    make()
    make()
    boss.get(url)
    few = count_queries(lambda: boss.get(url))
    for _number in range(15):
        make()
    assert count_queries(lambda: boss.get(url)) <= few + 1


def test_tiers_without_committee_do_not_stand_in_the_way(boss, committee):
    TierPageFactory(parent=committee, title="Drugi", position=2)
    assert rows(listing(boss, "rkres_tiers:index", ordering="title")) == ["Drugi"]
