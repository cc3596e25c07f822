"""Numbers of remarks; each question is one query, whatever it is asked of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import ngettext

from ..choices import Moderation
from ..models import Remark, Submission
from ..querysets import gap_condition

_STANDS = Q(withdrawn_at=None, erased_at=None)
_PENDING = _STANDS & Q(moderation=Moderation.PENDING)


@dataclass(frozen=True)
class Counts:
    """Of what counts: all, those that wait for a decision, those to answer and answered."""

    total: int = 0
    pending: int = 0
    to_answer: int = 0
    unanswered: int = 0

    @property
    def answered(self) -> int:
        return self.to_answer - self.unanswered

    @property
    def given_up(self) -> int:
        """Withdrawn or erased: they count, and get no position."""
        return self.total - self.to_answer

    @property
    def progress(self) -> str:
        """ "odniesiono się do 42 z 42 uwag"."""
        return ngettext(
            "answered %(done)d of %(count)d remark",
            "answered %(done)d of %(count)d remarks",
            self.to_answer,
        ) % {"done": self.answered, "count": self.to_answer}


def counts_of(pages: Iterable) -> dict:
    """``Counts`` by the key of translation, only of consultations that have remarks; one query."""
    rows = (
        Remark.objects.of_any(list(pages))
        .counted()
        .order_by()
        .values("consultation__translation_key")
        .annotate(
            total=Count("pk"),
            pending=Count("pk", filter=_PENDING),
            to_answer=Count("pk", filter=_STANDS),
            unanswered=Count("pk", filter=_STANDS & gap_condition()),
        )
    )
    return {row.pop("consultation__translation_key"): Counts(**row) for row in rows}


def counts_of_page(page) -> Counts:
    return counts_of([page]).get(page.translation_key, Counts())


def uncounted(page) -> dict[str, int]:
    """Remarks that count nowhere: ``unconfirmed`` ones and ``junk``; one query."""
    waiting = Q(submission__needs_confirmation=True, submission__confirmed_at=None)
    return Remark.objects.of(page).aggregate(
        unconfirmed=Count("pk", filter=waiting & ~Q(moderation=Moderation.JUNK)),
        junk=Count("pk", filter=Q(moderation=Moderation.JUNK)),
    )


# For earlier rooms ----------------------------------------------------------------------------


def on_sections(identities: list) -> dict[int, int]:
    """Provider of ``document.rules.register_remark_counts``: what people wrote on sections."""
    rows = Remark.objects.counted().filter(section__in=identities).order_by()
    return dict(rows.values_list("section").annotate(number=Count("pk")))


def in_rounds(rounds: list) -> dict[int, int]:
    """Provider of ``rounds.rules.register_answers``: what people sent in rounds.

    Unconfirmed ones, too: what somebody sent keeps the round from being removed.
    """
    rows = Submission.objects.filter(round__in=rounds).order_by()
    return dict(rows.values_list("round").annotate(number=Count("pk")))
