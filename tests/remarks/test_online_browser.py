"""From the open list to the receipt as people walk it: a phone, no script, one error on the way."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from rkres_wagtail.consultations.models import SectionText
from rkres_wagtail.outbox.models import OutgoingMessage
from rkres_wagtail.remarks.models import Remark, Submission
from rkres_wagtail.remarks.online import links
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    ConsultationReportFactory,
    DocumentVersionFactory,
)
from tests.factories.remarks import (
    RemarkRulesFactory,
    ResponseFactory,
    ResponseStatusFactory,
    SubmissionFactory,
)
from tests.meetings.test_public_look import ENDLESS, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def consultation(live_site, settings):
    settings.RKRES_WAGTAIL_REMARK_MIN_SECONDS = 0
    cache.clear()
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    page = ConsultationPageFactory(
        parent=index, title="Projekt programu na lata 2027–2030", slug="program", rounds=[{}]
    )
    RemarkRulesFactory(consultation=page, online=True)
    DocumentVersionFactory(consultation=page, number=1, sections=3)
    return page


def test_from_the_open_list_to_the_receipt_without_script(new_context, live_site, consultation):
    tab = new_context(java_script_enabled=False).new_page()
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.set_default_timeout(20_000)
    tab.goto(f"{live_site.url}{consultation.get_parent().get_url()}")
    tab.get_by_role("link", name="Projekt programu na lata 2027–2030").first.click()
    assert tab.get_by_role("link", name="Zgłoś uwagę").first.is_visible()
    tab.goto(f"{live_site.url}{consultation.get_url()}dokument/")
    tab.get_by_role("link", name="Zgłoś uwagę do tego fragmentu").nth(1).click()
    heading = consultation_section(1)
    assert tab.get_by_label("Część dokumentu").locator("option:checked").inner_text() == heading
    assert tab.get_by_text("Wspieramy przedsiębiorstwa społeczne").is_visible()

    tab.get_by_label("Uwaga", exact=True).fill("Prosimy o dopisanie spółdzielni socjalnych.")
    tab.get_by_role("button", name="Dodaj kolejną uwagę").click()
    assert tab.url.endswith("#rkres-uwaga-2")
    tab.locator("#id_r2-proposed").fill("Powiaty wspierają spółdzielnie.")
    tab.get_by_label("organizacja, instytucja lub firma").check()
    tab.get_by_label("Adres e-mail").fill("biuro@example.org")
    tab.get_by_label("Adres e-mail").press("Enter")

    problems = tab.get_by_role("alert")
    assert "Nic jeszcze nie wysłano" in problems.inner_text()
    problems.get_by_role("link", name="Nazwa podmiotu").click()
    assert tab.locator(":target").get_attribute("id") == "id_organisation"
    assert tab.locator("#id_r2-proposed").input_value() == "Powiaty wspierają spółdzielnie."
    tab.get_by_label("Nazwa podmiotu").fill("Stowarzyszenie Przykładowe")
    tab.get_by_role("button", name="Wyślij uwagi").last.click()

    assert tab.get_by_role("heading", level=1).inner_text() == "Twoje uwagi"
    first, second = Remark.objects.order_by("number")
    assert first.section_digest and not second.section_digest
    for told in (first.receipt_number, second.receipt_number, first.salt):
        assert tab.get_by_text(told).first.is_visible()
    assert OutgoingMessage.objects.count() == 1
    tab.reload()
    assert Submission.objects.count() == 1

    tab.get_by_role("link", name=f"Popraw uwagę nr {first.receipt_number}").click()
    tab.get_by_label("Uwaga", exact=True).fill("Prosimy o dopisanie ich w każdym powiecie.")
    tab.get_by_role("button", name="Zapisz poprawkę").click()
    assert tab.get_by_text("Uwaga została poprawiona.").is_visible()
    tab.get_by_role("link", name=f"Wycofaj uwagę nr {second.receipt_number}").click()
    tab.get_by_role("button", name="Tak, wycofaj").click()
    assert tab.get_by_text("Uwaga została wycofana.").is_visible()


def consultation_section(position: int) -> str:
    return SectionText.objects.get(position=position).heading


def test_accessible_at_both_widths_and_obeys_the_policy(
    strict_page, live_site, consultation, consultations_of_states, axe
):
    for url in consultations_of_states:
        for width in (1280, 360, 320):
            strict_page.set_viewport_size({"width": width, "height": 800})
            strict_page.goto(url)
            assert strict_page.locator("h1").count() == 1
            assert overflow(strict_page) <= 0, (url, width)
            if width != 320:
                axe(strict_page)
    # Everything wrong at once.
    strict_page.goto(f"{live_site.url}{consultation.get_url()}uwagi/zglos/")
    strict_page.get_by_role("button", name="Dodaj kolejną uwagę").click()
    strict_page.locator("#id_r2-quote").fill(ENDLESS * 300)
    strict_page.get_by_role("button", name="Wyślij uwagi").last.click()
    assert strict_page.get_by_role("alert").get_by_role("link").count() >= 2
    for width in (1280, 360, 320):
        strict_page.set_viewport_size({"width": width, "height": 800})
        assert overflow(strict_page) <= 0
    axe(strict_page)


@pytest.fixture
def consultations_of_states(live_site, consultation):
    """Addresses of the form in every state, of receipts in every state, of confirming."""
    index = consultation.get_parent()
    ahead = ConsultationPageFactory(parent=index, slug="ahead", rounds=[{"announced": True}])
    over = ConsultationPageFactory(parent=index, slug="over", rounds=[{"closed": True}])
    for page in (ahead, over):
        RemarkRulesFactory(consultation=page, online=True)
    version = DocumentVersionFactory(consultation=consultation, number=2, sections=1)
    text = version.texts.get()
    status = ResponseStatusFactory(committee=over.committee, rejected=True)
    answered = SubmissionFactory(
        consultation=over,
        person=True,
        remarks=[
            {"content": ENDLESS, "section": text.identity, "version": version},
            {"moderation": "blocked", "block_reason": "offensive"},
            {"withdrawn_at": timezone.now()},
        ],
    )
    ResponseFactory(consultation=over, status=status, remarks=[answered.remarks.first()])
    ConsultationReportFactory(consultation=over, counted_from="register")
    waiting = SubmissionFactory(consultation=consultation, unconfirmed=True, remarks=[{}, {}])
    waiting.round = consultation.course.rounds[0]
    waiting.save()
    number = waiting.remarks.first().number
    base = f"{live_site.url}{consultation.get_url()}"
    own = f"{live_site.url}{links.receipt_path(waiting)}"
    return [
        f"{base}uwagi/zglos/?czesc={text.identity.anchor}", f"{base}uwagi/zglos/?wersja=1",
        f"{live_site.url}{ahead.get_url()}uwagi/zglos/",
        f"{live_site.url}{over.get_url()}uwagi/zglos/",
        f"{live_site.url}{links.receipt_path(answered)}", f"{own}?wyslano=1",
        f"{own}?popraw={number}", f"{own}?wycofaj={number}",
        f"{live_site.url}{links.confirmation_path(waiting)}",
        base, f"{base}dokument/",
    ]  # fmt: skip
