"""The meetings room in the calendars and feeds of bodies."""

from __future__ import annotations

from ... import feeds
from .meetings import MeetingDates
from .news import MeetingNews


def register() -> None:
    feeds.add_calendar("meetings", MeetingDates())
    feeds.add_news("meetings", MeetingNews())
