"""At which meeting minutes were approved, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...dates import long_date
from ...meetings.querysets import public_meetings
from ...public import Gate
from ..models import Minutes
from .rich import clean


@dataclass(frozen=True)
class Approval:
    """``text`` is empty while they are not approved; ``url`` leads to the approving meeting."""

    text: str = ""
    url: str = ""


def approval_of(minutes: Minutes, gate: Gate, *, internal: bool) -> Approval:
    """A meeting that is not public is not named, its day is."""
    row = minutes.approval if minutes.pk else None
    if row is None:
        return Approval()
    meeting = _meeting(row, gate, internal=internal)
    url = (meeting.full_url or "") if meeting is not None and gate.allows(meeting) else ""
    return Approval(clean(_sentence(row, meeting)), url)


def _meeting(row, gate: Gate, *, internal: bool):
    if row.meeting_id is None:
        return None
    if internal:
        return row.meeting.specific
    key = row.meeting.translation_key
    found = public_meetings(gate, any_locale=True).filter(translation_key=key)
    pages = sorted(found, key=lambda page: page.pk != row.meeting_id)
    return pages[0] if pages else None


def _sentence(row, meeting) -> str:
    told = {"day": long_date(row.approved_on), "note": row.note}
    if meeting is None:
        if row.note:
            return _("Approved on %(day)s (%(note)s)") % told
        return _("Approved on %(day)s") % told
    number = meeting.number_label
    if number.isdecimal():
        number = f"{number}."
    if number and not getattr(meeting.committee, "meeting_label", ""):
        return _("Approved at meeting %(number)s on %(day)s") % {**told, "number": number}
    return _("Approved on %(day)s at: %(title)s") % {**told, "title": meeting.title}
