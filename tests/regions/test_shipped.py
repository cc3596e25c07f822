"""The profiles in the package: they apply, and what they say is on the pages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from rkres_wagtail.bodies.models import LegalAct, Organisation, Seat, Sector, Term
from rkres_wagtail.bodies.pages import CommitteePageMixin, GroupPageMixin, TierPageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.regions.loader import load_profile, shipped_profiles
from rkres_wagtail.regions.report import Outcome
from rkres_wagtail.regions.services import apply_profile

pytestmark = pytest.mark.django_db

STATUTORY = [
    "Marszałek województwa",
    "Wojewoda",
    "Jednostki samorządu terytorialnego",
    "Podmioty ekonomii społecznej",
    "Wojewódzka rada działalności pożytku publicznego",
    "Związki spółdzielcze",
    "Instytuty badawcze",
    "Uczelnie",
    "Związki zawodowe",
    "Organizacje pracodawców",
]


def bodies(mixin):
    return [page.specific for page in pages_of(mixin).order_by("path")]


def text_of(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(response.content.decode())).replace("\xa0", " ")


@pytest.mark.parametrize("name", shipped_profiles())
def test_applies_twice_and_every_page_answers(site, client, name):
    profile = load_profile(name)
    report = apply_profile(profile, site=site)
    assert {entry.outcome for entry in report.entries} == {Outcome.CREATED}
    assert {entry.outcome for entry in apply_profile(profile, site=site).entries} == {
        Outcome.UNCHANGED
    }
    assert [sector.name for sector in Sector.objects.all()] == STATUTORY
    for page in [*bodies(CommitteePageMixin), *bodies(TierPageMixin), *bodies(GroupPageMixin)]:
        page.full_clean()
        text = text_of(client, page)
        assert page.title in text.replace("⁠", "")
        assert page.lead.split(".")[0] in text.replace("⁠", "")


def test_profiles_stand_beside_each_other(site):
    for name in shipped_profiles():
        apply_profile(load_profile(name), site=site)
    assert pages_of(CommitteePageMixin).count() == len(shipped_profiles())
    assert Sector.objects.count() == 10 * len(shipped_profiles())
    assert Organisation.objects.count() == 1


def test_lubuskie_is_the_seed(site):
    apply_profile(load_profile("lubuskie"), site=site)
    (committee,) = bodies(CommitteePageMixin)
    assert committee.title == "Regionalny Komitet Rozwoju Ekonomii Społecznej"
    assert (committee.abbreviation, committee.region) == ("RKRES", "lubusz")
    assert (committee.seats_min, committee.seats_max, committee.term_years) == (15, 25, 3)
    assert [block.value["abbreviation"] for block in committee.programmes] == ["LPRES", "KPRES"]

    tiers = bodies(TierPageMixin)
    assert [tier.title for tier in tiers] == [
        "Komitet", "Laboratorium Ekonomii Społecznej", "Forum Ekonomii Społecznej",
    ]  # fmt: skip
    assert [tier.position for tier in tiers] == [1, 2, 3]
    assert [tier.members_visibility for tier in tiers] == ["names", "numbers", "numbers"]
    assert tiers[0].meetings_per_year == 4
    assert committee.statutory_body_id == tiers[0].pk

    groups = bodies(GroupPageMixin)
    assert [group.kind for group in groups] == ["working"] * 3 + ["coordinating"]
    assert {group.get_parent().pk for group in groups} == {tiers[0].pk}
    assert [block.value.pk for block in groups[3].supervises] == [g.pk for g in groups[:3]]

    (term,) = Term.objects.all()
    assert term.years == "2023–2026"
    acts = LegalAct.objects.exclude(purpose="programme").order_by("pk")
    statute, resolution, ordinance = acts
    assert "Dz.U. 2022 poz. 1812" in statute.title and "art. 55–58" in statute.title
    assert (resolution.number, resolution.issued_on) == ("23/278/15", date(2015, 3, 17))
    assert (ordinance.number, ordinance.issued_on) == ("54/2023", date(2023, 5, 31))
    assert ordinance.term == term and ordinance.body_id == tiers[0].pk
    assert not Seat.objects.exists()


def test_lubuskie_facts_are_read_by_the_public(site, client):
    apply_profile(load_profile("lubuskie"), site=site)
    (committee,) = bodies(CommitteePageMixin)
    text = text_of(client, committee).replace("⁠", "")
    for fact in (
        "Regionalny Komitet Rozwoju Ekonomii Społecznej", "RKRES", "LPRES", "KPRES",
        "Laboratorium Ekonomii Społecznej", "Forum Ekonomii Społecznej",
        "Grupa robocza ds. współpracy z JST i biznesem", "Grupa robocza ds. współpracy z mediami",
        "reintegracji społeczno-zawodowej", "Grupa koordynująca",
        "23/278/15", "54/2023", "poz. 1812",
    ):  # fmt: skip
        assert fact in text, fact
    first, laboratory, forum = bodies(TierPageMixin)
    assert "około 4 razy w roku" in text_of(client, first)
    assert "konsultują dokumenty" in text_of(client, laboratory)
    assert "wypracowują rekomendacje" in text_of(client, laboratory)
    assert "nie jest im obojętny" in text_of(client, forum)
    for group, fact in zip(
        bodies(GroupPageMixin),
        (
            "partnerami biznesowymi",
            "przedstawiciele mediów",
            "charakterze reintegracyjnym",
            "nadzór",
        ),
        strict=True,
    ):
        assert fact in text_of(client, group)


def test_starters_have_the_shape_they_promise(site):
    apply_profile(load_profile("jeden-szczebel"), site=site)
    assert len(bodies(TierPageMixin)) == 1 and not bodies(GroupPageMixin)

    apply_profile(load_profile("prezydium-podkomitety-zespoly"), site=site)
    kinds = [group.kind for group in bodies(GroupPageMixin)]
    assert kinds == ["presidium"] + ["territorial"] * 4 + ["task_team"] * 2
    presidium = bodies(GroupPageMixin)[0]
    assert len(presidium.supervises) == 6
    assert all(group.area for group in bodies(GroupPageMixin) if group.kind == "territorial")
    assert not any(getattr(page, "contact_person", "") for page in bodies(CommitteePageMixin))
