"""The public pages of consultations as readers meet them: axe, policy, reflow, no script."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from rkres_wagtail.consultations.models import Round
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationKindFactory,
    ConsultationPageFactory,
    FundingNoticeFactory,
    GroupPageFactory,
    LegalActFactory,
    MeetingIndexPageFactory,
    MeetingPageFactory,
)
from tests.factories.consultations import (
    DocumentVersionFactory,
    ExtensionFactory,
    RoundFactory,
    SectionTextFactory,
    VersionFileFactory,
)
from tests.meetings.public import document
from tests.meetings.test_public_look import ENDLESS, LONG, overflow

from .states import STATES
from .test_public_boxes import hold
from .test_public_page import CHANNELS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses(live_site) -> dict[str, str]:
    """Consultations in every state; address by kind of page."""
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    ConsultationKindFactory(committee=committee, name="projekt programu")
    group = GroupPageFactory(parent=committee, title=f"Grupa robocza {ENDLESS}", slug="grupa")
    held = MeetingPageFactory(
        parent=MeetingIndexPageFactory(parent=committee, slug="posiedzenia"), slug="spotkanie"
    )
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje", lead="Co otwarte.")

    def make(slug: str, **fields):
        return ConsultationPageFactory(parent=index, slug=slug, **fields)

    pages = {
        name: make(name, title=name, channels=CHANNELS, **fields) for name, fields in STATES.items()
    }
    full = make(
        "pelne", title=LONG, body=group, audience=group, channels=CHANNELS, lead=LONG,
        authority=LONG, next_steps=LONG, description=f"<h3>Po co</h3><p>{ENDLESS}</p>",
        other_rules="<ul><li>jedna</li></ul>", only_on_form=True, signature_required=True,
        legal_basis=LONG, initiating_act=LegalActFactory(body=committee), invited=ENDLESS,
        notified="Rada\nGminy", copies=[("copy", {"title": "BIP", "url": "https://a.invalid/"})],
        forms=[("file", {"document": document("Formularz"), "title": ""})],
        contact_person="Anna", contact_phone="68 000 00 00", contact_email="a@example.invalid",
        funding=FundingNoticeFactory(),
    )  # fmt: skip
    RoundFactory(consultation=full, title=ENDLESS)
    ExtensionFactory(round=Round.objects.of(full).get(), reason=f"{LONG} {ENDLESS}")
    hold(full, held, note=LONG)
    DocumentVersionFactory(consultation=full, number=1, sections=3)
    version = DocumentVersionFactory(
        consultation=full, number=2, is_erratum=True, changes=LONG,
        published_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    for position in range(30):
        SectionTextFactory(
            version=version, position=position, level=1 + position % 4,
            title=ENDLESS if position == 3 else LONG,
        )  # fmt: skip
    for access in ("accessible", "not_accessible"):
        VersionFileFactory(version=version, document=document(LONG), access=access)
    pages |= {
        "full": full,
        "hostile": make("wrogie", title="<script>alert(1)</script> \u202e" + ENDLESS, rounds=[{}]),
        "index": index,
        "meeting": held,
        "committee": committee,
        "empty": ConsultationIndexPageFactory(parent=group, slug="puste", title="Puste"),
    }
    type(full).objects.filter(pk=full.pk).update(body=committee)
    found = {kind: live_site.url + quote(page.get_url()) for kind, page in pages.items()}
    found["filtered"] = f"{found['index']}?stan=open&rok=1999"
    found["nothing"] = f"{found['index']}?q=niczegotuniema"
    return found


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
        for kind in ("index", "full", "overdue", "adopted"):
            page.goto(addresses[kind])
            axe(page, context=".rkres")


def test_reflows_at_320_pixels(page, addresses):
    page.set_viewport_size({"width": 320, "height": 700})
    for kind, address in addresses.items():
        page.goto(address)
        assert overflow(page) <= 0, kind


def test_from_the_list_to_the_address_without_script(new_context, addresses):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(addresses["index"])
    page.locator(".rkres-filters > summary").click()
    page.get_by_label("Stan", exact=True).select_option("overdue")
    page.get_by_role("button", name="Pokaż konsultacje").click()
    assert page.locator(".rkres-item-title").count() == 1
    page.get_by_role("link", name="Wyczyść").click()
    assert page.url == addresses["index"]
    page.get_by_role("link", name="open", exact=True).click()
    summary = page.get_by_role("region", name="W skrócie")
    summary.get_by_role("link", name="Adresy i zasady").click()
    assert page.url.endswith("#rkres-channels")
    assert page.get_by_role("link", name="uwagi@example.invalid").is_visible()
    page.goto(addresses["full"])
    page.locator("#rkres-document ~ details > summary").click()
    assert page.locator(".rkres-outline a").first.is_visible()


def test_the_course_is_read_in_words(page, addresses):
    page.goto(addresses["open"])
    steps = page.get_by_role("list", name="Przebieg konsultacji").get_by_role("listitem")
    assert [each.split("\n")[0] for each in steps.all_inner_texts()] == [
        "Ogłoszenie", "Konsultacje", "Analiza uwag", "Raport", "Dokument",
    ]  # fmt: skip
    assert "(teraz)" in steps.nth(1).text_content()
    assert steps.nth(1).get_attribute("aria-current") == "step"


def test_a_phone_shows_until_when_on_its_first_screen(page, addresses):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(addresses["open"])
    top = page.locator(".rkres h1").evaluate("(e) => e.getBoundingClientRect().top")
    until = page.locator("#rkres-summary ~ dl time").first
    assert until.evaluate("(e) => e.getBoundingClientRect().bottom") - top < 800


def test_targets_are_large_enough(page, addresses):
    """24 px, or inline in a sentence (WCAG 2.5.8)."""
    page.set_viewport_size({"width": 360, "height": 800})
    script = """() => [...document.querySelectorAll(
        '.rkres :is(a, button, input, select, summary)')]
        .filter((e) => !e.closest('svg, .rkres-text, p:not(.rkres-actions)') && e.offsetParent)
        .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect().height])
        .filter(([, height]) => height < 24)"""
    for kind in ("index", "full", "adopted", "committee", "meeting"):
        page.goto(addresses[kind])
        assert page.evaluate(script) == [], kind


def test_paper_has_the_text_and_no_form(page, addresses):
    page.emulate_media(media="print")
    page.goto(addresses["index"])
    assert not page.locator(".rkres-filters").is_visible()
    page.goto(addresses["full"])
    assert page.get_by_role("heading", name="Terminy i zmiany").is_visible()
    assert not page.get_by_role("link", name="Czytaj dokument").is_visible()
