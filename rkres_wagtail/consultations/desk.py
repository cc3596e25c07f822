"""Consultations on the desk of who keeps them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import desk
from ..dates import long_date
from .cautions import days_left_text
from .choices import ConsultationState
from .course import courses_of, today_of, until_deadline
from .models import DocumentVersion
from .querysets import (
    consultations,
    has_outcome,
    has_round,
    is_open,
    is_unreported,
    with_dates,
)
from .rounds.addresses import editor_of

#: So long before the closing, or before a report is due, the office is reminded.
SOON = timedelta(days=7)
#: Most rows that are looked at: who has more of them has another problem.
_LOOKED_AT = 50


def closing_soon(user, now: datetime) -> list[desk.Pile]:
    """Open consultations that close within a week."""
    rows = with_dates(_mine(user).filter(is_open(now)), now).filter(closes_at__lte=now + SOON)
    rows = desk.once(rows).order_by("closes_at", "pk")[: desk.MOST + 1]
    return [_pile(_("Consultations that close soon"), rows, now, _closing)]


def _closing(page, course, now) -> desk.Waiting:
    round = course.open_round(now)
    left = course.days_left(now)
    return _waiting(page, f"{until_deadline(round.ends_at)}, {days_left_text(left)}", left == 0)


def reports_due(user, now: datetime) -> list[desk.Pile]:
    """Closed consultations whose report is overdue, or due within a week."""
    rows = with_dates(_mine(user).filter(is_unreported(now)), now)
    rows = list(desk.once(rows).order_by("closed_at", "pk")[:_LOOKED_AT])
    courses = courses_of(rows, now=now)
    limit = today_of(now) + SOON
    due = [page for page in rows if courses[page.translation_key].due_on <= limit]
    due.sort(key=lambda page: courses[page.translation_key].due_on)
    return [
        desk.pile(
            _("Reports on consultations"),
            (_report(page, courses[page.translation_key], now) for page in due),
            all_url=_list(state=ConsultationState.OVERDUE),
        )
    ]


def _report(page, course, now) -> desk.Waiting:
    late = course.days_late(now)
    if late:
        note = ngettext("due %(days)d day ago", "due %(days)d days ago", late) % {"days": late}
    else:
        note = _("due by %(day)s") % {"day": long_date(course.due_on)}
    return _waiting(page, note, bool(late))


def without_text(user, now: datetime) -> list[desk.Pile]:
    """Open consultations of which the public can read no text."""
    texts = DocumentVersion.objects.published(now).filter(
        consultation__translation_key=OuterRef("translation_key")
    )
    rows = _mine(user).filter(is_open(now), ~Exists(texts))
    rows = desk.once(rows).order_by("pk")[: desk.MOST + 1]
    return [_pile(_("Open without a text to read"), rows, now, _without_text)]


def _without_text(page, course, now) -> desk.Waiting:
    return _waiting(page, until_deadline(course.open_round(now).ends_at), True)


def without_dates(user, now: datetime) -> list[desk.Pile]:
    """Announced consultations of which nobody knows when they open."""
    rows = _mine(user).filter(~has_round(), ~has_outcome())
    rows = desk.once(rows).order_by("pk")[: desk.MOST + 1]
    return [_pile(_("Announced without dates"), rows, now, _without_dates)]


def _without_dates(page, course, now) -> desk.Waiting:
    return _waiting(page, _("enter when it opens and closes"), False)


# Helpers --------------------------------------------------------------------------------------


def _mine(user):
    """Published consultations that ``user`` may edit, in every language."""
    return consultations().filter(pk__in=desk.editable(user), alias_of=None, live=True)


def _pile(title: str, rows, now: datetime, row) -> desk.Pile:
    rows = list(rows)
    courses = courses_of(rows, now=now)
    waiting = (row(page, courses[page.translation_key], now) for page in rows)
    return desk.pile(title, waiting, all_url=_list())


def _waiting(page, note: str, is_late: bool) -> desk.Waiting:
    return desk.Waiting(name=page.title, url=editor_of(page), note=note, is_late=is_late)


def _list(**query) -> str:
    url = reverse("rkres_consultations:index")
    return f"{url}?state={query['state']}" if query else url


def register() -> None:
    """Called from ``wiring.ready``."""
    for order, function in enumerate((closing_soon, reports_due, without_text, without_dates)):
        desk.provider(order=500 + order)(function)
