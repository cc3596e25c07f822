"""What the public reads of a meeting that was moved or cancelled; the lines stay for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ..choices import TOLD, ChangeKind
from ..models import MeetingChange


@dataclass(frozen=True)
class ChangeLine:
    """``Przeniesiono z … na …`` with the reason; ``at`` is when it was announced."""

    kind: str
    text: str
    reason: str
    at: datetime

    @property
    def is_cancelled(self) -> bool:
        return self.kind == ChangeKind.CANCELLED


def change_lines(meeting) -> list[ChangeLine]:
    """Moves and cancellations of a meeting, the latest first; one query."""
    rows = list(MeetingChange.objects.of(meeting))
    pairs = zip([None, *rows], rows, strict=False)
    lines = [
        ChangeLine(row.kind, _text(before, row), row.reason, row.made_at)
        for before, row in pairs
        if row.kind in TOLD
    ]
    return lines[::-1]


def _text(before, row) -> str:
    if row.kind == ChangeKind.CANCELLED:
        return _("Cancelled. It was to take place: %(date)s.") % {"date": row.when.text()}
    was = before.when if before is not None and before.when.is_dated else None
    if not row.when.is_dated:
        if was is None:
            return _("The date is not yet known.")
        return _("Moved from %(from)s to a date not yet known.") % {"from": was.text()}
    if was is None:
        return _("Moved to %(to)s.") % {"to": row.when.text()}
    return _("Moved from %(from)s to %(to)s.") % {"from": was.text(), "to": row.when.text()}
