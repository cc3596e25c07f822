"""What the public reads of a meeting that was moved or cancelled; the lines stay for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .. import told
from ..choices import TOLD, ChangeKind
from ..models import MeetingChange


@dataclass(frozen=True)
class ChangeLine:
    """``Przeniesiono z … na …`` with the reason; ``at`` is when it was announced.

    ``before`` is the date (``When``) that no longer holds; None where none was known.
    """

    kind: str
    text: str
    reason: str
    at: datetime
    before: object = None

    @property
    def is_cancelled(self) -> bool:
        return self.kind == ChangeKind.CANCELLED


def change_lines(meeting) -> list[ChangeLine]:
    """Moves and cancellations of a meeting, the latest first; one query."""
    rows = list(MeetingChange.objects.of(meeting))
    pairs = zip([None, *rows], rows, strict=False)
    lines = [
        ChangeLine(
            row.kind,
            told.text(row.kind, before and before.when, row.when),
            row.reason,
            row.made_at,
            before and before.when,
        )
        for before, row in pairs
        if row.kind in TOLD
    ]
    return lines[::-1]
