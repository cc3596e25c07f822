"""Documents to read on the desk of who looks after them: answers that are missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ... import desk
from ...consultations.course import deadline
from ...remarks.office.list_views import keeps_some
from . import rules, ways
from .list_view import kept_assignments

#: So long before a deadline it is worth a reminder, and so long after it a telephone call.
SOON, RECENT = timedelta(days=3), timedelta(days=30)


def missing_answers(user, now: datetime) -> list[desk.Pile]:
    """Documents whose deadline is near, or passed lately, while members have not answered."""
    if not keeps_some(user):
        return []
    rows = kept_assignments(user).filter(
        withdrawn_at=None, due_at__gt=now - RECENT, due_at__lte=now + SOON
    )
    rows = rules.with_progress(rows).filter(missing__gt=0).select_related("consultation", "body")
    found = [_waiting(each, now) for each in rows.order_by("due_at", "pk")[: desk.MOST + 1]]
    title = _("Documents to read: answers are missing")
    return [desk.pile(title, found, all_url=reverse(ways.LIST_URL))]


def _waiting(assignment, now: datetime) -> desk.Waiting:
    number = assignment.missing
    note = ngettext(
        "%(count)d answer is missing, deadline: %(day)s",
        "%(count)d answers are missing, deadline: %(day)s",
        number,
    ) % {"count": number, "day": deadline(assignment.due_at)}
    return desk.Waiting(
        name=f"{assignment.consultation.title} – {assignment.body.title}",
        url=ways.assignment_url(assignment),
        note=note,
        is_late=assignment.due_at <= now,
    )


def register() -> None:
    """Called from ``wiring.ready``."""
    desk.provider(order=525)(missing_answers)
