"""Meetings that wait for invitations, for their attendance or for a date, on the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from .. import desk
from .attendance.models import AttendanceSheet
from .choices import DatePrecision, MeetingStatus
from .invitations.models import Invitation
from .querysets import is_past, is_upcoming, latest_first, meetings, soonest_first

#: So long before a meeting nobody is asked why the invitations are not out.
AHEAD = timedelta(days=30)
#: Invitations that go out later than this leave people little time.
SHORT = 7
#: For so long after a meeting its attendance is asked for; older ones are history.
BACK = timedelta(days=90)


def uninvited(user, now: datetime) -> list[desk.Pile]:
    """Confirmed meetings of the next month to which nobody was invited."""
    if not user.has_perm("rkres_wagtail.change_invitation"):
        return []
    invited = Invitation.objects.filter(meeting__translation_key=OuterRef("translation_key"))
    rows = _mine(user).filter(
        is_upcoming(now),
        ~Exists(invited),
        live=True,
        status=MeetingStatus.CONFIRMED,
        starts_at__lte=now + AHEAD,
    )
    rows = desk.once(rows).order_by(*soonest_first())[: desk.MOST + 1]
    return [
        desk.pile(
            _("Invitations to send"),
            (_before(page, now) for page in rows),
            all_url=reverse("rkres_meetings:index"),
        )
    ]


def _before(page, now: datetime) -> desk.Waiting:
    days = (page.starts_on - timezone.localdate(now)).days
    if days <= 0:
        note = _("is today") if days == 0 else _("goes on")
    else:
        note = npgettext("desk", "in %(days)d day", "in %(days)d days", days) % {"days": days}
    return desk.Waiting(
        name=page.title,
        url=reverse("rkres_meeting_invitations", args=[page.pk]),
        note=f"{page.when.text()}, {note}",
        is_late=days < SHORT,
    )


def unrecorded(user, now: datetime) -> list[desk.Pile]:
    """Meetings of the last months at which the attendance of some body was not closed."""
    if not user.has_perm("rkres_wagtail.change_attendancesheet"):
        return []
    sheets = AttendanceSheet.objects.filter(meeting__translation_key=OuterRef("translation_key"))
    rows = _mine(user).filter(
        is_past(now),
        Exists(_without_sheet(sheets)) | Exists(sheets.filter(closed_at=None)),
        Q(over_at__gt=now - BACK),
        live=True,
        date_precision__in=[DatePrecision.MINUTE, DatePrecision.DAY, DatePrecision.DAYS],
    )
    rows = desk.once(rows.exclude(status=MeetingStatus.CANCELLED)).order_by(*latest_first())
    return [
        desk.pile(_("Attendance to record"), (_after(page, now) for page in rows[: desk.MOST + 1]))
    ]


def _without_sheet(sheets):
    """The meeting once for each body whose sheet was not closed, or not even opened."""
    closed = sheets.closed().filter(body__translation_key=OuterRef("body_key"))
    rows = meetings().filter(pk=OuterRef("pk")).annotate(body_key=F("bodies__translation_key"))
    return rows.order_by().filter(~Exists(closed), body_key__isnull=False)


def _after(page, now: datetime) -> desk.Waiting:
    days = (timezone.localdate(now) - page.when.last_day).days
    note = ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    return desk.Waiting(
        name=page.title,
        url=reverse("rkres_attendance", args=[page.pk]),
        note=note if days else _("today"),
        is_late=days >= AHEAD.days,
    )


def _mine(user):
    """Meetings that ``user`` may edit, in every language."""
    return meetings().filter(pk__in=desk.editable(user), alias_of=None)


def register() -> None:
    desk.provider(order=100)(uninvited)
    desk.provider(order=200)(unrecorded)
