"""What an editor of a call is warned of; nothing is blocked (DESIGN, rule 3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ...bodies.rules import closed_reason
from ...consultations.course import deadline, last_day_of, today_of
from ...dates import long_date
from ..choices import CallState
from . import course

_YEAR = timedelta(days=366)
_PENDING = (CallState.OPEN, CallState.ANNOUNCED)


def missing(page, now: datetime, *, has_channels: bool) -> list[str]:
    """What a call lacks, in a few words; for lists, which read channels once."""
    state, found = page.state(now), []
    if page.body_id is None:
        found.append(_("body"))
    if page.closes_at is None and state != CallState.SETTLED:
        found.append(_("dates"))
    if state in _PENDING and not has_channels:
        found.append(_("ways of applying"))
    if state == CallState.CLOSED:
        found.append(_("outcome of the call"))
    return found


def warnings(page, *, now: datetime | None = None) -> list[str]:
    """Sentences on a saved call, the weightiest first."""
    now = now or timezone.now()
    return [*_about_dates(page, now), *_about_body(page, now), *_about_applying(page, now)]


def _about_dates(page, now: datetime) -> list[str]:
    found, state, opens = [], page.state(now), course.opening_of(page)
    if state == CallState.CLOSED:
        found.append(
            _(
                "The call closed on %(deadline)s: the page says that it is being decided. When it "
                "is, fill in the tab “Outcome”."
            )
            % {"deadline": deadline(page.closes_at)}
        )
    if course.is_cut(page):
        found.append(
            _(
                "It was settled on %(day)s, before its last day (%(last)s): the page accepts no "
                "more applications."
            )
            % {"day": long_date(page.settled_on), "last": long_date(last_day_of(page.closes_at))}
        )
    if page.closes_at and opens and page.closes_at - opens > _YEAR:
        found.append(_("The call lasts more than a year: check the dates."))
    if page.composition_on and page.composition_on > today_of(now):
        found.append(
            _("The page leads to the composition from %(day)s on.")
            % {"day": long_date(page.composition_on)}
        )
    return found


def _about_body(page, now: datetime) -> list[str]:
    if page.body is None or page.state(now) not in _PENDING:
        return []
    reason = closed_reason(page.body.specific, today_of(now))
    return [reason] if reason else []


def _about_applying(page, now: datetime) -> list[str]:
    if page.state(now) not in _PENDING or len(page.channels):
        return []
    return [_("The page does not say how to apply: add a way of applying.")]


def after_publish_page(request, page):
    """Hook: warn of what looks like a slip; nothing is stopped."""
    from wagtail.admin import messages

    from ..pages import CallPageMixin

    page = page.specific
    if isinstance(page, CallPageMixin):
        for warning in warnings(page):
            messages.warning(request, warning)
