"""The news of a body: announcements, and each time a meeting was moved or cancelled (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from freezegun import freeze_time

from rkres_wagtail import feeds
from rkres_wagtail.meetings.calendars import atom, news
from rkres_wagtail.meetings.choices import DatePrecision
from rkres_wagtail.meetings.services import cancel_meeting, move_meeting
from rkres_wagtail.meetings.when import When
from tests.factories import GroupPageFactory, TierPageFactory
from tests.support.calendars import ATOM, entries, get
from tests.support.many_meetings import many_meetings

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def root(page):
    return ElementTree.fromstring(get("news", page).content)


def test_the_feed_says_whose_it_is(committee, meeting):
    group = GroupPageFactory(parent=committee, title="Grupa <robocza> & inni")
    feed = root(group)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "pl"
    assert feed.findtext(f"{ATOM}title") == "Grupa <robocza> & inni – Komitet Rozwoju"
    assert feed.findtext(f"{ATOM}subtitle") == "Zapowiedzi i zmiany posiedzeń"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Grupa <robocza> & inni"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": group.full_url,
        "self": f"http://testserver/rkres/nowosci/{group.pk}.atom",
    }


def test_an_empty_feed_is_the_same_tomorrow(committee):
    first = get("news", committee)
    with freeze_time(datetime.now(UTC) + timedelta(days=1)):
        assert get("news", committee)["ETag"] == first["ETag"]


def test_an_announcement(committee, meeting):
    page = meeting(title="V posiedzenie", lead="O planie", starts_on=date(2027, 5, 6))
    (entry,) = entries(committee)
    assert entry["id"] == f"urn:uuid:{page.translation_key}"
    assert entry["title"] == "V posiedzenie (6 maja 2027)"
    assert entry["link"] == page.full_url
    assert "<p>O planie</p>" in entry["summary"]
    assert "Kiedy: 6 maja 2027, czwartek, 10:00–13:00" in entry["summary"]
    assert datetime.fromisoformat(entry["updated"]) == page.last_published_at


def test_months_and_unknown_dates_are_news_too(committee, meeting):
    meeting(title="Miesiąc", month_only=True, starts_on=date(2027, 9, 1))
    meeting(title="Nieznany", undated=True)
    assert {entry["title"] for entry in entries(committee)} == {
        "Miesiąc (wrzesień 2027)",
        "Nieznany (termin jeszcze nieznany)",
    }


def test_moving_and_cancelling_are_entries_that_stay(committee, meeting):
    with freeze_time("2026-11-01 10:00"):
        page = meeting(title="V posiedzenie", confirmed=True, starts_on=date(2027, 5, 6))
    with freeze_time("2026-11-02 10:00"):
        new = When(DatePrecision.MINUTE, date(2027, 5, 13), time(11), None, time(14))
        move_meeting(page, new, user=None, reason="Brak sali")
    (moved, announced) = entries(committee)
    with freeze_time("2026-11-03 10:00"):
        cancel_meeting(page, user=None, reason="Choroba <prelegenta>")
    (cancelled, moved_later, announced_later) = entries(committee)

    assert moved["title"] == "Przeniesiono: V posiedzenie (13 maja 2027)"
    assert "z 6 maja 2027, czwartek, 10:00–13:00 na 13 maja 2027" in moved["summary"]
    assert "Powód: Brak sali" in moved["summary"]
    assert moved == moved_later
    assert cancelled["title"] == "ODWOŁANE: V posiedzenie (13 maja 2027)"
    assert "Powód: Choroba &lt;prelegenta&gt;" in cancelled["summary"]
    assert cancelled["updated"].startswith("2026-11-03T10:00")
    assert announced["id"] == announced_later["id"]
    assert announced_later["title"] == "ODWOŁANE: V posiedzenie (13 maja 2027)"
    assert len({cancelled["id"], moved["id"], announced["id"]}) == 3
    assert root(committee).findtext(f"{ATOM}updated").startswith("2026-11-03T10:00")


def test_each_body_has_its_own(committee, meeting):
    tier = TierPageFactory(parent=committee)
    meeting(title="Komitet")
    meeting(title="Szczebel", bodies=[tier])
    assert len(entries(committee)) == 2
    assert [entry["title"].split(" (")[0] for entry in entries(tier)] == ["Szczebel"]


def test_the_newest_only_and_an_old_one_that_was_moved(committee, listing, meeting):
    with freeze_time("2020-01-01"):
        old = meeting(title="Dawne", confirmed=True, starts_on=date(2030, 5, 6))
    many_meetings(listing, atom.LIMIT + 5)
    cancel_meeting(old, user=None, reason="Choroba")
    found = entries(committee)
    assert len(found) == atom.LIMIT
    assert found[0]["title"] == "ODWOŁANE: Dawne (6 maja 2030)"
    assert [entry["updated"] for entry in found] == sorted(
        (entry["updated"] for entry in found), reverse=True
    )


def test_changes_of_another_body_crowd_nothing_out(committee, meeting, monkeypatch):
    monkeypatch.setattr(atom, "LIMIT", 2)
    tier = TierPageFactory(parent=committee)
    cancel_meeting(meeting(title="Szczebel", bodies=[tier], confirmed=True), user=None, reason="A")
    for _number in range(3):
        cancel_meeting(meeting(confirmed=True), user=None, reason="B")
    assert len(entries(tier)) == 2


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "A\r\nB\x01\x0b", "]]>", "\u202eodwrócone", "🐎&amp;"]
)
def test_a_hostile_title_stays_a_title(committee, meeting, title):
    page = meeting()
    type(page).objects.filter(pk=page.pk).update(title=title, lead=title)
    (entry,) = entries(committee)
    assert entry["title"].startswith(feeds.one_line(title))
    assert "<script" not in entry["summary"]


def test_an_entry_that_cannot_be_written_is_left_out_and_logged(
    committee, meeting, monkeypatch, caplog
):
    meeting(title="Dobre")
    bad = meeting(title="Zepsute")
    real = news.announcement

    def breaks(scope, page, *args):
        if page.pk == bad.pk:
            raise RuntimeError("zepsuta relacja")
        return real(scope, page, *args)

    monkeypatch.setattr(news, "announcement", breaks)
    assert [entry["title"].split(" (")[0] for entry in entries(committee)] == ["Dobre"]
    assert "Zepsute" in caplog.text


def test_later_rooms_add_their_news(committee, meeting, monkeypatch):
    class Rounds:
        def items(self, scope, limit):
            at = datetime(2030, 1, 1, tzinfo=UTC)
            entry = feeds.Entry(
                id="urn:uuid:1",
                title="Nowa tura",
                url="https://example.org/",
                published_at=at,
                updated_at=at,
            )
            yield feeds.NewsItem(label="tura", at=at, build=lambda: entry)

    monkeypatch.setattr(feeds, "_news", {**feeds._news})
    feeds.add_news("consultations", Rounds())
    meeting(title="Posiedzenie")
    assert [entry["title"].split(" (")[0] for entry in entries(committee)] == [
        "Nowa tura",
        "Posiedzenie",
    ]
