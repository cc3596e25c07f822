"""The attendance of one body over a term: every member, every meeting (requirement 31).

Excused absences are kept apart: they stand in a column of their own and in no percentage.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from ...bodies.models import Membership
from .absences import Run, counting_sheets, in_order, member_key, presence_of
from .counts import Numbers, has_quorum, needed
from .models import Attendance, AttendanceSheet
from .rules import rank


@dataclass
class MemberTally:
    """One member over the term; ``numbers.members`` is how many meetings were theirs."""

    membership: Membership
    numbers: Numbers
    longest: int
    current: int

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.membership.holder_name

    @property
    def for_whom(self) -> str:
        return represented_by(self.membership)

    @property
    def meetings(self) -> int:
        return self.numbers.members

    @property
    def percent(self) -> int | None:
        """Of the meetings without an excuse, at how many the member took part; None: of none."""
        return percent(self.numbers)


@dataclass
class MeetingTally:
    """One meeting of the term."""

    sheet: AttendanceSheet
    numbers: Numbers
    needed: int | None
    has_quorum: bool | None

    @property
    def percent(self) -> int | None:
        return percent(self.numbers)


@dataclass
class Tally:
    members: list[MemberTally] = field(default_factory=list)
    meetings: list[MeetingTally] = field(default_factory=list)


def percent(numbers: Numbers) -> int | None:
    """Rounded half up, as people do; 100 only where nothing was missed, 0 only where all was."""
    owed = numbers.attended + numbers.unexcused
    if not owed:
        return None
    value = (numbers.attended * 200 + owed) // (2 * owed)
    if value == 100 and numbers.unexcused:
        return 99
    if value == 0 and numbers.attended:
        return 1
    return value


def represented_by(membership: Membership) -> str:
    """Whom a member represents: sector and organisation."""
    whom = membership.represents or (membership.organisation if membership.person else None)
    return ", ".join(str(part) for part in (membership.effective_sector, whom) if part)


def tally(body, *, first: date, last: date | None) -> Tally:
    """Count over the closed sheets of ``body`` held from ``first`` to ``last``, both included.

    Runs of absences go back beyond the first day: a new term is no excuse. Nobody's numbers are
    kept anywhere; the number of queries is the same for any number of members and meetings.
    """
    sheets = counting_sheets().of_body(body).select_related("meeting")
    if last is not None:
        sheets = sheets.filter(held_on__lte=last)
    sheets = in_order(sheets)
    rows = Attendance.objects.filter(sheet__in=[sheet.pk for sheet in sheets]).order_by()
    by_sheet: dict[int, list] = defaultdict(list)
    for sheet, membership, presence in rows.values_list("sheet", "membership", "presence"):
        by_sheet[sheet].append((membership, presence))
    known = Membership.objects.with_related().filter(pk__in=rows.values("membership")).in_bulk()
    return _count(sheets, by_sheet, known, first)


def _count(sheets, by_sheet, known: dict, first: date) -> Tally:
    result = Tally()
    runs: dict = defaultdict(Run)
    presences: dict = defaultdict(list)
    longest: dict = defaultdict(int)
    last_of: dict = {}
    for sheet in sheets:
        in_term = sheet.held_on >= first
        said: dict = defaultdict(list)
        for membership, presence in by_sheet[sheet.pk]:
            row = known[membership]
            said[member_key(row)].append(presence)
            if in_term:
                last_of[member_key(row)] = row
        for key, values in said.items():
            presence = presence_of(values)
            runs[key].add(presence, sheet.held_on)
            if in_term:
                presences[key].append(presence)
                longest[key] = max(longest[key], runs[key].current)
        if in_term:
            numbers = Numbers.of(presence for _row, presence in by_sheet[sheet.pk])
            rule = (sheet.quorum_rule, sheet.quorum_number)
            result.meetings.append(
                MeetingTally(
                    sheet, numbers, needed(*rule, numbers.members), has_quorum(*rule, numbers)
                )
            )
    for key, row in sorted(last_of.items(), key=lambda item: rank(item[1])):
        numbers = Numbers.of(presences[key])
        result.members.append(MemberTally(row, numbers, longest[key], runs[key].current))
    return result
