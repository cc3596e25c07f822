"""The news of a body as Atom (RFC 4287), from what all rooms have to say."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid5

from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from ... import feeds
from ...feeds import Entry, Scope

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
#: Entries of one feed at most.
LIMIT = 50


class _Feed(Atom1Feed):
    """Without the time of asking as the date of an empty feed, which would never be the same."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=self.feed.get("quiet_since") or datetime(2000, 1, 1, tzinfo=UTC))


def feed(scope: Scope, body, *, title: str, url: str, address: str) -> bytes:
    """The feed of ``body``, as bytes; an entry that cannot be written is left out and logged."""
    with translation.override(scope.language):
        out = _Feed(
            title=feeds.one_line(title),
            link=feeds.web_address(url),
            description="",
            subtitle=_("Announcements and changes of meetings"),
            language=scope.language,
            author_name=feeds.one_line(body.title),
            feed_url=feeds.web_address(address),
            feed_guid=f"urn:uuid:{uuid5(body.translation_key, 'news')}",
            quiet_since=body.last_published_at,
        )
        for entry in entries(scope):
            out.add_item(
                title=feeds.one_line(entry.title),
                link=feeds.web_address(entry.url),
                description=_paragraphs(entry.text),
                unique_id=entry.id,
                pubdate=entry.published_at,
                updateddate=entry.updated_at,
                categories=[feeds.one_line(word) for word in entry.categories],
            )
    return out.writeString("utf-8").encode()


def entries(scope: Scope) -> Iterator[Entry]:
    """The newest entries of every room, the newest first."""
    items = []
    for name, provider in feeds.news():
        try:
            items += provider.items(scope, LIMIT)
        except Exception:
            logger.exception("The news of %s are left out of a feed.", name)
    items.sort(key=lambda item: item.at, reverse=True)
    for item in items[:LIMIT]:
        try:
            yield item.build()
        except Exception:
            logger.exception("“%s” is left out of a feed.", item.label)


def _paragraphs(text: str) -> str:
    """Plain lines as the HTML that ``<summary type="html">`` holds."""
    rows = ((line,) for line in feeds.lines(text).split("\n"))
    return format_html_join("", "<p>{}</p>", rows)
