"""Attendance that nothing may be deleted from under (DESIGN, rule 4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ...deletion import protect

_SHEETS = ngettext_lazy("%(count)d list of attendance", "%(count)d lists of attendance", "count")
_ADVICE = _(
    "What to do: give the membership a last day; who took part in meetings stays. One that was "
    "entered by mistake: give it dates outside of those meetings, so that it leaves the lists "
    "that are open; closed lists are opened again first."
)


def register() -> None:
    protect(
        "rkres_wagtail.Attendance",
        "membership",
        ngettext_lazy(
            "%(count)d entry in lists of attendance",
            "%(count)d entries in lists of attendance",
            "count",
        ),
        advice=_ADVICE,
    )
    protect(
        "rkres_wagtail.Attendance",
        "substitute",
        ngettext_lazy(
            "%(count)d meeting at which this deputy stood in",
            "%(count)d meetings at which this deputy stood in",
            "count",
        ),
        advice=_ADVICE,
    )
    protect(
        "rkres_wagtail.AttendanceSheet",
        "meeting",
        _SHEETS,
        advice=_(
            "What to do: a list on which nothing is recorded is removed on the screen "
            "“Attendance” of the meeting; with anything recorded the meeting stays."
        ),
    )
    protect("rkres_wagtail.AttendanceSheet", "body", _SHEETS)
