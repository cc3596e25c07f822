"""Consultations in calendars and news feeds; providers of the front hall's ``feeds``."""

from __future__ import annotations


def register() -> None:
    """Called from the room's ``wiring.ready``."""
    from ... import feeds
    from .calendar import ClosingDates, connect
    from .news import ConsultationNews

    feeds.add_calendar("consultations", ClosingDates())
    feeds.add_news("consultations", ConsultationNews())
    connect()
