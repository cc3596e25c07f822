"""Verbs of retention: names that go in time, or at once when the person asks for it.

Permissions are the callers' matter; ``user`` is who is named in the log (None: a program).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...bodies.services import AlreadyDone, lock_body
from ...dates import long_date
from ...remarks.rules import clean_text
from ...remarks.services import ChangedMeanwhile
from ..choices import DeclarationState
from ..joining import removal
from ..models import Declaration
from . import due, emptying, log
from .deciding import locked

MAX_REASON = 500


def run(now: datetime) -> int:
    """Remove what is due in all bodies and calls; say of how many declarations."""
    return sum(_anonymise(plan, now) for plan in due.plans(now) if plan.due)


def _anonymise(plan: due.Plan, now: datetime) -> int:
    with transaction.atomic():
        page = lock_body(plan.target)
        # Reopened meanwhile: then it is not over any more.
        keys = list(due.over().filter(pk__in=plan.due).order_by("pk").values_list("pk", flat=True))
        count = emptying.empty(keys, now=now)
        if count:
            log.say(page, "declarations_anonymise", None, count=count)
    return count


def foretell(now: datetime) -> Iterator[str]:
    """What ``run`` would remove, and when the rest is due; for a dry run."""
    for plan in due.plans(now):
        if plan.due:
            text = ngettext(
                "names of %(count)d declaration would be removed (due on %(day)s).",
                "names of %(count)d declarations would be removed (due on %(day)s).",
                len(plan.due),
            )
            yield _of(plan, text % {"count": len(plan.due), "day": long_date(plan.due_since)})
        if plan.later:
            text = ngettext(
                "%(count)d declaration is kept, the next one until %(day)s.",
                "%(count)d declarations are kept, the next one until %(day)s.",
                plan.later,
            )
            yield _of(plan, text % {"count": plan.later, "day": long_date(plan.next_on)})


def _of(plan: due.Plan, text: str) -> str:
    return f"{plan.target.pk} {plan.target.title}: {text}"


def foretell_unconfirmed(now: datetime) -> Iterator[str]:
    """How many of those that nobody confirmed the next run deletes."""
    if number := removal.late(now).count():
        yield ngettext(
            "%(count)d declaration that was never confirmed would be deleted.",
            "%(count)d declarations that were never confirmed would be deleted.",
            number,
        ) % {"count": number}


def erase(
    declaration: Declaration, *, reason: str, edits: int, user, now: datetime | None = None
) -> bool:
    """Take away who declared, at once (GDPR, art. 17); say whether the row is still there.

    What waited for a decision counts as withdrawn; what nobody confirmed is deleted. ``reason``
    stays in the history, without a name; a membership stays in its register.
    """
    now, reason = now or timezone.now(), clean_text(reason or "")
    if not reason:
        raise ValidationError({"reason": _("Say why, without a name.")})
    if len(reason) > MAX_REASON:
        raise ValidationError(
            {"reason": _("At most %(count)d characters.") % {"count": MAX_REASON}}
        )
    with transaction.atomic():
        row = locked(declaration, None)
        if row.anonymised_at is not None:
            raise AlreadyDone(_("The data of this declaration have been removed."))
        if row.edits != edits:
            raise ChangedMeanwhile
        if row.state == DeclarationState.UNCONFIRMED:
            log.say(row.target, "declarations_forget", user, count=1)
            removal.remove([row.pk])
            return False
        if row.state == DeclarationState.NEW:
            row.withdrawn_at, row.withdrawn_by_office = now, True
            row.save(update_fields=["withdrawn_at", "withdrawn_by_office"])
        emptying.empty([row.pk], now=now, user=user)
        log.say_of(row, "declaration_erase", user, reason=reason)
    return True


def copy_of(declaration: Declaration, now: datetime | None = None) -> dict:
    """All that is kept of the person here, for a machine to read (GDPR, art. 15 and 20).

    The note of the office is about them, so it is in it.
    """
    row, now = declaration, now or timezone.now()
    facts = {name: getattr(row, name) for name in row.PERSONAL if name != "address_key"}
    moments = ("received_at", "confirmed_at", "decided_at", "withdrawn_at", "anonymised_at")
    times = {name: getattr(row, name) for name in moments}
    return {
        "made_at": now.isoformat(),
        "declaration": row.pk,
        "for": row.target.title,
        "way": row.way,
        "state": row.state,
        **facts,
        "sector": str(row.sector or ""),
        **{name: value.isoformat() if value else None for name, value in times.items()},
        "consent": _consent(row.consent),
        "membership": str(row.membership) if row.membership_id else None,
        "files": list(row.files.values("name", "size", "sha256")),
        "messages": [
            {"kind": each.kind, "subject": each.subject, "written_at": each.created_at.isoformat()}
            for each in messages_about(row)
        ],
    }


def _consent(consent) -> dict | None:
    if consent is None:
        return None
    return {
        "version": consent.number,
        "from": consent.created_at.isoformat(),
        "statement": consent.statement,
        "clause": consent.clause,
    }


def messages_about(declaration: Declaration):
    from .messages import messages_of

    return messages_of([declaration.pk]).order_by("pk").defer("html", "attachments")
