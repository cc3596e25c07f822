"""Who may be asked to read the minutes: the members of that day, and whoever came."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from ...bodies.models import Membership, PersonContact
from ...bodies.querysets import today
from ...meetings.attendance.models import ATTENDED, Attendance, AttendanceSheet, Presence
from ..models import Minutes


@dataclass
class Candidate:
    """A person, why they may read the minutes, and where the office reaches them."""

    person: object
    email: str = ""
    is_member: bool = False
    has_attended: bool = False

    @property
    def is_reachable(self) -> bool:
        return bool(self.email)

    @property
    def is_usual(self) -> bool:
        """Whether they are asked unless the office says otherwise: deputies only if they came."""
        return self.is_reachable and (self.is_member or self.has_attended)


def candidates(minutes: Minutes) -> list[Candidate]:
    """Members and deputies of the bodies that met, as of that day, and who attended; by name."""
    meeting = minutes.meeting.specific
    sheets = list(AttendanceSheet.objects.of(meeting))
    day = next((sheet.held_on for sheet in sheets if sheet.held_on), None)
    day = day or meeting.when.starts_on or today()
    keys = list(meeting.bodies.values_list("translation_key", flat=True))
    rows = Membership.objects.filter(body__translation_key__in=keys, person__isnull=False)
    found: dict[int, Candidate] = {}
    for row in rows.current(day).select_related("person"):
        one = found.setdefault(row.person_id, Candidate(row.person))
        one.is_member = one.is_member or row.deputy_for_id is None
    for person in _who_came(sheets):
        found.setdefault(person.pk, Candidate(person)).has_attended = True
    addresses = dict(
        PersonContact.objects.filter(person__in=found).values_list("person_id", "email")
    )
    for key, one in found.items():
        one.email = _valid(addresses.get(key, ""))
    return sorted(found.values(), key=lambda one: (one.person.sort_key, one.person.pk))


def email_of(person) -> str:
    """Where the office reaches a person now; empty where it cannot."""
    email = PersonContact.objects.filter(person=person).values_list("email", flat=True).first()
    return _valid(email or "")


def _who_came(sheets) -> list:
    rows = Attendance.objects.filter(sheet__in=sheets, presence__in=ATTENDED).filter(
        Q(membership__person__isnull=False) | Q(substitute__person__isnull=False)
    )
    people = []
    for row in rows.select_related("membership__person", "substitute__person"):
        came = row.substitute if row.presence == Presence.SUBSTITUTE else row.membership
        if came is not None and came.person is not None:
            people.append(came.person)
    return people


def _valid(email: str) -> str:
    """The address, if mail can be sent to it at all."""
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email if len(email) <= 254 else ""
