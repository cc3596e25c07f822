"""The screen on which an editor finds the code of a page for other sites."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from rkres_wagtail.editorial.roles import create_roles
from tests.factories import CommitteePageFactory, MeetingPageFactory
from tests.support.users import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

BUTTON = "Osadź na innej stronie"


@pytest.fixture
def editor(client, whole):
    """A client logged in as somebody of the role that edits."""
    user = create_user("redaktor")
    user.groups.set([create_roles(whole.committee)["editors"]])
    client.force_login(user)
    return client


def screen(page) -> str:
    return reverse("rkres_embed_code", args=[page.pk])


def texts(client, page) -> list[str]:
    """What can be copied from the screen of ``page``."""
    response = client.get(screen(page))
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    return [each.text for each in soup.find_all("textarea")]


def test_the_editor_finds_it_in_the_header_of_the_page(editor, whole):
    for page in (whole.committee, whole.meeting, whole.consultation, whole.decision):
        html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert BUTTON in html and screen(page) in html


def test_the_code_works_as_it_is(editor, whole):
    for page, kinds in (
        (whole.meeting, ["posiedzenie"]),
        (whole.consultation, ["konsultacja"]),
        (whole.decision, ["decyzja"]),
        (
            whole.committee,
            ["posiedzenia", "konsultacje", "struktura", "sklad", "decyzje", "wlacz-sie"],
        ),
    ):
        address, *frames = texts(editor, page)
        assert address == page.full_url
        oembed = editor.get("/rkres/oembed.json", {"url": address}, SERVER_NAME="localhost")
        assert oembed.status_code == 200
        for kind, frame in zip(kinds, frames, strict=True):
            src = re.search(r'src="http://localhost(/rkres/embed/[^"]+)"', frame)[1]
            assert src == f"/rkres/embed/{kind}/{page.pk}/"
            assert re.search(r'title="[^"]{4,}"', frame) and 'width="100%"' in frame
            assert editor.get(src).status_code == 200


def test_a_list_has_the_code_of_its_body(editor, whole):
    address, frame = texts(editor, whole.decisions)
    assert address == whole.decisions.full_url
    assert f"/rkres/embed/decyzje/{whole.committee.pk}/" in frame


def test_what_the_public_does_not_see_has_no_code(editor, whole):
    draft = MeetingPageFactory(parent=whole.meetings, title="Szkic", live=False)
    gone = MeetingPageFactory(
        parent=whole.meetings, title="Dawne", expire_at=timezone.now() - timedelta(days=1)
    )
    for page in (draft, gone):
        assert editor.get(screen(page)).status_code == 404
        edit = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert screen(page) not in edit
    PageViewRestriction.objects.create(
        page_id=whole.committee.pk, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert editor.get(screen(whole.meeting)).status_code == 404
    assert editor.get(screen(whole.committee)).status_code == 404


def test_for_whoever_edits_the_page(client, whole, site_root):
    user = create_user("inny")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(screen(whole.meeting)).status_code == 302
    user.groups.set([create_roles(CommitteePageFactory(parent=site_root))["editors"]])
    assert client.get(screen(whole.meeting)).status_code == 302


def test_of_a_page_on_another_site(admin_client, whole):
    other = site_root_of_another_site()
    committee = CommitteePageFactory(parent=other.root_page, title="Drugi komitet")
    address, *frames = texts(admin_client, committee)
    assert address.startswith("http://drugi.example")
    assert all('src="http://drugi.example/rkres/embed/' in frame for frame in frames)


def site_root_of_another_site() -> Site:
    from wagtail.models import Page

    first = Page.objects.get(depth=1)
    root = first.add_child(instance=Page(title="Druga", slug="druga"))
    return Site.objects.create(hostname="drugi.example", root_page=root, site_name="Druga")
