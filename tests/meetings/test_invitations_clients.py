"""The invitation as two independent readers of calendars understand it."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.factories.invitations import make_member

from .invitations import invite, mails
from .test_calendar_clients import by_icalendar, by_icaljs, expected, pytestmark  # noqa: F401

#: Around both nights of a later year, at which clocks change.
HOURS = {
    "summer": (date(2044, 7, 1), time(9, 15), time(10)),
    "winter": (date(2044, 1, 15), time(9, 15), time(10)),
    "before the spring jump": (date(2044, 3, 27), time(1, 30), time(1, 45)),
    "over the spring jump": (date(2044, 3, 27), time(1, 30), time(3, 30)),
    "in the autumn hour": (date(2044, 10, 30), time(2, 30), time(2, 45)),
    "after the autumn hour": (date(2044, 10, 30), time(3), time(4)),
}


@pytest.mark.parametrize("case", HOURS)
def test_both_read_what_the_page_says(committee, meeting, case):
    day, start, end = HOURS[case]
    page = meeting(title=case, confirmed=True, starts_on=day, starts_time=start, ends_time=end)
    invite(page, make_member(committee, ends_on=None))
    content = mails()[-1].attachments[0]["content"].encode()
    for read in (by_icaljs(content), by_icalendar(content)):
        (found,) = read.values()
        assert (found["start"], found["end"]) == expected(page)
        assert found["summary"] == case
