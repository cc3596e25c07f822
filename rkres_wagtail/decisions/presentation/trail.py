"""Decision → addressee → answer: the rows of many decisions read together (requirement 35)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..choices import DispatchState
from ..models import Dispatch
from .words import waiting_for

#: Shape of the mark before the word, by state; the stylesheet has them of meetings.
_SHAPES = {
    DispatchState.SENT: "planned",
    DispatchState.IN_PROGRESS: "confirmed",
    DispatchState.ACCEPTED: "confirmed",
    DispatchState.PARTLY: "confirmed",
    DispatchState.DONE: "held",
    DispatchState.REJECTED: "cancelled",
}


@dataclass(frozen=True)
class DispatchLine:
    """What the public reads of one addressee; the office's note is not in it."""

    pk: int
    addressee: str
    state: str
    state_label: str
    sent_on: date | None
    answered_on: date | None
    answered_by: str
    answer: str
    document: object
    days: int | None

    @property
    def is_waiting(self) -> bool:
        return self.days is not None

    @property
    def waiting_text(self) -> str:
        return waiting_for(self.days) if self.days is not None else ""

    @property
    def shape(self) -> str:
        return _SHAPES.get(self.state, "planned")

    @property
    def is_answered(self) -> bool:
        return self.answered_on is not None

    @property
    def word(self) -> str:
        """The state, or that an answer is awaited, which tells more than “passed on”."""
        return self.waiting_text or self.state_label


def lines_of(pages: Iterable, gate, on: date) -> dict[object, list[DispatchLine]]:
    """Lines by the decision's ``translation_key``; one query, however many decisions."""
    found: dict[object, list[DispatchLine]] = defaultdict(list)
    pages = list(pages)
    if not pages:
        return found
    rows = Dispatch.objects.of_any(pages).select_related("decision", "answer_document__collection")
    for row in rows.order_by("sort_order", "pk"):
        found[row.decision.translation_key].append(_line(row, gate, on))
    return found


def _line(row: Dispatch, gate, on: date) -> DispatchLine:
    document = row.answer_document
    return DispatchLine(
        pk=row.pk,
        addressee=row.addressee,
        state=row.state,
        state_label=str(row.get_state_display()),
        sent_on=row.sent_on,
        answered_on=row.answered_on,
        answered_by=row.answered_by,
        answer=row.answer,
        document=document if gate.allows_document(document) else None,
        days=row.days_waiting(on),
    )
