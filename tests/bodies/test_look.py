"""The public pages as readers meet them: axe, policy, reflow, keyboard, no script."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from rkres_wagtail.bodies.choices import GroupKind, Role
from rkres_wagtail.bodies.models import Membership
from tests.factories.bodies import (
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

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = (
    "Grupa robocza ds. współpracy z PES-ami w zakresie reintegracji społeczno-zawodowej oraz "
    "partnerstw lokalnych"
)
ENDLESS = "Konstantynopolitańczykowianeczkówna" * 6
FOCUS = """() => {
    const style = getComputedStyle(document.activeElement);
    return {
        tag: document.activeElement.tagName,
        inside: !!document.activeElement.closest('.rkres'),
        inPicture: !!document.activeElement.closest('svg'),
        outline: style.outlineStyle !== 'none' ? parseFloat(style.outlineWidth) : 0,
    };
}"""


@pytest.fixture
def addresses(live_site) -> dict[str, str]:
    """A region in full, an empty one and one with hostile names; address by kind of page."""
    return build(live_site)


def build(live_site) -> dict[str, str]:
    host = OrganisationFactory(website="https://example.invalid/")
    committee = CommitteePageFactory(
        title="Regionalny Komitet Rozwoju Ekonomii Społecznej",
        slug="rkres",
        lead="Organ doradczy samorządu województwa.",
        description="<p>Dłuższy opis z <a href='https://example.invalid/'>odsyłaczem</a>.</p>",
        legal_basis="<p>Ustawa z dnia 5 sierpnia 2022 r.</p>",
        host_organisation=host,
        funding=FundingNoticeFactory(),
        contact_unit="Wydział Ekonomii Społecznej",
        contact_phone="68 000 00 00 wew. 5",
        contact_email="bardzo.dlugi.adres.sekretariatu@bardzo-dluga-domena-urzedu.example.invalid",
        contact_address="ul. Prosta 1\n00-000 Wierzbnica",
        history=[
            ("entry", {"name": "Zespół", "kind": "predecessor", "period": "2011–2015"}),
            ("entry", {"name": "Komitet", "kind": "renamed", "abbreviation": "KES"}),
        ],
        programmes=[
            ("programme", {"name": "Program", "abbreviation": "LPRES", "level": "regional"})
        ],
    )
    tier = TierPageFactory(
        parent=committee,
        title="Komitet",
        slug="komitet",
        position=1,
        for_whom="Dla osób zaangażowanych.",
        tasks="<ul><li>opiniuje</li></ul>",
        time_needed="Kilka dni w roku",
        meeting_frequency="4 razy w roku",
        how_to_join="<p>Przez nabór.</p>",
    )
    numbers = TierPageFactory(
        parent=committee, title=ENDLESS, slug="liczby", position=2, members_visibility="numbers"
    )
    committee.refresh_from_db()
    committee.statutory_body_id = tier.pk
    committee.save_revision().publish()
    group = GroupPageFactory(parent=tier, title=LONG, slug="grupa", lead=LONG)
    coordinating = GroupPageFactory(
        parent=tier,
        title="Grupa koordynująca",
        slug="koordynujaca",
        kind=GroupKind.COORDINATING,
        supervises=[("body", group)],
        area="Powiat wierzbnicki",
        outputs=[("output", {"title": "Poradnik", "url": "https://example.invalid/"})],
    )
    former = GroupPageFactory(parent=committee, former=True, title="Dawna grupa", slug="dawna")

    term = TermFactory(committee=committee)
    past = TermFactory(committee=committee, past=True)
    sectors = [SectorFactory(committee=committee, name=name) for name in ("Wojewoda", LONG)]
    chair = PersonFactory(first_name="Anna", last_name="Łącka", consenting=True, about="Prezeska.")
    rows = []
    for index in range(6):
        rows.append(
            MembershipFactory(
                body=tier,
                term=term,
                starts_on=None,
                seat=SeatFactory(body=tier, sector=sectors[index % 2]),
                role=Role.CHAIR if index == 0 else Role.MEMBER,
                position="zastępczyni dyrektora",
                represents=OrganisationFactory(name=LONG) if index == 1 else None,
                is_public=index != 2,
                **({"person": chair} if index == 0 else {}),
            )
        )
    SeatFactory(body=tier, sector=sectors[0])
    MembershipFactory(body=tier, deputy_for=rows[0])
    MembershipFactory(body=tier, term=past, starts_on=None, seat=rows[1].seat)
    Membership.objects.filter(pk=rows[3].pk).update(
        starts_on=timezone.localdate() - timedelta(days=30)
    )
    for body in (group, numbers):
        MembershipFactory.create_batch(3, body=body, sector=sectors[0])
    document = get_document_model()(title="Zarządzenie")
    document.file.save("zarzadzenie.pdf", ContentFile(b"%PDF-1.4"))
    document.save()
    LegalActFactory(body=committee, document=document)
    LegalActFactory(body=group, url="https://example.invalid/akt", issued_on=date(2020, 2, 3))

    empty = CommitteePageFactory(slug="pusty")
    hostile = CommitteePageFactory(title="<script>alert(1)</script> " + "Ż" * 120, slug="wrogi")
    TierPageFactory(parent=hostile, title="\u202eodwrócony 😀" * 8, slug="odwrocony")
    GroupPageFactory(parent=hostile, title="x" * 200, slug="iks")

    def at(page, rest="") -> str:
        return live_site.url + quote(page.get_url()) + rest

    return {
        "committee": at(committee),
        "tier": at(tier),
        "tier in numbers": at(numbers),
        "group": at(group),
        "coordinating group": at(coordinating),
        "former group": at(former),
        "composition": at(committee, "sklad/"),
        "composition in numbers": at(numbers, "sklad/"),
        "past term": at(committee, f"sklad/?kadencja={past.pk}"),
        "wrong day": at(committee, "sklad/?on=2023-99-99"),
        "people": at(committee, "osoby/"),
        "person": at(committee, f"osoby/{chair.slug}/"),
        "change log": at(committee, "historia-zmian/"),
        "search": at(committee, "szukaj/?q=komitet"),
        "empty committee": at(empty),
        "empty composition": at(empty, "sklad/"),
        "empty people": at(empty, "osoby/"),
        "hostile": at(hostile),
    }


def overflow(page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_every_page_is_accessible_and_obeys_the_policy(strict_page, addresses, axe):
    for width in (1280, 360):
        strict_page.set_viewport_size({"width": width, "height": 800})
        for kind, address in addresses.items():
            response = strict_page.goto(address)
            assert response.status == 200, kind
            assert strict_page.locator("h1").count() == 1, kind
            assert overflow(strict_page) <= 0, (kind, width)
            axe(strict_page)


def test_dark_and_forced_colours_keep_contrast(new_context, addresses, axe):
    for options in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        page = new_context(**options).new_page()
        for kind in ("committee", "coordinating group", "past term", "wrong day"):
            page.goto(addresses[kind])
            axe(page, context=".rkres")


def test_reflows_at_320_pixels(page, addresses):
    page.set_viewport_size({"width": 320, "height": 700})
    for kind, address in addresses.items():
        page.goto(address)
        assert overflow(page) <= 0, kind


def test_works_without_script(new_context, addresses):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(addresses["committee"])
    page.get_by_role("link", name="Skład na inny dzień").or_(
        page.locator('a[href$="/sklad/"]')
    ).first.click()
    page.locator("#rkres-on").fill("2016-01-01")
    page.locator(".rkres-form button").click()
    assert "on=2016-01-01" in page.url
    assert page.locator("[role=note]").count() == 1
    assert page.locator("table.rkres-table tbody tr").count() > 1


def test_keyboard_reaches_every_body_once_and_shows_where_it_is(page, addresses):
    page.goto(addresses["committee"])
    expected = page.locator(".rkres a:not(svg a), .rkres button, .rkres input").count()
    stops, steps = 0, 0
    while steps < 200:
        page.keyboard.press("Tab")
        steps += 1
        focused = page.evaluate(FOCUS)
        if focused["tag"] == "BODY":
            break
        assert not focused["inPicture"]
        if focused["inside"]:
            stops += 1
            assert focused["outline"] >= 3
    assert stops == expected


def test_picture_switches_layouts_and_leads_to_bodies(page, addresses):
    page.goto(addresses["committee"])
    wide, narrow = (
        page.locator(".rkres-structure-svg--wide"),
        page.locator(".rkres-structure-svg--narrow"),
    )
    assert wide.is_visible() and not narrow.is_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    assert narrow.is_visible() and not wide.is_visible()
    narrow.locator("a", has_text="koordynująca").click()
    assert page.url == addresses["coordinating group"]


def test_targets_are_large_enough(page, addresses):
    """24 px, or inline in a sentence (WCAG 2.5.8)."""
    page.set_viewport_size({"width": 360, "height": 800})
    script = """() => [...document.querySelectorAll('.rkres :is(a, button, input, summary)')]
        .filter((e) => !e.closest('svg, .rkres-text, p'))
        .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)"""
    for kind, address in addresses.items():
        page.goto(address)
        assert page.evaluate(script) == [], kind


def test_host_rules_and_tokens_win(page, addresses):
    """Any rule of the host's beats ours, whatever its specificity; its tokens colour us."""
    page.goto(addresses["committee"])
    css = ".rkres { --rkres-accent: rgb(1, 2, 3) } div { border-top-color: rgb(4, 5, 6) }"
    page.evaluate(
        """(css) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
        }""",
        css,
    )
    colour = "(e) => getComputedStyle(e)"
    assert page.locator(".rkres-box").evaluate(f"{colour}.borderTopColor") == "rgb(4, 5, 6)"
    chip = page.locator(".rkres-structure-svg--wide .rkres-structure-chip").first
    assert chip.evaluate(f"{colour}.stroke") == "rgb(1, 2, 3)"


def test_paper_has_the_picture_and_no_form(page, addresses):
    page.emulate_media(media="print")
    page.goto(addresses["committee"])
    assert page.locator(".rkres-structure-svg--wide").is_visible()
    page.goto(addresses["composition"])
    assert not page.locator(".rkres-form").is_visible()
    assert page.locator("table.rkres-table").is_visible()


def test_an_endless_word_pushes_no_column_off_the_paper(page, addresses):
    Membership.objects.update(position=ENDLESS)
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    page.goto(addresses["composition"])
    assert page.get_by_text(ENDLESS).first.is_visible()
    assert overflow(page) <= 0
    dates = page.locator("table.rkres-table thead th").last.bounding_box()
    assert dates["width"] > 90
