"""The yearly work and an import in a real browser, wide and narrow, without what nobody can use."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.programmes.models import Indicator, Reading
from rkres_wagtail.programmes.outline.locking import nodes_of
from tests.factories import CommitteePageFactory, IndicatorFactory, ProgrammePageFactory
from tests.support.users import create_user

from .importing_files import INDICATORS, TREE, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 360)


@pytest.fixture
def programme(live_site):
    committee = CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")
    page = ProgrammePageFactory(parent=committee, nodes=2, starts_year=2021, ends_year=2024)
    for node in nodes_of(page):
        IndicatorFactory(node=node, name="Nowe miejsca pracy w PES", readings={2021: "9016"})
    return page


@pytest.fixture
def admin_page(page, programme, browser_login):
    user = create_user("sekretarz")
    user.groups.add(create_roles(programme.get_parent().specific)["secretariat"])
    browser_login(user)
    page.set_default_timeout(20_000)
    return page


def check(page, axe) -> None:
    """No barrier, and nothing to scroll sideways for, at both widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        axe(page, admin=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def test_a_year(admin_page, live_site, programme, axe):
    page = admin_page
    address = reverse("rkres_programme_readings", args=[programme.pk])
    page.goto(f"{live_site.url}{address}?year=2022")
    check(page, axe)
    first, second = Indicator.objects.order_by("pk")
    page.locator(f"#id_i{first.pk}-value").fill("10 tys.")
    page.locator(f"#id_i{second.pk}-value").fill("7")
    page.locator(f"#id_i{second.pk}-state").select_option("no_data")
    page.locator(".rkres-indicators__table ~ p button").click()
    page.locator("[role=alert] a").first.wait_for()
    check(page, axe)
    assert page.locator(f"#id_i{first.pk}-value").input_value() == "10 tys."
    page.locator(f"#id_i{second.pk}-value").fill("")
    page.locator(".rkres-indicators__table ~ p button").click()
    page.locator(".messages .success").wait_for()
    assert Reading.objects.filter(year=2022).count() == 2


def test_an_import(admin_page, live_site, programme, axe, tmp_path):
    page = admin_page
    rows = [["Cel", "1", "Inna nazwa"], ["Priorytet", "1.1", "Nowy"], ["Priorytet", "9.9", "Zły"]]
    wrong, right = tmp_path / "zly.xlsx", tmp_path / "dobry.xlsx"
    measures = [["1.1", 1, "Wskaźnik", "", "0", 2021, "10", 2024, "GUS", "5", 2022]]
    rows[2].append("9")
    wrong.write_bytes(xlsx((TREE, rows), (INDICATORS, measures)).read())
    right.write_bytes(xlsx((TREE, rows[:2]), (INDICATORS, measures)).read())
    page.goto(live_site.url + reverse("rkres_programme_import", args=[programme.pk]))
    check(page, axe)
    page.locator("input[type=file]").set_input_files(wrong)
    page.locator("main form button[type=submit]").first.click()
    page.locator(".rkres-import__plan").first.wait_for()
    check(page, axe)
    page.locator("main form a.button").click()
    page.locator("input[type=file]").set_input_files(right)
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=confirm]").wait_for(state="attached")
    check(page, axe)
    page.locator("main form button[type=submit]").click()
    page.locator(".messages .success").wait_for()
    assert Indicator.objects.filter(node__number="1.1").exists()
