"""A consultation in a row of a list: title, kind, state, dates, for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ...meetings.presentation.places import PublicBodies
from ...site_settings import RkresSettings
from ..choices import ConsultationState
from ..course import Course, courses_of, deadline, last_day_of, opening
from ..querysets import consultation_model
from .rounds import closing_machine
from .stages import published_on
from .words import StateTag, audience_label, state_tag

#: Long texts that no list shows.
_HEAVY = ("description", "channels", "forms", "copies", "other_rules", "next_steps")


@dataclass(frozen=True)
class Row:
    page: object
    url: str
    course: Course
    tag: StateTag
    now: datetime
    body: object = None
    audience: str = ""

    @property
    def kind(self) -> str:
        return str(self.page.kind) if self.page.kind else ""

    @property
    def is_open(self) -> bool:
        return self.tag.state == ConsultationState.OPEN

    @property
    def deadline(self) -> str:
        """Of an open one, until when."""
        found = self.course.open_round(self.now) if self.is_open else None
        return deadline(found.ends_at) if found else ""

    @property
    def deadline_machine(self) -> str:
        found = self.course.open_round(self.now) if self.is_open else None
        return closing_machine(found.ends_at) if found else ""

    @property
    def opening(self) -> str:
        """Of an announced one, from when until when."""
        ahead = self.course.next_round(self.now)
        return opening(ahead.starts_at) if ahead else ""

    @property
    def opening_deadline(self) -> str:
        ahead = self.course.next_round(self.now)
        return deadline(ahead.ends_at) if ahead else ""

    @property
    def is_announced(self) -> bool:
        return self.tag.state == ConsultationState.ANNOUNCED

    @property
    def closed_on(self):
        """The last day of the last round of those that are over."""
        ends_at = self.course.ends_at
        if self.is_open or self.is_announced or ends_at is None:
            return None
        return last_day_of(ends_at)

    @property
    def due_on(self):
        """Until when the report is due, while it is."""
        waits = (ConsultationState.ANALYSED, ConsultationState.OVERDUE)
        return self.course.due_on if self.tag.state in waits else None

    @property
    def reported_on(self):
        return published_on(self.course.report) if self.course.report else None

    @property
    def decided_on(self):
        outcome = self.course.outcome
        is_known = outcome is not None and outcome.kind != ConsultationState.UNKNOWN
        return outcome.decided_on if is_known else None


def for_rows(queryset):
    """Consultations with what their rows need, without long texts."""
    names = {each.name for each in consultation_model()._meta.get_fields()}
    return queryset.select_related("kind", "body").defer(
        *(name for name in _HEAVY if name in names)
    )


def rows_of(pages: Iterable, request, bodies: PublicBodies, gate, *, own=None) -> list[Row]:
    """Rows of ``pages`` (see ``for_rows``), in their order; four queries for all of them.

    A consultation of ``own`` does not name it: the page says whose it is.
    """
    pages, now = list(pages), gate.now
    courses = courses_of(pages, now=now, report_days=report_days(gate))
    rows = []
    for page in pages:
        body = body_of(page, bodies)
        is_own = body is not None and own is not None and body.pk == own.pk
        course = courses[page.translation_key]
        rows.append(
            Row(
                page=page,
                url=page.get_url(request) or "",
                course=course,
                tag=state_tag(course, now),
                now=now,
                body=None if is_own else body,
                audience=audience_label(page, bodies),
            )
        )
    return rows


def body_of(page, bodies: PublicBodies):
    """The public body whose consultation it is, in the page's language; or None."""
    return bodies.get(page.body_id) if page.body_id else None


def report_days(gate) -> int:
    """Days for the report, as the settings of the site say."""
    found = RkresSettings.for_site(gate.site) if gate.site is not None else RkresSettings()
    return found.report_days
