"""One consultation in each state, for the tests of public pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rkres_wagtail.meetings.when import moment


def a_round(first: str, last: str) -> dict:
    """Whole days, the last one included."""
    day = date.fromisoformat(last) + timedelta(days=1)
    return {"starts_at": moment(date.fromisoformat(first)), "ends_at": moment(day)}


def utc(text: str) -> datetime:
    """``2026-10-25 23:59:59`` of the local clock."""
    found = datetime.fromisoformat(text)
    return moment(found.date()).replace(hour=found.hour, minute=found.minute, second=found.second)


#: Arguments of the fixture ``consultation``, by what comes of them today.
STATES = {
    "open": {"rounds": [{}]},
    "announced": {"rounds": [{"announced": True}]},
    "unknown_dates": {},
    "between": {"rounds": [{"closed": True}, {"announced": True}]},
    "analysed": {"rounds": [{"closed": True}]},
    "overdue": {"rounds": [{"overdue": True}]},
    "reported": {"rounds": [{"overdue": True}], "report": True},
    "adopted": {"rounds": [{"overdue": True}], "report": True, "outcome": "adopted"},
    "abandoned": {"rounds": [{"overdue": True}], "outcome": "abandoned"},
    "unknown": {"rounds": [{"overdue": True}], "outcome": "unknown"},
}
