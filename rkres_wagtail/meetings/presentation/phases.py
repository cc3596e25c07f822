"""Announcement and report are one page in two phases (requirement 28)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..choices import MeetingStatus

ANNOUNCEMENT = "announcement"
REPORT = "report"

#: What the editor chooses from beside "Preview".
PREVIEW_MODES = [(ANNOUNCEMENT, _("Announcement")), (REPORT, _("After the meeting"))]


def phase_of(page, request, now) -> str:
    """The phase that a visitor sees now; in a preview, the one that the editor chose.

    A cancelled meeting has no report: its page stays an announcement.
    """
    asked = getattr(request, "preview_mode", "") if getattr(request, "is_preview", False) else ""
    if page.status == MeetingStatus.CANCELLED:
        return ANNOUNCEMENT
    if asked in (ANNOUNCEMENT, REPORT):
        return asked
    return REPORT if page.is_over(now) else ANNOUNCEMENT
