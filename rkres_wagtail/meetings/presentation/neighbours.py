"""The meetings of the same body before and after one."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from .. import rules
from ..querysets import is_of_body, latest_first, meetings, public_meetings, soonest_first


def of_any(bodies) -> Exists:
    """Condition: a meeting of any of ``bodies``, in whichever language; each meeting once."""
    return Exists(meetings().filter(is_of_body(*bodies), pk=OuterRef("pk")))


def neighbours(meeting, gate, request) -> dict:
    """``previous`` and ``next``, each with title, date and address; two queries."""
    bodies = rules.chosen_bodies(meeting)
    if not bodies or not meeting.when.is_dated:
        return {"previous": None, "next": None}
    at, pk = meeting.when.starts_at, meeting.pk or 0
    others = public_meetings(gate, locale_id=meeting.locale_id).filter(of_any(bodies))
    others = others.exclude(translation_key=meeting.translation_key)
    before = Q(starts_at__lt=at) | Q(starts_at=at, pk__lt=pk)
    after = Q(starts_at__gt=at) | Q(starts_at=at, pk__gt=pk)
    return {
        "previous": _link(others.filter(before).order_by(*latest_first()).first(), request),
        "next": _link(others.filter(after).order_by(*soonest_first()).first(), request),
    }


def _link(page, request) -> dict | None:
    if page is None:
        return None
    return {"title": page.title, "date": page.when.days(), "url": page.get_url(request)}
