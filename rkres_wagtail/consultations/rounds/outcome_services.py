"""Verbs of outcomes: record what became of the document, and revoke a mistake.

As in ``services.py``: check, do in one transaction with the page locked, log, forget caches.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...text import without_directions
from ..choices import OutcomeKind
from ..models import ConsultationOutcome, Round
from . import keeping, rules


@transaction.atomic
def record_outcome(
    *, consultation, kind: str, decided_on=None, act=None, note="", user
) -> ConsultationOutcome:
    """Say what became of the document; abandoning ends an open round, too.

    Replaces an outcome that says that the result is not known; any other is revoked first.
    """
    page, now = keeping.locked(consultation), timezone.now()
    rounds = list(Round.objects.of(page))
    stored = ConsultationOutcome.objects.of(page).first()
    if stored is not None and (stored.kind != OutcomeKind.UNKNOWN or kind == OutcomeKind.UNKNOWN):
        raise ValidationError(
            _("It was already recorded: %(outcome)s. Revoke that first.")
            % {"outcome": stored.get_kind_display()}
        )
    errors = rules.outcome_errors(kind, decided_on, rounds, now)
    if act is not None and kind == OutcomeKind.UNKNOWN:
        errors["act"] = _("Nothing is known of the result: leave the act empty.")
    elif act is not None and not rules.is_of_committee(act, page):
        errors["act"] = _("This one belongs to another committee.")
    if errors:
        raise ValidationError(errors)
    row = stored or ConsultationOutcome(consultation_id=page.pk)
    row.kind, row.decided_on, row.act = kind, decided_on, act
    row.note = without_directions(note or "").strip()
    row.recorded_at, row.recorded_by = now, keeping.known(user)
    row.full_clean(exclude=["recorded_by"])
    row.save()
    keeping.finish(page, "outcome_record", user, _outcome_data(row))
    return row


@transaction.atomic
def revoke_outcome(*, consultation, reason: str, user) -> None:
    """Take back an outcome that was recorded by mistake; the reason stays in the history."""
    page = keeping.locked(consultation)
    if errors := keeping.reason_errors(reason):
        raise ValidationError(errors)
    row = ConsultationOutcome.objects.of(page).first()
    if row is None:
        raise ValidationError(_("No outcome is recorded."))
    data = {**_outcome_data(row), "reason": without_directions(reason).strip()}
    row.delete()
    keeping.finish(page, "outcome_revoke", user, data)


def _outcome_data(row: ConsultationOutcome) -> dict:
    return {
        "outcome": row.kind,
        "decided_on": row.decided_on.isoformat() if row.decided_on else "",
        "act": str(row.act) if row.act else "",
        "note": row.note,
    }
