"""Time flips pages by itself, and every output tells the same minute."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from freezegun import freeze_time

from rkres_wagtail.meetings.presentation.boundaries import KEPT_SECONDS
from rkres_wagtail.meetings.when import moment
from tests.support.database import committed

from .public import html_of, part, text_of, titles

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]

DAY = date(2026, 12, 12)
LINK = "https://example.invalid/wejscie"


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return moment(day, time(hour, minute)).astimezone(UTC)


@pytest.fixture
def held_on_day(meeting):
    with freeze_time(at(8)):
        return meeting(
            title="Obrady",
            confirmed=True,
            starts_on=DAY,
            meeting_form="online",
            access_url=LINK,
            access_visibility="before",
            access_hours=1,
            report="<p>Było dobrze.</p>",
        )


def test_the_link_comes_and_goes_without_a_save(client, held_on_day):
    shown = {}
    for hour, minute in ((8, 59), (9, 0), (12, 59), (13, 0)):
        with freeze_time(at(hour, minute)):
            shown[hour, minute] = LINK in html_of(client, held_on_day)
    assert shown == {(8, 59): False, (9, 0): True, (12, 59): True, (13, 0): False}
    with freeze_time(at(8)):
        assert "12 grudnia 2026 o 9:00" in text_of(html_of(client, held_on_day))


def test_the_page_turns_over_when_the_meeting_ends(client, held_on_day, listing, committee):
    with freeze_time(at(12, 59)):
        assert "Było dobrze" not in html_of(client, held_on_day)
        assert titles(part(html_of(client, listing), "rkres-ahead")) == ["Obrady"]
        assert titles(part(html_of(client, committee), "rkres-next-meeting")) == ["Obrady"]
    with freeze_time(at(13)):
        html = html_of(client, held_on_day)
        assert "Było dobrze" in html and "odbyło się" in html
        assert titles(part(html_of(client, listing), "rkres-past")) == ["Obrady"]
        assert titles(part(html_of(client, committee), "rkres-next-meeting")) == []
        assert titles(part(html_of(client, committee), "rkres-latest-meetings")) == ["Obrady"]


@pytest.mark.parametrize(
    ("now", "seconds"),
    [(at(8, 59), KEPT_SECONDS), (at(12, 59), KEPT_SECONDS), (at(8, 30), KEPT_SECONDS)],
)
def test_caches_keep_a_page_a_minute_while_something_will_change(client, held_on_day, now, seconds):
    with freeze_time(now):
        response = client.get(held_on_day.get_url())
    assert response["Cache-Control"] == f"max-age={seconds}"


def test_who_has_just_changed_the_page_sees_it_fresh(client, held_on_day, admin_user):
    with freeze_time(at(8)):
        client.force_login(admin_user)
        kept = client.get(held_on_day.get_url())["Cache-Control"]
        assert set(kept.split(", ")) == {"private", "no-cache"}
        client.logout()
        assert "max-age" in client.get(held_on_day.get_url())["Cache-Control"]


def test_no_cache_outlives_the_boundary(client, held_on_day):
    for last, now in (
        (10, datetime(2026, 12, 12, 7, 59, 50, tzinfo=UTC)),  # the link appears at 8:00 UTC
        (5, datetime(2026, 12, 12, 11, 59, 55, tzinfo=UTC)),  # the meeting ends at 12:00 UTC
    ):
        with freeze_time(now):
            assert client.get(held_on_day.get_url())["Cache-Control"] == f"max-age={last}"
    with freeze_time(at(14)):
        assert not client.get(held_on_day.get_url()).has_header("Cache-Control")


def test_djangos_page_cache_does_not_outlive_it_either(client, held_on_day, settings):
    settings.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        *settings.MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]
    settings.CACHE_MIDDLEWARE_SECONDS = 3600
    with freeze_time(at(8, 59)):
        assert LINK not in html_of(client, held_on_day)
    with freeze_time(at(9, 1)):
        assert LINK in html_of(client, held_on_day)
    with freeze_time(at(13, 2)):
        assert LINK not in html_of(client, held_on_day)


def test_sign_up_closes_at_midnight(client, meeting):
    with freeze_time(at(8)):
        page = meeting(
            starts_on=date(2026, 12, 20),
            is_open=True,
            signup_until=DAY,
            signup_url="https://example.invalid/zapisy",
        )
    with freeze_time(at(23, 59)):
        assert "example.invalid/zapisy" in html_of(client, page)
    with freeze_time(at(0, 1, day=date(2026, 12, 13))):
        html = html_of(client, page)
        assert "example.invalid/zapisy" not in html
        assert "Zapisy zakończyły się 12 grudnia 2026" in text_of(html)


@committed
@pytest.mark.parametrize(
    ("day", "hour", "machine", "words"),
    [
        (date(2027, 3, 28), time(3), "2027-03-28T03:00+02:00", "niedziela, 3:00"),
        (date(2027, 3, 28), time(1, 59), "2027-03-28T01:59+01:00", "niedziela, 1:59"),
        (date(2027, 10, 31), time(2, 30), "2027-10-31T02:30+02:00", "niedziela, 2:30"),
        (date(2027, 10, 31), time(3), "2027-10-31T03:00+01:00", "niedziela, 3:00"),
    ],
)
def test_page_preview_and_list_tell_the_same_minute(
    client, meeting, listing, committee, day, hour, machine, words
):
    with freeze_time(at(8)):
        page = meeting(starts_on=day, starts_time=hour, ends_time=None)
        outputs = {
            "page": html_of(client, page),
            "list": html_of(client, listing),
            "committee": html_of(client, committee),
        }
        for mode, _label in page.preview_modes:
            response = page.make_preview_request(preview_mode=mode)
            outputs[mode] = response.content.decode()
        search = html_of(client, f"{committee.get_url()}szukaj/?q=posiedzenie")
    for name, html in outputs.items():
        assert machine in re.findall(r'datetime="([^"]+)"', html), name
        assert words in text_of(html), name
    assert words in text_of(search)


def test_each_phase_has_its_preview(meeting):
    page = meeting(
        report="<p>Relacja obszerna.</p>",
        description="<p>Zapraszamy.</p>",
        confirmed=True,
        agenda=[{"title": "A", "result": "adopted"}],
    )
    modes = [mode for mode, _label in page.preview_modes]
    before, after = (
        page.make_preview_request(preview_mode=mode).content.decode() for mode in modes
    )
    assert page.default_preview_mode == modes[0]
    assert "Relacja obszerna" not in before and "Zapraszamy" in before
    assert "potwierdzone" in before and "przyjęto" not in before
    assert "Relacja obszerna" in after and "odbyło się" in after and "przyjęto" in after
    assert meeting(past=True).default_preview_mode == modes[1]
    past = meeting(past=True, confirmed=True, report="<p>Relacja</p>")
    assert "Relacja</p>" not in past.make_preview_request(preview_mode=modes[0]).content.decode()


def test_a_meeting_is_previewed_before_its_first_save(listing, committee):
    from tests.factories.pages import page_class

    model = page_class("MEETING_PAGE")
    page = model(title="Jeszcze nie ma", slug="jeszcze", locale=listing.locale, starts_on=DAY)
    page.set_url_path(listing)
    page.path = model._get_children_path_interval(listing.path)[1]
    page.depth = listing.depth + 1
    page.chosen_bodies = [committee]
    for mode, _label in page.preview_modes:
        html = page.make_preview_request(preview_mode=mode).content.decode()
        assert "Jeszcze nie ma" in html and committee.title in html


def test_the_list_is_previewed(listing, meeting):
    meeting(title="Obrady")
    assert "Obrady" in listing.make_preview_request().content.decode()
