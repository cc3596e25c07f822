"""What a calendar and a feed say of a meeting, as plain text, in the active language.

Only what everybody may read at any moment: copies are kept, so the link to join is said where
it is public at once, never where it appears shortly before.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...dates import long_date
from ...typography import NBSP
from ..choices import TOLD, LinkVisibility, MeetingForm, MeetingStatus
from ..models import MeetingChange
from ..rules import is_link_shown
from ..told import sentence


def summary(page, now) -> str:
    """The title; of a cancelled meeting with that word, since many clients do not show STATUS."""
    if page.state(now) == MeetingStatus.CANCELLED:
        return _("CANCELLED: %(title)s") % {"title": page.title}
    return page.title


def location(page) -> str:
    """Place and address; of a meeting that is only online, that word."""
    place = ", ".join(part for part in (page.place_name, page.place_address) if part)
    if not place and page.meeting_form == MeetingForm.ONLINE:
        return str(MeetingForm.ONLINE.label)
    return place


def join_url(page, now) -> str:
    """The link to join, where everybody may see it at any time."""
    is_public = page.access_visibility == LinkVisibility.PUBLIC
    return page.access_url if is_public and is_link_shown(page, now) else ""


def told_lines(changes: Iterable[MeetingChange]) -> list[str]:
    """A line for each time the meeting was moved or cancelled, the earliest first."""
    changes = list(changes)
    return [
        told_line(before, after)
        for before, after in pairwise([None, *changes])
        if after.kind in TOLD
    ]


def told_line(before: MeetingChange | None, change: MeetingChange) -> str:
    """The line that the page has, with its reason."""
    return sentence(change.kind, before and before.when, change.when, change.reason)


def description(page, *, changes: list, names: list[str], url: str, now) -> str:
    """All that a reader needs without opening the page, one fact a line."""
    told = told_lines(changes)
    rows = [
        page.lead,
        *reversed(told),
        _tentative(page, now),
        _row(_("When"), page.when.text()),
        _row(_("who meets"), ", ".join([*names, *_outside(page)])),
        _row(_("form"), page.get_meeting_form_display()),
        _row(_("place"), ", ".join(filter(None, (page.place_name, page.place_address)))),
        _row(_("host"), page.host_organisation.name if page.host_organisation_id else ""),
        _row(_("link to join online"), join_url(page, now)),
        *_signup(page, now),
        _row(pgettext("calendar", "More"), url),
    ]
    return "\n".join(row for row in rows if row).replace(NBSP, " ")


def _row(label: str, value: str) -> str:
    return f"{capfirst(label)}: {value}" if value else ""


def _tentative(page, now) -> str:
    return _("The date may still change.") if page.state(now) == MeetingStatus.PLANNED else ""


def _outside(page) -> list[str]:
    return [str(block.value.get("name") or "") for block in page.outside_bodies]


def _signup(page, now) -> list[str]:
    """How to come, while one still can."""
    if not page.is_open or page.is_over(now) or page.status == MeetingStatus.CANCELLED:
        return []
    until = long_date(page.signup_until) if page.signup_until else ""
    return [
        f"{capfirst(_('open to the public'))}.",
        page.signup_text,
        _row(_("sign-up form"), page.signup_url),
        _row(_("sign up until"), until),
    ]
