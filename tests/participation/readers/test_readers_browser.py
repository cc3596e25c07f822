"""From the office's screen to a member's remark, without a script; accessible and narrow enough."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.participation.choices import ReaderAnswer
from rkres_wagtail.participation.models import Assignment
from rkres_wagtail.remarks.models import Remark
from tests.support.users import create_user

from .conftest import address, give, list_address, reader_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 360]


def visit(page, live_site, path) -> None:
    assert page.goto(live_site.url + path).status == 200, path
    page.wait_for_load_state("networkidle")


def fits(page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_the_members_pages_are_accessible_and_fit(
    strict_page, live_site, csp_violations, axe, lab, width
):
    assignment = give(lab, message="Prosimy o opinię.")
    page = strict_page
    page.set_viewport_size({"width": width, "height": 900})
    for path in (list_address(lab.anna), address(assignment, lab.anna)):
        visit(page, live_site, path)
        axe(page)
        assert fits(page, width), path
    page.locator("button[name=send]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#rkres-problems a").first.get_attribute("href") == "#id_r1-content"
    axe(page)
    page.locator("[name=r1-content]").fill("Prosimy dopisać spółdzielnie.")
    page.locator("button[name=send]").click()
    page.wait_for_load_state("networkidle")
    axe(page)
    visit(page, live_site, list_address(lab.anna))
    axe(page)
    assert fits(page, width) and not csp_violations


@pytest.mark.parametrize("width", WIDTHS)
def test_the_offices_screens_are_accessible_and_fit(
    page, live_site, browser_login, axe, lab, width
):
    user = create_user("sekretarka")
    user.groups.add(create_roles(lab.committee)["secretariat"])
    browser_login(user)
    page.set_default_timeout(30_000)
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, live_site, reverse("rkres_readers", args=[lab.page.pk]))
    axe(page, admin=True)
    page.locator("main form button[type=submit]:not([name=send])").last.click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text(lab.anna.full_name).first.is_visible()
    axe(page, admin=True)
    assert fits(page, width)
    page.locator("button[name=send]").click()
    page.wait_for_load_state("networkidle")
    one = Assignment.objects.get()
    row = reader_of(one, lab.ewa)
    for path in (
        reverse("rkres_assignment", args=[one.pk]),
        reverse("rkres_assignment_deadline", args=[one.pk]),
        reverse("rkres_reader_answer", args=[row.pk]),
        reverse("rkres_assignments"),
    ):
        visit(page, live_site, path)
        axe(page, admin=True)
        assert fits(page, width), path


def test_a_member_answers_without_a_script(browser, live_site, lab):
    assignment = give(lab)
    context = browser.new_context(java_script_enabled=False, locale="pl-PL")
    page = context.new_page()
    page.goto(live_site.url + list_address(lab.anna))
    page.locator("button[name=agree]").click()
    assert reader_of(assignment, lab.anna).answer == ReaderAnswer.NO_REMARKS
    section = lab.version.texts.order_by("position").first().identity.anchor
    page.locator("summary").first.click()
    page.locator(f"a[href^='?czesc={section}']").click()
    assert page.locator("[name=r1-section]").input_value() == section
    page.locator("[name=r1-content]").fill("Prosimy dopisać spółdzielnie.")
    page.locator("button[name=send]").click()
    page.locator("[aria-labelledby=rkres-sent] a").click()
    assert "/uwagi/moje/" in page.url
    assert Remark.objects.get().section.anchor == section
    assert reader_of(assignment, lab.anna).answer == ReaderAnswer.REMARKS
    context.close()
