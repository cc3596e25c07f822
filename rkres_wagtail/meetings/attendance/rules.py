"""What must hold of attendance, whoever writes it; questions and refusals, nothing written."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ...bodies.choices import ROLE_ORDER, Role
from ...bodies.models import Membership
from ...bodies.rules import canonical_body
from ..choices import MeetingStatus
from ..when import local_today


def canonical(page):
    """The page that facts point at, whichever language (or alias) is given."""
    return canonical_body(page)


def day_of(meeting) -> date | None:
    """The day whose membership counts: the first of the meeting; None while it is not known."""
    when = meeting.when
    return when.starts_on if when.is_day_known else None


def refusal(meeting) -> str:
    """Why a meeting can have no attendance; empty where it can."""
    if meeting.status == MeetingStatus.CANCELLED:
        return _("This meeting was cancelled, so there is no attendance.")
    if day_of(meeting) is None:
        return _(
            "The day of this meeting is not known yet. The list of attendance follows the "
            "membership of that day."
        )
    return ""


def refusal_to_close(meeting) -> str:
    """Why attendance cannot be closed yet; empty where it can."""
    day = day_of(meeting)
    if reason := refusal(meeting):
        return reason
    if day > local_today() and not meeting.is_over():
        return _("The meeting has not begun: attendance is closed on its day at the earliest.")
    return ""


def bodies_of(meeting) -> list:
    """The canonical pages of the bodies that meet, as their own classes, in the tree's order."""
    found = {}
    for page in meeting.bodies.all():
        body = canonical(page)
        found.setdefault(body.translation_key, body.specific)
    return sorted(found.values(), key=lambda body: body.path)


def is_of_meeting(meeting, body) -> bool:
    keys = meeting.bodies.all().values_list("translation_key", flat=True)
    return body.translation_key in set(keys)


def members_on(body, day: date) -> list[Membership]:
    """Who is a member of ``body`` on ``day``: no deputies, and no observers, who are guests.

    By role, then as the office ordered them, then by the Polish alphabet.
    """
    rows = Membership.objects.of(body).current(day).holders().exclude(role=Role.OBSERVER)
    return sorted(rows.with_related(), key=rank)


def deputies_on(body, day: date) -> dict[int, list[Membership]]:
    """Deputies of that day by the key of the membership that they deputise for."""
    found: dict[int, list[Membership]] = {}
    rows = Membership.objects.of(body).current(day).exclude(deputy_for=None)
    for row in sorted(rows.select_related("person", "organisation", "term"), key=rank):
        found.setdefault(row.deputy_for_id, []).append(row)
    return found


def rank(membership: Membership) -> tuple:
    holder = membership.person or membership.organisation
    name = holder.sort_key if holder else ""
    return (ROLE_ORDER.get(membership.role, 99), membership.sort_order, name, membership.pk)
