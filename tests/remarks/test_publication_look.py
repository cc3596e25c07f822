"""The report with a long table, the list and the text with remarks: axe, policy, reflow."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.utils import timezone

from rkres_wagtail.remarks.choices import Channel
from rkres_wagtail.remarks.services import rules_of
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
)
from tests.factories.consultations import (
    ConsultationReportFactory,
    DocumentVersionFactory,
    ExtensionFactory,
)
from tests.factories.remarks import RemarkFactory, ResponseFactory, ResponseStatusFactory
from tests.meetings.test_public_look import ENDLESS, LONG, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = (
    "Prosimy o uzupełnienie zapisu o spółdzielnie socjalne działające w gminach wiejskich, "
    "ponieważ to one najczęściej zatrudniają osoby długotrwale bezrobotne. "
)


def fill(consultation, texts) -> None:
    committee = consultation.committee
    traits = ("", "partly", "rejected", "explained", "recommended", "not_examined")
    statuses = [
        ResponseStatusFactory(committee=committee, **({trait: True} if trait else {}))
        for trait in traits
    ]
    for number in range(30):
        text = texts[number % len(texts)] if number % 4 else None
        named = {"section": text.identity, "version": text.version} if text else {}
        remark = RemarkFactory(
            consultation=consultation,
            moderation="blocked" if number == 5 else "approved",
            withdrawn_at=timezone.now() if number == 6 else None,
            content=ENDLESS if number == 3 else WORDS * (1 + 8 * (number % 3 == 2)),
            quote="Program wspiera podmioty." if number % 2 else "",
            proposed=WORDS if number % 3 else "",
            justification="Tak wynika z diagnozy." if number % 2 else "",
            place="rozdział 2, strona 14" if not text else "",
            sender={
                "channel": Channel.values[number % 5],
                "organisation": ENDLESS if number == 4 else f"Stowarzyszenie Łąka {number % 7}",
            },
            **named,
        )
        if number != 9:
            ResponseFactory(
                consultation=consultation, status=statuses[number % 6], remarks=[remark],
                position="Zapis zostanie uzupełniony.", formal_reason="late",
            )  # fmt: skip


@pytest.fixture
def home(live_site):
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    return ConsultationIndexPageFactory(parent=committee, slug="konsultacje")


@pytest.fixture
def reported(home):
    page = ConsultationPageFactory(
        parent=home, title=LONG, slug="lpres", rounds=[{"closed": True}], legal_basis="Ustawa"
    )
    version = DocumentVersionFactory(consultation=page, number=1, sections=6)
    fill(page, list(version.texts.select_related("identity", "version")))
    ExtensionFactory(round=page.course.rounds[0])
    ConsultationReportFactory(
        consultation=page, remarks_count=None, authors_count=None,
        main_changes="<p>Dopisano rozdział o wsi.</p>", text="<p>Przebieg.</p>",
        incomplete_reason="Jedna uwaga czeka na opinię.",
    )  # fmt: skip
    return page


@pytest.fixture
def shown(home):
    page = ConsultationPageFactory(parent=home, slug="akt", rounds=[{}])
    rules = rules_of(page)
    rules.shows_at_once = True
    rules.save()
    version = DocumentVersionFactory(consultation=page, number=1, sections=3)
    fill(page, list(version.texts.select_related("identity", "version")))
    return page


def test_accessible_at_both_widths_and_obeys_the_policy(
    strict_page, live_site, reported, shown, axe
):
    base, list_base = (live_site.url + quote(each.get_url()) for each in (reported, shown))
    addresses = [
        f"{base}raport/", f"{base}raport/?kanal=post&stanowisko=accepted", f"{base}dokument/",
        base, f"{list_base}uwagi/", list_base,
    ]  # fmt: skip
    for url in addresses:
        for width in (1280, 360, 320):
            strict_page.set_viewport_size({"width": width, "height": 800})
            assert strict_page.goto(url).status == 200
            assert strict_page.locator("h1").count() == 1
            strict_page.evaluate(
                "document.querySelectorAll('article details').forEach(each => each.open = true)"
            )
            assert overflow(strict_page) <= 0, (url, width)
            if width != 320:
                axe(strict_page)


def test_a_status_is_not_broken_in_the_middle_of_its_word(new_context, live_site, reported):
    page = new_context().new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_site.url}{quote(reported.get_url())}raport/")
    for word in ("Nieuwzględniona", "Nierozpatrzona"):
        status = page.locator("td strong").get_by_text(word, exact=True).first
        assert status.evaluate("each => each.getClientRects().length") == 1, word


def test_filtered_without_script(new_context, live_site, reported):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_site.url}{quote(reported.get_url())}raport/")
    page.get_by_text("Filtruj uwagi").click()
    page.get_by_label("Stanowisko wobec uwagi").select_option("rejected")
    page.get_by_role("button", name="Pokaż uwagi").click()
    assert "stanowisko=rejected" in page.url
    assert page.locator(".rkres-table--remarks tbody tr").count() == 5
    page.get_by_role("link", name="Wyczyść").click()
    assert page.locator(".rkres-table--remarks tbody tr").count() == 30
