"""A call in a row of a list or box: title, state, dates, whose members, how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ...consultations.course import deadline, opening
from ...consultations.presentation.rounds import closing_machine
from ...meetings.presentation.places import PublicBodies
from ..choices import CallState
from ..querysets import call_model
from . import course, words

#: Long texts that no list shows.
_HEAVY = ("who_may_stand", "rules", "channels", "files", "questions", "copies", "outcome")


@dataclass(frozen=True)
class Row:
    page: object
    url: str
    tag: words.StateTag
    now: datetime
    body: object = None

    @property
    def is_open(self) -> bool:
        return self.tag.state == CallState.OPEN

    @property
    def is_announced(self) -> bool:
        return self.tag.state == CallState.ANNOUNCED

    @property
    def seats(self) -> str:
        return words.seats(self.page)

    @property
    def deadline(self) -> str:
        """Of one that is open or announced, until when."""
        is_pending = (self.is_open or self.is_announced) and self.page.closes_at is not None
        return deadline(self.page.closes_at) if is_pending else ""

    @property
    def deadline_machine(self) -> str:
        return closing_machine(self.page.closes_at) if self.deadline else ""

    @property
    def opening(self) -> str:
        """Of an announced one, from when."""
        known = self.is_announced and self.page.opens_at is not None
        return opening(self.page.opens_at) if known else ""

    @property
    def closed_on(self) -> date | None:
        return course.closed_on(self.page, self.now)

    @property
    def settled_on(self) -> date | None:
        return self.page.settled_on


def for_rows(queryset):
    """Calls with what their rows need, without long texts."""
    names = {each.name for each in call_model()._meta.get_fields()}
    return queryset.select_related("body").defer(*(name for name in _HEAVY if name in names))


def rows_of(pages: Iterable, request, bodies: PublicBodies, now: datetime, *, own=None):
    """Rows of ``pages`` (see ``for_rows``), in their order; no query beyond those of ``bodies``.

    A call of ``own`` does not name it: the page says whose it is.
    """
    rows = []
    for page in pages:
        body = bodies.get(page.body_id) if page.body_id else None
        is_own = body is not None and own is not None and body.pk == own.pk
        rows.append(
            Row(
                page=page,
                url=page.get_url(request) or "",
                tag=words.state_tag(page, now),
                now=now,
                body=None if is_own else body,
            )
        )
    return rows
