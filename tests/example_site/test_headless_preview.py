"""Drafts for a front end elsewhere: its token opens one draft, and nothing else does."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from freezegun import freeze_time
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_headless_preview.models import PagePreview

from rkres_wagtail import value_checks
from rkres_wagtail.meetings.choices import MeetingStatus
from tests.factories import CommitteePageFactory, GroupPageFactory
from tests.factories.bodies import LegalActFactory
from tests.factories.meetings import MeetingIndexPageFactory, MeetingPageFactory

pytestmark = pytest.mark.django_db

CLIENT = "https://front.example"


@pytest.fixture
def front_end(settings):
    settings.HEADLESS_CLIENT_URL = CLIENT
    settings.RKRES_WAGTAIL_HEADLESS_PREVIEW = True
    settings.WAGTAIL_HEADLESS_PREVIEW = {
        "CLIENT_URLS": {"default": f"{CLIENT}/preview"},
        "REDIRECT_ON_PREVIEW": True,
    }


@pytest.fixture
def group_page(site_root):
    committee = CommitteePageFactory(parent=site_root)
    return GroupPageFactory(parent=committee, title="Grupa jawna", live=False)


def previewed(client, found, mode="") -> dict[str, str]:
    """The query with which the editor's preview opens the front end."""
    response = client.get(f"/admin/pages/{found.pk}/view_draft/", {"mode": mode})
    assert response.status_code == 302, response.status_code
    assert response["Location"].startswith(f"{CLIENT}/preview/?")
    query = parse_qs(urlsplit(response["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def draft(client, **query):
    return client.get("/api/v2/page_preview/1/", query)


def test_the_editors_draft_is_opened_by_its_token(admin_client, client, front_end, group_page):
    group_page.title = "Grupa w szkicu"
    group_page.save_revision()
    query = previewed(admin_client, group_page)
    assert query["content_type"] == "rkres_wagtail_pages.grouppage"
    response = draft(client, **query)
    assert response.status_code == 200
    data = response.json()
    assert data["title"] == "Grupa w szkicu" and data["id"] == group_page.pk
    assert data["meta"]["type"] == "rkres_wagtail_pages.GroupPage"
    assert data["kind_label"]
    assert "no-store" in response["Cache-Control"]
    assert client.get(f"/api/v2/pages/{group_page.pk}/").status_code == 404


def test_what_is_typed_and_not_saved_is_shown(admin_client, client, front_end, site_root):
    edit = f"/admin/pages/{site_root.pk}/edit/preview/"
    form = {
        "title": "Niezapisany tytuł", "slug": site_root.slug, "lead": "Wstęp",
        "body": streamfield([]), "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }  # fmt: skip
    data = nested_form_data({k: v for k, v in form.items() if k != "comments"})
    data |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert admin_client.post(edit, data).json()["is_valid"]
    response = admin_client.get(edit)
    assert response.status_code == 302, "the site's own pages, too"
    query = parse_qs(urlsplit(response["Location"]).query)
    shown = draft(client, **{name: values[0] for name, values in query.items()}).json()
    assert shown["title"] == "Niezapisany tytuł"
    site_root.refresh_from_db()
    assert site_root.title != "Niezapisany tytuł"


def test_a_meeting_has_two_previews_and_one_front_end(admin_client, client, front_end, site_root):
    index = MeetingIndexPageFactory(parent=CommitteePageFactory(parent=site_root))
    found = MeetingPageFactory(parent=index, live=False, title="Szkic posiedzenia")
    for mode, _label in found.preview_modes:
        data = draft(client, **previewed(admin_client, found, mode)).json()
        assert data["title"] == "Szkic posiedzenia"
        assert data["state"] in MeetingStatus.values + ["held"]


def test_without_a_front_end_the_preview_is_html(admin_client, group_page, site_root):
    for found in (group_page, site_root):
        response = admin_client.get(f"/admin/pages/{found.pk}/view_draft/")
        assert response.status_code == 200 and b"<h1" in response.content
    assert not PagePreview.objects.exists()


@pytest.mark.parametrize("how", ["no token", "changed", "other type", "made up", "expired", "gone"])
def test_a_wrong_token_opens_nothing(admin_client, client, front_end, group_page, how):
    query = previewed(admin_client, group_page)
    if how == "no token":
        del query["token"]
    elif how == "changed":
        query["token"] = query["token"][:-1] + ("a" if query["token"][-1] != "a" else "b")
    elif how == "other type":
        query["content_type"] = "rkres_wagtail_pages.tierpage"
    elif how == "made up":
        query["token"] = f"id={group_page.pk}"
    elif how == "gone":
        PagePreview.objects.all().delete()
    if how == "expired":
        with freeze_time(timezone.now() + timedelta(seconds=3605)):
            response = draft(client, **query)
    else:
        response = draft(client, **query)
    assert response.status_code == 404
    assert group_page.title not in response.content.decode()
    # Whoever is logged in needs the token as well.
    assert draft(admin_client, **query).status_code == (200 if how == "expired" else 404)


@pytest.mark.parametrize(
    "query",
    [
        {}, {"token": "x" * 5000}, {"token": "\x00"}, {"content_type": "a.b", "token": "x:y:z"},
        {"content_type": "wagtailcore.page"}, {"content_type": "."},
    ],
)  # fmt: skip
def test_bad_queries(client, query):
    assert draft(client, **query).status_code in (400, 404)
    for path in ("", "find/"):
        assert client.get(f"/api/v2/page_preview/{path}", query).status_code in (400, 404)


def test_a_draft_names_no_other_draft(admin_client, client, front_end, group_page, site_root):
    hidden = GroupPageFactory(parent=site_root, title="Ukryta", slug="ukryta", live=False)
    act = LegalActFactory(body=hidden, number="UKRYTY/1")
    group_page.founding_act = act
    group_page.supervises = [("body", hidden)]
    group_page.save_revision()
    told = draft(client, **previewed(admin_client, group_page)).content.decode()
    assert "Ukryta" not in told and "UKRYTY" not in told


def test_a_front_end_without_the_app_is_found(front_end, monkeypatch):
    assert value_checks.check_headless_preview(None) == []
    # Not the registry of apps itself: what is imported meanwhile would believe it.
    without = SimpleNamespace(is_installed=lambda name: False)
    monkeypatch.setattr(value_checks, "apps", without)
    assert [each.id for each in value_checks.check_headless_preview(None)] == ["rkres_wagtail.E033"]


def test_frames_of_the_front_end_are_let_into_the_admin(admin_client, front_end, site_root):
    policy = admin_client.get(f"/admin/pages/{site_root.pk}/edit/")["Content-Security-Policy"]
    frames = next(part for part in policy.split(";") if part.strip().startswith("frame-src"))
    assert CLIENT in frames
