"""Dates for calendars and news for feeds: what every room may add to those of a body.

The front hall keeps the lists; ``meetings.calendars`` asks them at every request and writes what
they give. A room registers once, in its ``AppConfig.ready``::

    feeds.add_calendar("consultations", ClosingDates())
    feeds.add_news("consultations", NewRounds())

A provider says first what there is, in a constant number of queries (``items``), and builds only
what is not in the cache (``builders``). Whatever goes wrong with one item leaves out that item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from .public import Gate

_CONTROL = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS = re.compile("\r\n|[\r\n\u2028\u2029\u0085]")


#: What happened longer ago than this before it was published is a record, no news.
ARCHIVE = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose dates are wanted: some bodies, in one language, for one site.

    ``keys`` are translation keys of public bodies; None stands for every body of the site (the
    editors' report). ``names`` has the titles of all bodies that may be named, by translation
    key. With ``is_report`` items also say why no body's calendar has them.
    """

    gate: Gate
    language: str
    locale_id: int
    keys: frozenset | None
    names: dict[Any, str] = field(default_factory=dict)
    request: Any = None
    is_report: bool = False


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something that may be in a calendar, before it is written.

    ``key`` holds everything that the text depends on beside the scope's language and site: the
    written entry is kept in the cache under it. ``problem`` says why it is left out, ``page_id``
    where an editor puts that right.
    """

    id: Any
    key: tuple
    title: str
    page_id: int | None = None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry of a calendar (RFC 5545 §3.6.1), as plain text.

    ``starts`` and ``ends`` are both aware moments, or both days; the last day is included.
    ``uid`` never changes, ``sequence`` rises with every change of time or state.
    """

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime | None = None
    changed_at: datetime
    created_at: datetime | None = None
    sequence: int = 0
    status: str = "CONFIRMED"
    url: str = ""
    location: str = ""
    description: str = ""
    join_url: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a news feed (RFC 4287 §4.1.2), as plain text; ``text`` in paragraphs.

    ``topic`` says of which kind of news it is (``"meetings"``, ``"decisions"``,
    ``"consultations"``, ``"calls"``), ``page`` what it is about: whoever subscribes chooses by
    them. From ``stale_at`` on nobody is written to about it: the meeting is over, the call is
    closed; of records of long ago (``ARCHIVE``) that moment has passed when they are published.
    """

    id: str
    title: str
    url: str
    published_at: datetime
    updated_at: datetime
    text: str = ""
    categories: tuple[str, ...] = ()
    topic: str = ""
    page: Any = None
    stale_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewsItem:
    """Something that may be in a news feed; ``build`` may fail, and then it is left out."""

    label: str
    at: datetime
    build: Callable[[], Entry]


class LeftOut(Exception):
    """What a builder raises for something that a calendar cannot hold; the text is for editors."""


class CalendarProvider(Protocol):
    def items(self, scope: Scope) -> list[Item]:
        """Everything of the scope, in a constant number of queries."""

    def builders(self, scope: Scope, items: list[Item]) -> dict[Any, Callable[[], Event]]:
        """How to build some of them, by ``Item.id``; those that are gone are missing."""


class NewsProvider(Protocol):
    def items(self, scope: Scope, limit: int) -> Iterable[NewsItem]:
        """The ``limit`` newest of the scope, in a constant number of queries."""


_calendars: dict[str, CalendarProvider] = {}
_news: dict[str, NewsProvider] = {}


def add_calendar(name: str, provider: CalendarProvider) -> None:
    """Let a room's dates stand in the calendars of bodies; a second of the name replaces it."""
    _calendars[name] = provider


def add_news(name: str, provider: NewsProvider) -> None:
    """Let a room's news stand in the feeds of bodies; a second of the name replaces it."""
    _news[name] = provider


def calendars() -> list[tuple[str, CalendarProvider]]:
    return list(_calendars.items())


def news() -> list[tuple[str, NewsProvider]]:
    return list(_news.items())


def stale_after(day: date | datetime | None) -> datetime | None:
    """``Entry.stale_at`` of what happened on a day: ``ARCHIVE`` later; None where it is unknown."""
    if day is None:
        return None
    if not isinstance(day, datetime):
        day = datetime.combine(day, time(), UTC)
    return day + ARCHIVE


# Texts that strangers wrote ---------------------------------------------------------------------


def one_line(text: object) -> str:
    """``text`` in one line, without what would end a line or turn the direction of the rest."""
    return " ".join(_CONTROL.sub("", _BREAKS.sub(" ", str(text or ""))).split())


def lines(text: object) -> str:
    """``text`` with plain line breaks, each line as ``one_line`` has it; no empty lines."""
    parts = (one_line(part) for part in _BREAKS.split(str(text or "")))
    return "\n".join(part for part in parts if part)


def web_address(url: object) -> str:
    """``url`` where it is one of the web and nothing can be hidden in it; else nothing."""
    url = str(url or "").strip()
    is_plain = url == one_line(url) and " " not in url and not set('<>"') & set(url)
    return url if is_plain and url.lower().startswith(("https://", "http://")) else ""
