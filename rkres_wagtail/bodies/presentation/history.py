"""The public change log of a body (requirement 72): what was published when, and by whom.

Reads Wagtail's log only for the moments of publishing. Titles in that log may be those of
drafts, so none is shown; a person is named only where the site's settings say so.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry

from ...conf import settings
from ...site_settings import RkresSettings
from .changes import Change, Event, events, with_names
from .visibility import public_visibility

_PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
_WITHDRAWN = ("wagtail.unpublish", "wagtail.unpublish.scheduled")


class EntryKind(models.TextChoices):
    FIRST = "first", _("page published")
    PUBLISHED = "published", _("changes published")
    WITHDRAWN = "withdrawn", _("page withdrawn")
    COMPOSITION = "composition", _("change in composition")


@dataclass(frozen=True)
class Entry:
    """One line of the log: a publication with its moment and author, or a change of members."""

    kind: EntryKind
    on: date
    at: datetime | None = None
    who: str = ""
    change: Change | None = None

    @property
    def event(self) -> tuple:
        """What entries share that a reader sees as one: members appointed on one day."""
        return self.change.event if self.change else (self.at, self.kind)


class ChangeLog:
    """The log of ``body``, newest first; each page of it costs the same number of queries.

    ``members_of`` is the body whose changes of members are told: itself, for a committee its
    statutory body, None for nobody's.
    """

    def __init__(self, body, committee, *, site=None, members_of=None):
        self.body = body
        self.committee = committee
        self.site = site
        self.members_of = members_of

    @cached_property
    def _log(self):
        return PageLogEntry.objects.filter(
            page=self.body.pk, action__in=[*_PUBLISHED, *_WITHDRAWN]
        ).order_by("-timestamp", "-pk")

    @cached_property
    def _totals(self) -> dict:
        return self._log.aggregate(
            total=models.Count("pk"),
            first=models.Min("timestamp", filter=models.Q(action__in=_PUBLISHED)),
        )

    @cached_property
    def _events(self) -> list[Event]:
        if self.members_of is None:
            return []
        visibility = public_visibility(self.body, self.members_of)
        return events(self.members_of, visibility=visibility)

    @cached_property
    def count(self) -> int:
        return self._totals["total"] + len(self._events)

    def page(self, number: object = 1, per_page: int | None = None):
        """Return one page of entries; a number that does not exist gives the nearest."""
        per_page = per_page or settings.PER_PAGE
        paginator = Paginator(range(self.count), per_page)
        page = paginator.get_page(number)
        start = (page.number - 1) * per_page
        page.object_list = self._entries(start, start + per_page)
        return page

    def _entries(self, start: int, stop: int) -> list[Entry]:
        """Merge both sources; of the log no more is read than the pages up to this one."""
        published = [
            (timezone.localtime(moment), action, user)
            for moment, action, user in self._log.values_list("timestamp", "action", "user_id")[
                :stop
            ]
        ]
        merged = heapq.merge(
            published,
            self._events,
            key=lambda each: each.on if isinstance(each, Event) else each[0].date(),
            reverse=True,
        )
        shown = list(islice(merged, start, stop))
        return self._with_names(shown)

    def _with_names(self, shown: list) -> list[Entry]:
        changes = with_names([each for each in shown if isinstance(each, Event)], self.committee)
        names = self._editors({each[2] for each in shown if not isinstance(each, Event)})
        entries = []
        for each in shown:
            if isinstance(each, Event):
                if each in changes:
                    entries.append(Entry(EntryKind.COMPOSITION, each.on, change=changes[each]))
                continue
            moment, action, user = each
            kind = EntryKind.WITHDRAWN
            if action in _PUBLISHED:
                is_first = moment == self._totals["first"]
                kind = EntryKind.FIRST if is_first else EntryKind.PUBLISHED
            who = names.get(user) or self.office
            entries.append(Entry(kind, moment.date(), at=moment, who=who))
        return entries

    @cached_property
    def office(self) -> str:
        """Who answers for the page when no person is named."""
        committee = self.committee or self.body
        host = getattr(committee, "host_organisation", None)
        return (
            self.body.contact_unit
            or committee.contact_unit
            or (host.name if host else "")
            or (self.site.site_name if self.site else "")
        )

    def _editors(self, ids: set) -> dict:
        """Full names, where the site shows them; a login name or e-mail is never shown."""
        shown = RkresSettings.objects.filter(site=self.site, show_editor_names=True).exists()
        ids.discard(None)
        if not shown or not ids:
            return {}
        users = get_user_model()._default_manager.in_bulk(ids)
        names = {
            pk: (user.get_full_name() if hasattr(user, "get_full_name") else "")
            for pk, user in users.items()
        }
        return {pk: name for pk, name in names.items() if name and "@" not in name}
