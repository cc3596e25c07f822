"""Verbs of rounds: add, change, remove, extend. Those of outcomes: ``outcome_services.py``.

Check, do in one transaction with the page locked, log in the page's history, forget caches.
Permissions are the callers' matter; ``user`` is who is named in the log (None: a program). What
the law asks is only warned of, so nothing here refuses a short consultation.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...text import without_directions
from ..models import ConsultationOutcome, Extension, Round
from . import keeping, rules


def add_round(*, consultation, starts_at: datetime, ends_at: datetime, title="", user) -> Round:
    """Add a round, also one of the past. Raises ``ValidationError`` by field."""
    starts_at, ends_at = _tidy(starts_at=starts_at, ends_at=ends_at)
    with transaction.atomic():
        page = keeping.locked(consultation)
        _refuse_after_outcome(page, ends_at)
        row = Round(consultation_id=page.pk, recorded_by=keeping.known(user))
        _set(row, page, starts_at, ends_at, title)
        row.save()
        keeping.finish(page, "round_add", user, _data(row))
    return row


def change_round(
    *, round: Round, starts_at: datetime, ends_at: datetime, title="", reason="", user, seen=None
) -> Round:
    """Correct a round that has not begun, is history or was entered just now.

    Other dates than the public has read need a ``reason``, which it reads beside both (``rules.
    needs_reason``). ``seen`` is the ``changed_at`` that the clerk saw; None: that of ``round``
    as it was read. Raises ``ValidationError``.
    """
    starts_at, ends_at = _tidy(starts_at=starts_at, ends_at=ends_at)
    with transaction.atomic():
        page, row = _fresh(round, seen)
        was_seen = _refuse_fixed(page, row)
        if not row.was_recorded_afterwards:
            _refuse_after_outcome(page, ends_at)
        errors = rules.history_errors(row, ends_at)
        last = row.extensions.last()
        if last is not None and ends_at <= last.old_ends_at:
            errors = {"ends_at": _("It was extended, so it closes later than it did before that.")}
        is_moved = (starts_at, ends_at) != (row.starts_at, row.ends_at)
        told, found = _told(row, reason, is_asked=is_moved, seen=was_seen)
        if errors := errors | found:
            raise ValidationError(errors)
        old = _data(row)
        _set(row, page, starts_at, ends_at, title)
        row.save()
        if last is not None:
            last.new_ends_at = ends_at
            last.save(update_fields=["new_ends_at"])
        before = {"old_starts_at": old["starts_at"], "old_ends_at": old["ends_at"]}
        keeping.finish(page, "round_change", user, {**_data(row), **before, **told})
    return _hand_back(round, row)


@transaction.atomic
def remove_round(*, round: Round, reason="", user, seen=None) -> None:
    """Remove a round that has not begun, is history or was entered just now.

    Of one that the public has read a ``reason`` stays on the page (``rules.needs_reason``).
    """
    page, row = _fresh(round, seen)
    was_seen = _refuse_fixed(page, row)
    if refusal := rules.answered_reason(row):
        raise ValidationError(refusal)
    told, errors = _told(row, reason, is_asked=True, seen=was_seen)
    if errors:
        raise ValidationError(errors)
    data = {**_data(row), **told}
    row.extensions.all().delete()
    row.delete()
    keeping.finish(page, "round_remove", user, data)


def extend_round(*, round: Round, ends_at: datetime, reason: str, user, seen=None) -> Extension:
    """Put off a deadline, with the reason the public reads; the old one stays visible."""
    (ends_at,) = _tidy(ends_at=ends_at)
    with transaction.atomic():
        page, row = _fresh(round, seen)
        _refuse_after_outcome(page, ends_at)
        errors = rules.extension_errors(row, ends_at, _others(page, row), timezone.now())
        errors |= keeping.reason_errors(reason)
        if errors:
            raise ValidationError(errors)
        made = Extension.objects.create(
            round=row,
            old_ends_at=row.ends_at,
            new_ends_at=ends_at,
            reason=without_directions(reason).strip(),
            recorded_by=keeping.known(user),
        )
        row.ends_at = ends_at
        row.save()
        data = {**_data(row), "old_ends_at": made.old_ends_at.isoformat(), "reason": made.reason}
        keeping.finish(page, "round_extend", user, data)
    _hand_back(round, row)
    return made


# Helpers --------------------------------------------------------------------------------------


def _tidy(**moments) -> list[datetime]:
    found, errors = [], {}
    for name, value in moments.items():
        try:
            found.append(rules.tidy(value))
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return found


def _fresh(round: Round, seen) -> tuple:
    """The page and the round as they are now; raises when somebody was faster."""
    page = keeping.locked(round.consultation)
    row = Round.objects.filter(pk=round.pk).first()
    if row is None:
        raise ValidationError(_("This round has been removed in the meantime."))
    if row.changed_at != (seen or round.changed_at):
        raise ValidationError(
            _("This round has been changed in the meantime. Look at it again: %(period)s.")
            % {"period": rules.said(row)}
        )
    return page, row


def _refuse_fixed(page, row: Round) -> bool:
    """Whether the public has seen the page; raises where the round stays as it is."""
    seen = rules.was_seen(page)
    if refusal := rules.fixed_reason(row, timezone.now(), seen=seen, is_reasoned=True):
        raise ValidationError(refusal)
    return seen


def _told(row: Round, reason, *, is_asked: bool, seen: bool) -> tuple[dict, dict]:
    """What the history keeps for the public, and what is wrong with it."""
    if not is_asked or not rules.needs_reason(row, seen=seen):
        return {}, {}
    if errors := keeping.reason_errors(reason):
        return {}, errors
    return {"reason": without_directions(reason).strip()}, {}


def _refuse_after_outcome(page, ends_at: datetime) -> None:
    has_outcome = ConsultationOutcome.objects.of(page).exists()
    now = timezone.now()
    if refusal := rules.after_outcome_reason(ends_at, now, has_outcome=has_outcome):
        raise ValidationError(refusal)


def _others(page, row: Round) -> list[Round]:
    return list(Round.objects.of(page).exclude(pk=row.pk))


def _set(row: Round, page, starts_at, ends_at, title: str) -> None:
    if errors := rules.order_errors(starts_at, ends_at, _others(page, row)):
        raise ValidationError(errors)
    row.starts_at, row.ends_at = starts_at, ends_at
    row.title = " ".join(without_directions(title or "").split())
    row.full_clean(exclude=["consultation", "recorded_by"])


def _hand_back(given: Round, row: Round) -> Round:
    """Bring the caller's own object in line, so that it may be used on."""
    if given is not row:
        for name in ("starts_at", "ends_at", "title", "changed_at"):
            setattr(given, name, getattr(row, name))
    return given


def _data(row: Round) -> dict:
    return {
        "title": row.title,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
    }
