"""Remarks on the desk of who keeps them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ... import desk
from ...consultations.course import courses_of, today_of
from ...consultations.querysets import is_unreported
from ...dates import long_date
from ..models import Remark
from ..permissions import kept_consultations
from . import addresses
from .counting import counts_of
from .list_views import keeps_some


def to_moderate(user, now: datetime) -> list[desk.Pile]:
    """Consultations with remarks that nobody has decided to publish or to block."""
    if not keeps_some(user):
        return []
    rows = Remark.objects.pending().filter(
        consultation__translation_key=OuterRef("translation_key")
    )
    pages = _pages(kept_consultations(user).filter(Exists(rows)))
    counts = counts_of(pages)
    return [_pile(_("Remarks to approve or block"), [_pending(page, counts) for page in pages])]


def _pending(page, counts) -> desk.Waiting:
    number = counts[page.translation_key].pending
    note = ngettext("%(count)d remark waits", "%(count)d remarks wait", number)
    return desk.Waiting(
        name=page.title,
        url=addresses.register_url(page, "moderation=pending"),
        note=note % {"count": number},
    )


def to_answer(user, now: datetime) -> list[desk.Pile]:
    """Closed consultations without a report, whose remarks have no complete position."""
    if not keeps_some(user):
        return []
    rows = Remark.objects.with_gap().filter(
        consultation__translation_key=OuterRef("translation_key")
    )
    pages = _pages(kept_consultations(user).filter(is_unreported(now)).filter(Exists(rows)))
    counts, courses = counts_of(pages), courses_of(pages, now=now)
    found = [_due(page, counts, courses[page.translation_key], now) for page in pages]
    return [_pile(_("Remarks to answer"), found)]


def _due(page, counts, course, now) -> desk.Waiting:
    number = counts[page.translation_key].unanswered
    note = ngettext(
        "%(count)d remark without a position", "%(count)d remarks without a position", number
    ) % {"count": number}
    if course.due_on is not None:
        note = _("%(note)s; report due by %(day)s") % {
            "note": note,
            "day": long_date(course.due_on),
        }
    return desk.Waiting(
        name=page.title,
        url=addresses.register_url(page, "answer=gap"),
        note=note,
        is_late=course.due_on is not None and course.due_on < today_of(now),
    )


def _pages(pages) -> list:
    return list(desk.once(pages).order_by("pk")[: desk.MOST + 1])


def _pile(title: str, rows: list) -> desk.Pile:
    return desk.pile(title, rows, all_url=reverse(addresses.LIST_URL))


def register() -> None:
    """Called from ``wiring.ready``."""
    for order, function in enumerate((to_moderate, to_answer)):
        desk.provider(order=520 + order)(function)
