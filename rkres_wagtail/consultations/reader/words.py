"""Words that stand above the text: the state of the consultation, the label of a version."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import ConsultationState, VersionKind
from ..course import Course, until_deadline

#: Marks before the word of a state (``pieces/tag.html``).
_SHAPES = {
    ConsultationState.OPEN: "confirmed",
    ConsultationState.ANNOUNCED: "planned",
    ConsultationState.OVERDUE: "warning",
}


@dataclass(frozen=True)
class StateLine:
    """``open · 12 days left``, ``until 25 October 2026, 23:59``."""

    state: str
    text: str
    until: str = ""

    @property
    def shape(self) -> str:
        return _SHAPES.get(self.state, "held")

    @property
    def is_open(self) -> bool:
        return self.state == ConsultationState.OPEN


def state_line(course: Course, now) -> StateLine:
    state = course.state(now)
    label = str(ConsultationState(state).label)
    if state != ConsultationState.OPEN:
        return StateLine(state, label)
    left = days_left(course.days_left(now))
    return StateLine(state, f"{label} · {left}", until_deadline(course.open_round(now).ends_at))


def days_left(days: int) -> str:
    if days == 0:
        return _("the last day")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def version_name(version) -> str:
    """``version 2 (after consultation)``."""
    return _("version %(number)d (%(kind)s)") % {
        "number": version.number,
        "kind": VersionKind(version.kind).label,
    }
