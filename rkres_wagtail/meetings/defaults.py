"""What a new meeting begins with: what the last one of the same list had.

An office meets at the same place, at the same hour, with the same contact; only what differs is
typed. Nothing that says something of one meeting alone is taken over.
"""

from __future__ import annotations

from ..bodies.tree import is_body
from .choices import DatePrecision
from .querysets import latest_first, meeting_model

#: Fields that are taken over from the last meeting.
USUAL = (
    "meeting_form",
    "place_name",
    "place_address",
    "host_organisation",
    "access_visibility",
    "access_hours",
    "contact_unit",
    "contact_person",
    "contact_phone",
    "contact_email",
)
HOURS = ("starts_time", "ends_time")
CONTACT = ("contact_unit", "contact_person", "contact_phone", "contact_email")


def defaults_for(parent) -> dict:
    """Field -> value of a new meeting in the list ``parent``; ``bodies`` are keys of pages."""
    last = last_meeting(parent)
    if last is None:
        return _of_body(parent)
    found = {name: getattr(last, name) for name in USUAL}
    found["host_organisation"] = last.host_organisation_id
    if last.date_precision == DatePrecision.MINUTE and not last.ends_on:
        found |= {name: getattr(last, name) for name in HOURS}
    bodies = [body for body in last.bodies.all() if not getattr(body.specific, "is_former", False)]
    found["bodies"] = [body.pk for body in bodies]
    return found


def last_meeting(parent):
    """The meeting of the list with the latest date; None where there is none."""
    siblings = meeting_model()._default_manager.child_of(parent)
    return siblings.filter(starts_on__isnull=False).order_by(*latest_first()).first()


def _of_body(parent) -> dict:
    """Who meets, and the contact, of the body under which the list stands."""
    body = parent.get_parent()
    if body is None or not is_body(body):
        return {}
    body = body.specific
    return {"bodies": [body.pk], **{name: getattr(body, name, "") for name in CONTACT}}
