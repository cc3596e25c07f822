"""Absences without excuse in a row (art. 57(3)(4) of the act of 5 August 2022).

The marshal dismisses a member after an unexcused absence at three *consecutive* meetings. So a
run grows with each meeting at which a member was absent without excuse, and any other one, also
one at which the absence was excused, begins it anew. Meetings at which somebody was no member
are not theirs: they neither count nor break a run. Only closed sheets count.

A member is a person, or an institution that sits without naming one, in one body, through all
successive memberships: a new role, seat or term is the same member.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from ...bodies.models import Membership
from ...conf import settings
from ..querysets import is_cancelled, meetings
from .models import ATTENDED, Attendance, AttendanceSheet, Presence
from .openness import specific_bodies


@dataclass
class Run:
    """Absences without excuse of one member, one meeting after another."""

    current: int = 0
    longest: int = 0
    #: Days of the meetings of the current run.
    days: list[date] = field(default_factory=list)

    def add(self, presence: str, day: date) -> None:
        if presence != Presence.UNEXCUSED:
            self.current, self.days = 0, []
            return
        self.current += 1
        self.days.append(day)
        self.longest = max(self.longest, self.current)


def key_of(person_id, organisation_id, membership_id) -> tuple[str, int]:
    """Who a row is about: the person, else the institution, else the entry of the register."""
    if person_id:
        return ("person", person_id)
    if organisation_id:
        return ("organisation", organisation_id)
    return ("membership", membership_id)


def member_key(membership: Membership) -> tuple[str, int]:
    return key_of(membership.person_id, membership.organisation_id, membership.pk)


def presence_of(presences: Iterable[str]) -> str:
    """Of a member with two entries at one meeting: whatever speaks for them."""
    found = set(presences)
    return next(
        (str(each) for each in (*ATTENDED, Presence.EXCUSED) if each in found),
        str(Presence.UNEXCUSED),
    )


def counting_sheets():
    """Closed sheets of meetings that were not cancelled afterwards."""
    off = meetings().filter(is_cancelled()).order_by().values("translation_key")
    return AttendanceSheet.objects.closed().exclude(meeting__translation_key__in=off)


def in_order(sheets) -> list[AttendanceSheet]:
    """Sheets as the meetings were held; of two on one day, as their hours say."""
    sheets = list(sheets)
    keys = {sheet.meeting.translation_key for sheet in sheets}
    rows = meetings().filter(translation_key__in=keys).order_by("-pk")
    starts = dict(rows.values_list("translation_key", "starts_at"))

    def place(sheet):
        start = starts.get(sheet.meeting.translation_key)
        return (sheet.held_on, start.timestamp() if start else 0, sheet.pk)

    return sorted(sheets, key=place)


# Alerts -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alert:
    """A member in office who is at a number at which the office is told."""

    body: object
    membership: Membership
    count: int
    days: tuple[date, ...]
    #: Whether the highest number is reached (three, unless the setting says otherwise).
    is_last: bool

    @property
    def name(self) -> str:
        return self.membership.holder_name


def alerts(bodies: Iterable) -> list[Alert]:
    """Members of ``bodies`` now whose current run has reached the first number of the setting.

    Nothing where the setting is empty. The number of queries is constant; only members who
    have so many absences at all are looked at meeting by meeting.
    """
    numbers = [each for each in settings.ABSENCE_ALERTS if type(each) is int and each > 0]
    keys = {body.translation_key for body in bodies}
    if not numbers or not keys:
        return []
    members = _members_now(keys, min(numbers))
    runs = _runs(members)
    pages = specific_bodies(each.body_id for each in members.values())
    found = []
    for key, membership in members.items():
        run = runs.get(key)
        if run is not None and run.current >= min(numbers):
            is_last = run.current >= max(numbers)
            body = pages[membership.body_id]
            found.append(Alert(body, membership, run.current, tuple(run.days), is_last))
    return sorted(found, key=lambda each: (-each.count, each.body.path, each.name))


def _members_now(keys: set, least: int) -> dict:
    """(body, member) -> membership now, of those with so many absences in all."""
    absent = (
        Attendance.objects.filter(
            sheet__in=counting_sheets().filter(body__translation_key__in=keys),
            presence=Presence.UNEXCUSED,
        )
        .order_by()
        .values_list(
            "sheet__body__translation_key", "membership__person_id", "membership__organisation_id"
        )
        .annotate(count=Count("pk"))
    )
    # By person, whatever organisation the entries name.
    counts: dict = defaultdict(int)
    for body, person, organisation, count in absent:
        counts[body, key_of(person, organisation, 0)] += count
    wanted = [key for (_body, key), count in counts.items() if count >= least]
    if not wanted:
        return {}
    people = Q(person__in=[pk for kind, pk in wanted if kind == "person"])
    institutions = Q(person=None, organisation__in=[pk for k, pk in wanted if k == "organisation"])
    rows = Membership.objects.current().holders().filter(body__translation_key__in=keys)
    rows = rows.filter(people | institutions | Q(person=None, organisation=None))
    found: dict = {}
    for row in rows.select_related("person", "organisation", "body").order_by("pk"):
        found[row.body.translation_key, member_key(row)] = row
    return found


def _runs(members: dict) -> dict:
    """(body, member) -> the run of each of ``members``."""
    if not members:
        return {}
    keys = {body for body, _key in members}
    condition = Q(membership__person__in=[pk for _b, (kind, pk) in members if kind == "person"])
    for kind in ("organisation", "membership"):
        name = "membership__organisation" if kind == "organisation" else "membership"
        chosen = [pk for _body, (each, pk) in members if each == kind]
        condition |= Q(**{f"{name}__in": chosen, "membership__person": None})
    sheets = counting_sheets().filter(body__translation_key__in=keys)
    sheets = in_order(sheets.select_related("meeting", "body"))
    rows = Attendance.objects.filter(condition, sheet__in=[sheet.pk for sheet in sheets])
    said: dict = defaultdict(lambda: defaultdict(list))
    values = ("sheet", "presence", "membership__person", "membership__organisation", "membership")
    for sheet, presence, person, organisation, membership in rows.order_by().values_list(*values):
        said[sheet][key_of(person, organisation, membership)].append(presence)
    runs: dict = defaultdict(Run)
    for sheet in sheets:
        for key, presences in said[sheet.pk].items():
            runs[sheet.body.translation_key, key].add(presence_of(presences), sheet.held_on)
    return runs
