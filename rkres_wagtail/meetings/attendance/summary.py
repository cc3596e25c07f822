"""The attendance of a meeting in words and numbers, for the office and for the minutes.

It holds every name: whoever shows it to the public uses ``public_names`` alone, and only where
``names_public`` says so (``public.py`` does it for the page and the API).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .counts import Numbers, has_quorum, needed
from .models import Attendance, AttendanceSheet, Presence
from .openness import Openness, openness_of, specific_bodies


@dataclass(frozen=True)
class AttendanceSummary:
    """One body at one meeting; of an open sheet, as far as it is recorded."""

    body: object
    sheet: AttendanceSheet
    is_closed: bool
    numbers: Numbers
    #: How many a quorum asks for, and whether there was one; None where none is required.
    needed: int | None
    has_quorum: bool | None
    #: Whether the body lets the public read who took part.
    names_public: bool
    #: Whether the public reads how many members the body has.
    size_public: bool
    #: All who took part, with whoever came instead of them.
    present_names: list[str] = field(default_factory=list)
    excused_names: list[str] = field(default_factory=list)
    unexcused_names: list[str] = field(default_factory=list)
    #: Members who were there themselves and are shown to the public.
    public_names: list[str] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)

    @property
    def members(self) -> int:
        return self.numbers.members

    @property
    def attended(self) -> int:
        return self.numbers.attended

    @property
    def remote(self) -> int:
        return self.numbers.remote

    @property
    def substitutes(self) -> int:
        return self.numbers.substitutes

    @property
    def excused(self) -> int:
        return self.numbers.excused

    @property
    def unexcused(self) -> int:
        return self.numbers.unexcused


def summaries(meeting) -> list[AttendanceSummary]:
    """One for each sheet of the meeting, in the order of bodies; a constant number of queries."""
    return summaries_of([meeting])[meeting.translation_key]


def summaries_of(meetings: list, *, closed_only: bool = False) -> dict:
    """``translation_key`` of each meeting -> its summaries; the same number of queries for many."""
    keys = {meeting.translation_key for meeting in meetings}
    found: dict = {key: [] for key in keys}
    sheets = AttendanceSheet.objects.filter(meeting__translation_key__in=keys)
    if closed_only:
        sheets = sheets.closed()
    sheets = list(sheets.select_related("meeting", "body").order_by("body__path", "pk"))
    if not sheets:
        return found
    rows: dict[int, list[Attendance]] = defaultdict(list)
    chosen = Attendance.objects.filter(sheet__in=sheets).select_related(
        "membership__person",
        "membership__organisation",
        "substitute__person",
        "substitute__organisation",
    )
    for row in chosen.order_by("sort_order", "pk"):
        rows[row.sheet_id].append(row)
    bodies = specific_bodies(sheet.body_id for sheet in sheets)
    openness = openness_of(bodies.values())
    for sheet in sheets:
        body = bodies[sheet.body_id]
        summary = _summary(sheet, body, rows[sheet.pk], openness[body.translation_key])
        found[sheet.meeting.translation_key].append(summary)
    return found


def quorum_of(sheet, body) -> tuple[str, int | None]:
    """Rule and number: those that closing fixed; of an open sheet, those of the body now."""
    if sheet.is_closed:
        return sheet.quorum_rule, sheet.quorum_number
    return body.quorum_rule, body.quorum_number


def _summary(sheet, body, rows, openness: Openness) -> AttendanceSummary:
    numbers = Numbers.of(row.presence for row in rows)
    rule, number = quorum_of(sheet, body)
    own = (Presence.PRESENT, Presence.REMOTE)
    return AttendanceSummary(
        body=body,
        sheet=sheet,
        is_closed=sheet.is_closed,
        numbers=numbers,
        needed=needed(rule, number, numbers.members),
        has_quorum=has_quorum(rule, number, numbers),
        names_public=openness.names,
        size_public=openness.size,
        present_names=[named(row) for row in rows if row.has_attended],
        excused_names=_names(rows, Presence.EXCUSED),
        unexcused_names=_names(rows, Presence.UNEXCUSED),
        public_names=[
            name_of(row.membership)
            for row in rows
            if row.presence in own and row.membership.is_public
        ]
        if openness.names
        else [],
        guests=guests_of(sheet),
    )


def guests_of(sheet) -> list[str]:
    """Guests, one a line."""
    return [line.strip() for line in sheet.guests.splitlines() if line.strip()]


def name_of(membership) -> str:
    """``Anna Nowak``: as it is written in a text, not in a list."""
    return membership.person.full_name if membership.person else membership.holder_name


def named(row: Attendance) -> str:
    """A member who took part, with whoever came instead."""
    name = name_of(row.membership)
    if row.presence != Presence.SUBSTITUTE:
        return name
    substitute = name_of(row.substitute) if row.substitute else row.substitute_name
    return _("%(member)s (represented by %(substitute)s)") % {
        "member": name,
        "substitute": substitute,
    }


def _names(rows, presence: str) -> list[str]:
    return [name_of(row.membership) for row in rows if row.presence == presence]
