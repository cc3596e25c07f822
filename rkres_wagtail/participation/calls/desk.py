"""Calls on the desk of who keeps them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ... import desk
from ...consultations.cautions import days_left_text
from ...consultations.course import last_day_of, today_of, until_deadline
from ..choices import CallState
from ..querysets import call_in_state, calls, is_open
from . import course

#: So long before the closing the office is reminded.
SOON = timedelta(days=7)
#: So long after the closing the outcome is late.
LATE = timedelta(days=60)


def closing_soon(user, now: datetime) -> list[desk.Pile]:
    """Open calls that close within a week."""
    rows = _mine(user).filter(is_open(now), closes_at__lte=now + SOON)
    rows = desk.once(rows).order_by("closes_at", "pk")[: desk.MOST + 1]
    waiting = (_closing(page, now) for page in rows)
    return [desk.pile(_("Calls that close soon"), waiting, all_url=_list(CallState.OPEN))]


def _closing(page, now: datetime) -> desk.Waiting:
    left = course.days_left(page, now)
    note = f"{until_deadline(page.closes_at)}, {days_left_text(left)}"
    return _waiting(page, note, left == 0)


def without_outcome(user, now: datetime) -> list[desk.Pile]:
    """Closed calls of which the public does not read what came of them."""
    rows = _mine(user).filter(call_in_state(CallState.CLOSED, now))
    rows = desk.once(rows).order_by("closes_at", "pk")[: desk.MOST + 1]
    waiting = (_closed(page, now) for page in rows)
    return [desk.pile(_("Calls without an outcome"), waiting, all_url=_list(CallState.CLOSED))]


def _closed(page, now: datetime) -> desk.Waiting:
    days = (today_of(now) - last_day_of(page.closes_at)).days
    note = ngettext("closed %(days)d day ago", "closed %(days)d days ago", days) % {"days": days}
    return _waiting(page, note, page.closes_at + LATE <= now)


# Helpers --------------------------------------------------------------------------------------


def _mine(user):
    """Published calls that ``user`` may edit, in every language."""
    return calls().filter(pk__in=desk.editable(user), alias_of=None, live=True)


def _waiting(page, note: str, is_late: bool) -> desk.Waiting:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return desk.Waiting(name=page.title, url=url, note=note, is_late=is_late)


def _list(state: str) -> str:
    return f"{reverse('rkres_calls:index')}?state={state}"


def register() -> None:
    """Called from the part's ``wiring.ready``."""
    for order, function in enumerate((closing_soon, without_outcome)):
        desk.provider(order=520 + order)(function)
