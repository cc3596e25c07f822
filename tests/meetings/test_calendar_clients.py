"""Clients read the moments that the pages say: icalendar, and ical.js, which Thunderbird has.

``RKRES_ICALJS`` names the folder of npm's ``ical.js``; without it (or without node) the tests are
skipped, which CI does not allow.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from icalendar import Calendar

from rkres_wagtail.meetings.choices import DatePrecision
from rkres_wagtail.meetings.when import is_doubled
from tests.factories import GroupPageFactory
from tests.support.calendars import get

READER = Path(__file__).parents[1] / "support" / "read_calendar.cjs"
ICALJS = os.environ.get("RKRES_ICALJS", "")
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not ICALJS or (NODE is None and "CI" not in os.environ),
        reason="needs node, and RKRES_ICALJS: the folder of npm's ical.js",
    ),
]

#: Day, from, to: summer, winter, and around both nights of 2026 and of a later year.
HOURS = {
    "summer": (date(2026, 7, 1), time(10), time(13)),
    "winter": (date(2026, 12, 1), time(10), time(13)),
    "far summer": (date(2044, 7, 1), time(9, 15), time(10)),
    "far winter": (date(2044, 1, 15), time(9, 15), time(10)),
    "eve of spring": (date(2026, 3, 28), time(23, 30), time(23, 45)),
    "before the spring jump": (date(2026, 3, 29), time(1, 30), time(1, 45)),
    "over the spring jump": (date(2026, 3, 29), time(1, 30), time(3, 30)),
    "after the spring jump": (date(2026, 3, 29), time(3), time(4)),
    "before the autumn hour": (date(2026, 10, 25), time(1, 30), time(1, 45)),
    "into the autumn hour": (date(2026, 10, 25), time(1, 30), time(2, 30)),
    "in the autumn hour": (date(2026, 10, 25), time(2, 30), time(2, 45)),
    "over the autumn hour": (date(2026, 10, 25), time(1, 30), time(3, 30)),
    "after the autumn hour": (date(2026, 10, 25), time(3), time(4)),
    "first full week of March": (date(2027, 3, 8), time(10), time(11)),
    "day before winter time": (date(2027, 10, 30), time(10), time(11)),
    "day of winter time": (date(2027, 10, 31), time(10), time(11)),
    "before the rules": (date(1995, 10, 1), time(10), time(11)),
}


@pytest.fixture
def year(meeting):
    """A meeting of every kind of hour and day, by the name of the case."""
    cache.clear()
    pages = {
        name: meeting(title=name, starts_on=day, starts_time=start, ends_time=end)
        for name, (day, start, end) in HOURS.items()
    }
    nothing = {"starts_time": None, "ends_time": None}
    pages["no end"] = meeting(starts_on=date(2026, 7, 2), ends_time=None)
    pages["day"] = meeting(date_precision=DatePrecision.DAY, starts_on=date(2026, 3, 29), **nothing)
    pages["days"] = meeting(
        date_precision=DatePrecision.DAYS,
        starts_on=date(2026, 10, 24),
        ends_on=date(2026, 10, 26),
        **nothing,
    )
    pages["over night"] = meeting(
        starts_on=date(2026, 10, 24), starts_time=time(22), ends_on=date(2026, 10, 25)
    )
    return pages


def expected(page) -> tuple[str, str | None]:
    """Start and end as the page has them; days with the day after the last."""
    when = page.when
    if when.has_hour:
        return moment(when.starts_at), moment(when.ends_at)
    return when.starts_on.isoformat(), (when.last_day + timedelta(days=1)).isoformat()


def moment(value) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def by_icaljs(content: bytes) -> dict[str, dict]:
    done = subprocess.run(
        [NODE or "node", str(READER), ICALJS], input=content, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return {event["uid"]: event for event in json.loads(done.stdout)}


def by_icalendar(content: bytes) -> dict[str, dict]:
    return {
        str(event["uid"]): {
            "start": moment(event.decoded("dtstart")),
            "end": moment(event.decoded("dtend")) if "dtend" in event else None,
            "summary": str(event["summary"]),
            "description": str(event["description"]),
        }
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


def test_both_read_what_the_pages_say(committee, year):
    content = get("calendar", committee).content
    theirs, ours = by_icaljs(content), by_icalendar(content)
    assert set(theirs) == set(ours) == {str(page.translation_key) for page in year.values()}
    for name, page in year.items():
        key = str(page.translation_key)
        assert (theirs[key]["start"], theirs[key]["end"]) == expected(page), name
        assert (ours[key]["start"], ours[key]["end"]) == expected(page), name


def test_the_doubled_hour_is_the_first_of_both(year):
    page = year["in the autumn hour"]
    assert is_doubled(page.starts_on, page.starts_time)
    assert expected(page)[0] == "2026-10-25T00:30:00Z"


@pytest.mark.parametrize("case", ["summer", "winter", "in the autumn hour", "day", "days"])
def test_a_single_entry_says_the_same(year, case):
    page = year[case]
    content = get("meeting_ics", page).content
    for read in (by_icaljs(content), by_icalendar(content)):
        (event,) = read.values()
        assert (event["start"], event["end"]) == expected(page)


def test_the_calendar_of_one_body_says_the_same(committee, meeting):
    cache.clear()
    group = GroupPageFactory(parent=committee)
    page = meeting(bodies=[group], starts_on=date(2026, 7, 1))
    content = get("calendar", group).content
    assert by_icaljs(content)[str(page.translation_key)]["start"] == "2026-07-01T08:00:00Z"


def test_both_read_the_same_words(committee, meeting):
    cache.clear()
    title = 'Zażółć; „gęślą”, \\ jaźń 🐎 "x" <b>&amp;</b>' + " długi tytuł" * 10
    page = meeting(title=title, lead="Wiersz\n\nDrugi; z przecinkiem, i ukośnikiem \\n.")
    content = get("calendar", committee).content
    theirs, ours = by_icaljs(content), by_icalendar(content)
    key = str(page.translation_key)
    assert theirs[key]["summary"] == ours[key]["summary"] == title
    assert theirs[key]["description"] == ours[key]["description"]
    assert "Drugi; z przecinkiem, i ukośnikiem \\n." in theirs[key]["description"]


def test_another_zone(committee, year, settings):
    settings.RKRES_WAGTAIL_TIME_ZONE = "America/New_York"
    cache.clear()
    content = get("calendar", committee).content
    page = year["summer"]
    assert by_icaljs(content)[str(page.translation_key)]["start"] == expected(page)[0]
    assert expected(page)[0] == "2026-07-01T14:00:00Z"
