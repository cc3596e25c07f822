"""What the office is told of the sheets of a meeting: state, numbers, the way there."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from . import rules
from .counts import has_quorum, needed, numbers_of
from .models import AttendanceSheet
from .summary import quorum_of

SHEET_URL = "rkres_attendance_sheet"
PRINT_URL = "rkres_attendance_print"


def states(meeting) -> list[dict]:
    """For each body that meets: its sheet, numbers and address; a constant number of queries."""
    sheets = {each.body_id: each for each in AttendanceSheet.objects.of(meeting)}
    numbers = numbers_of(sheets.values())
    bodies = {body.pk: body for body in rules.bodies_of(meeting)}
    missing = AttendanceSheet.objects.filter(pk__in=[s.pk for s in sheets.values()])
    for sheet in missing.exclude(body__in=bodies).select_related("body"):
        bodies[sheet.body_id] = sheet.body.specific
    found = []
    for pk, body in bodies.items():
        sheet = sheets.get(pk)
        state = {"body": body, "sheet": sheet, "url": reverse(SHEET_URL, args=[meeting.pk, pk])}
        state["print_url"] = reverse(PRINT_URL, args=[meeting.pk, pk])
        if sheet is not None:
            state |= _said(sheet, body, numbers[sheet.pk])
        found.append(state)
    return found


def state_of(sheet: AttendanceSheet, body) -> dict:
    """Numbers of a sheet with the sentence on its progress."""
    return _said(sheet, body, numbers_of([sheet])[sheet.pk])


def _said(sheet, body, numbers) -> dict:
    rule, number = quorum_of(sheet, body)
    least, is_reached = needed(rule, number, numbers.members), has_quorum(rule, number, numbers)
    values = {"recorded": numbers.recorded, "members": numbers.members}
    parts = [_("Recorded: %(recorded)d of %(members)d.") % values]
    took_part = _("Took part: %(count)d.") if sheet.is_closed else _("Taking part: %(count)d.")
    parts.append(took_part % {"count": numbers.attended})
    if least is not None:
        word = _("there is a quorum") if is_reached else _("there is no quorum yet")
        if sheet.is_closed:
            word = _("there was a quorum") if is_reached else _("there was no quorum")
        parts.append(_("Quorum: %(least)d needed, %(state)s.") % {"least": least, "state": word})
    return {
        "numbers": numbers,
        "needed": least,
        "has_quorum": is_reached,
        "progress": " ".join(parts),
    }
