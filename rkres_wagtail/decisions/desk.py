"""Decisions whose addressees owe an answer, on the desk of who may enter it."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import desk
from .models import Dispatch

#: After so many days of silence an answer is asked for.
PATIENCE = timedelta(days=30)


def unanswered(user, now) -> list[desk.Pile]:
    """Addressees that have been silent for a month, the longest first."""
    if not user.has_perm("rkres_wagtail.change_dispatch"):
        return []
    today = timezone.localdate(now)
    rows = Dispatch.objects.waiting().filter(
        sent_on__lte=today - PATIENCE, decision__in=desk.editable(user)
    )
    rows = rows.select_related("decision").order_by("sent_on", "pk")[: desk.MOST + 1]
    return [
        desk.pile(
            _("Without an answer"),
            (_waiting(row, today) for row in rows),
            all_url=reverse("rkres_decisions:index"),
        )
    ]


def _waiting(row: Dispatch, today) -> desk.Waiting:
    days = row.days_waiting(today)
    note = ngettext("%(addressee)s, for %(days)d day", "%(addressee)s, for %(days)d days", days) % {
        "addressee": row.addressee,
        "days": days,
    }
    return desk.Waiting(
        name=row.decision.title,
        url=reverse("wagtailadmin_pages:edit", args=[row.decision_id]),
        note=note,
        is_late=days >= 3 * PATIENCE.days,
    )


def register() -> None:
    desk.provider(order=400)(unanswered)
