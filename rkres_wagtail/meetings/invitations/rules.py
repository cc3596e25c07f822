"""What must hold before somebody is invited, told or heard; nothing is written here."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import MeetingForm, MeetingStatus
from ..rules import chosen_bodies
from .models import Reply

MAX_MESSAGE = 3000
MAX_NOTE = 1000


def refusals(page, now: datetime | None = None) -> list[str]:
    """Why nobody can be invited to the meeting now, each with what to do; empty: go ahead."""
    found = []
    if not page.live:
        found.append(_("The page of the meeting is a draft: publish it first."))
    if page.status == MeetingStatus.CANCELLED:
        found.append(_("The meeting has been cancelled."))
    elif not page.when.is_day_known:
        found.append(_("The day of the meeting is not known yet: give it, and publish the page."))
    elif page.is_over(now):
        found.append(_("The meeting is over."))
    if not chosen_bodies(page):
        found.append(_("Nobody is named under “Who meets”, so there is nobody to invite."))
    if page.get_site() is None:
        found.append(_("The page stands outside of every site, so links to it cannot be made."))
    return found


def choices_for(page) -> list[str]:
    """What somebody may answer: nobody comes to a meeting that is only online."""
    there = {
        MeetingForm.ON_SITE: [Reply.COMING],
        MeetingForm.ONLINE: [Reply.REMOTE],
        MeetingForm.HYBRID: [Reply.COMING, Reply.REMOTE],
    }
    return [*there[MeetingForm(page.meeting_form)], Reply.DEPUTY, Reply.EXCUSED]


def reply_until(page) -> datetime | None:
    """Until when one may answer: the start; of a day without an hour, its end."""
    when = page.when
    if not when.is_day_known:
        return None
    return when.starts_at if when.has_hour else when.over_at


def reply_refusal(page, now: datetime | None = None) -> str:
    """Why nobody can answer now; empty where one can."""
    until = reply_until(page)
    if page.status == MeetingStatus.CANCELLED:
        return _("The meeting has been cancelled, so there is nothing to answer.")
    if until is None:
        return _("The new date is not known yet. You will get a message with it.")
    if until <= (now or timezone.now()) or page.is_over(now):
        return _("The meeting has begun, so answers are no longer taken here.")
    return ""
