"""What is new at one committee, in one language, on one site: read once for all who subscribe.

Everything comes through the providers of the feeds and the gate of an anonymous visitor of that
site, so a subscriber reads nothing that is not public at that moment.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import swapper
from django.utils import translation
from wagtail.models import Locale, Site

from ... import feeds
from ...feeds import Entry
from ...meetings.calendars.scope import scope_behind
from ...public import Gate
from ..choices import Topic
from . import subjects

logger = logging.getLogger(__name__)

#: What was published longer ago than this is no news to anybody.
NEWS_DAYS = 30
#: Entries of one provider that are looked at.
LIMIT = 300
_LONGEST_ID = 64


@dataclass(frozen=True)
class Group:
    """Subscriptions that are told from the same edition."""

    committee_id: int
    language: str
    host: str


@dataclass
class Edition:
    """The news of one group, the latest first; ``committee`` is the page in its language."""

    site: Any
    committee: Any
    scope: feeds.Scope
    entries: list[Entry]

    @property
    def now(self) -> datetime:
        return self.scope.gate.now

    @property
    def language(self) -> str:
        return self.scope.language

    @cached_property
    def _bodies(self) -> dict:
        return subjects.bodies_of(entry.page for entry in self.entries)

    @cached_property
    def _tags(self) -> dict:
        return subjects.tags_of(entry.page for entry in self.entries)

    @cached_property
    def meetings(self) -> dict:
        """Of the meetings ahead, what a calendar says of each; by the key of the page."""
        return subjects.meetings_ahead(self.scope, [entry.page for entry in self.entries])

    def chosen(self, choice) -> list[Entry]:
        """What somebody with this ``choice`` (``offers.Choice``) wants to be told of."""
        topics, tags = set(choice.topics), {each.casefold() for each in choice.tags}
        found = [entry for entry in self.entries if entry.topic in topics]
        if not (choice.bodies or tags):
            return found
        keys = set(choice.bodies)
        return [
            entry
            for entry in found
            if (keys and keys & self._bodies.get(subjects.key(entry.page), set()))
            or (tags and tags & self._tags.get(subjects.key(entry.page), set()))
        ]


def key_of(entry: Entry) -> str:
    """The ``id`` as ``NewsDelivery`` keeps it."""
    if len(entry.id) <= _LONGEST_ID:
        return entry.id
    return hashlib.sha256(entry.id.encode()).hexdigest()


def edition_of(group: Group) -> Edition | None:
    """None where the public may not see the committee in that language on that site (any more)."""
    committee, site = place_of(group)
    if committee is None:
        return None
    gate = Gate(site, locale=committee.locale)
    with translation.override(group.language):
        found = scope_behind(gate, committee.pk)
        if found is None:
            return None
        return Edition(site, committee, found.scope, list(_entries(found.scope)))


def place_of(group: Group) -> tuple[Any, Any]:
    """The public page of the committee in the language of the group, and its site; else Nones."""
    Page = swapper.load_model("wagtailcore", "Page")
    locale = Locale.objects.filter(language_code=group.language).first()
    if locale is None:
        return None, None
    key = Page.objects.filter(pk=group.committee_id).values("translation_key")
    pages = Page.objects.filter(translation_key__in=key).select_related("locale")
    sites = Site.objects.filter(hostname__iexact=group.host).select_related("root_page__locale")
    for site in sites.order_by("-is_default_site", "pk"):
        page = Gate(site, locale=locale).pages(pages, locale_id=locale.pk).first()
        if page is not None:
            return page.specific, site
    return None, None


def _entries(scope: feeds.Scope) -> Iterable[Entry]:
    """What is still news, each once; what cannot be read now is told later."""
    since, known = scope.gate.now - timedelta(days=NEWS_DAYS), set()
    for item in sorted(_items(scope, since), key=lambda item: item.at, reverse=True):
        try:
            entry = item.build()
        except Exception:
            logger.exception("“%s” is left out of news by e-mail.", item.label)
            continue
        if entry.id not in known and _is_news(entry, since, scope.gate.now):
            known.add(entry.id)
            yield entry


def _items(scope: feeds.Scope, since: datetime) -> list[feeds.NewsItem]:
    found = []
    for name, provider in feeds.news():
        try:
            found += [item for item in provider.items(scope, LIMIT) if item.at >= since]
        except Exception:
            logger.exception("The news of %s are left out of news by e-mail.", name)
    return found


def _is_news(entry: Entry, since: datetime, now: datetime) -> bool:
    is_stale = entry.stale_at is not None and entry.stale_at <= now
    return entry.topic in Topic.values and entry.published_at >= since and not is_stale
