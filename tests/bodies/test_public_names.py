"""Names that want to break the page: each body still gets an address and renders safely."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.factories import (
    CommitteePageFactory,
    GroupPageFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TierPageFactory,
)

from .test_public_pages import get

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
NAMES = {
    "script": SCRIPT,
    "attribute": "\"><img src=x onerror=alert(1)> '",
    "right to left": "\u202eątnoK abiwK\u202c",
    "Arabic": "لجنة الاقتصاد",
    "emoji": "🎉🎉🎉",
    "joined emoji": "👩‍👩‍👧‍👦",
    "long": "Ż" * 255,
    "one long word": "A" * 255,
    "template": "{{ request }}{% now 'Y' %}",
    "percent": "100%s %(name)s",
    "entities": "&lt;script&gt;",
    "spaces": "  \u00a0x\u00a0  ",
}


def page_like(factory, parent, title):
    return factory(parent=parent, title=title, slug="")


def assert_safe(html):
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_hostile_names_of_bodies(client, site_root, name):
    committee = page_like(CommitteePageFactory, site_root, name)
    tier = page_like(TierPageFactory, committee, name)
    group = page_like(GroupPageFactory, committee, name)
    twin = page_like(GroupPageFactory, committee, name)
    boss = GroupPageFactory(parent=committee, title=name, supervises=[("body", group)])
    assert len({page.slug for page in (group, twin, boss)}) == 3
    for page in (committee, tier, group, twin, boss):
        assert page.slug
        for sub in ("", "sklad/", "historia-zmian/"):
            assert_safe(get(client, page, sub))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_hostile_names_of_people_organisations_and_seats(client, committee, name):
    person = PersonFactory(consenting=True, first_name=name[:100], last_name=name[:150])
    organisation = OrganisationFactory(name=name)
    sector = SectorFactory(committee=committee, name=name)
    seat = SeatFactory(body=committee, name=name, sector=sector, institution=organisation)
    MembershipFactory(
        body=committee,
        seat=seat,
        person=person,
        organisation=organisation,
        represents=organisation,
        position=name,
        role_label=name[:150],
    )
    for sub in ("", "sklad/", "osoby/", f"osoby/{person.slug}/", "historia-zmian/"):
        assert_safe(get(client, committee, sub))


def test_no_name_turns_round_the_words_after_it(client, committee):
    turned = "\u202eŹdźbło\u2067"
    tier = page_like(TierPageFactory, committee, turned)
    group = GroupPageFactory(parent=tier, title="Grupa")
    person = PersonFactory(consenting=True, first_name=turned, last_name=turned)
    organisation = OrganisationFactory(name=turned)
    MembershipFactory(body=committee, person=person, organisation=organisation)
    pages = [get(client, group), *(get(client, committee, sub) for sub in ("", "sklad/"))]
    for html in pages:
        assert "Źdźbło" in html
        assert "\u202e" not in html
        assert "\u2067" not in html


def test_a_name_longer_than_a_title_is_a_clear_error(committee):
    with pytest.raises(ValidationError) as error:
        page_like(GroupPageFactory, committee, "Ż" * 300)
    assert "255" in error.value.messages[0]


@pytest.mark.parametrize("allow", [True, False])
def test_a_name_without_a_latin_letter_gets_an_address(committee, settings, allow):
    settings.WAGTAIL_ALLOW_UNICODE_SLUGS = allow
    for name in ("🎉🎉", "لجنة", "!!!"):
        assert page_like(GroupPageFactory, committee, name).slug
