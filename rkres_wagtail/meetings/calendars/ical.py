"""Events as iCalendar (RFC 5545, 7986); each is written once and kept in the cache.

Half of the cost of a calendar is folding lines character by character, so the bytes of an
event are kept under everything that they depend on. Nothing has to be forgotten: another
revision, change, name or address is another key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar, vText, vUri
from icalendar import Event as VEvent

from ... import __version__, feeds
from ...feeds import Event, Item, Scope
from ..when import zone
from . import zones

logger = logging.getLogger(__name__)

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: How often clients should ask again (RFC 7986 §5.7).
REFRESH = "PT4H"
_KEEP = 30 * 24 * 3600
#: Seconds for which what failed is not tried (and logged) again.
_KEEP_FAILED = 300
_PRODUCT = "-//rkres-wagtail//Calendar//PL"


def calendar(scope: Scope, *, name: str, url: str = "", source: str = "") -> bytes:
    """The calendar of a scope, as bytes; what cannot be written is left out and logged."""
    return _bound(entries(scope), name=name, url=url, source=source)


def single(scope: Scope, provider: str, item: Item, *, name: str) -> bytes | None:
    """A calendar of one event; None where it has nothing for a calendar."""
    found = list(_of_provider(scope, provider, dict(feeds.calendars())[provider], [item]))
    return _bound(found, name=name) if found else None


def entries(scope: Scope) -> Iterator[bytes]:
    """The written events of every room; a room that fails as a whole is left out, too."""
    for name, provider in feeds.calendars():
        try:
            items = provider.items(scope)
            yield from _of_provider(scope, name, provider, items)
        except Exception:
            logger.exception("The dates of %s are left out of a calendar.", name)


def _of_provider(scope: Scope, name: str, provider, items: list[Item]) -> list[bytes]:
    written, _errors = _written(scope, name, provider, items)
    return [written[item.id] for item in items if written.get(item.id)]


def errors(scope: Scope, name: str, provider, items: list[Item]) -> dict[Any, Exception | None]:
    """What keeps items from being written, by ``Item.id``; tried now, whatever the cache says."""
    return _written(scope, name, provider, items, again=True)[1]


def _written(scope, name, provider, items, *, again=False) -> tuple[dict, dict]:
    """Bytes and errors by ``Item.id``, of what has no problem that is known already."""
    prefix = _prefix(scope, name)
    keys = {_key(prefix, item): item for item in items if not item.problem}
    known = cache.get_many(keys)
    missing = {k: each for k, each in keys.items() if not (known.get(k) if again else k in known)}
    failed: dict = {}
    if missing:
        fresh, failed = _write(scope, provider, missing)
        cache.set_many(fresh, _KEEP)
        cache.set_many(dict.fromkeys(failed, b""), _KEEP_FAILED)
        known |= fresh
    return (
        {keys[key].id: content for key, content in known.items()},
        {keys[key].id: error for key, error in failed.items()},
    )


def _write(scope: Scope, provider, missing: dict[str, Item]) -> tuple[dict, dict]:
    fresh, failed = {}, {}
    with translation.override(scope.language):
        builders = _builders(scope, provider, list(missing.values()))
        for key, item in missing.items():
            try:
                fresh[key] = event(builders[item.id]())
            except Exception as error:
                failed[key] = error
                _log(item, error)
    return fresh, failed


def _builders(scope: Scope, provider, items: list[Item]) -> dict[Any, Callable[[], Event]]:
    """All at once; where one breaks the others' reading, one by one."""
    try:
        return provider.builders(scope, items)
    except Exception:
        logger.exception("Entries of a calendar are read one by one.")
    return {item.id: partial(_build_alone, scope, provider, item) for item in items}


def _build_alone(scope: Scope, provider, item: Item) -> Event:
    return provider.builders(scope, [item])[item.id]()


def _log(item: Item, error: Exception) -> None:
    is_known = isinstance(error, feeds.LeftOut)
    logger.warning(
        "“%s” (page %s) is left out of calendars: %s",
        item.title,
        item.page_id,
        error,
        exc_info=None if is_known else error,
    )


