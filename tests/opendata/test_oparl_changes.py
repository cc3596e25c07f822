"""What is gone leaves a tombstone, what changes is dated, whoever copies misses nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from rkres_wagtail.bodies.choices import MembersVisibility
from rkres_wagtail.opendata.models import OpenRecord
from rkres_wagtail.opendata.oparl import records
from rkres_wagtail.opendata.oparl.freshness import refresh_now
from tests.factories import (
    MeetingPageFactory,
    MembershipFactory,
    PersonFactory,
    TierPageFactory,
)
from tests.support.oparl import BASE, Reader, document, key_of, later, make_region

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TOMBSTONE = {"id", "type", "created", "modified", "deleted"}


@pytest.fixture
def region(site_root):
    return make_region(site_root)


@pytest.fixture
def reader(client):
    return Reader(client)


def url_of(kind: str, key) -> str:
    return f"{BASE}{reverse('rkres_wagtail:oparl_object', args=[kind, key])}"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def restrict(region) -> None:
    PageViewRestriction.objects.create(
        page=region.meeting, restriction_type="password", password="x"
    )


def expire(region) -> None:
    region.meeting.expire_at = datetime.now(UTC) - timedelta(seconds=1)
    region.meeting.save()


def hide_the_list(region) -> None:
    type(region.listing).objects.get(pk=region.listing.pk).unpublish()


WAYS = {
    "unpublished": lambda region: region.meeting.unpublish(),
    "restricted": restrict,
    "expired": expire,
    "under a draft": hide_the_list,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_meeting_that_is_gone_leaves_nothing_but_that_it_was(region, reader, way):
    meeting = next(each for each in reader.list("meeting") if each["name"] == "Posiedzenie minione")
    parts = [meeting["agendaItem"][0]["id"], meeting["invitation"]["id"], meeting["location"]["id"]]
    since = now()
    WAYS[way](region)
    # At once where somebody asks, whatever the records say.
    for url in [meeting["id"], *parts]:
        stone = reader.get(url)
        assert set(stone) == TOMBSTONE, url
        assert stone["deleted"] is True
        assert stone["modified"] >= since
    assert reader.get(meeting["id"])["created"] == meeting["created"]
    names = ("meeting", "agendaItem", "file", "locationList")
    for name in names:
        assert not any(each.get("deleted") for each in reader.list(name))
        assert meeting["id"] not in {each["id"] for each in reader.list(name)}
    told = {each["id"]: each for name in names for each in reader.list(name, modified_since=since)}
    for url in [meeting["id"], *parts]:
        assert set(told[url]) == TOMBSTONE
    assert "minione" not in str(told)


def test_a_page_that_is_deleted(region, reader, django_capture_on_commit_callbacks):
    body = TierPageFactory(parent=region.committee, title="Szczebel na próbę")
    url = url_of("organization", body.translation_key.hex)
    assert url in {each["id"] for each in reader.list("organization")}
    with django_capture_on_commit_callbacks(execute=True):
        type(body).objects.get(pk=body.pk).delete()
    told = {each["id"]: each for each in reader.list("organization", modified_since=past())}
    assert set(told[url]) == set(reader.get(url)) == TOMBSTONE


def test_lists_tell_what_went_by_itself_within_five_minutes(region, reader):
    region.meeting.expire_at = datetime.now(UTC) + timedelta(minutes=10)
    region.meeting.save()
    url = url_of("meeting", region.meeting.translation_key.hex)
    reader.list("meeting")
    with freeze_time(datetime.now(UTC) + timedelta(minutes=16), real_asyncio=True):
        since = now()
        found = reader.list("agendaItem", modified_since=since)
        assert len(found) == 2
        assert all(each["deleted"] for each in found)
        assert reader.get(url)["deleted"] is True


def test_what_comes_back_keeps_its_id_and_its_first_day(region, reader):
    before = reader.get(url_of("meeting", region.meeting.translation_key.hex))
    region.meeting.unpublish()
    assert reader.get(before["id"])["deleted"] is True
    region.meeting.refresh_from_db()
    region.meeting.save_revision().publish()
    again = reader.get(before["id"])
    assert again["name"] == before["name"]
    assert again["created"] == before["created"]


def test_a_person_who_is_named_no_more_is_forgotten(region, reader):
    anna = next(each for each in reader.list("person") if "Anna" in each["name"])
    membership = anna["membership"][0]["id"]
    type(region.membership).objects.filter(pk=region.membership.pk).update(is_public=False)
    for url in (anna["id"], membership):
        assert set(reader.get(url)) == TOMBSTONE
    assert "Jawna" not in str(reader.list("person", modified_since=past()))
    rows = OpenRecord.objects.filter(kind="person", deleted_at__isnull=False)
    assert [row.digest for row in rows] == [""]


def past() -> str:
    return (datetime.now(UTC) - DAY).isoformat(timespec="seconds")


def test_who_takes_back_the_consent_is_named_once_for_each_membership(region, reader):
    person = region.person
    MembershipFactory(body=region.group, person=person)
    anna = next(each for each in reader.list("person") if "Anna" in each["name"])
    assert len(anna["membership"]) == 2
    with freeze_time(datetime.now(UTC) + DAY, real_asyncio=True):
        person.has_public_profile = False
        person.save()
        assert set(reader.get(anna["id"])) == TOMBSTONE
        later()
        told = {each["id"]: each for each in reader.list("person", modified_since=past())}
        assert set(told[anna["id"]]) == TOMBSTONE
        after = [each for each in told.values() if "Jawna" in each.get("name", "")]
        assert [len(each["membership"]) for each in after] == [1, 1]
        for each in after:
            assert not {"life", "web", "givenName", "familyName"} & set(each)
            (sitting,) = each["membership"]
            assert reader.get(sitting["id"])["person"] == each["id"]


def test_a_body_that_stops_to_publish_names(region, reader):
    before = {each["id"] for each in reader.list("person")}
    region.committee.members_visibility = MembersVisibility.NUMBERS
    region.committee.save()
    region.group.members_visibility = MembersVisibility.NOTHING
    region.group.save()
    later()
    assert reader.list("person") == []
    told = {each["id"] for each in reader.list("person", modified_since=past())}
    assert told == before
    assert all("name" not in reader.get(url) for url in before)


def test_a_record_holds_no_word_and_no_digest_that_could_be_tried_out(region, reader, settings):
    reader.crawl()
    row = OpenRecord.objects.filter(kind="person").first()
    values = [row.kind, row.key, row.digest, str(row)]
    assert not any(word in str(values) for word in ("Anna", "Jawna", "Ewa"))
    known = row.digest
    settings.SECRET_KEY = "another"
    reader.get(url_of("person", row.key))
    row.refresh_from_db()
    assert row.digest != known


def test_closing_a_collection_takes_its_files_away(region, reader):
    file = next(each for each in reader.list("file") if each.get("name") == "Skan")
    paper = file["paper"][0]
    CollectionViewRestriction.objects.create(
        collection=document("x").collection, restriction_type="login"
    )
    assert set(reader.get(file["id"])) == TOMBSTONE
    assert "mainFile" not in reader.get(paper)


def test_minutes_that_are_withdrawn_take_their_files_with_them(region, reader):
    meeting = reader.get(url_of("meeting", region.meeting.translation_key.hex))
    region.minutes.unpublish()
    assert set(reader.get(meeting["resultsProtocol"]["id"])) == TOMBSTONE
    assert "resultsProtocol" not in reader.get(meeting["id"])


def test_a_committee_that_is_gone_still_tells_what_is_gone_with_it(region, reader):
    body = reader.body
    since = now()
    region.committee.unpublish()
    assert set(reader.get(body["id"])) == TOMBSTONE
    later()
    assert reader.get(reader.system["body"])["data"] == []
    for name in ("meeting", "paper", "person", "membership", "file", "organization"):
        assert reader.get(body[name])["data"] == []
        stones = reader.get(body[name], modified_since=since)["data"]
        assert stones
        assert all(set(each) == TOMBSTONE for each in stones)


# Changes ------------------------------------------------------------------------------------------


def test_only_what_changed_is_told_with_what_embeds_it(region, reader):
    reader.crawl()
    with freeze_time(datetime.now(UTC) + DAY, real_asyncio=True):
        since = now()
        assert all(
            reader.list(name, modified_since=since) == []
            for name in ("meeting", "agendaItem", "person", "paper", "file")
        )
        item = region.meeting.agenda_items.all()[0]
        item.title = "Otwarcie i przyjęcie porządku"
        region.meeting.agenda_items.add(item)
        region.meeting.save()
        later()
        meetings = reader.list("meeting", modified_since=since)
        assert [each["name"] for each in meetings] == ["Posiedzenie minione"]
        items = reader.list("agendaItem", modified_since=since)
        assert [each["name"] for each in items] == ["Otwarcie i przyjęcie porządku"]
        assert reader.list("person", modified_since=since) == []
        assert reader.list("meeting", modified_until=past()) != []
        assert reader.list("meeting", created_since=since) == []
        assert len(reader.list("meeting", created_until=since)) == 2


def test_a_change_is_dated_when_it_is_found_and_so_never_missed(region, reader):
    """Whoever copied the new words already is told again; nobody keeps the old ones."""
    reader.crawl()
    region.tier.title = "Laboratorium II"
    region.tier.save()
    with freeze_time(datetime.now(UTC) + DAY, real_asyncio=True):
        since = now()
        later()
        assert [each["name"] for each in reader.list("organization", modified_since=since)] == [
            "Laboratorium II"
        ]


def test_nothing_is_compared_again_until_something_is_saved(
    region, reader, django_capture_on_commit_callbacks
):
    reader.list("organization")
    type(region.tier).objects.filter(pk=region.tier.pk).update(live=False)
    # A list that is still right asks the gate for each of its objects all the same.
    assert "Laboratorium" not in {each["name"] for each in reader.list("organization")}
    with django_capture_on_commit_callbacks(execute=True):
        MembershipFactory(body=region.committee, person=PersonFactory(last_name="Nowa"))
    assert any("Nowa" in each["name"] for each in reader.list("person"))


def in_the_middle(monkeypatch, what) -> None:
    """Do ``what`` once, when a comparison has looked at everything and not yet closed anything."""
    real, done = records.everything, []

    def everything(world):
        yield from real(world)
        if not done:
            done.append(True)
            what()

    monkeypatch.setattr(records, "everything", everything)


def test_two_comparisons_at_once_agree(region, site, monkeypatch):
    """Of what is new the second one makes the records; of what is gone either closes them."""
    refresh_now(site)
    region.meeting.unpublish()
    new = []

    def publish_and_compare():
        new.append(MeetingPageFactory(parent=region.listing, title="W tej samej sekundzie"))
        refresh_now(site)

    in_the_middle(monkeypatch, publish_and_compare)
    refresh_now(site)
    known = OpenRecord.objects.filter(kind="meeting")
    assert known.get(key=new[0].translation_key.hex).deleted_at is None
    assert known.get(key=region.meeting.translation_key.hex).deleted_at is not None
    assert known.count() == 3


def test_two_that_make_the_same_records_make_them_once(region, site, monkeypatch):
    real, done = records._new, []

    def first_somebody_else(*args):
        if not done:
            done.append(True)
            refresh_now(site)
        return real(*args)

    monkeypatch.setattr(records, "_new", first_somebody_else)
    public = refresh_now(site).public
    assert OpenRecord.objects.filter(deleted_at=None).count() == public


def test_without_a_cache_lists_are_right_and_compared_each_time(region, reader, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    names = {each["name"] for each in reader.list("meeting")}
    assert "Posiedzenie minione" in names
    region.meeting.unpublish()
    assert {each["name"] for each in reader.list("meeting")} == names - {"Posiedzenie minione"}
    told = reader.list("meeting", modified_since=past())
    assert [set(each) for each in told if each.get("deleted")] == [TOMBSTONE]


def test_a_new_object_has_an_address_before_any_list_was_asked_for(region, reader):
    url = url_of("meeting", region.meeting.translation_key.hex)
    assert OpenRecord.objects.count() == 0
    assert reader.get(url)["name"] == "Posiedzenie minione"
    assert reader.get(url)["agendaItem"][0]["created"]


# Walking through ----------------------------------------------------------------------------------


def test_a_walk_misses_nothing_and_repeats_nothing_while_data_change(region, reader):
    rows = [MembershipFactory(body=region.committee) for _number in range(12)]
    url, found = reader.body["membership"], []
    page = reader.get(url, limit=4)
    stays = {str(row.pk) for row in rows[1:]}
    step = 0
    while True:
        found += [key_of(each["id"]) for each in page["data"]]
        step += 1
        if step == 1:
            # Of the page before: what follows must not move up.
            type(rows[0]).objects.filter(pk=rows[0].pk).update(is_public=False)
            extra = MembershipFactory(body=region.committee)
            later()
        if "next" not in page["links"]:
            break
        assert len(page["data"]) == page["pagination"]["elementsPerPage"] == 4
        page = reader.get(page["links"]["next"])
        assert page["pagination"]["currentPage"] == step + 1
    assert len(found) == len(set(found))
    assert stays <= set(found)
    assert str(extra.pk) in found


def test_links_lead_to_and_fro_and_keep_the_filters(region, reader):
    for _number in range(9):
        MembershipFactory(body=region.committee)
    since = past()
    first = reader.get(reader.body["membership"], limit=5, modified_since=since)
    assert first["pagination"] == {
        "totalElements": 12, "elementsPerPage": 5, "currentPage": 1, "totalPages": 3,
    }  # fmt: skip
    assert "prev" not in first["links"]
    second = reader.get(first["links"]["next"])
    third = reader.get(second["links"]["next"])
    assert [len(each["data"]) for each in (first, second, third)] == [5, 5, 2]
    assert "next" not in third["links"]
    assert third["links"]["self"] == first["links"]["last"] == second["links"]["next"]
    assert reader.get(third["links"]["prev"])["data"] == second["data"]
    assert reader.get(second["links"]["prev"])["data"] == first["data"]
    assert reader.get(third["links"]["first"]) == first
    for page in (first, second, third):
        assert all("modified_since=" in link for link in page["links"].values())
        assert page["links"]["self"] == reader.get(page["links"]["self"])["links"]["self"]
