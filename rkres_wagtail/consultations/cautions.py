"""What an editor of a consultation is warned of; nothing is blocked (DESIGN, rule 3)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .choices import ConsultationState
from .course import Course, course_of, period_of
from .models import DocumentVersion
from .rounds import cautions as of_rounds

_PENDING = (ConsultationState.OPEN, ConsultationState.ANNOUNCED)


def warnings(page, *, now: datetime | None = None, only_law: bool = False) -> list[str]:
    """Sentences on a saved consultation, the weightiest first.

    ``only_law``: of its days only what the law asks, not that they are inconvenient.
    """
    now = now or timezone.now()
    course = course_of(page, now=now)
    return [
        *_about_course(page, course, now),
        *_about_days(page, course, now, only_law),
        *_about_principles(page),
    ]


def missing(
    page, course: Course, now: datetime, *, has_channels: bool, has_text: bool
) -> list[str]:
    """What a consultation lacks, in a few words; for lists, which read channels and texts once."""
    state, found = course.state(now), []
    if state == ConsultationState.OPEN and not has_text:
        found.append(_("a published text"))
    if not course.rounds and course.outcome is None:
        found.append(_("dates"))
    if state in _PENDING and page.audience_id is None and not has_channels:
        found.append(_("ways of answering"))
    if state in _PENDING and page.principles_at is None:
        found.append(_("the seven principles"))
    return found


def has_text(page, now: datetime) -> bool:
    return DocumentVersion.objects.of(page).published(now).exists()


def _about_course(page, course: Course, now: datetime) -> list[str]:
    found, state = [], course.state(now)
    if not course.rounds and course.outcome is None:
        found.append(
            _("No dates are entered: the page says that it is announced, and not from when.")
        )
    if state not in _PENDING:
        return found
    if page.audience_id is None and course.rounds and not len(page.channels):
        found.append(_("The page does not say how to respond: add a way of answering."))
    if state == ConsultationState.OPEN and not has_text(page, now):
        found.append(
            _("The consultation is open, and no text of the document is published to read.")
        )
    return found


def _about_days(page, course: Course, now: datetime, only_law: bool) -> list[str]:
    asked, found = of_rounds.asked_of(page), []
    several = len(course.rounds) > 1
    for each in course.rounds:
        sentences = of_rounds.of_round(each, asked, now, only_law=only_law)
        prefix = f"{period_of(each)}: " if several else ""
        found += [f"{prefix}{sentence}" for sentence in sentences]
    return found if only_law else found + of_rounds.of_report(course, asked, now)


def _about_principles(page) -> list[str]:
    if page.principles_at is not None:
        return []
    return [
        _(
            "Nobody has acknowledged the seven principles of consultations for this one (tab "
            "“Announcement”, at the end)."
        )
    ]


def days_left_text(days: int | None) -> str:
    """``2 days left``, ``last day``; empty when it is not open."""
    if days is None:
        return ""
    if days == 0:
        return _("last day")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def after_publish_page(request, page):
    """Hook: warn of what looks like a slip; nothing is stopped."""
    from wagtail.admin import messages

    from .pages import ConsultationPageMixin

    page = page.specific
    if isinstance(page, ConsultationPageMixin):
        for warning in warnings(page):
            messages.warning(request, warning)
