"""Nothing that is not public reaches a calendar, a single entry or the news."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from rkres_wagtail.meetings.choices import LinkVisibility
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When
from tests.factories import CommitteePageFactory, GroupPageFactory, MeetingIndexPageFactory
from tests.factories.meetings import MeetingPageFactory
from tests.support.calendars import get

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

SECRET = "Tajemnica"
FEEDS = ("calendar", "news")


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def hide(page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


def everything(committee, page) -> str:
    """All that the feeds of the committee say, and the entry of the meeting where there is one."""
    answers = [get(name, committee) for name in FEEDS]
    assert all(answer.status_code == 200 for answer in answers)
    single = get("meeting_ics", page)
    assert single.status_code in (200, 404)
    texts = [answer.content.decode() for answer in (*answers, single)]
    return "\n".join(texts).replace("\r\n ", "")


def test_what_is_public_is_there(committee, meeting):
    """So that the tests below do not pass because nothing is ever said."""
    page = meeting(title=SECRET, confirmed=True)
    assert (
        everything(committee, page).count(SECRET) == 5
    )  # calendar, news; name, same name and title of the entry


@pytest.mark.parametrize(
    "how", ["draft", "expired", "private", "under a private list", "under a draft list", "alias"]
)
def test_hidden_meetings(committee, listing, meeting, how):
    page = meeting(
        title=SECRET,
        confirmed=True,
        lead=SECRET,
        private=how == "private",
        **({how: True} if how in ("draft", "expired") else {}),
    )
    if how == "under a private list":
        hide(listing)
    elif how == "under a draft list":
        type(listing).objects.filter(pk=listing.pk).update(live=False)
    elif how == "alias":
        other = page
        page = other.create_alias(parent=listing, update_slug="alias")
        type(other).objects.filter(pk=other.pk).update(live=False)
    assert SECRET not in everything(committee, page)
    assert get("meeting_ics", page).status_code == 404


def test_a_meeting_that_was_hidden_is_gone_although_it_was_kept(committee, meeting):
    page = meeting(title=SECRET, confirmed=True)
    assert SECRET in everything(committee, page)
    hide(page)
    assert SECRET not in everything(committee, page)


def test_a_meeting_that_ran_out_is_gone_before_the_scheduler_ran(committee, meeting):
    page = meeting(title=SECRET, confirmed=True)
    assert SECRET in everything(committee, page)
    soon = timezone.now() - timedelta(seconds=1)
    type(page).objects.filter(pk=page.pk).update(expire_at=soon)
    assert SECRET not in everything(committee, page)


@pytest.mark.parametrize("how", ["draft", "expired", "private"])
def test_a_hidden_body_has_no_calendar_and_no_name(committee, meeting, how):
    group = GroupPageFactory(
        parent=committee, title=SECRET, private=how == "private", **_trait(how)
    )
    page = meeting(bodies=[committee, group], confirmed=True)
    for name in FEEDS:
        assert get(name, group).status_code == 404
    text = everything(committee, page)
    assert SECRET not in text
    assert str(page.translation_key) in text
    assert text.count("Kto obraduje: Komitet Rozwoju\\n") == 2
    assert "Kto obraduje: Komitet Rozwoju&lt;/p&gt;" in text


def _trait(how: str) -> dict:
    return {how: True} if how in ("draft", "expired") else {}


def test_a_meeting_of_a_private_body_alone_is_in_no_feed(committee, meeting):
    group = GroupPageFactory(parent=committee, private=True)
    meeting(title=SECRET, bodies=[group], confirmed=True)
    assert all(SECRET not in get(name, committee).content.decode() for name in FEEDS)


def test_under_a_private_committee_nothing_is_left(site_root, listing, committee, meeting):
    page = meeting(confirmed=True)
    hide(committee)
    assert get("calendar", committee).status_code == 404
    assert get("news", committee).status_code == 404
    assert get("meeting_ics", page).status_code == 404


def test_internal_items_and_materials(committee, meeting):
    page = meeting(
        confirmed=True,
        agenda=[{"title": SECRET, "is_internal": True}, {"title": f"{SECRET} 2", "level": 2}],
        materials=[{"title": SECRET, "url": "https://example.org/tajemnica"}],
        description=f"<p>{SECRET}</p>",
    )
    assert SECRET.lower() not in everything(committee, page).lower()


@pytest.mark.parametrize("visibility", [LinkVisibility.NEVER, LinkVisibility.BEFORE])
def test_a_link_that_is_not_public_at_all_times(committee, meeting, visibility):
    """A kept feed would show the one too early, or too late."""
    page = meeting(
        confirmed=True,
        access_url="https://example.org/tajemnica",
        access_visibility=visibility,
        access_hours=24 * 31,
    )
    assert visibility == LinkVisibility.NEVER or page.access_link()
    assert "tajemnica" not in everything(committee, page)


def test_a_public_link_is_said_until_the_meeting_is_over_or_cancelled(committee, meeting):
    link = {
        "access_url": "https://example.org/tajemnica",
        "access_visibility": LinkVisibility.PUBLIC,
    }
    page = meeting(confirmed=True, **link)
    assert "tajemnica" in everything(committee, page)
    cancel_meeting(page, user=None, reason="Choroba")
    assert "tajemnica" not in everything(committee, page)
    past = meeting(past=True, **link)
    assert "tajemnica" not in everything(committee, past)


def test_private_facts_of_a_meeting(committee, meeting):
    page = meeting(
        confirmed=True,
        contact_person=SECRET,
        contact_email="tajemnica@example.org",
        report=f"<p>{SECRET}</p>",
    )
    assert SECRET.lower() not in everything(committee, page).lower()


def test_a_draft_of_a_public_meeting(committee, meeting):
    page = meeting(confirmed=True)
    page.title = page.lead = SECRET
    page.save_revision()
    assert SECRET not in everything(committee, page)


def test_a_moved_meeting_that_was_hidden_leaves_no_news(committee, meeting):
    page = meeting(title=SECRET, confirmed=True)
    new = When.of(page)
    move_meeting(
        page,
        When(new.date_precision, new.starts_on + timedelta(days=7), new.starts_time),
        user=None,
        reason=f"{SECRET}: powód",
    )
    assert f"{SECRET}: powód" in everything(committee, page)
    hide(page)
    assert SECRET not in everything(committee, page)


def test_another_committee_has_its_own(committee, site_root, meeting):
    other = CommitteePageFactory(title="Inny", slug="inny")
    index = MeetingIndexPageFactory(parent=other)
    page = MeetingPageFactory(parent=index, title=SECRET, confirmed=True)
    assert all(SECRET not in get(name, committee).content.decode() for name in FEEDS)
    assert SECRET in everything(other, page)


def test_another_site_serves_none_of_it(committee, site_root, meeting, client):
    from wagtail.models import Site

    page = meeting(title=SECRET, confirmed=True)
    elsewhere = site_root.get_parent().add_child(
        instance=type(site_root)(title="Inna", slug="inna", locale=site_root.locale)
    )
    Site.objects.create(hostname="inna.example", root_page=elsewhere)
    for name, target in (("calendar", committee), ("news", committee), ("meeting_ics", page)):
        assert get(name, target, client, HTTP_HOST="inna.example").status_code == 404
