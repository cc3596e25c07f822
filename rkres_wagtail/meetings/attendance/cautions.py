"""What the office is warned about and nobody is stopped by."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Attendance

_MOST_DAYS = 5


def membership_cautions(membership) -> list[str]:
    """Closed attendance that no longer falls within the membership; one query."""
    closed = Attendance.objects.filter(membership=membership, sheet__closed_at__isnull=False)
    days = closed.order_by("sheet__held_on").values_list("sheet__held_on", flat=True)
    outside = [day for day in days if day and not membership.is_current(day)]
    if not outside:
        return []
    shown = ", ".join(date_format(day) for day in outside[:_MOST_DAYS])
    return [
        ngettext(
            "By these dates there was no membership on the day of %(count)d closed list of "
            "attendance: %(days)s. It stays as it was closed.",
            "By these dates there was no membership on the days of %(count)d closed lists of "
            "attendance: %(days)s. They stay as they were closed.",
            len(outside),
        )
        % {"count": len(outside), "days": shown + (" …" if len(outside) > _MOST_DAYS else "")}
    ]


def sheet_cautions(meeting, sheet) -> list[str]:
    """What does not fit a closed sheet any more."""
    found = []
    if sheet.is_closed and meeting.when.starts_on != sheet.held_on:
        found.append(
            _(
                "The meeting was moved after the attendance had been closed for %(day)s. Open it "
                "again, so that it follows the membership of the new day."
            )
            % {"day": date_format(sheet.held_on)}
        )
    return found
