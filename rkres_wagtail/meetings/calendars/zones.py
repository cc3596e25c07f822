"""Moments as a calendar writes them: by the clock of the zone, or in UTC where that would lie.

Clients know ``TZID`` by the ``VTIMEZONE`` beside it. The generated one, with lists of dates, is
read wrong by an hour by ical.js (Thunderbird), so ours has the two rules that have held in the
European Union since October 1996. What those cannot say is written in UTC (RFC 5545 §3.3.5,
form 2), which every client reads alike: the hour that comes twice in autumn, earlier years, and
every other zone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ..when import is_doubled, zone

#: First whole year of the rules below.
_RULES_SINCE = 1997

#: Zone -> its ``VTIMEZONE`` (RFC 5545 §3.6.5), by rules.
_COMPONENTS = {
    "Europe/Warsaw": """\
BEGIN:VTIMEZONE
TZID:Europe/Warsaw
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
}


def component() -> bytes:
    """The ``VTIMEZONE`` of ``RKRES_WAGTAIL_TIME_ZONE``; nothing where all is written in UTC."""
    return _COMPONENTS.get(zone().key, "").replace("\n", "\r\n").encode()


def written(*moments: datetime | None) -> list[datetime | None]:
    """Moments of one event in the zone if its rules can say all of them, else all in UTC."""
    here = zone()
    target = here if all(_is_sayable(moment, here) for moment in moments if moment) else UTC
    return [moment and moment.astimezone(target) for moment in moments]


def _is_sayable(moment: datetime, here: ZoneInfo) -> bool:
    local = moment.astimezone(here)
    return (
        here.key in _COMPONENTS
        and local.year >= _RULES_SINCE
        and not is_doubled(local.date(), local.time())
    )