def event(each: Event) -> bytes:
    """One ``VEVENT``, written. Raises ``ValueError`` for what no calendar can hold."""
    return vevent(each).to_ical()


def vevent(each: Event) -> VEvent:
    """One ``VEVENT``, to which something may still be added. Raises ``ValueError``."""
    out = VEvent()
    out.add("uid", feeds.one_line(each.uid))
    # Without METHOD, DTSTAMP is the time of the last change (RFC 5545 §3.8.7.2).
    out.add("dtstamp", utc(each.changed_at))
    out.add("last-modified", utc(each.changed_at))
    if each.created_at:
        out.add("created", utc(each.created_at))
    out.add("sequence", each.sequence)
    out.add("status", each.status)
    out.add("summary", feeds.one_line(each.title))
    _add_time(out, each.starts, each.ends)
    for name, text in (("location", each.location), ("description", each.description)):
        if text := feeds.lines(text):
            out.add(name, text)
    if url := feeds.web_address(each.url):
        out.add("url", vUri(url))
    if url := feeds.web_address(each.join_url):
        # RFC 7986 §5.11.
        out.add("conference", vUri(url), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    if each.categories:
        out.add("categories", [feeds.one_line(word) for word in each.categories])
    return out


def message(written: bytes, method: str) -> bytes:
    """One written event as a message between organiser and invited (RFC 5546).

    Without a name: Outlook makes a calendar of its own of what has one.
    """
    return _bound([written], name="", method=method)


def _add_time(out: VEvent, starts: date | datetime, ends: date | datetime | None) -> None:
    is_moment = isinstance(starts, datetime)
    if ends is not None and (is_moment != isinstance(ends, datetime) or ends < starts):
        raise ValueError(f"An event from {starts} to {ends}")
    if is_moment:
        starts, ends = zones.written(starts, ends)
        out.add("dtstart", starts)
        if ends is not None:
            out.add("dtend", ends)
        return
    out.add("dtstart", starts)
    # DTEND is the day after the last one (RFC 5545 §3.6.1).
    out.add("dtend", (ends or starts) + timedelta(days=1))
    # A day or a deadline keeps nobody busy from midnight to midnight (§3.8.2.7).
    out.add("transp", "TRANSPARENT")


def _bound(events, *, name: str, url: str = "", source: str = "", method: str = "") -> bytes:
    """Events between the head of a calendar and its end; the zone only where it is used."""
    out, name = Calendar(), feeds.one_line(name)
    out.add("prodid", _PRODUCT)
    out.add("version", "2.0")
    out.add("calscale", "GREGORIAN")
    if method:
        out.add("method", method)
    if name:
        out.add("name", vText(name))  # RFC 7986 §5.1
        out.add("x-wr-calname", vText(name))
    out.add("x-wr-timezone", vText(zone().key))
    if url := feeds.web_address(url):
        out.add("url", vUri(url))
    if source := feeds.web_address(source):
        out.add("source", vUri(source), parameters={"VALUE": "URI"})
        out.add("refresh-interval", vText(REFRESH), parameters={"VALUE": "DURATION"})
        out.add("x-published-ttl", vText(REFRESH))
    head, end = out.to_ical().rsplit(b"END:VCALENDAR", 1)
    return b"".join([head, zones.component(), *events, b"END:VCALENDAR", end])


def _prefix(scope: Scope, name: str) -> str:
    """What all events of one provider in one calendar depend on."""
    site = scope.gate.site
    with translation.override(scope.language):
        root = (site.root_url if site else "", reverse("wagtail_serve", args=("",)))
    return repr((__version__, name, scope.language, zone().key, root))


def _key(prefix: str, item: Item) -> str:
    digest = blake2b(f"{prefix}{item.id!r}{item.key!r}".encode(), digest_size=20).hexdigest()
    return f"rkres_wagtail.event.{digest}"


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
