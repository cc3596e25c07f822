"""What a clerk says of one member at a meeting, and what may be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Attendance, Presence


@dataclass(frozen=True)
class Entry:
    """What a clerk says of one member; ``membership`` and ``substitute`` are keys."""

    membership: int
    presence: str = Presence.UNKNOWN
    substitute: int | None = None
    substitute_name: str = ""
    note: str = ""


def is_same(row: Attendance, entry: Entry) -> bool:
    return (row.presence, row.substitute_id, row.substitute_name, row.office_note) == (
        entry.presence,
        entry.substitute,
        entry.substitute_name.strip(),
        entry.note.strip(),
    )


def errors_of(entry: Entry, row: Attendance, day, deputies: dict) -> dict[str, str]:
    """Field -> what is wrong with one entry."""
    name = entry.substitute_name.strip()
    if entry.presence not in Presence.values:
        return {"presence": _("Choose one of the answers.")}
    if not row.membership.is_current(day) and (entry.presence or entry.substitute or name):
        return {"presence": _("No member of this body on the day of the meeting.")}
    found = {}
    if entry.presence != Presence.SUBSTITUTE and (entry.substitute or name):
        found["presence"] = _("Choose “by a substitute”, or clear who came instead.")
    elif entry.presence == Presence.SUBSTITUTE and entry.substitute and name:
        found["substitute_name"] = _("Choose a deputy or type a name, not both.")
    elif entry.presence == Presence.SUBSTITUTE and not (entry.substitute or name):
        found["substitute_name"] = _("Say who came instead: choose a deputy or type a name.")
    own = {each.pk for each in deputies.get(row.membership_id, ())}
    if entry.substitute and entry.substitute not in own:
        found["substitute"] = _("No deputy of this member on the day of the meeting.")
    for field, text in (("substitute_name", name), ("office_note", entry.note.strip())):
        limit = Attendance._meta.get_field(field).max_length
        if len(text) > limit:
            key = "note" if field == "office_note" else field
            found[key] = _("At most %(count)d characters.") % {"count": limit}
    return found


def write(row: Attendance, entry: Entry) -> None:
    row.presence = entry.presence
    row.substitute_id = entry.substitute
    row.substitute_name = entry.substitute_name.strip()
    row.office_note = entry.note.strip()
