"""The tree and an element in a real browser: readable, reachable, not wider than a telephone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.programmes.models import ProgrammeNode
from tests.factories import CommitteePageFactory
from tests.factories.programmes import IndicatorFactory, ProgrammeNodeFactory, ProgrammePageFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Wzmacnianiespółdzielczościsocjalnejwgminachwiejskichimiejskich"


@pytest.fixture
def programme(live_site):
    committee = CommitteePageFactory(title="Komitet Rozwoju", slug="komitet")
    national = ProgrammePageFactory(parent=committee, title="KPRES", nodes=4)
    page = ProgrammePageFactory(parent=committee, title="LPRES")
    for level in (1, *range(2, 13), 1):
        ProgrammeNodeFactory(programme=page, level=level, title=f"Cel {level} {LONG}")
    first = ProgrammeNode.objects.filter(programme=page.pk).first()
    first.points_to.add(ProgrammeNode.objects.filter(programme=national.pk).first())
    IndicatorFactory(node=first)
    return page


@pytest.fixture
def admin_page(page, programme, browser_login):
    user = create_user("sekretarz")
    committee = programme.get_parent().specific
    user.groups.add(create_roles(committee)["secretariat"])
    browser_login(user)
    page.set_default_timeout(20_000)
    return page


@pytest.mark.parametrize("width", [1280, 360])
def test_the_screens_are_accessible(admin_page, live_site, programme, axe, width):
    page, nodes = admin_page, ProgrammeNode.objects.filter(programme=programme.pk)
    page.set_viewport_size({"width": width, "height": 900})
    for name, key in (
        ("rkres_programme_tree", programme.pk),
        ("rkres_programme_node", nodes.first().pk),
        ("rkres_programme_node_move", nodes.first().pk),
        ("rkres_programme_node_remove", nodes.first().pk),
    ):
        page.goto(live_site.url + reverse(name, args=[key]))
        page.wait_for_load_state("networkidle")
        axe(page, admin=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_an_element_is_written_and_moved(admin_page, live_site, programme):
    page, address = admin_page, reverse("rkres_programme_node_add", args=[programme.pk])
    page.goto(live_site.url + address)
    page.wait_for_load_state("networkidle")
    page.locator("input[name=title]").fill("Nowy cel")
    page.locator(".public-DraftEditor-content").click()
    page.keyboard.type("Po co jest.")
    # The editor notes what is typed after a moment.
    expect(page.locator("form [name=description]")).to_have_value(re.compile("jest"))
    page.locator("form.rkres-tree__form button.button").first.click()
    page.wait_for_url("**/tree/#*")
    found = ProgrammeNode.objects.get(title="Nowy cel")
    assert "Po co jest." in found.description
    page.locator(f"#{found.anchor} button[value=up]").click()
    page.wait_for_url("**/tree/#*")
    last = ProgrammeNode.objects.filter(programme=programme.pk).order_by("position").last()
    assert last.title == f"Cel 1 {LONG}"
