"""One mail with news: subject, text, HTML, dates for the calendar, and how to leave."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ... import feeds
from ...feeds import Entry
from ...meetings.calendars import words
from ...outbox.rendering import render_message
from ...outbox.services import enqueue
from ..choices import Rhythm
from . import ics, links, schedule, subjects
from .collecting import Edition, key_of
from .messages import NEWS, reply_to

_LONGEST_TITLE = 200
#: Letters of one piece of news; the rest is read on its page.
_LONGEST_TEXT = 1500
#: For so long a message that could not be sent still says something.
_KEEP = {Rhythm.AT_ONCE: timedelta(days=14), Rhythm.WEEKLY: timedelta(days=6)}


@dataclass(frozen=True)
class Size:
    """How much one mail holds; what is too large is tried smaller."""

    entries: int
    has_texts: bool = True
    dates: int = 10


SIZES = (Size(40), Size(40, dates=0), Size(40, has_texts=False, dates=0), Size(5, False, 0))


def send(subscription, edition: Edition, entries: list[Entry]):
    """Put the mail in the outbox; None where the same one is there. In the caller's transaction.

    Raises ``ValidationError`` where not even the smallest mail may be stored.
    """
    for size in SIZES:
        try:
            return _enqueue(subscription, edition, entries, size)
        except ValidationError as error:
            if "text" not in error.message_dict or size is SIZES[-1]:
                raise
    raise AssertionError


def _enqueue(subscription, edition: Edition, entries: list[Entry], size: Size):
    occasion = _occasion(subscription, edition.now, entries)
    with translation.override(edition.language):
        entries = _without_repeats(entries, edition)
        shown = entries[: size.entries]
        committee = feeds.one_line(edition.committee.title)
        manage = links.url_of(links.MANAGE, subscription, edition.site)
        context = {
            "committee": committee,
            "entries": [_told(entry, edition, size) for entry in shown],
            "more": len(entries) - len(shown),
            "committee_url": edition.committee.get_full_url() or edition.site.root_url,
            "is_weekly": subscription.rhythm == Rhythm.WEEKLY,
            "manage_url": manage,
            "leave_url": links.url_of(links.LEAVE, subscription, edition.site),
        }
        why = _("You get this message because you subscribed to news: %(committee)s.")
        return enqueue(
            kind=NEWS,
            key=f"news:{subscription.pk}:{occasion}",
            site=edition.site,
            recipient=subscription.email,
            reply_to=reply_to(edition.committee),
            subject=_subject(entries, committee),
            attachments=_dates(shown, edition, size),
            headers=links.headers_of(subscription, edition.site),
            about=subscription,
            expires_at=_expires_at(subscription, edition.now, entries),
            **render_message(
                NEWS,
                context,
                site=edition.site,
                why=why % {"committee": committee},
                language=edition.language,
            ),
        )


def _without_repeats(entries: list[Entry], edition: Edition) -> list[Entry]:
    """Less the changes of meetings that are announced in the same mail: that tells them, too."""
    announced = {subjects.key(entry.page) for entry in entries if _is_announcement(entry, edition)}
    return [
        entry
        for entry in entries
        if subjects.key(entry.page) not in announced or _is_announcement(entry, edition)
    ]


def _is_announcement(entry: Entry, edition: Edition) -> bool:
    """Of a meeting ahead."""
    is_meeting = subjects.key(entry.page) in edition.meetings
    return is_meeting and entry.id == f"urn:uuid:{entry.page.translation_key}"


def _subject(entries: list[Entry], committee: str) -> str:
    if len(entries) == 1:
        return Truncator(feeds.one_line(entries[0].title)).chars(_LONGEST_TITLE)
    told = ngettext(
        "%(count)d piece of news: %(committee)s",
        "%(count)d pieces of news: %(committee)s",
        len(entries),
    )
    title = Truncator(committee).chars(_LONGEST_TITLE)
    return told % {"count": len(entries), "committee": title}


def _occasion(subscription, now: datetime, entries: list[Entry]) -> str:
    """The week, or what is told: the outbox takes no second message of the same."""
    if subscription.rhythm == Rhythm.WEEKLY:
        return schedule.digest_name(now)
    keys = "\n".join(sorted(map(key_of, entries)))
    return hashlib.sha256(keys.encode()).hexdigest()[:40]


def _expires_at(subscription, now: datetime, entries: list[Entry]) -> datetime:
    """When the last of it is stale, but before long."""
    latest = now + _KEEP[subscription.rhythm]
    return max(min(entry.stale_at or latest, latest) for entry in entries)


def _told(entry: Entry, edition: Edition, size: Size) -> dict:
    text = feeds.lines(entry.text) if size.has_texts else ""
    lines = Truncator(text).chars(_LONGEST_TEXT).split("\n") if text else []
    return {
        "title": feeds.one_line(entry.title),
        "url": feeds.web_address(entry.url),
        "lines": lines + _when_and_where(entry, edition),
    }


def _when_and_where(entry: Entry, edition: Edition) -> list[str]:
    """Of a meeting that was moved or cancelled; an announcement has both in its text."""
    if subjects.key(entry.page) not in edition.meetings or _is_announcement(entry, edition):
        return []
    rows = [(_("When"), entry.page.when.text()), (_("place"), words.location(entry.page))]
    return [
        f"{capfirst(label)}: {feeds.one_line(value)}" for label, value in rows if value
    ]  # fmt: skip


def _dates(entries: list[Entry], edition: Edition, size: Size) -> list[dict]:
    """A file for the calendar for each meeting ahead, once."""
    events = {}
    for entry in entries:
        key = subjects.key(entry.page)
        if key in edition.meetings:
            events[key] = edition.meetings[key]
    name = pgettext("file name", "meeting")
    return [
        ics.attachment(event, edition, f"{name}-{number}.ics" if number > 1 else f"{name}.ics")
        for number, event in enumerate(list(events.values())[: size.dates], 1)
    ]
