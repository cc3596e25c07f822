"""Pieces of public pages: the list of contents, brief lists of names, grouped changes, counts."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from rkres_wagtail import slots
from rkres_wagtail.bodies.choices import MembersVisibility, Role
from rkres_wagtail.dates import long_date
from rkres_wagtail.templatetags.rkres_tags import bound_html
from tests.factories import (
    GroupPageFactory,
    MembershipFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TierPageFactory,
)

from .test_public_pages import get, publish

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 1)


def person(first, last, **kwargs):
    return PersonFactory(first_name=first, last_name=last, **kwargs)


def section(html: str, key: str) -> str:
    """The section of a page whose heading has the id ``key``."""
    return html.split(f'aria-labelledby="{key}"')[1].split("</section>")[0]


# Contents ---------------------------------------------------------------------------------------


def rendered(count: int) -> str:
    headings = "".join(f'<h2 id="h-{n}">Część {n}</h2><p>x</p>' for n in range(count))
    source = f"{{% load rkres_tags %}}{{% contents %}}{headings}{{% endcontents %}}"
    return Template(source).render(Context())


def listed(html: str) -> list[str]:
    """Ids that the list of contents leads to, in order."""
    if 'class="rkres-contents' not in html:
        return []
    return re.findall(
        r'href="#([\w-]+)"', html.split('class="rkres-contents')[1].split("</nav>")[0]
    )


@pytest.mark.parametrize(("count", "length"), [(0, 0), (4, 0), (5, 5), (7, 7)])
def test_contents_appear_from_five_sections(count, length):
    html = rendered(count)
    assert listed(html) == [f"h-{n}" for n in range(length)]
    assert html.count("<p>x</p>") == count


def test_contents_take_the_words_of_headings_and_no_tags():
    sections = "".join(f'<h2 id="h-{n}">A &amp; <em>B</em></h2>' for n in range(5))
    source = f"{{% load rkres_tags %}}{{% contents %}}{sections}<h2>bez id</h2>{{% endcontents %}}"
    html = Template(source).render(Context())
    assert html.count("A &amp; B</a>") == 5
    assert "bez id</a>" not in html


def test_contents_of_a_page_lead_to_its_sections_and_to_those_of_other_rooms(
    client, committee, monkeypatch
):
    assert listed(get(client, committee)) == []
    monkeypatch.setattr(slots, "_providers", {name: [] for name in slots.NAMES})

    @slots.provider("after_composition")
    def meetings(context):
        return format_html('<section><h2 id="{}">Posiedzenia</h2></section>', "posiedzenia")

    GroupPageFactory(parent=committee)
    MembershipFactory(body=committee)
    committee = publish(committee, description="<p>Opis</p>", legal_basis="<p>Ustawa</p>")
    html = get(client, committee)
    ids = listed(html)
    assert "posiedzenia" in ids
    assert {"rkres-structure", "rkres-composition", "rkres-about", "rkres-acts"} <= set(ids)
    assert len(ids) == len(set(ids))
    for key in ids:
        assert html.count(f'id="{key}"') == 1
    positions = [html.index(f'id="{key}"') for key in ids]
    assert positions == sorted(positions)
    assert positions[0] > html.index('class="rkres-contents')


# Names ------------------------------------------------------------------------------------------


def test_a_committee_names_its_tiers_members_briefly(client, committee):
    tier = TierPageFactory(parent=committee, title="Szczebel")
    sector = SectorFactory(committee=committee, name="Samorząd")
    seats = [SeatFactory(body=tier, sector=sector, name="Gmina") for _number in range(4)]
    chair = person("Anna", "Łącka", consenting=True)
    MembershipFactory(body=tier, seat=seats[0], person=chair, role=Role.CHAIR, position="prezeska")
    MembershipFactory(body=tier, seat=seats[1], hidden=True)
    publish(committee, statutory_body=tier)
    part = section(get(client, committee), "rkres-composition")
    assert "rkres-names" in part
    assert "Anna Łącka" in part
    assert "Samorząd" in part
    assert "prezeska" not in part
    assert gettext("name not published") in part
    vacant = ngettext("%(counter)s vacant seat", "%(counter)s vacant seats", 2) % {"counter": 2}
    names = part.split("rkres-names")[1]
    assert names.count(vacant) == 1
    whole = section(get(client, tier), "rkres-composition")
    assert "rkres-names" not in whole
    assert "prezeska" in whole


def test_vacant_seats_of_one_name_are_told_once(client, committee):
    for _number in range(3):
        SeatFactory(body=committee, name="Przedstawiciel samorządu")
    vacant = ngettext("%(counter)s vacant seat", "%(counter)s vacant seats", 3) % {"counter": 3}
    for sub, key in (("", "rkres-people"), ("sklad/", "rkres-table--members")):
        rows = get(client, committee, sub).split(key)[1].split("</main>")[0]
        assert rows.count(vacant) == 1
        assert rows.count("Przedstawiciel samorządu") == 1


# Counts -----------------------------------------------------------------------------------------


def members(count: int) -> str:
    words = ngettext("%(counter)s member", "%(counter)s members", count)
    return words % {"counter": count}


@pytest.mark.parametrize("with_sectors", [False, True])
def test_members_are_counted_by_sector_only_where_there_are_sectors(
    client, committee, with_sectors
):
    group = GroupPageFactory(parent=committee, members_visibility=MembersVisibility.NUMBERS)
    sector = SectorFactory(committee=committee) if with_sectors else None
    for _number in range(2):
        MembershipFactory(body=group, sector=sector)
    part = section(get(client, group), "rkres-composition")
    assert part.count(members(2)) == (2 if with_sectors else 1)


@pytest.mark.parametrize("with_names", [False, True])
def test_hidden_members_are_included_only_where_others_are_named(client, group, with_names):
    for _number in range(2):
        MembershipFactory(body=group, hidden=True)
    if with_names:
        MembershipFactory(body=group)
    among = ngettext(
        "Including %(counter)s member whose name is not published.",
        "Including %(counter)s members whose names are not published.",
        2,
    )
    alone = ngettext(
        "%(counter)s person whose name is not published.",
        "%(counter)s people whose names are not published.",
        2,
    )
    for sub in ("", "sklad/"):
        html = get(client, group, sub)
        assert (among % {"counter": 2} in html) is with_names
        # In Polish the longer sentence holds the shorter one.
        assert html.count(alone % {"counter": 2}) == 1


# Changes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sub", ["sklad/", "historia-zmian/"])
def test_changes_of_one_day_and_kind_are_one_entry(client, group, sub):
    for last in ("Ćwik", "Lis", "Zając"):
        MembershipFactory(body=group, person=person("Ewa", last), starts_on=DAY)
    MembershipFactory(body=group, person=person("Jan", "Sam"), starts_on=date(2023, 5, 5))
    html = get(client, group, sub)
    timeline = html.split('<ol class="rkres-timeline">')[1].split("</ol>")[0]
    assert timeline.count(long_date(DAY)) == 1
    positions = [timeline.index(name) for name in ("Jan Sam", "Ewa Zając", "Ewa Lis", "Ewa Ćwik")]
    assert positions == sorted(positions)
    alone, together = timeline.split(long_date(DAY))
    assert "<ul>" not in alone
    assert re.search(r"</strong>\s+Jan Sam", alone)
    # The heading of three names, then three items.
    assert together.count("<ul>") == 1
    assert together.split("<ul>")[1].split("</ul>")[0].count("<li>") == 3


# Typography -------------------------------------------------------------------------------------


def test_short_words_are_bound_between_tags_and_never_in_them():
    text = SafeString(
        '<p class="a b" title="w domu i w lesie">w domu <a href="/i w/">i w</a> 5 dni</p>'
    )
    html = bound_html(text)
    assert html == (
        '<p class="a b" title="w domu i w lesie">w\xa0domu <a href="/i w/">i\xa0w</a> 5\xa0dni</p>'
    )
    assert isinstance(html, SafeString)
    assert re.findall(r"<[^>]*>", html) == re.findall(r"<[^>]*>", text)
    assert bound_html(None) == ""
