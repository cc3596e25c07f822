"""Public pages of committees, tiers and groups: what each shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rkres_wagtail.bodies.choices import ActPurpose, GroupKind
from rkres_wagtail.dates import long_date
from tests.factories import (
    CommitteePageFactory,
    FundingNoticeFactory,
    GroupPageFactory,
    LegalActFactory,
    MembershipFactory,
    OrganisationFactory,
    SectorFactory,
    TermFactory,
    TierPageFactory,
)
from tests.support.users import create_user

pytestmark = pytest.mark.django_db


def get(client, page, sub="", status=200, **query):
    response = client.get(page.url + sub, query)
    assert response.status_code == status, response
    return response.content.decode()


def context(client, page, sub="", **query):
    return client.get(page.url + sub, query).context_data


def publish(page, **fields):
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def test_every_page_stands_in_the_hosts_layout_with_one_heading(client, committee, tier, group):
    for page in (committee, tier, group):
        html = get(client, page)
        assert html.count("<h1") == 1
        assert html.index("<main") < html.index("<h1") < html.index("</main>")
        assert f'<link rel="canonical" href="{page.full_url}">' in html
        assert "rkres.css" in html


# The committee ----------------------------------------------------------------------------------


def test_tiers_are_ordered_and_groups_stand_where_they_belong(client, committee):
    second = TierPageFactory(parent=committee, title="Laboratorium", position=2)
    first = TierPageFactory(parent=committee, title="Komitet", position=1)
    GroupPageFactory(parent=committee, title="Prezydium")
    GroupPageFactory(parent=second, title="Żubry")
    GroupPageFactory(parent=second, title="Łosie")
    found = context(client, committee)
    assert [node.page for node in found["tiers"]] == [first, second]
    assert [node.page.title for node in found["groups"]] == ["Prezydium"]
    assert [node.page.title for node in found["tiers"][1].groups] == ["Łosie", "Żubry"]
    html = get(client, committee)
    for title in ("Laboratorium", "Prezydium", "Łosie", "Żubry"):
        assert title in html


def test_a_committee_without_tiers_and_groups_is_natural(client, committee):
    assert "<svg" not in get(client, committee)


def test_oversight_is_shown_at_both_ends(client, committee):
    watched = GroupPageFactory(parent=committee, title="Grupa ds. mediów")
    watching = GroupPageFactory(
        parent=committee,
        title="Grupa koordynująca",
        kind=GroupKind.COORDINATING,
        supervises=[("body", watched)],
    )
    assert [page.pk for page in context(client, watching)["supervises"]] == [watched.pk]
    assert [page.pk for page in context(client, watched)["supervised_by"]] == [watching.pk]
    node = next(n for n in context(client, committee)["groups"] if n.page.pk == watching.pk)
    assert [page.pk for page in node.supervises] == [watched.pk]
    assert watched.url in get(client, watching)
    assert watching.url in get(client, watched)


def test_former_bodies_are_an_archive(client, committee):
    former = GroupPageFactory(parent=committee, title="Grupa dawna", former=True)
    found = context(client, committee)
    assert found["groups"] == []
    assert [node.page.pk for node in found["former_bodies"]] == [former.pk]
    assert "Grupa dawna" in get(client, committee)
    html = get(client, former)
    assert long_date(former.active_to) in html
    assert context(client, former)["is_former"]


def test_a_body_on_its_last_day_is_not_former(client, committee):
    group = GroupPageFactory(parent=committee, active_to=timezone.localdate())
    assert not context(client, group)["is_former"]


def test_the_statutory_bodys_members_are_shown_on_the_committees_page(client, committee):
    tier = TierPageFactory(parent=committee, title="Szczebel ustawowy")
    MembershipFactory(body=committee, person__last_name="Komitetowa")
    MembershipFactory(body=tier, person__last_name="Ustawowa")
    assert "Komitetowa" in get(client, committee)
    committee = publish(committee, statutory_body=tier)
    html = get(client, committee)
    assert "Ustawowa" in html
    assert "Komitetowa" not in html
    assert context(client, committee)["composition_body"] == tier


def test_members_of_the_committee_are_grouped_by_sector(client, committee):
    sector = SectorFactory(committee=committee, name="Jednostki samorządu")
    MembershipFactory(body=committee, sector=sector)
    assert "Jednostki samorządu" in get(client, committee)


@pytest.mark.parametrize(
    ("traits", "current", "past", "upcoming"),
    [([], 0, 0, 0), (["past"], 0, 1, 0), (["past", ""], 1, 1, 0), (["future"], 0, 0, 1)],
)
def test_terms_in_every_state(client, committee, traits, current, past, upcoming):
    for trait in traits:
        TermFactory(committee=committee, **({trait: True} if trait else {}))
    terms = context(client, committee)["terms"]
    assert (int(terms.current is not None), len(terms.past), len(terms.upcoming)) == (
        current,
        past,
        upcoming,
    )
    assert terms.only_past is bool(past and not current)
    get(client, committee)


def test_acts_are_grouped_by_what_they_do(client, committee, group):
    LegalActFactory(body=committee, number="2/20", purpose=ActPurpose.AMENDS)
    LegalActFactory(body=committee, number="1/15", purpose=ActPurpose.FOUNDS)
    LegalActFactory(body=group, number="3/21")
    acts = context(client, committee)["acts"]
    assert [[each.act.number for each in found] for _label, found in acts] == [["1/15"], ["2/20"]]
    html = get(client, committee)
    assert "1/15" in html
    assert "3/21" not in html


def test_contact_host_funding_programmes_history_and_last_change(client, committee):
    committee = publish(
        committee,
        contact_unit="Biuro Komitetu",
        contact_email="biuro@example.invalid",
        host_organisation=OrganisationFactory(name="Regionalny Ośrodek"),
        funding=FundingNoticeFactory(text="<p>Dofinansowano</p>"),
        programmes=[("programme", {"name": "Program regionalny", "level": "regional"})],
        history=[("entry", {"name": "Rada dawna", "kind": "predecessor", "period": "2009–2015"})],
        legal_basis="<p>Art. 57 ustawy</p>",
    )
    html = get(client, committee)
    for text in (
        *("Biuro Komitetu", "Regionalny Ośrodek", "Dofinansowano", "Program regionalny"),
        *("Rada dawna", "2009–2015", "Art.\xa057\xa0ustawy", long_date(timezone.localdate())),
    ):
        assert text in html
    assert "mailto:biuro@example.invalid" in html


def test_a_group_without_contact_gives_its_committees(client, committee, group):
    publish(committee, contact_unit="Biuro Komitetu")
    contact = context(client, group)["contact"]
    assert (contact.unit, contact.is_committees) == ("Biuro Komitetu", True)
    publish(group, contact_unit="Biuro Grupy")
    assert context(client, group)["contact"].unit == "Biuro Grupy"


def test_the_whole_list_is_not_on_the_main_page(client, committee, settings):
    settings.RKRES_WAGTAIL_PER_PAGE = 3
    for _number in range(5):
        MembershipFactory(body=committee)
    found = context(client, committee)["composition"]
    assert found.members_count == 5
    assert sum(len(part.places) for part in found.parts) == 3


# Tiers and groups -------------------------------------------------------------------------------


def test_a_tier_shows_its_groups_and_the_other_tiers(client, committee):
    tier = TierPageFactory(parent=committee, title="Laboratorium", for_whom="Dla praktyków")
    other = TierPageFactory(parent=committee, title="Forum")
    GroupPageFactory(parent=tier, title="Grupa A")
    GroupPageFactory(parent=tier, title="Grupa dawna", former=True)
    GroupPageFactory(parent=committee, title="Grupa B")
    found = context(client, tier)
    assert [node.page.title for node in found["groups"]] == ["Grupa A"]
    assert [node.page.title for node in found["former_groups"]] == ["Grupa dawna"]
    html = get(client, tier)
    assert "Dla praktyków" in html
    assert other.url in html
    assert "Grupa B" not in html


def test_a_group_shows_its_siblings_its_act_and_the_way_up(client, committee):
    tier = TierPageFactory(parent=committee, title="Laboratorium")
    act = LegalActFactory(body=committee, number="7/2024", url="https://bip.example/7")
    group = GroupPageFactory(parent=tier, title="Grupa A", founding_act=act, purpose="<p>Cel</p>")
    GroupPageFactory(parent=committee, title="Grupa B")
    found = context(client, group)
    assert [step["title"] for step in found["trail"]] == [committee.title, "Laboratorium"]
    assert found["founding_act"].act == act
    assert found["acts"] == []
    html = get(client, group)
    for text in ("7/2024", "https://bip.example/7", "Grupa B", "Cel"):
        assert text in html


def test_outputs_and_area_of_a_group(client, committee):
    group = GroupPageFactory(
        parent=committee,
        area="powiat żarski",
        outputs=[("output", {"title": "Katalog dobrych praktyk", "year": 2019})],
        active_from=date(2016, 3, 1),
    )
    html = get(client, group)
    for text in ("powiat żarski", "Katalog dobrych praktyk", "2019", long_date(date(2016, 3, 1))):
        assert text in html


def test_a_body_of_another_committee_is_no_part_of_this_one(client, committee, site_root):
    other = CommitteePageFactory(parent=site_root)
    GroupPageFactory(parent=other, title="Obca grupa")
    assert "Obca grupa" not in get(client, committee)


def test_a_former_bodys_members_are_those_of_its_last_day(client, committee):
    ended = timezone.localdate() - timedelta(days=100)
    group = GroupPageFactory(parent=committee, active_to=ended)
    MembershipFactory(
        body=group,
        person__last_name="Ostatnia",
        starts_on=ended - timedelta(days=50),
        ends_on=ended,
    )
    assert "Ostatnia" in get(client, group)


def test_a_committee_behind_a_login_is_whole_for_those_who_are_in(client, committee, group):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=committee, restriction_type="login")
    assert client.get(committee.url).status_code == 302
    client.force_login(create_user())
    assert group.title in get(client, committee)
