"""The whole way of a remark on a phone without script: open list, form, receipt, answer, report.

The office's part goes through its services; the citizen sees only pages.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Page

from rkres_wagtail.consultations.models import Round
from rkres_wagtail.consultations.report.services import start_report
from rkres_wagtail.remarks.answering.services import answer
from rkres_wagtail.remarks.models import Remark
from rkres_wagtail.remarks.office.moderation import moderate
from tests.factories import (
    CommitteePageFactory,
    ConsultationIndexPageFactory,
    ConsultationPageFactory,
    DocumentVersionFactory,
)
from tests.factories.remarks import RemarkRulesFactory, ResponseStatusFactory
from tests.meetings.test_public_look import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Projekt programu na lata 2027–2030"
WANTED = "Prosimy o dopisanie spółdzielni socjalnych."
TAKEN_BACK = "Ta uwaga zostanie wycofana."
POSITION = "Dopisano spółdzielnie socjalne w części drugiej."
REASONS = "Spółdzielnie zatrudniają osoby długotrwale bezrobotne."


@pytest.fixture
def consultation(live_site, settings):
    settings.RKRES_WAGTAIL_REMARK_MIN_SECONDS = 0
    cache.clear()
    committee = CommitteePageFactory(title="Regionalny Komitet Rozwoju", slug="rkres")
    index = ConsultationIndexPageFactory(parent=committee, slug="konsultacje")
    page = ConsultationPageFactory(parent=index, title=TITLE, slug="program", rounds=[{}])
    RemarkRulesFactory(consultation=page, online=True)
    DocumentVersionFactory(consultation=page, number=1, sections=3)
    return page


@pytest.fixture
def tab(new_context):
    found = new_context(java_script_enabled=False).new_page()
    found.set_viewport_size({"width": 360, "height": 740})
    found.set_default_timeout(20_000)
    return found


@pytest.fixture
def stop(tab, strict_page, axe):
    """Look at the page where the citizen stands: one heading, no sideways scrolling, axe.

    axe is a script, so it looks at the same words in a tab that runs scripts.
    """

    def stop() -> None:
        assert tab.locator("h1").count() == 1
        strict_page.set_viewport_size(tab.viewport_size)
        strict_page.goto(tab.url)
        assert overflow(strict_page) <= 0, tab.url
        axe(strict_page)

    return stop


def close_and_publish(consultation, remark: Remark) -> None:
    """The round ends, the office approves and answers, and its report comes out."""
    now = timezone.now()
    rounds = Round.objects.of(consultation)
    rounds.update(starts_at=now - timedelta(days=36), ends_at=now - timedelta(minutes=1))
    remark = moderate(remark=remark, edits=remark.edits, moderation="approved", user=None)
    remark.refresh_from_db()
    answer(
        consultation=consultation,
        remarks=[remark],
        status=ResponseStatusFactory(committee=consultation.committee, partly=True),
        position=POSITION,
        reasons=REASONS,
        user=None,
        edits={remark.pk: remark.edits},
    )
    report = start_report(consultation=Page.objects.get(pk=consultation.pk).specific, user=None)
    report.counted_from = "register"
    report.save_revision().publish()


def test_from_the_open_list_to_the_published_answer(tab, stop, live_site, consultation):
    tab.goto(f"{live_site.url}{consultation.get_parent().get_url()}")
    stop()
    tab.get_by_role("link", name=TITLE).first.click()
    stop()
    tab.get_by_role("link", name="Czytaj dokument").click()
    stop()
    tab.get_by_role("link", name="Zgłoś uwagę do tego fragmentu").nth(1).click()
    stop()

    content = tab.locator("#id_r1-content")
    size = content.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= 16, "phones zoom in on fields with smaller letters"
    content.fill(WANTED)
    tab.get_by_role("button", name="Dodaj kolejną uwagę").click()
    tab.locator("#id_r2-content").fill(TAKEN_BACK)
    tab.get_by_label("osoba fizyczna").check()
    tab.get_by_label("Imię i nazwisko", exact=False).first.fill("Zofia Przykładna")
    tab.get_by_role("button", name="Wyślij uwagi").last.click()
    assert tab.get_by_text("Zgłoszenie zostało przyjęte.").is_visible()
    receipt = tab.url.partition("?")[0]
    stop()
    wanted, taken_back = Remark.objects.order_by("number")
    tab.get_by_role("link", name=f"Wycofaj uwagę nr {taken_back.receipt_number}").click()
    tab.get_by_role("button", name="Tak, wycofaj").click()
    stop()

    close_and_publish(consultation, wanted)

    tab.goto(receipt)
    own = tab.locator(f"#rkres-uwaga-{wanted.number}")
    for told in ("uwzględniona częściowo", POSITION, REASONS):
        assert told in plain(own), told
    assert tab.get_by_role("link", name="Popraw").count() == 0
    assert POSITION not in plain(tab.locator(f"#rkres-uwaga-{taken_back.number}"))
    stop()

    tab.get_by_role("link", name="przeczytaj raport").click()
    assert "Wpłynęły 2 uwagi od 1 podmiotu" in plain(tab.locator("main"))
    row = tab.locator(f"#uwaga-{wanted.number}")
    for told in ("osoba fizyczna", WANTED, "Uwzględniona częściowo", POSITION, REASONS):
        assert told in plain(row), told
    assert "Zofia" not in plain(tab.locator("body"))
    trace = plain(tab.locator(f"#uwaga-{taken_back.number}"))
    assert "Wycofana" in trace and TAKEN_BACK not in tab.content()
    stop()

    tab.goto(f"{live_site.url}{consultation.get_url()}uwagi/pokwitowania/")
    tab.get_by_label("Numer pokwitowania").fill(wanted.receipt_number)
    tab.get_by_label("Kod kontrolny").fill(wanted.salt)
    tab.get_by_role("button", name="Sprawdź").click()
    assert f"Uwaga {wanted.receipt_number}" in plain(tab.locator("#rkres-finding"))
    assert wanted.digest in plain(tab.locator("#rkres-finding"))
    stop()


def plain(locator) -> str:
    return " ".join(locator.inner_text().replace("\u2060", "").split())
