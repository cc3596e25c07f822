"""Who came, left and changed role in a body (requirements 17, 19, 20): events of the register.

Only public rows, and only what has happened by today; the reason of an end is never read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import pgettext_lazy

from ..choices import MembersVisibility
from ..models import Membership
from ..querysets import today
from .places import Member, member_of, public_name, role_labels
from .visibility import public_visibility

_DAY = timedelta(days=1)


class ChangeKind(models.TextChoices):
    CAME = "came", pgettext_lazy("change in composition", "joined")
    RENEWED = "renewed", pgettext_lazy("change in composition", "appointed again")
    ROLE = "role", pgettext_lazy("change in composition", "changed role")
    LEFT = "left", pgettext_lazy("change in composition", "left")


@dataclass(frozen=True)
class Event:
    """A change before its names are read: the row's id, and that of the row before it."""

    on: date
    kind: ChangeKind
    row: int
    before: int | None = None


@dataclass(frozen=True)
class Change:
    """A change as the public reads it."""

    on: date
    kind: ChangeKind
    member: Member
    seat: str = ""
    #: Whom the member followed in the seat ("w miejsce …").
    in_place_of: str = ""
    #: The role before a change of role.
    role_before: str = ""
    is_deputy: bool = False
    deputy_for: str = ""

    @property
    def event(self) -> tuple:
        """What changes share that a reader sees as one: members appointed on one day."""
        return (self.on, self.kind)

    @property
    def change(self) -> Change:
        """Itself: templates read it as they read an entry of the change log."""
        return self


@dataclass(frozen=True)
class _Row:
    pk: int
    person: int | None
    organisation: int | None
    seat: int | None
    term: int | None
    role: str
    deputy_for: int | None
    own_start: date | None
    own_end: date | None
    term_start: date | None
    term_end: date | None

    @property
    def starts(self) -> date | None:
        return self.own_start or self.term_start

    @property
    def ends(self) -> date | None:
        return self.own_end or self.term_end

    @property
    def holder(self) -> tuple:
        who = ("person", self.person) if self.person else ("organisation", self.organisation)
        return (*who, self.deputy_for is not None)


def events(
    body, *, first: date | None = None, last: date | None = None, visibility: str | None = None
) -> list[Event]:
    """Changes in ``body``, newest first, between two days; nothing later than today.

    Nothing for a body that publishes no names; ``visibility`` is that of another page which
    shows it. One query for slim rows, whatever their number; ``with_names`` reads the rest
    for those that are shown.
    """
    if (visibility or public_visibility(body)) != MembersVisibility.NAMES:
        return []
    rows = [
        _Row(*values)
        for values in Membership.objects.of(body)
        .named()
        .order_by("pk")
        .values_list(
            *("pk", "person", "organisation", "seat", "term", "role", "deputy_for"),
            *("starts_on", "ends_on", "term__starts_on", "term__ends_on"),
        )
    ]
    found = [*_beginnings(rows), *_endings(rows)]
    last = min(last or today(), today())
    found = [event for event in found if (first is None or first <= event.on) and event.on <= last]
    return sorted(found, key=lambda event: (event.on, event.row), reverse=True)


def _by(rows: list[_Row], key) -> dict:
    grouped: dict = {}
    for row in rows:
        grouped.setdefault(key(row), []).append(row)
    return grouped


def _beginnings(rows: list[_Row]):
    by_holder = _by(rows, lambda row: row.holder)
    by_seat = _by([row for row in rows if row.seat], lambda row: (row.seat, row.holder[-1]))
    for row in rows:
        if row.starts is None:
            continue
        before = _continued(row, by_holder[row.holder])
        if before is None:
            previous = _previous_holder(row, by_seat.get((row.seat, row.holder[-1]), ()))
            yield Event(row.starts, ChangeKind.CAME, row.pk, previous)
        elif before.role != row.role:
            yield Event(row.starts, ChangeKind.ROLE, row.pk, before.pk)
        elif before.term != row.term:
            yield Event(row.starts, ChangeKind.RENEWED, row.pk)


def _endings(rows: list[_Row]):
    by_holder = _by(rows, lambda row: row.holder)
    for row in rows:
        # The last day still belongs to the membership.
        if row.ends is None or row.ends >= today():
            continue
        if not any(_outlasts(other, row) for other in by_holder[row.holder]):
            yield Event(row.ends, ChangeKind.LEFT, row.pk)


def _outlasts(other: _Row, row: _Row) -> bool:
    """Whether the holder still sits by ``other`` when ``row`` ends; of two equal ends, one."""
    if other.starts is not None and other.starts - row.ends > _DAY:
        return False
    if other.ends is None or other.ends > row.ends:
        return True
    order = [(each.starts or date.min, each.pk) for each in (row, other)]
    return other.ends == row.ends and order[0] < order[1]


def _continued(row: _Row, others) -> _Row | None:
    """The holder's earlier row that ``row`` carries on without a day between."""
    for other in others:
        if other is row or row.starts is None:
            continue
        begins_earlier = other.starts is None or other.starts < row.starts
        if begins_earlier and (other.ends is None or row.starts - other.ends <= _DAY):
            return other
    return None


def _previous_holder(row: _Row, others) -> int | None:
    earlier = [
        other
        for other in others
        if other.holder != row.holder and other.ends and other.ends < row.starts
    ]
    return max(earlier, key=lambda other: other.ends).pk if earlier else None


def with_names(chosen: list[Event], committee) -> dict[Event, Change]:
    """Read the names of the events shown, in one query."""
    ids = {event.row for event in chosen} | {event.before for event in chosen if event.before}
    rows = Membership.objects.named().with_related().in_bulk(ids)
    labels = role_labels(committee)
    changes = {}
    for event in chosen:
        row, before = rows.get(event.row), rows.get(event.before)
        if row is None:
            continue
        is_role = event.kind == ChangeKind.ROLE
        changes[event] = Change(
            on=event.on,
            kind=event.kind,
            member=member_of(row, labels),
            seat=row.seat.label if row.seat else "",
            in_place_of=public_name(before) if before and not is_role else "",
            role_before=member_of(before, labels).role_label if before and is_role else "",
            is_deputy=row.deputy_for_id is not None,
            deputy_for=public_name(row.deputy_for) if row.deputy_for else "",
        )
    return changes
