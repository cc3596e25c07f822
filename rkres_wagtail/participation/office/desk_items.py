"""Declarations that wait for a decision, on the desk of who keeps them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ... import desk
from ...consultations.course import today_of
from . import addresses
from .columns import waits
from .keeping import keeps_some, kept_declarations

#: Days after which the desk says that somebody waits long.
LONG = 30


def waiting(user, now: datetime) -> list[desk.Pile]:
    """Bodies and calls by who waits longest."""
    if not keeps_some(user):
        return []
    rows = (
        kept_declarations(user)
        .waiting()
        .order_by()
        .values("target", "target__title")
        .annotate(number=Count("pk"), since=Min("confirmed_at"))
        .order_by("since", "target")
    )[: desk.MOST + 1]
    found = [_waiting(row, now) for row in rows]
    all_url = addresses.register_url(state="new")
    return [desk.pile(_("Declarations waiting"), found, all_url=all_url)]


def _waiting(row: dict, now: datetime) -> desk.Waiting:
    days = (today_of(now) - today_of(row["since"])).days
    number = ngettext("%(count)d declaration", "%(count)d declarations", row["number"])
    return desk.Waiting(
        name=row["target__title"],
        url=addresses.register_url(target=row["target"], state="new"),
        note=_("%(number)s; the first one %(waits)s")
        % {"number": number % {"count": row["number"]}, "waits": waits(days)},
        is_late=days >= LONG,
    )


def register() -> None:
    """Called from ``wiring.ready``."""
    desk.provider(order=530)(waiting)
