"""Minutes as the public may read them: published, approved, with whatever a test adds."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from rkres_wagtail.meetings.attendance.models import Attendance, AttendanceSheet, Presence
from rkres_wagtail.minutes.models import Minutes, MinutesApproval

from .bodies import MembershipFactory

ITEM = {
    "number": "1.",
    "title": "Otwarcie posiedzenia",
    "discussion": "<p>Przewodnicząca powitała członków.</p>",
    "outcome": "<p>Porządek obrad przyjęto jednogłośnie.</p>",
    "is_internal": False,
    "item_uuid": "",
}


def item(**values):
    """An item of the agenda in the minutes' text."""
    return ("item", {**ITEM, **values})


def text(heading: str, html: str = "", **values):
    return ("text", {"heading": heading, "text": html, "is_internal": False, **values})


def make_minutes(meeting, *, publish=True, approve=True, approved_at=None, note="", **fields):
    """Minutes of ``meeting`` (a page); ``approved_at`` is the page of a later meeting."""
    fields = {
        "opening": "<p>Posiedzenie otwarto o godz. 10.</p>",
        "closing": "<p>Na tym posiedzenie zakończono.</p>",
        "chaired_by": "Anna Nowak, przewodnicząca",
        "content": [item()],
        **fields,
    }
    minutes = Minutes(meeting_id=meeting.pk, live=False, **fields)
    minutes.save()
    if approve:
        day = timezone.localdate() - timedelta(days=3)
        MinutesApproval.objects.create(
            minutes=minutes,
            meeting_id=approved_at.pk if approved_at else None,
            note=note,
            approved_on=approved_at.starts_on if approved_at else day,
        )
    if publish and approve:
        minutes.save_revision().publish()
    elif publish:
        # Past the rules, which would refuse it: what is not approved is not public all the same.
        minutes.save_revision()
        Minutes.objects.filter(pk=minutes.pk).update(live=True)
    if publish:
        minutes = Minutes.objects.get(pk=minutes.pk)
    return minutes


def make_sheet(meeting, body, *presences, closed=True, rule="half", **fields):
    """A sheet with one member for each of ``presences`` (a ``Presence``, or a row's fields)."""
    when = timezone.now() if closed else None
    sheet = AttendanceSheet.objects.create(
        meeting_id=meeting.pk, body_id=body.pk, closed_at=when, quorum_rule=rule, **fields
    )
    for number, row in enumerate(presences):
        row = {"presence": row} if isinstance(row, Presence) else dict(row)
        membership = row.pop("membership", None) or MembershipFactory(body=body)
        Attendance.objects.create(sheet=sheet, membership=membership, sort_order=number, **row)
    return sheet
