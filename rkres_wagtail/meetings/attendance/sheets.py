"""Which rows an open sheet ought to have: the members of the day, and what else it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..invitations.models import Invitation, Reply
from . import rules
from .models import Attendance, AttendanceSheet, Presence


@dataclass
class Difference:
    """How the rows of an open sheet differ from the membership of the day."""

    #: Members without a row.
    new: list = field(default_factory=list)
    #: Rows of who is no member that day: without anything recorded, and with.
    gone: list[Attendance] = field(default_factory=list)
    flagged: list[Attendance] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.flagged)


def rows_of(sheet: AttendanceSheet) -> list[Attendance]:
    rows = sheet.rows.select_related(
        "membership__person",
        "membership__organisation",
        "membership__represents",
        "membership__sector",
        "membership__seat__sector",
        "membership__seat__institution",
        "membership__term",
        "substitute__person",
        "substitute__organisation",
    )
    return list(rows.order_by("sort_order", "pk"))


def difference(sheet: AttendanceSheet, day, rows: Iterable[Attendance] | None = None) -> Difference:
    """Compare the sheet with who is a member of its body on ``day``."""
    rows = list(sheet.rows.all() if rows is None else rows)
    members = rules.members_on(sheet.body, day)
    known, current = {row.membership_id for row in rows}, {each.pk for each in members}
    strangers = [row for row in rows if row.membership_id not in current]
    return Difference(
        new=[each for each in members if each.pk not in known],
        gone=[row for row in strangers if not is_recorded(row)],
        flagged=[row for row in strangers if is_recorded(row)],
    )


def is_recorded(row: Attendance) -> bool:
    return bool(
        row.presence != Presence.UNKNOWN
        or row.substitute_id
        or row.substitute_name
        or row.office_note
    )


def replies_to(meeting, memberships: Iterable) -> dict[int, Invitation]:
    """Key of each membership -> the person's invitation with a reply; one query.

    Who sits in a body twice has one invitation, which speaks for both seats.
    """
    persons = {each.pk: each.person_id for each in memberships if each.person_id}
    answered = Invitation.objects.of(meeting).standing().exclude(reply=Reply.NONE)
    by_person = {each.person_id: each for each in answered.filter(person__in=set(persons.values()))}
    return {key: by_person[person] for key, person in persons.items() if person in by_person}


def follow_membership(sheet: AttendanceSheet, meeting) -> None:
    day = rules.day_of(meeting)
    members = rules.members_on(sheet.body, day)
    rows = {row.membership_id: row for row in sheet.rows.all()}
    found = difference(sheet, day, rows.values())
    Attendance.objects.filter(pk__in=[row.pk for row in found.gone]).delete()
    replies = replies_to(meeting, members)
    order = {each.pk: number for number, each in enumerate(members, start=1)}
    Attendance.objects.bulk_create(
        [
            Attendance(
                sheet=sheet,
                membership=each,
                presence=_suggested(replies.get(each.pk)),
                sort_order=order[each.pk],
            )
            for each in found.new
        ]
    )
    kept = []
    for key, row in rows.items():
        if key not in order:
            continue
        presence = row.presence or _suggested(replies.get(key))
        if (row.sort_order, row.presence) != (order[key], presence):
            row.sort_order, row.presence = order[key], presence
            kept.append(row)
    Attendance.objects.bulk_update(kept, ["sort_order", "presence"], batch_size=200)


def _suggested(invitation) -> str:
    is_excused = invitation is not None and invitation.reply == Reply.EXCUSED
    return Presence.EXCUSED if is_excused else Presence.UNKNOWN
