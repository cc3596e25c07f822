"""Factories of attendance: sheets through the services, as the office makes them."""

from __future__ import annotations

from rkres_wagtail.meetings.attendance import services
from rkres_wagtail.meetings.attendance.models import Attendance, AttendanceSheet


def open_sheet(meeting, body=None) -> AttendanceSheet:
    """The sheet of ``body``, or of the first one that meets."""
    body = body or meeting.bodies.first()
    return services.open_sheet(meeting=meeting, body=body, user=None)


def record(sheet, presences: dict, **texts) -> AttendanceSheet:
    """Note membership -> presence."""
    entries = [
        services.Entry(membership.pk, str(presence)) for membership, presence in presences.items()
    ]
    return services.record(sheet=sheet, entries=entries, user=None, **texts)


def closed_sheet(meeting, presences: dict, body=None, **texts) -> AttendanceSheet:
    """A closed sheet with membership -> presence; whoever is left out was there."""
    sheet = open_sheet(meeting, body)
    record(sheet, presences, **texts)
    services.fill_present(sheet=sheet, user=None)
    return services.close_sheet(sheet=sheet, user=None)


def rows(sheet) -> dict:
    """Key of the membership -> presence."""
    return dict(Attendance.objects.filter(sheet=sheet).values_list("membership_id", "presence"))
