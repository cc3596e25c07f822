"""On the nights when clocks change, every output of a meeting tells the same minute."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from django.core.cache import cache
from freezegun import freeze_time

from tests.support.calendars import entries, events

from .public import html_of, text_of, words

pytestmark = pytest.mark.django_db

SPRING = "29 marca 2026, niedziela, "
AUTUMN = "25 października 2026, niedziela, "


def night(day, start, end, first, last, said):
    return pytest.param(
        *(date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end)),
        *(datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (first, last)),
        said,
        id=f"{day} {start}",
    )


#: Day, from, to; both moments in UTC; what people read. On 29 March 01:59 is followed by 03:00;
#: on 25 October 02:30 comes twice, and the first one (summer time) is meant.
NIGHTS = [
    night("2026-03-29", "01:30", "03:30", "2026-03-29T00:30", "2026-03-29T01:30",
          f"{SPRING}1:30–3:30"),
    night("2026-03-29", "03:30", "04:00", "2026-03-29T01:30", "2026-03-29T02:00",
          f"{SPRING}3:30–4:00"),
    night("2026-10-25", "01:30", "02:30", "2026-10-24T23:30", "2026-10-25T00:30",
          f"{AUTUMN}1:30–2:30 (czasu letniego)"),
    night("2026-10-25", "02:30", "03:30", "2026-10-25T00:30", "2026-10-25T02:30",
          f"{AUTUMN}2:30 (czasu letniego)–3:30"),
]  # fmt: skip


def moments(html: str) -> set[datetime]:
    """What machines read in the ``<time>`` elements with an hour, in UTC."""
    found = re.findall(r'<time [^>]*datetime="([^"]+T[^"]+)"', html)
    return {datetime.fromisoformat(value).astimezone(UTC) for value in found}


@pytest.mark.parametrize("now", ["2026-03-01 10:00", "2026-11-01 10:00"], ids=["before", "after"])
@pytest.mark.parametrize(("day", "start", "end", "first", "last", "said"), NIGHTS)
def test_page_previews_feeds_and_api_agree(
    client, meeting, listing, committee, now, day, start, end, first, last, said
):
    cache.clear()
    with freeze_time(now):
        page = meeting(starts_on=day, starts_time=start, ends_time=end, confirmed=True)
        pages = {
            "page": html_of(client, page),
            "list": html_of(client, listing),
            "committee": html_of(client, committee),
        }
        for mode, _label in page.preview_modes:
            pages[mode] = page.make_preview_request(preview_mode=mode).content.decode()
        calendars = {
            "calendar": events(committee),
            "one entry": events(page, "meeting_ics"),
        }
        (news,) = entries(committee)
        told = client.get(f"/api/v2/pages/{page.pk}/").json()

    for name, html in pages.items():
        assert moments(html) == {first}, name
    for name in ("page", "announcement", "report"):
        assert said in text_of(pages[name]), name
    for name, (event,) in calendars.items():
        read = {key: event.decoded(key).astimezone(UTC) for key in ("dtstart", "dtend")}
        assert read == {"dtstart": first, "dtend": last}, name
        assert f"Kiedy: {said}\n" in str(event["description"]), name
    assert f"<p>Kiedy: {said}</p>" in news["summary"]
    api = [datetime.fromisoformat(told[key]) for key in ("starts_at", "ends_at")]
    assert [value.astimezone(UTC) for value in api] == [first, last]
    # The offset is that of the hour as people say it, so that a client may print it as it is.
    assert [value.time() for value in api] == [start, end]
    assert words(told["date_text"]) == said
