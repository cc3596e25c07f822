"""The secretary in a browser: a position adopted, sent, answered, and read by everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail import VERSION as WAGTAIL_VERSION

from rkres_wagtail.editorial.roles import create_roles
from tests.editorial.test_screens import submit, visit
from tests.factories import CommitteePageFactory, DecisionIndexPageFactory, DecisionKindFactory
from tests.factories.pages import page_class
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def type_day(page, name: str, text: str) -> None:
    """The calendar of a day's field would lie over the button below."""
    page.click(f"#id_{name}")
    page.wait_for_selector(".xdsoft_datetimepicker:visible")
    page.fill(f"#id_{name}", text)
    page.mouse.click(1150, 400)
    page.wait_for_selector(".xdsoft_datetimepicker:visible", state="detached")


def settle(page) -> None:
    """Let Wagtail 8 save a new draft by itself, if it is about to: the form then is that page's."""
    if WAGTAIL_VERSION < (8, 0):
        return
    for _attempt in range(10):
        page.wait_for_timeout(500)
        if "/edit/" in page.url:
            break
    page.wait_for_load_state("networkidle")


def test_from_a_position_to_its_answer(page, live_site, browser_login):
    committee = CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")
    DecisionKindFactory(committee=committee, name="stanowisko")
    DecisionKindFactory(committee=committee, name="uchwała")
    register = DecisionIndexPageFactory(parent=committee, slug="uchwaly")
    secretary = create_user("sekretarz")
    secretary.groups.add(create_roles(committee)["secretariat"])
    browser_login(secretary)
    today = timezone.localdate()

    # A decision, first with its title alone.
    visit(page, live_site, reverse("wagtailadmin_home"))
    page.get_by_role("button", name="Komitet").click()
    page.get_by_role("link", name="Uchwały i stanowiska").click()
    page.get_by_role("link", name="Dodaj decyzję").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("#id_title").fill("Klauzule społeczne")
    page.get_by_role("tab", name="Adresaci i odpowiedzi").click()
    assert page.get_by_text("Po pierwszym zapisaniu odnotujesz").is_visible()
    page.get_by_role("tab", name="Decyzja").click()
    page.locator("#id_kind").select_option(label="stanowisko")
    settle(page)
    page.locator("#id_number").fill("3/2026")
    type_day(page, "adopted_on", (today - timedelta(days=10)).strftime("%d.%m.%Y"))
    page.get_by_role("tab", name="Posiedzenie i głosowanie").click()
    page.locator("#id_voting").select_option("counted")
    page.locator("#id_votes_for").fill("16")
    page.locator("#id_votes_against").fill("0")
    settle(page)
    submit(page, "action-publish")
    decision = page_class("DECISION_PAGE").objects.get(title="Klauzule społeczne")
    assert decision.live and decision.body_id == committee.pk

    # Sent: the tab is where one comes back to.
    edit = reverse("wagtailadmin_pages:edit", args=[decision.pk])
    visit(page, live_site, edit)
    page.get_by_role("tab", name="Adresaci i odpowiedzi").click()
    page.get_by_role("link", name="Dodaj adresata").click()
    page.locator("#id_addressee").fill("Zarząd Województwa")
    type_day(page, "sent_on", (today - timedelta(days=9)).strftime("%d.%m.%Y"))
    page.locator("#id_office_note").fill("Dzwonić w poniedziałek")
    page.get_by_role("button", name="Zapisz", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Czeka na odpowiedź od 9 dni.").is_visible()
    page.goto(live_site.url + register.get_url())
    assert "czeka na odpowiedź od 9 dni" in page.locator(".rkres-table").inner_text()

    # Answered, without publishing anything.
    visit(page, live_site, edit)
    page.get_by_role("tab", name="Adresaci i odpowiedzi").click()
    page.get_by_role("link", name="Odnotuj odpowiedź lub popraw").click()
    page.locator("#id_state").select_option("partly")
    type_day(page, "answered_on", today.strftime("%d.%m.%Y"))
    page.locator("#id_answer").fill("Od przyszłego roku.")
    page.get_by_role("button", name="Zapisz", exact=True).click()
    page.wait_for_load_state("networkidle")
    page.goto(live_site.url + decision.get_url())
    said = page.locator(".rkres-trail").inner_text()
    assert "przyjęta częściowo" in said and "Od przyszłego roku." in said
    assert "Dzwonić" not in page.content()
