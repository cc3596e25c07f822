"""What must never reach a public page: internal points, hidden links, private pages and names."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from rkres_wagtail.meetings.when import local_today
from tests.factories import GroupPageFactory
from tests.support.database import committed

from .public import document, html_of, titles

pytestmark = [committed, pytest.mark.swapped]

LINK = "https://example.invalid/tajny-link"


def addresses(page, listing, committee) -> list[str]:
    """Every public address that could tell something of a meeting."""
    return [
        page.get_url(),
        listing.get_url(),
        f"{listing.get_url()}?q=tajne",
        committee.get_url(),
        f"{committee.get_url()}szukaj/?q=tajne",
        f"{committee.get_url()}historia-zmian/",
    ]


def internal(**kwargs) -> dict:
    keys = [uuid.uuid4() for _number in range(4)]
    agenda = [
        {"title": "Jawne otwarcie", "uuid": keys[0]},
        {"title": "Tajne kadry", "uuid": keys[1], "is_internal": True, "speaker": "Tajny Mówca"},
        {"title": "Tajne szczegóły", "uuid": keys[2], "level": 2, "result_note": "Tajny wynik"},
        {"title": "Jawny koniec", "uuid": keys[3]},
    ]
    materials = [
        {"document": document("Tajne płace"), "item_uuid": keys[1]},
        {"document": document("Tajne premie"), "item_uuid": keys[2], "kind": "minutes"},
        {"document": document("Tajne bez punktu"), "item_uuid": uuid.uuid4()},
        {"document": document("Jawny plik"), "item_uuid": keys[3]},
    ]
    return {"agenda": agenda, "materials": materials, **kwargs}


@pytest.mark.parametrize("days", [10, -10])
def test_internal_points_and_what_hangs_on_them(client, meeting, listing, committee, days):
    page = meeting(**internal(starts_on=local_today() + timedelta(days=days)))
    for address in addresses(page, listing, committee):
        html = html_of(client, address)
        assert "Tajn" not in html, address
    html = html_of(client, page)
    assert "Jawny plik" in html and "Jawne otwarcie" in html and ">2.</span>" in html
    for mode, _label in page.preview_modes:
        assert "Tajn" not in page.make_preview_request(preview_mode=mode).content.decode()


def test_a_link_that_is_never_public(client, meeting, listing, committee):
    tomorrow = local_today() + timedelta(days=1)
    page = meeting(meeting_form="online", access_url=LINK, starts_on=tomorrow)
    for address in addresses(page, listing, committee):
        assert LINK not in html_of(client, address)
    assert "Link otrzymują uczestnicy" in html_of(client, page)
    for mode, _label in page.preview_modes:
        assert LINK not in page.make_preview_request(preview_mode=mode).content.decode()


def test_a_link_before_its_hour(client, meeting, listing, committee):
    page = meeting(meeting_form="online", access_url=LINK, access_visibility="before")
    for address in addresses(page, listing, committee):
        assert LINK not in html_of(client, address)


def test_a_report_written_early_is_not_found_by_its_words(client, meeting, committee, listing):
    page = meeting(title="Obrady", report="<p>Uchwalono przedwcześnie</p>")
    assert page.url not in html_of(client, f"{committee.url}szukaj/?q=przedwcześnie")
    assert titles(html_of(client, listing, q="przedwcześnie")) == []
    assert "przedwcześnie" not in html_of(client, page)
    held = meeting(title="Dawne obrady", past=True, report="<p>Uchwalono przedwcześnie</p>")
    assert titles(html_of(client, listing, q="przedwcześnie")) == [held.title]


def test_a_point_that_became_internal_is_no_longer_found(client, meeting, listing):
    page = meeting(title="Obrady", agenda=[{"title": "Wypowiedzenia"}])
    assert titles(html_of(client, listing, q="wypowiedzenia")) == ["Obrady"]
    page = type(page).objects.get(pk=page.pk)
    item = page.agenda_items.first()
    item.is_internal = True
    page.agenda_items = [item]
    page.save_revision().publish()
    assert titles(html_of(client, listing, q="wypowiedzenia")) == []


HIDDEN = {
    "draft": {"live": False},
    "private": {"private": True},
    "expired": {"expire_at": "past"},
}


@pytest.mark.parametrize("kind", HIDDEN)
@pytest.mark.parametrize("days", [10, -10])
def test_meetings_that_are_not_public(client, meeting, listing, committee, kind, days):
    fields = dict(HIDDEN[kind])
    if "expire_at" in fields:
        fields["expire_at"] = timezone.now() - timedelta(minutes=1)
    meeting(title="Sąsiad przed", starts_on=local_today() + timedelta(days=days - 1))
    page = meeting(title="Tajne obrady", starts_on=local_today() + timedelta(days=days), **fields)
    response = client.get(page.get_url())
    assert response.status_code == 404 or b"Tajne obrady</h1>" not in response.content
    neighbour = type(page).objects.get(title="Sąsiad przed")
    others = [*addresses(page, listing, committee)[1:], neighbour.get_url()]
    for address in [*others, f"{listing.get_url()}?rok={page.starts_on.year}"]:
        html = html_of(client, address)
        assert "Tajne obrady" not in html and page.slug not in html, address


def test_an_alias_is_not_listed_twice(client, meeting, listing):
    page = meeting(title="Obrady")
    page.create_alias(parent=type(listing).objects.get(pk=listing.pk), update_slug="lustro")
    assert titles(html_of(client, listing)) == ["Obrady"]


def test_an_alias_shows_what_it_mirrors(client, meeting, listing):
    page = meeting(title="Obrady", starts_on=date(2031, 5, 6))
    parent = type(listing).objects.get(pk=listing.pk)
    alias = page.create_alias(parent=parent, update_slug="lustro")
    html = html_of(client, alias)
    assert 'datetime="2031-05-06T10:00+02:00"' in html
    assert f'<link rel="canonical" href="{page.full_url}">' in html


def test_a_private_bodys_name(client, meeting, listing, committee):
    secret = GroupPageFactory(parent=committee, title="Tajny zespół", private=True)
    draft = GroupPageFactory(parent=committee, title="Tajny szkic", draft=True)
    page = meeting(
        bodies=[committee, secret, draft],
        past=True,
        agenda=[{"title": "A", "result": "referred", "referred_to_id": secret.pk}],
    )
    for address in addresses(page, listing, committee):
        assert "Tajny" not in html_of(client, address), address
    assert "przekazano innemu organowi" in html_of(client, page)
    assert len(titles(html_of(client, listing, organ=secret.pk))) == 1


def test_a_point_postponed_to_a_hidden_meeting(client, meeting):
    later = meeting(title="Tajne później", live=False)
    row = {"title": "A", "result": "postponed", "postponed_to_id": later.pk}
    html = html_of(client, meeting(past=True, agenda=[row]))
    assert "Tajne później" not in html and later.slug not in html


def test_a_file_of_a_closed_collection(client, meeting):
    closed = Collection.get_first_root_node().add_child(name="Biuro")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    file = document("Tajny plik", collection=closed)
    page = meeting(past=True, materials=[{"document": file, "kind": "minutes"}])
    html = html_of(client, page)
    assert "Tajny plik" not in html and file.url not in html
    assert "nieopublikowany" in html


def test_a_closed_list_closes_its_meetings(client, meeting, listing, committee):
    page = meeting(title="Tajne obrady")
    PageViewRestriction.objects.create(page=listing, restriction_type="login")
    assert client.get(page.get_url()).status_code == 302
    for address in (committee.get_url(), f"{committee.get_url()}szukaj/?q=obrady"):
        assert "Tajne obrady" not in html_of(client, address)


def test_a_meeting_of_another_committee(client, meeting, listing, site_root):
    from tests.factories import CommitteePageFactory, MeetingIndexPageFactory, MeetingPageFactory

    other = CommitteePageFactory(parent=site_root)
    MeetingPageFactory(parent=MeetingIndexPageFactory(parent=other), title="Obce obrady")
    assert "Obce obrady" not in html_of(client, listing)
    assert "Obce obrady" not in html_of(client, listing.get_parent())


def test_what_a_draft_of_a_published_page_says(client, meeting):
    page = meeting(title="Obrady", lead="Jawne")
    page.lead = "Tajny szkic"
    page.save_revision()
    assert "Tajny szkic" not in html_of(client, page)
    draft = page.get_latest_revision_as_object()
    assert "Tajny szkic" in draft.make_preview_request().content.decode()
