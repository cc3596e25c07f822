"""Content checks of the page editor: what the panel says, in a browser and before it."""

from __future__ import annotations

import io

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.userbar import AccessibilityItem, ContentCheckerItem
from wagtail.images import get_image_model

from rkres_wagtail.meetings.content_checks import construct_wagtail_userbar
from tests.factories import MeetingIndexPageFactory, MeetingPageFactory
from tests.factories.pages import page_class
from tests.meetings.form_data import edit_url, stored_data

SCAN = {"url": "https://example.org/skan.pdf", "access": "not_accessible"}


# What the preview tells ---------------------------------------------------------------------------


def preview(client, page) -> str:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, stored_data(page, **materials_of(page))).json()["is_valid"]
    return client.get(address).content.decode()


def materials_of(page) -> dict:
    rows = [
        {"id": row.pk, "title": row.title, "url": row.url, "access": row.access, "kind": row.kind}
        for row in page.materials.all()
    ]
    return {"materials": rows, "materials_initial": len(rows)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "key", "found"),
    [
        ({}, "no-agenda", True),
        ({"agenda": [{"title": "Tajne", "is_internal": True}]}, "no-agenda", True),
        ({"agenda": [{"title": "Otwarcie"}]}, "no-agenda", False),
        ({"materials": [SCAN]}, "scan-only", True),
        ({"materials": [{**SCAN, "access": "accessible"}]}, "scan-only", False),
    ],
)
def test_previews_are_marked(admin_client, meeting, fields, key, found):
    page = meeting(**fields)
    mark = f'data-rkres-check="{key}"'
    assert (mark in preview(admin_client, page)) is found


@pytest.mark.django_db
def test_the_public_page_is_not_marked(client, meeting):
    page = meeting(materials=[SCAN])
    content = client.get(page.url)
    assert content.status_code == 200
    assert "data-rkres-check" not in content.content.decode()


# Rules --------------------------------------------------------------------------------------------


class SitesOwn(ContentCheckerItem):
    axe_run_only = ["button-name"]
    axe_custom_rules = [{"id": "own", "selector": "p", "any": ["has-alt"], "enabled": True}]
    axe_messages = {"link-name": {"error_name": "Ich słowa", "help_text": ""}}


class ByTags(ContentCheckerItem):
    axe_run_only = ["wcag2a", "best-practice"]


class Everything(ContentCheckerItem):
    axe_run_only = None


def configuration(item, page):
    items = ["something else", item]
    construct_wagtail_userbar(None, items, page)
    assert items[0] == "something else"
    assert isinstance(items[1], ContentCheckerItem)
    return items[1], items[1].get_axe_configuration(RequestFactory().get("/"))


@pytest.mark.django_db
@pytest.mark.filterwarnings("error")
def test_ours_are_added_to_wagtails(meeting):
    item, found = configuration(AccessibilityItem(in_editor=True), meeting())
    assert item.in_editor
    for rule in ("rkres-no-agenda", "rkres-scan-only", "rkres-no-alt", "image-alt", "link-name"):
        assert rule in found["options"]["runOnly"]
        assert rule in found["messages"]
    assert "empty-heading" in found["options"]["runOnly"]
    assert "alt-text-quality" in [rule["id"] for rule in found["spec"]["rules"]]


@pytest.mark.django_db
def test_what_the_site_chose_stays(meeting):
    _item, found = configuration(SitesOwn(), meeting())
    assert found["options"]["runOnly"][0] == "button-name"
    assert [rule["id"] for rule in found["spec"]["rules"]][0] == "own"
    assert found["messages"]["link-name"]["error_name"] == "Ich słowa"


@pytest.mark.django_db
def test_a_site_may_choose_by_tags_or_take_all(meeting):
    page = meeting()
    assert configuration(ByTags(), page)[1]["options"]["runOnly"] == ["wcag2a", "best-practice"]
    options = configuration(Everything(), page)[1]["options"]
    assert "runOnly" not in options


@pytest.mark.django_db
def test_other_pages_are_left_alone(site_root):
    item = AccessibilityItem()
    items = [item]
    for page in (site_root, None):
        construct_wagtail_userbar(None, items, page)
        assert items == [item]


# In a browser -------------------------------------------------------------------------------------


def picture():
    from django.core.files.images import ImageFile
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(data, "PNG")
    data.seek(0)
    return get_image_model().objects.create(title="zdjecie", file=ImageFile(data, "zdjecie.png"))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_panel_names_everything_in_polish(
    page, live_site, committee, admin_user, browser_login, monkeypatch
):
    """Agenda, scan and photograph as the editor has them; a link and a picture as printed."""
    monkeypatch.setattr(
        page_class("MEETING_PAGE"), "template", "tests_host/meeting_with_faults.html"
    )
    listing = MeetingIndexPageFactory(parent=committee)
    meeting = MeetingPageFactory(parent=listing, materials=[SCAN])
    meeting.photos = [("photo", {"image": picture(), "alt_text": "", "caption": ""})]
    meeting.save_revision()
    browser_login(admin_user)
    page.set_default_timeout(20_000)
    page.goto(live_site.url + edit_url(meeting))
    page.wait_for_load_state("networkidle")
    page.locator('[data-side-panel-toggle="checks"]').click()
    names = page.locator("[data-side-panel='checks'] [data-content-checker-name]")
    for expected in (
        "Posiedzenie nie ma porządku obrad",
        "Plik jest niedostępny cyfrowo",
        "Zdjęcie nie ma tekstu alternatywnego",
        "Obraz nie ma tekstu alternatywnego",
        "Odnośnik nie ma tekstu",
    ):
        names.filter(has_text=expected).first.wait_for()
