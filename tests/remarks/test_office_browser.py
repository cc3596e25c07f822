"""The office's screens of remarks in a real browser: accessible, narrow enough, one story."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.remarks.models import Remark, RemarkNote, SubmissionFile
from tests.factories import DocumentVersionFactory, MeetingIndexPageFactory, MeetingPageFactory
from tests.factories.remarks import RemarkFactory, ResponseFactory, SubmissionFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 360]
LONG = "Prosimy o dopisanie spółdzielni socjalnych i zakładów aktywności zawodowej. " * 6


@pytest.fixture
def secretary(page, live_site, consultations, browser_login):
    """A browser page with the session of the committee's secretary."""
    user = create_user("sekretarka", full_name="Maria Zielińska-Testowa")
    user.groups.add(create_roles(consultations.committee)["secretariat"])
    browser_login(user)
    page.set_default_timeout(20_000)
    return page


@pytest.fixture
def full(consultation, consultations):
    """A register with something of everything; returns one remark."""
    listing = MeetingIndexPageFactory(parent=consultations.committee)
    meeting = MeetingPageFactory(parent=listing, past=True, agenda=[{"title": "Dyskusja"}])
    version = DocumentVersionFactory(consultation=consultation, sections=4)
    text = version.texts.first()
    remark = RemarkFactory(
        consultation=consultation,
        section=text.identity,
        version=version,
        section_digest=text.digest,
        quote="Wsparcie otrzymają podmioty ekonomii społecznej.",
        content=LONG,
        proposed="Wsparcie otrzymają także spółdzielnie socjalne.",
        justification="Bez wsparcia nie przetrwają. " + "Wyraz" * 40,
        sender={
            "person": True,
            "email": "joanna.wierzbicka-testowa@example.org",
            "meeting_id": meeting.pk,
            "agenda_item": meeting.agenda_items.get().uuid,
            "is_unsigned": True,
        },
    )
    SubmissionFile.objects.create(
        submission=remark.submission, name="pismo.pdf", size=8, sha256="0" * 64, content=b"%PDF-1.7"
    )
    RemarkNote.objects.create(remark=remark, text="Zapytać radcę prawnego.")
    SubmissionFactory(consultation=consultation, remarks=[{}] * 60)
    for fields in ({"blocked": True}, {"withdrawn": True}, {"junk": True}, {"approved": True}):
        RemarkFactory(consultation=consultation, place="rozdział 2, strona 14", **fields)
    RemarkFactory(consultation=consultation, sender={"unconfirmed": True})
    ResponseFactory(consultation=consultation, remarks=[Remark.objects.get(number=2)])
    return remark


def visit(page, live_site, path):
    response = page.goto(live_site.url + path)
    assert response.status == 200, path
    page.wait_for_load_state("networkidle")


def screens(consultation, remark) -> list[str]:
    one = [consultation.pk]
    return [
        reverse("rkres_remarks_list"),
        reverse("rkres_remarks", args=one),
        f"{reverse('rkres_remarks', args=one)}?q=niczego+takiego",
        reverse("rkres_remark", args=[remark.pk]),
        reverse("rkres_remark_add", args=one),
        reverse("rkres_submission", args=[remark.submission_id]),
        reverse("rkres_remark_rules", args=one),
        f"{reverse('rkres_remark_rules', args=one)}?clause=1",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_screens_are_accessible_and_fit(secretary, live_site, axe, full, consultation, width):
    secretary.set_viewport_size({"width": width, "height": 900})
    for path in screens(consultation, full):
        visit(secretary, live_site, path)
        axe(secretary, admin=True)
        assert secretary.evaluate("document.documentElement.scrollWidth") <= width, path
    # With everything that can be wrong.
    visit(secretary, live_site, reverse("rkres_remark_add", args=[consultation.pk]))
    secretary.get_by_role("button", name="Zapisz", exact=True).click()
    secretary.wait_for_load_state("networkidle")
    assert secretary.get_by_text("Niczego nie zapisano. Popraw:").first.is_visible()
    axe(secretary, admin=True)
    assert secretary.evaluate("document.documentElement.scrollWidth") <= width


def test_a_letter_is_entered_found_and_approved(secretary, live_site, consultation):
    page = secretary
    visit(page, live_site, reverse("rkres_remarks", args=[consultation.pk]))
    page.get_by_role("link", name="Wprowadź uwagi").click()
    page.get_by_label("Sposób").or_(page.locator("#id_channel")).first.select_option("post")
    page.locator("#id_author_kind_1").check()
    page.locator("#id_organisation").fill("Fundacja Łódź Przykładowa")
    page.locator("#id_remarks-0-content").fill("Dopisać spółdzielnie.")
    page.get_by_role("button", name="Dodaj kolejną uwagę").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#id_organisation").input_value() == "Fundacja Łódź Przykładowa"
    page.locator("#id_remarks-1-content").fill("Skreślić punkt 3.")
    page.get_by_role("button", name="Zapisz", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Wprowadzono uwagi nr 1, 2.").is_visible()

    page.get_by_label("Słowa, zgłaszający lub numer").fill("lodz")
    page.get_by_role("button", name="Znajdź").click()
    page.wait_for_load_state("networkidle")
    page.get_by_label("Zaznacz uwagę 1").check()
    page.get_by_role("button", name="Zatwierdź do publikacji").click()
    page.wait_for_load_state("networkidle")
    assert Remark.objects.get(number=1).moderation == "approved"
    assert page.get_by_label("Słowa, zgłaszający lub numer").input_value() == "lodz"

    page.get_by_role("link", name="otwórz uwagę").nth(1).click()
    page.locator("#id_hidden_passages").fill("punkt 3")
    page.locator("#id_moderation_1").check()
    page.get_by_role("button", name="Pokaż, co przeczytają czytelnicy").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Skreślić […].").is_visible()
    assert Remark.objects.get(number=2).moderation == "pending"
